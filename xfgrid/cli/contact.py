"""Commands on contacts: give, open, erase, and the time they are kept by."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from xfgrid.cli import giving
from xfgrid.cli.outputs import contact as outputs
from xfgrid.cli.shell import Answer, Shell, opened
from xfgrid.errors import InputError
from xfgrid.journal import disclosure, forgetting
from xfgrid.journal.contact import terms
from xfgrid.journal.disclosure import Second
from xfgrid.terms import Terms

Case = Annotated[str, typer.Argument(metavar="CASE")]


def contact_set(
    shell: Shell,
    case: Case,
    contact: Annotated[str, typer.Option("--contact", metavar="ask|FILE|-")] = giving.ASK,
    notice: Annotated[str, typer.Option("--notice", metavar="spoken|read_out|handed_over")] = "",
) -> Answer:
    with opened(shell) as desk:
        event, _ = desk.act(case, "set-contact", giving.contact(shell, desk.intake, contact, notice, desk.actor.staff))
    return Answer(outputs.Written(event.hash.hex()), shell.terms("cli.said.contact_set"))


def contact_open(
    shell: Shell,
    case: Case,
    purpose: Annotated[str, typer.Option("--reason", metavar="REASON")],
    second: Annotated[str, typer.Option("--second", metavar="NAME")] = "",
) -> Answer:
    with opened(shell) as desk:
        colleague = Second(second, shell.pin(second, "XFGRID_SECOND_PIN")) if second else None
        found = disclosure.open_contact(desk, case, purpose, colleague)
    data = outputs.OpenedContact(found.event, [outputs.Contact(c.channel, c.name) for c in found.contacts])
    return Answer(data, "\n".join(f"{c.channel}  {c.name}".rstrip() for c in data.contacts))


def contact_confirm_time(shell: Shell) -> Answer:
    with opened(shell) as desk, desk.home.store.write() as connection:
        now = terms.confirm(connection)
    data = outputs.TimeConfirmed(desk.today().isoformat(), now.doubted)
    return Answer(data, shell.terms("cli.said.contact_confirm_time", day=data.day))


def erase(
    shell: Shell,
    case: Case,
    asked_by: Annotated[str, typer.Option("--asked-by", metavar="WHO")],
    ground: Annotated[str, typer.Option("--reason", metavar="WHY")],
    words: Annotated[str, typer.Option("--words", metavar="REASON")] = "",
) -> Answer:
    with opened(shell) as desk:
        event = forgetting.erase(desk, case, asked_by, ground, words=words)
    return Answer(outputs.Written(event.hash.hex()), shell.terms("cli.said.erase"))


def county_erasures(shell: Shell) -> Answer:
    from sync.county import erasures
    from sync.county.county import offices, open_county_home

    with open_county_home(shell.home) as county:
        erasures.replay(county)
        settled = erasures.settle(county)
        found = [outputs.OutstandingErasures(**row) for row in erasures.outstanding(county)]  # type: ignore[arg-type]
        tree, today = offices(county), dt.datetime.fromisoformat(county.now())
    lines = [_outstanding(one, tree.name(one.office), today, shell.terms) for one in found]
    if not settled:
        lines.append(shell.terms("cli.said.erasures_unsettled"))
    return Answer(outputs.Erasures(found, settled), "\n".join(lines) or shell.terms("cli.said.no_erasures"))


def _outstanding(one: outputs.OutstandingErasures, office: str, now: dt.datetime, terms: Terms) -> str:
    """A device that has not forgotten yet, and for how many days it should have."""
    days = (now - dt.datetime.fromisoformat(one.since)).days
    said = "erasures_revoked" if one.revoked else "erasures_due"
    facts = {"device": one.device[:8], "name": one.name, "office": office, "count": one.count}
    return terms(f"cli.said.{said}", **facts, days=days, seen=one.seen[:10])


def county_keys(
    shell: Shell,
    copies: Annotated[Path | None, typer.Argument(metavar="[FOLDER]")] = None,
    put_back: Annotated[Path | None, typer.Option("--restore", metavar="FILE")] = None,
    anew: Annotated[bool, typer.Option("--anew")] = False,
) -> Answer:
    from sync.county import keysafe
    from sync.county.county import open_county_home

    if sum((copies is not None, put_back is not None, anew)) != 1:
        raise InputError("keys_copy_what")
    if anew:
        keysafe.anew(shell.home)
        return Answer(outputs.KeysCopied(""), shell.terms("cli.said.keys_anew"))
    if put_back is not None:
        keysafe.put_back(shell.home, put_back)
        return Answer(outputs.KeysCopied(str(put_back)), shell.terms("cli.said.keys_back", file=str(put_back)))
    assert copies is not None
    with open_county_home(shell.home) as county:
        made = keysafe.keep(county, copies)
    return Answer(outputs.KeysCopied(str(made)), shell.terms("cli.said.keys_kept", file=str(made)))
