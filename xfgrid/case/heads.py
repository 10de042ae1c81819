"""One field of a case: its writes, which of them are heads, and the value shown while the heads differ.

The provisional value, marked 待定, is the same in every home: the head with the smallest hash. For what somebody has to
answer for it is chosen so that no dispute lets anyone go: state and owner keep the last undisputed value, unless the
owner itself gave the case away or another office took it; a state that ends the case gives way to one that keeps it
alive; of due dates the earliest counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from xfgrid.case.roles import Actor
from xfgrid.case.vocabulary import ENDED

Author = Callable[[str], Actor]


class Write(msgspec.Struct, frozen=True, gc=False):
    """One event's value for one field, the writes its author saw, and whether the event keeps the rules.

    `value` is None where it was dropped.
    """

    event: str
    value: object
    bases: Sequence[str]
    lawful: bool


class Field(msgspec.Struct, frozen=True, gc=False):
    """A field as it stands: its value, provisional while disputed, and its heads by hash.

    The value is None while no head keeps the rules.
    """

    value: object
    heads: Sequence[Write]

    @property
    def disputed(self) -> bool:
        """Whether a head says anything else than the value, so that a person has to decide."""
        if len(self.heads) == 1:
            return self.heads[0].value != self.value
        return any(head.value != self.value for head in self.heads)


def resolve(name: str, writes: Mapping[str, Write], author: Author) -> Field:
    """The field from all its writes, by event."""
    heads = tuple(writes.values()) if len(writes) == 1 else _heads(writes)
    if len(heads) == 1:
        return Field(heads[0].value if heads[0].lawful else None, heads)
    standing = [head for head in heads if head.lawful]
    if not standing:
        return Field(None, heads)
    if all(head.value == standing[0].value for head in standing):
        return Field(standing[0].value, heads)
    return Field(_PROVISIONAL.get(name, _smallest)(standing, writes, author), heads)


def _heads(writes: Mapping[str, Write]) -> Sequence[Write]:
    """The writes no other names. One that breaks the rules supersedes only others that do."""
    seen = {
        base
        for write in writes.values()
        for base in write.bases
        if write.lawful or (base in writes and not writes[base].lawful)
    }
    return tuple(writes[key] for key in sorted(writes.keys() - seen))


def _smallest(heads: Sequence[Write], writes: Mapping[str, Write], author: Author) -> object:
    return heads[0].value


def _earliest(heads: Sequence[Write], writes: Mapping[str, Write], author: Author) -> object:
    return min((str(head.value) for head in heads if head.value), default=None)


def _state(heads: Sequence[Write], writes: Mapping[str, Write], author: Author) -> object:
    value = _last_undisputed(heads, writes)
    live = [head.value for head in heads if head.value not in ENDED]
    return live[0] if live and value in ENDED else value


def _owner(heads: Sequence[Write], writes: Mapping[str, Write], author: Author) -> object:
    value = _last_undisputed(heads, writes)
    changed = [(head.value, author(head.event).office) for head in heads if head.value != value]
    let_go = any(office in (value, taker) for taker, office in changed)  # it gave the case away, or another took it
    return heads[0].value if let_go else value


_PROVISIONAL = {"due": _earliest, "state": _state, "mediation": _state, "owner": _owner}


def _last_undisputed(heads: Sequence[Write], writes: Mapping[str, Write]) -> object:
    """The value all sides started from; the head with the smallest hash where they did not start from one."""
    shared = set.intersection(*(_ancestors(head, writes) for head in heads))
    newest = shared.difference(*(writes[key].bases for key in shared)) if shared else set()
    values = [writes[key].value for key in sorted(newest)]
    return values[0] if values and all(value == values[0] for value in values) else heads[0].value


def _ancestors(write: Write, writes: Mapping[str, Write]) -> set[str]:
    found: set[str] = set()
    todo = list(write.bases)
    while todo:
        key = todo.pop()
        if key in writes and key not in found and writes[key].lawful:
            found.add(key)
            todo.extend(writes[key].bases)
    return found
