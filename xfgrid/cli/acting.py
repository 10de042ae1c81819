"""Commands that change a case, and what teaches them: act with its actions by groups, conflicts and how to settle them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer

from xfgrid.case.acts import Offer, Part
from xfgrid.case.civil import minute
from xfgrid.case.fold import Case
from xfgrid.case.offers import parts
from xfgrid.case.vocabulary import BY_ACTION, GROUPS, NOTHING, STAFF
from xfgrid.cli import giving
from xfgrid.cli.helping import section, width_here
from xfgrid.cli.outputs import acting as outputs
from xfgrid.cli.shell import Answer, Shell, opened, table
from xfgrid.cli.shown import author, value_words
from xfgrid.errors import InputError
from xfgrid.journal.desk import Desk
from xfgrid.journal.rows import title
from xfgrid.terms import Terms
from xfgrid.tui.doing import consequences


def act(
    shell: Shell,
    case: Annotated[str, typer.Argument(metavar="CASE")],
    action: Annotated[str, typer.Argument(metavar="[ACTION]")] = "",
    text: Annotated[str, typer.Option("--text")] = "",
    to: Annotated[str, typer.Option("--to", metavar="OFFICE")] = "",
    field: Annotated[list[str] | None, typer.Option("--field", metavar="NAME=VALUE")] = None,
    served: Annotated[str, typer.Option("--for", metavar="OFFICE")] = "",
    strike: Annotated[bool, typer.Option("--strike")] = False,
) -> Answer:
    with opened(shell) as desk:
        if not action:
            return _offered(desk, desk.case(case), shell.terms)
        values = _values(desk, text, to, served, field or [])
        if not served and "for" not in values and (paper := desk.served(desk.case(case), action)):
            values |= {"via": "paper", "for": paper}
        event, after = desk.act(case, action, values, strike=strike)
        more = consequences(shell.terms, action, event, after, desk.offices)
    state = shell.terms.get(f"case.state.{after.state}", after.state)
    data = outputs.Acted(event.hash.hex(), after.state, [], after.owner, str(values.get("for", "")))
    return Answer(data, "\n".join([shell.terms("cli.said.act", state=state), *more]))


def conflicts(shell: Shell, case: Annotated[str, typer.Argument(metavar="[CASE]")] = "") -> Answer:
    with opened(shell) as desk:
        names = [case] if case else [line.case for line in desk.cases("disputed")]
        found = [one for name in names for one in _disputed(desk, desk.case(name), shell.terms)]
    return Answer(outputs.Conflicts(found), "\n\n".join(_told(one, shell.terms) for one in found) or _none(shell.terms))


def taught(terms: Terms) -> str:
    """Every action of staff by its group, with the names of what it asks for: the end of the help page of `act`."""
    rows = {
        group: [(name, _meaning(name, _names(name), terms)) for name in actions if _commanded(name)]
        for group, actions in GROUPS.items()
    }
    return _sections(rows, terms)


def _commanded(action: str) -> bool:
    """Whether staff may do it on a case that is there; a registration is `new`, and some acts only a ledger tells."""
    row = BY_ACTION[action]
    return "item" not in row.needs and bool(STAFF & row.who.keys()) and row.move.source != {NOTHING}


def _names(action: str) -> str:
    return " ".join(part.name for part in parts(BY_ACTION[action]) if part.needed)


def _values(desk: Desk, text: str, to: str, served: str, fields: Sequence[str]) -> dict[str, object]:
    values: dict[str, object] = {"note": text} if text else {}
    if to:
        values["owner"] = desk.offices[to].code
    if served and (office := desk.offices[served].code) != desk.actor.office:
        values |= {"via": "paper", "for": office}
    for pair in fields:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise InputError("bad_field", field=pair)
        giving.refuse(name)
        values[name] = value.split(",") if name == "parts" else value  # the sections that a redaction strikes
    return values


def _offered(desk: Desk, case: Case, terms: Terms) -> Answer:
    offers = desk.allowed_now(case)
    rows: dict[str, list[tuple[str, str]]] = {}
    for offer in offers:
        asked = terms("cli.said.comma").join(_asked(part, terms) for part in offer.parts if part.needed)
        rows.setdefault(offer.group, []).append((offer.action, _meaning(offer.action, asked, terms)))
    head = terms("cli.said.offers" if offers else "cli.said.no_offers", number=case.text("number"))
    data = outputs.Acted("", case.state, [_line(offer) for offer in offers])
    return Answer(data, "\n\n".join(filter(None, [head, _sections(rows, terms)])))


def _sections(groups: Mapping[str, Sequence[tuple[str, str]]], terms: Terms) -> str:
    blocks = [section(terms(f"case.group.{group}"), rows, width_here()) for group, rows in groups.items()]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _meaning(action: str, asked: str, terms: Terms) -> str:
    return terms(f"case.action.{action}") + (terms("cli.said.asks", parts=asked) if asked else "")


def _line(offer: Offer) -> outputs.OfferLine:
    asked = [outputs.PartLine(p.name, p.kind, p.needed, list(p.choices)) for p in offer.parts]
    return outputs.OfferLine(offer.action, offer.type, offer.group, asked)


def _asked(part: Part, terms: Terms) -> str:
    """A part as a person reads it and types it: its word, its name, and what it takes."""
    choices = " ".join(f"{code} {terms(f'case.choice.{part.name}.{code}')}" for code in part.choices)
    kind = choices or terms(f"case.part.{part.kind}")
    return terms("cli.said.part", word=terms.get(f"case.field.{part.name}", part.name), name=part.name, kind=kind)


def _disputed(desk: Desk, case: Case, terms: Terms) -> Iterator[outputs.ConflictLine]:
    for name in case.conflicts:
        field = case.fields[name]
        sides = [
            outputs.ConflictSide(
                head.event,
                author(desk, case.events[head.event], terms),
                case.events[head.event].head.at,
                head.value,
                value_words(desk, name, head.value, terms),
                head.lawful,
            )
            for head in field.heads
        ]
        shown = value_words(desk, name, field.value, terms)
        yield outputs.ConflictLine(case.id, case.text("number"), title(case), name, field.value, shown, sides)


def _told(one: outputs.ConflictLine, terms: Terms) -> str:
    """A dispute as a paragraph: what, what stands meanwhile, who said what, how it is settled."""
    field = terms.get(f"case.field.{one.field}", one.field)
    rows = [
        (f"  {side.shown}", side.by, minute(side.at), "" if side.lawful else terms("cli.said.unlawful"))
        for side in one.sides
    ]
    head = terms("cli.said.disputed", number=one.number, title=one.title, field=field, shown=one.shown)
    hint = terms("cli.said.settle", number=one.number, field=one.field)
    return "\n".join([head, table(rows), hint])


def _none(terms: Terms) -> str:
    return terms("cli.said.no_conflicts")
