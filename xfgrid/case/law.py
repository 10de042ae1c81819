"""Whether an event keeps the rules, judged from the event and what it names as seen, so that every home agrees.

An event that breaks a rule is not thrown away. It supersedes nothing: what it wrote stands beside what it wanted to
replace, as a conflict for a person to settle. An event whose seen values have not all arrived is judged by those that
have; where none has, it waits the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xfgrid.case.event import Event
from xfgrid.case.order import causal, named
from xfgrid.case.roles import role_of
from xfgrid.case.vocabulary import BY_TYPE, ENDED, NOTHING, RESERVED, Act

FINAL = frozenset({"registered", "transferred", "reopened", "rated", "redacted", "undone", "settled"})
"""Types nobody can undo: the first word, the resident's own word, and what puts right already."""

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


def broken(events: Mapping[str, Event], said: Mapping[str, Mapping[str, object]]) -> set[str]:
    """The hashes of the events that break a rule; `said` are the values of each."""
    judge = _Judge(events, said)
    for key in causal(events, judge.seen):
        if not judge.keeps(key):
            judge.broken.add(key)
    return judge.broken


def keeps(key: str, events: Mapping[str, Event], said: Mapping[str, Mapping[str, object]], broken: set[str]) -> bool:
    """Whether one event keeps the rules; `broken` are those of the others that do not."""
    return _Judge(events, said, broken).keeps(key)


class _Judge:
    def __init__(
        self, events: Mapping[str, Event], said: Mapping[str, Mapping[str, object]], broken: set[str] | None = None
    ) -> None:
        self.events, self.said = events, said
        self.broken = set() if broken is None else broken

    def seen(self, key: str) -> list[str]:
        """The events here whose verdict this one's depends on."""
        head = self.events[key].head
        found = self._bases(key) + self._state_seen(key)
        if head.type == "undone":
            target = str(self.said[key].get("undoes"))
            found += [target, *self._bases(target)] if target in self.events else []
        return found

    def _bases(self, key: str) -> list[str]:
        bases = self.events[key].head.bases
        return [base for name in bases.keys() & RESERVED for base in bases[name] if base in self.events]

    def keeps(self, key: str) -> bool:
        """Whether an event keeps role, fields, gates and form; all it has seen is judged already."""
        head = self.events[key].head
        act = BY_TYPE[head.type]
        return (
            role_of(head.actor) in act.who
            and self._writes_its_own(act, head.bases)
            and all(self._moves(act, name, head.bases.get(name)) for name in act.moves)
            and (bool(act.moves) or not act.move.source or self._stands(act, key, head.bases))
            and self._is_sound(key, head.bases)
            and (act.type != "settled" or self._settles(key, head.bases))
            and (act.type != "undone" or self._undoes(key, head.bases))
        )

    def _writes_its_own(self, act: Act, bases: Mapping[str, list[str]]) -> bool:
        return act.type in ("settled", "undone") or bases.keys() <= act.fields or all(map(act.takes, bases))

    def _moves(self, act: Act, name: str, bases: list[str] | None) -> bool:
        """A step of the machine is kept if everything it saw allows it."""
        if bases is None:
            return False
        states = self._values(name, bases) if bases else [NOTHING]
        return bool(states) and all(state in act.moves[name].source for state in states)

    def _stands(self, act: Act, key: str, bases: Mapping[str, list[str]]) -> bool:
        """An act that leaves the state names the state it was done in, unless it writes nothing."""
        states = self._values("state", self._state_seen(key))
        return all(state in act.move.source for state in states) and (bool(states) or not bases)

    def _state_seen(self, key: str) -> list[str]:
        return [base for base in named(self.said[key].get("seen")) if base in self.events]

    def _values(self, name: str, bases: Iterable[str]) -> list[object]:
        """What the events that keep the rules say of a field."""
        return [self._value(name, base) for base in bases if base in self.events and base not in self.broken]

    def _value(self, name: str, key: str) -> object:
        move = BY_TYPE[self.events[key].head.type].moves.get(name)
        return move.target if move else self.said[key].get(name)

    def _is_sound(self, key: str, bases: Mapping[str, list[str]]) -> bool:
        """A case always has an owner and a state, and a due date is a date."""
        due = self.said[key].get("due")
        return all(self._is_word(key, name) for name in ("owner", "state") if name in bases) and (
            "due" not in bases or not due or (isinstance(due, str) and _DAY.fullmatch(due) is not None)
        )

    def _is_word(self, key: str, name: str) -> bool:
        value = self._value(name, key)
        return isinstance(value, str) and value != ""

    def _settles(self, key: str, bases: Mapping[str, list[str]]) -> bool:
        """Between values that acts name, a settlement chooses one that kept the rules; it never ends a case that
        somebody holds live, so that no reopening is refused this way."""
        for name in bases.keys() & RESERVED:
            chosen, choice = self.said[key].get(name), self._values(name, bases[name])
            if chosen not in (choice or [None]):
                return False
            if name == "state" and chosen in ENDED and any(value not in ENDED for value in choice):
                return False
        return True

    def _undoes(self, key: str, bases: Mapping[str, list[str]]) -> bool:
        """Only the event it names, and back to what stood there before."""
        target = self.events.get(str(self.said[key].get("undoes")))
        if target is None or target.head.type in FINAL:
            return False
        if any(bases[name] != [target.hash.hex()] or name not in target.head.bases for name in bases):
            return False
        return all(
            self.said[key].get(name) in (self._values(name, target.head.bases[name]) or [None])
            for name in bases.keys() & RESERVED
        )
