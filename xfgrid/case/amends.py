"""Acts that put right what stands: settle a dispute, undo an event, redact its words. Nothing is ever written over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xfgrid.case import privacy
from xfgrid.case.draft import Draft, is_text, sectioned, state_seen
from xfgrid.case.fold import Case
from xfgrid.case.law import FINAL
from xfgrid.case.parts import ANYWHERE
from xfgrid.case.roles import Actor
from xfgrid.case.vocabulary import ENDED, RESERVED, Act
from xfgrid.case.words import typed
from xfgrid.errors import RuleError, UnknownError

Said = Mapping[str, object]
PRIVATE = "private_numbers"
"""The reason for which numbers of persons are refused and struck."""


def settle(case: Case, row: Act, actor: Actor, said: Said) -> Draft:
    """Decides disputed fields: `said` gives each its value. The event names every head, so nobody's word is passed
    over unseen. Between values that acts name, one of those that kept the rules is chosen, None if none did."""
    parts = {name: value for name, value in said.items() if name in ANYWHERE}
    chosen = {name: _chosen(case, name, value) for name, value in said.items() if name not in ANYWHERE}
    if not chosen:
        raise RuleError("act_needs", action=row.action, fields=" ".join(case.conflicts))
    return sectioned(case.id, row.type, actor, case.heads(*chosen), {**parts, **chosen})


def _chosen(case: Case, name: str, value: object) -> object:
    if name not in case.conflicts:
        raise RuleError("not_disputed", field=name)
    if name not in RESERVED:
        sides = [head.value for head in case.fields[name].heads]
        return next((side for side in sides if typed(side) == typed(value)), value)
    choice = [head.value for head in case.fields[name].heads if head.lawful] or [None]
    if name == "state" and any(one not in ENDED for one in choice):
        choice = [one for one in choice if one not in ENDED]
    for one in choice:
        if typed(one) == typed(value):
            return one
    raise RuleError("not_a_side", field=name, value=value, known=" ".join(map(typed, choice)))


def undo(case: Case, row: Act, actor: Actor, said: Said) -> Draft:
    """Writes back what stood before an event, as long as nothing was built on it."""
    target = find(case, str(said["undoes"]))
    event = case.events[target]
    if event.head.type in FINAL or target in case.undone:
        raise RuleError("cannot_undo", type=event.head.type)
    bases = case.heads(*event.head.bases)
    if any(heads != [target] for heads in bases.values()):
        raise RuleError("built_upon", type=event.head.type)
    former = {name: _former(case, name, seen) for name, seen in event.head.bases.items()}
    return sectioned(case.id, row.type, actor, bases, {**said, **former, "undoes": target, **state_seen(case)})


def _former(case: Case, name: str, seen: list[str]) -> object:
    """What a field said in the writes an event saw; the smallest hash where they differed."""
    return next((case.value_in(key, name) for key in seen if key in case.events and key not in case.broken), None)


def redact(case: Case, row: Act, actor: Actor, said: Said) -> Draft:
    """Replaces the words of an event, or its sealed section. `said` gives the fields whose words change; with none
    given, all its words go. The home that writes this drops the original with its salt, like every other.
    UnknownError `unknown_part` for words that the event does not have: nothing is ever written in this way."""
    target = find(case, str(said["event"]))
    own = set(row.needs) | ANYWHERE
    changed = {name: value for name, value in said.items() if name not in own}
    words = {name: value for name, value in case.said[target].items() if is_text(name, value)}
    for name in changed.keys() - words.keys():
        raise UnknownError("unknown_part", action=row.action, part=name, fields=" ".join(sorted(own | words.keys())))
    replacement = {**words, **changed} if changed else {}
    parts = {name: value for name, value in said.items() if name in own}
    values = {**parts, "event": target, "replacement": replacement, **state_seen(case)}
    return sectioned(case.id, row.type, actor, {}, values)


def without_numbers(case: Case, event: str, actor: Actor) -> Draft | None:
    """The redaction that strikes numbers of persons from the words of one event, by its hash; None if it holds none."""
    words = {name: value for name, value in case.said[event].items() if is_text(name, value)}
    if not privacy.holds_number(words):
        return None
    said = {"event": event, "parts": ["text"], "reason": PRIVATE, "replacement": privacy.without_numbers(words)}
    return sectioned(case.id, "redacted", actor, {}, {**said, **state_seen(case)})


def find(case: Case, reference: str) -> str:
    """An event of the case by its hash or the beginning of it; UnknownError if there is not exactly one."""
    found = [key for key in case.events if key.startswith(reference)] if len(reference) >= 4 else []
    if len(found) != 1:
        raise UnknownError("unknown_event", event=reference)
    return found[0]


AMENDS: dict[str, Callable[[Case, Act, Actor, Said], Draft]] = {"settle": settle, "undo": undo, "redact": redact}
