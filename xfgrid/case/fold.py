"""A case is the fold of its events: field by field, the writes no other write has seen.

Every event names, per field it writes, the writes its author saw (`bases`). A write that no other write names is a
*head*. One head is the value; equal heads merge; more are a conflict that lists every author's value until an event
names them all. An event that breaks a rule (`law`) supersedes nothing: it stands beside what it wanted to replace.
The result depends on the set of events alone, never on the order or the batches they came in; no clock picks a winner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from xfgrid.case.event import Event
from xfgrid.case.heads import Field, Write, resolve
from xfgrid.case.law import broken, keeps
from xfgrid.case.order import causal, named
from xfgrid.case.redaction import Values, read
from xfgrid.case.roles import Actor
from xfgrid.case.vocabulary import BY_TYPE, ENDED, MEETING, known

__all__ = ["Case", "Field", "Write", "advanced", "fold"]

_REACHING = frozenset({"registered", "redacted", "undone"})
"""Types that change what other events say or count for."""

_OVER = ENDED | MEETING


@dataclass(slots=True)
class Case:
    """The state of one case. `fields` by name; by hash in hex: `events`, and what they `said`, redactions applied.

    `broken` are the events that break a rule, `parked` those of unknown type or version. `depths`: how many events at
    most come before each, along what each has seen.
    """

    id: str
    fields: dict[str, Field] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    said: dict[str, Values] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    parked: set[str] = field(default_factory=set)
    depths: dict[str, int] = field(default_factory=dict)

    def get(self, name: str, default: object = None) -> object:
        """The value of a field, `default` if it was never written."""
        found = self.fields.get(name)
        return default if found is None else found.value

    def text(self, name: str) -> str:
        """The value of a field as text, '' if it was never written or was dropped."""
        value = self.get(name)
        return "" if value is None else str(value)

    @property
    def state(self) -> str:
        """One of `vocabulary.STATES`; '' as long as no registration has arrived."""
        return self.text("state")

    @property
    def owner(self) -> str:
        """Code of the office that owes the answer."""
        return self.text("owner")

    @property
    def live(self) -> bool:
        """Whether some office still owes something."""
        return self.state not in _OVER

    @property
    def is_meeting(self) -> bool:
        """Whether this is a joint meeting and no case."""
        return self.state in MEETING

    @property
    def conflicts(self) -> list[str]:
        """Names of the disputed fields, sorted."""
        return sorted([name for name, found in self.fields.items() if found.disputed])

    @property
    def offered(self) -> list[str]:
        """Offices the owner has offered the case to and that have not taken it yet."""
        found = self.fields.get("offered")
        return [str(head.value) for head in found.heads if head.value and head.lawful] if found else []

    @property
    def registrars(self) -> set[str]:
        """The actors who registered the case, as headers name them."""
        return {event.head.actor for event in self.events.values() if event.head.type == "registered"}

    def of_type(self, *types: str) -> list[str]:
        """Hashes of the events of these types that keep the rules and were not undone, by hash."""
        found = {key for key, event in self.events.items() if event.head.type in types}
        return sorted(found - self.broken - self.undone) if found else []

    @property
    def undone(self) -> set[str]:
        """Hashes of the events that were undone."""
        undoing = [key for key, event in self.events.items() if event.head.type == "undone"]
        return {str(self.said[key].get("undoes")) for key in undoing if key not in self.broken}

    @property
    def barred(self) -> set[str]:
        """Staff and offices that must not touch this case (回避)."""
        return {str(self.said[key].get("barred")) for key in self.of_type("recused")}

    @property
    def same_as(self) -> set[str]:
        """Ids of cases that are the same matter."""
        return {str(self.said[key].get("as")) for key in self.of_type("linked")}

    def seen_by(self, event: str) -> set[str]:
        """The events here that the author of one saw, as far as it names them."""
        seen = set(named(self.said[event].get("seen"))).union(*self.events[event].head.bases.values())
        return self.events.keys() & seen

    def past(self, *keys: str) -> set[str]:
        """The events that came before these: what their authors saw, what the authors of those saw, and so on."""
        found: set[str] = set()
        todo = [base for key in keys for base in self.seen_by(key)]
        while todo:
            key = todo.pop()
            if key not in found:
                found.add(key)
                todo += self.seen_by(key)
        return found

    def value_in(self, event: str, name: str) -> object:
        """What one event says of a field."""
        moves = BY_TYPE[self.events[event].head.type].moves
        return moves[name].target if name in moves else self.said[event].get(name)

    def author(self, event: str) -> Actor:
        """Who wrote an event; for paper typed in on behalf of an office, with that office."""
        actor = Actor.parse(self.events[event].head.actor)
        served = self.said[event].get("for")
        return Actor(actor.staff, actor.role, str(served)) if served else actor

    def heads(self, *names: str) -> dict[str, list[str]]:
        """What an author who sees this case names as bases when writing these fields."""
        return {n: sorted({w.event for w in self.fields[n].heads}) if n in self.fields else [] for n in names}


def fold(case: str, events: Iterable[Event]) -> Case:
    """The state of a case from its events, in any order, doubles among them. Events of other cases must not be."""
    result = Case(case)
    for event in events:
        if known(event.head.type, event.head.v):
            result.events[event.hash.hex()] = event
        else:
            result.parked.add(event.hash.hex())
    result.said = read(result.events)
    result.broken = broken(result.events, result.said)
    seen = {key: result.seen_by(key) for key in result.events}
    for key in causal(seen, seen.__getitem__):
        result.depths[key] = _below(result, seen[key])
    for name, writes in _writes(result).items():
        result.fields[name] = resolve(name, writes, result.author)
    return result


def advanced(case: Case, event: Event) -> Case:
    """The case with one more event: what folding them all anew gives, for the price of the fields it writes."""
    key = event.hash.hex()
    if key in case.events:
        return case
    events = {**case.events, key: event}
    if not known(event.head.type, event.head.v) or event.head.type in _REACHING or _named(case, key):
        result = fold(case.id, events.values())
        result.parked |= case.parked
        return result
    said = {**case.said, key: event.values()}
    result = Case(case.id, dict(case.fields), events, said, set(case.broken), set(case.parked), dict(case.depths))
    result.depths[key] = _below(result, result.seen_by(key))
    if not keeps(key, events, said, result.broken):
        result.broken.add(key)
    for name, writes in _writes(result, event.head.bases).items():
        result.fields[name] = resolve(name, writes, result.author)
    return result


def _below(case: Case, seen: Collection[str]) -> int:
    return 1 + max(case.depths[base] for base in seen) if seen else 0


def _named(case: Case, key: str) -> bool:
    """Whether an event that arrived before this one names it."""
    name = key.encode()
    return any(name in e.header or (e.body and name in (e.body.content or b"")) for e in case.events.values())


def _writes(case: Case, only: Collection[str] | None = None) -> dict[str, dict[str, Write]]:
    """Every write by field and event; of some fields only, if they are given."""
    found: dict[str, dict[str, Write]] = {}
    twins = _twins(case.events)
    for key, event in case.events.items():
        said, moves, lawful = case.said[key], BY_TYPE[event.head.type].moves, key not in case.broken
        for name, seen in event.head.bases.items():
            if only is None or name in only:
                bases = seen if twins.isdisjoint(seen) else _with_twins(case, twins, name, seen)
                value = moves[name].target if name in moves else said.get(name)
                found.setdefault(name, {})[key] = Write(key, value, bases, lawful)
    return found


def _twins(events: Mapping[str, Event]) -> set[str]:
    """The first events, where there are several: two homes read the same row of the same ledger, or called the same
    meeting."""
    found = {key for key, event in events.items() if event.head.type in ("registered", "meeting_called")}
    return found if len(found) > 1 else set()


def _with_twins(case: Case, twins: set[str], name: str, seen: list[str]) -> list[str]:
    """Whoever saw the value of one registration has seen that of every other that says the same."""
    values = [case.value_in(key, name) for key in twins.intersection(seen)]
    return sorted({*seen, *(key for key in twins if case.value_in(key, name) in values)})
