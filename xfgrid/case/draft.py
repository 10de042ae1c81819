"""An event before it is chained and signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xfgrid.case.fold import Case
from xfgrid.case.parts import ANYWHERE, CODED
from xfgrid.case.roles import Actor
from xfgrid.case.vocabulary import Act


@dataclass(frozen=True, slots=True)
class Draft:
    """What an event will say: `bases` by field, `body` what is chosen, `text` what is free words.

    `seal` makes the sealed section from the id the event will have.
    """

    case: str
    type: str
    actor: Actor
    bases: Mapping[str, list[str]]
    body: Mapping[str, object]
    text: Mapping[str, object]
    seal: Callable[[str], bytes] | None = None


def draft(case: Case, row: Act, actor: Actor, said: Mapping[str, object]) -> Draft:
    """The draft of an act: which of its parts are fields of the case, and what its author saw of them."""
    fields = [name for name in said if name in row.fields or (row.form and name not in ANYWHERE)]
    bases = case.heads(*fields, *row.moves)
    seen = {} if row.moves else state_seen(case)
    return sectioned(case.id, row.type, actor, bases, {**said, **seen})


def state_seen(case: Case) -> dict[str, object]:
    """The state an act was done in that does not move it: the hashes its author saw it by."""
    heads = case.fields["state"].heads if "state" in case.fields else ()
    return {"seen": [head.event for head in heads if head.lawful]}


def sectioned(case: str, type_: str, actor: Actor, bases: Mapping[str, list[str]], said: Mapping[str, object]) -> Draft:
    """The draft with free words and the rest in sections of their own."""
    text = {name: value for name, value in said.items() if is_text(name, value)}
    body = {name: value for name, value in said.items() if name not in text}
    return Draft(case, type_, actor, bases, body, text)


def is_text(name: str, value: object) -> bool:
    """Whether a part is free words."""
    return name == "replacement" or (isinstance(value, str) and name not in CODED)
