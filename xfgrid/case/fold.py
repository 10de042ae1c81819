"""A case is the fold of its events: field by field, the writes no other write has seen.

Every event names, per field it writes, the writes its author saw (`bases`). A write that no other write names is a
*head*. One head is the value; equal heads merge; more are a conflict that lists every author's value until an event
names them all. A move the state machine does not allow supersedes nothing: it stands beside what it wanted to
replace, as a conflict, and is never thrown away. The result depends on the set of events alone, never on the order
or the batches they came in; no clock picks a winner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xfgrid.case.event import Event
from xfgrid.case.vocabulary import BY_TYPE, ENDED, allowed, known

WORKFLOW = ("state", "owner", "due")
"""Fields whose provisional value is chosen so that somebody owes an answer; see `_provisional`."""


@dataclass(frozen=True, slots=True)
class Write:
    """One event's value for one field; `value` is None where its section was dropped."""

    event: str
    value: object
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it stands: its value (provisional while disputed) and its heads."""

    value: object
    heads: tuple[Write, ...]

    @property
    def disputed(self) -> bool:
        """Whether the heads differ, so that a person has to decide."""
        return any(head.value != self.heads[0].value for head in self.heads)


@dataclass(slots=True)
class Case:
    """The state of one case. `fields` by name; `events` by hash in hex; `parked` are events of unknown type."""

    id: str
    fields: dict[str, Field] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    parked: int = 0

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
        return self.text("state")

    @property
    def owner(self) -> str:
        return self.text("owner")

    @property
    def live(self) -> bool:
        """Whether some office still owes something."""
        return self.state not in ENDED

    @property
    def conflicts(self) -> list[str]:
        """Names of the disputed fields, sorted."""
        return sorted(name for name, found in self.fields.items() if found.disputed)

    def heads(self, *names: str) -> dict[str, list[str]]:
        """What an author who sees this case names as bases when writing these fields."""
        return {n: sorted(w.event for w in self.fields[n].heads) if n in self.fields else [] for n in names}


def fold(case: str, events: Iterable[Event]) -> Case:
    """The state of a case from its events, in any order. Events of other cases must not be among them."""
    result = Case(case)
    writes: dict[str, list[Write]] = {}
    for event in events:
        if not known(event.head.type, event.head.v):
            result.parked += 1
            continue
        key = event.hash.hex()
        if key not in result.events:
            result.events[key] = event
            _collect(writes, key, event)
    for name, found in writes.items():
        result.fields[name] = _field(name, found, result.events)
    return result


def _collect(writes: dict[str, list[Write]], key: str, event: Event) -> None:
    bases = event.head.bases
    if not bases:
        return
    values = event.values()
    target = BY_TYPE[event.head.type].target
    for name, seen in bases.items():
        value = target if name == "state" and target else values.get(name)
        writes.setdefault(name, []).append(Write(key, value, tuple(seen)))


def _field(name: str, writes: list[Write], events: Mapping[str, Event]) -> Field:
    if len(writes) == 1:
        return Field(writes[0].value, (writes[0],))
    by_event = {write.event: write for write in writes}
    superseded = {
        base for write in writes if name != "state" or _lawful(write, by_event, events) for base in write.bases
    }
    heads = tuple(sorted((w for w in writes if w.event not in superseded), key=lambda w: w.event))
    if all(head.value == heads[0].value for head in heads):
        return Field(heads[0].value, heads)
    return Field(_provisional(name, heads, by_event), heads)


def _lawful(write: Write, by_event: Mapping[str, Write], events: Mapping[str, Event]) -> bool:
    kind = events[write.event].head.type
    return kind == "settled" or any(allowed(kind, str(by_event[b].value)) for b in write.bases if b in by_event)


def _provisional(name: str, heads: tuple[Write, ...], by_event: Mapping[str, Write]) -> object:
    """What every home shows, marked 待定, until a person decides: the head with the smallest hash; for a due date the
    earliest; for state and owner the last value before the dispute, so that nobody is let go by a dispute alone."""
    if name == "due":
        return min(str(head.value) for head in heads)
    if name in WORKFLOW:
        return _last_undisputed(heads, by_event)
    return heads[0].value


def _last_undisputed(heads: tuple[Write, ...], by_event: Mapping[str, Write]) -> object:
    shared = set.intersection(*(_ancestors(head, by_event) for head in heads))
    newest = [w for w in shared if not any(w in by_event[o].bases for o in shared)]
    return by_event[newest[0]].value if len(newest) == 1 else heads[0].value


def _ancestors(write: Write, by_event: Mapping[str, Write]) -> set[str]:
    found: set[str] = set()
    todo = [write.event]
    while todo:
        event = todo.pop()
        if event not in found and event in by_event:
            found.add(event)
            todo.extend(by_event[event].bases)
    return found
