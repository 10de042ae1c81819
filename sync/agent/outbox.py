"""What this home has written and the county does not have yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from types import MappingProxyType

import msgspec
from sqlalchemy import Connection

from sync.agent import striking
from sync.agent.state import State
from sync.wire.messages import Head, Pushed, Welcome
from sync.wire.payload import Raw
from xfgrid.case.amends import PRIVATE
from xfgrid.case.event import Event
from xfgrid.journal import journal, stored
from xfgrid.journal.identity import Identity
from xfgrid.journal.tables import QUARANTINED

RAW = 2 << 20
"""Bytes of events in one push at most; one event always fits."""
BEGINNING = 8
"""Bytes of a hash by which the county is asked whether it knows an event."""


def unsent(connection: Connection, identity: Identity, state: State, limit: int) -> list[Event]:
    """The next events to push: own ones, then those of others that came by bundle."""
    return own(connection, identity, state, limit) or bounded(_carried(connection, state, limit), state.room)


def own(connection: Connection, identity: Identity, state: State, limit: int) -> list[Event]:
    """The next own events to push, oldest writer epoch first, bounded by number and bytes."""
    return bounded(islice(_unsent(connection, identity, state, limit), limit), state.room)


def _unsent(connection: Connection, identity: Identity, state: State, limit: int) -> Iterator[Event]:
    for epoch in range(1, identity.epoch + 1):
        yield from stored.chain(connection, f"{identity.device}.{epoch}", state.sent_of(epoch), limit)


def unsettled(state: State, offered: Set[bytes]) -> State:
    """The state without what was offered in a run: that is carried on only until its case is let go."""
    names = {name.hex() for name in offered}
    return msgspec.structs.replace(state, carried=[h for h in state.carried if h not in names])


def taken(identity: Identity, state: State, pushed: Sequence[Event]) -> State:
    """The state once the county has taken all of these events."""
    sent, own = dict(state.sent), f"{identity.device}."
    for event in pushed:
        if event.head.writer.startswith(own):
            epoch = event.head.writer.removeprefix(own)
            sent[epoch] = max(event.head.seq, sent.get(epoch, 0))
    there = {event.hash.hex() for event in pushed} if state.carried else ()
    return msgspec.structs.replace(state, sent=sent, carried=[h for h in state.carried if h not in there])


def goes_by_itself(event: Event, identity: Identity, state: State) -> bool:
    """Whether an event is pushed in its turn: an own one that the county does not have yet. An own one that it has, brought
    back by an old stick, is on a case that has left: offered once more, the county says so."""
    device, _, epoch = event.head.writer.partition(".")
    return device == identity.device and event.head.seq > state.sent.get(epoch, 0)


def touches(connection: Connection, identity: Identity, state: State, cases: Sequence[str]) -> bool:
    """Whether any of these cases has an event here that the county does not have yet."""
    carried = {bytes.fromhex(h) for h in state.carried}
    mine = {f"{identity.device}.{epoch}": state.sent_of(epoch) for epoch in range(1, identity.epoch + 1)}
    return any(
        event.hash in carried or event.head.seq > mine.get(event.head.writer, event.head.seq)
        for event in stored.events_of(connection, cases)
    )


def unproven(connection: Connection, state: State, cases: Sequence[str], offered: Set[bytes]) -> list[str]:
    """The events on these cases that the county may have forgotten with a restore, without those offered to it since or carried;
    by hash in hex. Own ones, too: of two branches with the same number only one may have been taken."""
    found = stored.arrived(connection, cases, state.doubted) if state.doubted else []
    carried = set(state.carried)
    return [name.hex() for name in found if name not in offered and name.hex() not in carried]


def whole(
    connection: Connection, identity: Identity, state: State, cases: Sequence[str], offered: Set[bytes]
) -> list[str]:
    """Those of these cases of which the county has every event: offered just now, or own and known to be there."""
    carried = {bytes.fromhex(h) for h in state.carried}
    mine = {f"{identity.device}.{epoch}": state.sent_of(epoch) for epoch in range(1, identity.epoch + 1)}
    lacking = {
        event.head.case
        for event in stored.events_of(connection, cases)
        if event.hash in carried or (event.hash not in offered and event.head.seq > mine.get(event.head.writer, 0))
    }
    return [case for case in cases if case not in lacking]


def reached(connection: Connection, identity: Identity, theirs: Sequence[Head]) -> list[Event]:
    """The own events that the county names as heads of this home's chains."""
    found = stored.by_hash(connection, [head.hash for head in theirs])
    own = f"{identity.device}."
    return [event for event in found.values() if event.head.writer.startswith(own)]


def missing(events: Sequence[Event], state: State) -> bool:
    """Whether these events do not continue what the county has, because what lies between is no longer here."""
    first: dict[str, int] = {}
    for event in events:
        first.setdefault(event.head.writer.partition(".")[2], event.head.seq)
    return bool(state.carried) or any(seq > state.sent.get(epoch, 0) + 1 for epoch, seq in first.items())


def held_back(connection: Connection, identity: Identity, state: State) -> list[str]:
    """What is carried for others, and with it the events of others that the county held back, by hash in hex."""
    aside, own = stored.by_hash(connection, stored.aside(connection, QUARANTINED)), f"{identity.device}."
    theirs = {h.hex() for h, event in aside.items() if not event.head.writer.startswith(own)}
    return [*state.carried, *sorted(theirs - set(state.carried))]


def strangers(connection: Connection, seen: set[bytes]) -> list[Event]:
    """The events held here in good standing that are not among those seen at the county, in order of arrival."""
    return [e for e in stored.everything(connection) if e.hash not in seen]


def waiting(connection: Connection, identity: Identity, state: State) -> int:
    """How many own events the county does not have yet."""
    mine = heads(connection, identity)
    return sum(max(0, head.seq - state.sent_of(head.epoch)) for head in mine)


def heads(connection: Connection, identity: Identity) -> list[Head]:
    """How far this home's own chains go."""
    found = []
    for epoch in range(1, identity.epoch + 1):
        seq, last = stored.head_of(connection, f"{identity.device}.{epoch}")
        found.append(Head(epoch, seq, Raw(last or b"")))
    return found


def noted(
    connection: Connection,
    identity: Identity,
    state: State,
    pushed: Sequence[Event],
    answer: Welcome | Pushed,
    strangers: Mapping[bytes, str] = MappingProxyType({}),
) -> State:
    """The state after a push: how far the county has this home's chains, and what it holds back. What it passed over is
    carried to it again; what is on a case that is gone stays with the carried until the case is let go. `strangers` are held
    back for the sake of devices whose cards are shown first.

    Texts that the county refused are struck and written anew here; the events count all the same.
    """
    striking.strike(connection, identity, [h.hash for h in answer.held if h.reason == PRIVATE])
    held = [h for h in answer.held if h.reason != PRIVATE and h.hash not in strangers]
    reached = taken(identity, state, pushed).sent
    there = {str(head.epoch): head.seq for head in answer.heads}
    sent = {epoch: min(seq, there.get(epoch, 0)) for epoch, seq in reached.items()}
    journal.mark(connection, [h.hash for h in held], QUARANTINED)
    reasons = {h.hash.hex(): h.reason for h in held}
    carried = [*(name.hex() for name in strangers), *_still_carried(connection, state, pushed, answer)]
    return msgspec.structs.replace(
        state,
        sent=sent,
        carried=list(dict.fromkeys(carried)),
        untold=[*state.untold, *dict.fromkeys(strangers.values())],
        taken=_newest_taken(identity, sent, pushed, answer) or state.taken,
        held={**state.held, **reasons},
    )


def _newest_taken(
    identity: Identity, sent: Mapping[str, int], pushed: Sequence[Event], answer: Welcome | Pushed
) -> str:
    """How the hash of the last own event begins that this answer acknowledges; '' if it does none."""
    own = (
        e for e in reversed(pushed) if e.head.writer.startswith(f"{identity.device}.") and e.hash not in answer.passed
    )
    there = (e.hash for e in own if e.head.seq <= sent.get(e.head.writer.partition(".")[2], 0))
    return next(there, b"")[:BEGINNING].hex()


def _still_carried(
    connection: Connection, state: State, pushed: Sequence[Event], answer: Welcome | Pushed
) -> list[str]:
    gone = answer.gone if isinstance(answer, Pushed) else ()
    settled = {event.hash.hex() for event in pushed if event.head.case not in gone}
    here = stored.held(connection, [bytes.fromhex(h) for h in state.carried])
    passed = [name.hex() for name in answer.passed if name in {event.hash for event in pushed}]
    return [*passed, *(h for h in state.carried if h not in settled and bytes.fromhex(h) in here)]


def _carried(connection: Connection, state: State, limit: int) -> list[Event]:
    found = stored.by_hash(connection, [bytes.fromhex(h) for h in state.carried[:limit]])
    return [found[h] for h in map(bytes.fromhex, state.carried[:limit]) if h in found]


def bounded(events: Iterable[Event], room: int) -> list[Event]:
    """As many of the events as one push of that many bytes carries; one always fits."""
    size, found = 0, list[Event]()
    for event in events:
        size += event.size
        if found and size > room:
            break
        found.append(event)
    return found
