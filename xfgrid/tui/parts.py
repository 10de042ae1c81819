"""An act as a small form: each part it asks for becomes a field, so that one sheet serves them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from xfgrid.case.acts import Actor, Part
from xfgrid.case.clocks import Promise
from xfgrid.case.fold import Case
from xfgrid.case.forms import CONTACT, NOTICE, Field, Form, Option, Words
from xfgrid.case.offices import Office, Offices
from xfgrid.case.vocabulary import BY_ACTION
from xfgrid.case.words import typed
from xfgrid.terms import Terms
from xfgrid.tui.offers import Choice

LONGEST, LONGEST_LINE = 2000, 80
"""Characters a part may have."""
SHORT = frozenset({"lead", "approver", "organ", "opinion_number", "words"})
"""Words that fit in a line."""
ON, ON_PAPER = Part("on", "day", True), "for"
UNASKED = {
    "extend": frozenset({"due"}),
    "decide": frozenset({"meeting"}),
    "postpone": frozenset({"meeting"}),
    "undo": frozenset({"undoes"}),
}
"""Parts that the program or an import fills in."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the fields of an act depend on besides the act: the case, who acts, the offices, the intake as it is filled in
    here, the promises."""

    case: Case
    actor: Actor
    offices: Offices
    intake: Form
    promises: Sequence[Promise] = ()


def form(choice: Choice, around: Around, terms: Terms) -> Form:
    """The form of an act."""
    offer = choice.offer
    own = _correctable(around.intake) if offer.action == "correct" else []
    fields = [field for part in _asked(choice, around) for field in _fields(part, around, terms)]
    return Form(
        "act", 1, _same(terms(f"case.action.{offer.action}")), (*fields, *own, *_on_paper(choice, around, terms))
    )


def given(values: Mapping[str, object], around: Around) -> dict[str, object]:
    """What was typed as the desk takes it: paper names the office it is typed in for."""
    said = {name: value for name, value in values.items() if name != ON_PAPER}
    return {**said, "via": "paper", "for": around.case.owner} if values.get(ON_PAPER) else said


def untouched(choice: Choice, around: Around, values: Mapping[str, object], stood: Mapping[str, object]) -> set[str]:
    """The fields that a correction leaves as they `stood` before anybody typed."""
    own = _correctable(around.intake) if choice.offer.action == "correct" else []
    return {field.code for field in own if values[field.code] == stood[field.code]}


def start(choice: Choice, around: Around, today: str) -> dict[str, object]:
    """What stands in the fields before anybody types."""
    correct = choice.offer.action == "correct"
    known = {f.code: typed(around.case.get(f.code)) for f in _correctable(around.intake)} if correct else {}
    return {**known, "on": today, ON_PAPER: "paper" if choice.supposed else ""}


def _asked(choice: Choice, around: Around) -> list[Part]:
    """The day, then the needed parts with long words last, then what may be left out."""
    offer, unasked = choice.offer, UNASKED.get(choice.offer.action, frozenset())
    parts = [p for p in offer.parts if p.name not in unasked and (p.name != "rule" or around.promises)]
    dated = [ON] if "on" in BY_ACTION[offer.action].needs else []
    return [*dated, *sorted(parts, key=lambda part: (not part.needed, _long(part)))]


def _long(part: Part) -> bool:
    return part.kind == "words" and part.name not in SHORT


def _fields(part: Part, around: Around, terms: Terms) -> list[Field]:
    """The field of a part. A contact and the notice before it are asked for as at the first entry of a case."""
    asked = {field.code: field for field in around.intake.fields}
    if part.name not in ("contact", *NOTICE) or part.name not in asked:
        return [_field(part, around, terms)]
    own = replace(asked[part.name], required=part.needed)
    return [own, *(asked[name] for name in CONTACT[1:] if part.name == "contact" and name in asked)]


def _field(part: Part, around: Around, terms: Terms) -> Field:
    words = _same(terms.get(f"case.field.{part.name}", part.name))
    options = tuple(_options(part, around, terms))
    most = LONGEST if _long(part) else LONGEST_LINE
    if options:
        return Field(part.name, "choice", "body", words, words, ("township",), most, part.needed, options)
    kind = "date" if part.kind == "day" else "text" if _long(part) else "line"
    return Field(part.name, kind, "body", words, words, ("township",), most, part.needed)  # type: ignore[arg-type]


def _options(part: Part, around: Around, terms: Terms) -> list[Option]:
    if part.kind == "office" or part.name == "barred":
        return [Option(o.code, _same(label)) for o, label in office_labels(around.offices, around.actor.office)]
    if part.name == "rule":
        movable = {p.rule.id for p in around.promises if p.open and (p.rule.extension or p.rule.pause_cap)}
        return [Option(rule, _same(terms.get(f"clocks.rule.{rule}", rule))) for rule in sorted(movable)]
    return [Option(code, _same(terms.get(f"case.choice.{part.name}.{code}", code))) for code in part.choices]


def _on_paper(choice: Choice, around: Around, terms: Terms) -> list[Field]:
    """One box for a township clerk, where another office owns the case: this is that office's paper."""
    if around.actor.role != "township" or around.case.owner in ("", around.actor.office):
        return []
    paper = Option("paper", _same(terms("acts.paper", office=around.offices.name(around.case.owner))))
    words = _same(terms("acts.paper_label"))
    return [Field(ON_PAPER, "choices", "body", words, words, ("township",), 80, choice.paper, (paper,))]


def _correctable(intake: Form) -> list[Field]:
    """The fields of the intake that a correction may change."""
    return [f for f in intake.fields if f.section != "sealed" and f.code not in NOTICE]


def office_labels(offices: Offices, own: str) -> list[tuple[Office, str]]:
    """Every office with a name that is its own, those below `own` first; two of one name are told apart by what
    stands above them."""
    names: dict[str, int] = {}
    for office in offices:
        names[office.name] = names.get(office.name, 0) + 1
    near = sorted(offices, key=lambda office: not offices.within(office.code, own))
    return [(office, _label(office, offices) if names[office.name] > 1 else office.name) for office in near]


def _label(office: Office, offices: Offices) -> str:
    return f"{offices.name(office.parent)}{office.name}" if office.parent else office.name


def _same(words: str) -> Words:
    """Words that are already in the language of the screen."""
    return Words(words, words)
