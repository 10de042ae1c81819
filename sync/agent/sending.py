"""What a home sends in an exchange: portions of its events, what became of each, and the cases it lets go of for that."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import partial

import msgspec
from sqlalchemy import Connection

from sync.agent import apply, keys, outbox, remind
from sync.agent.apply import UNKNOWN, device_of
from sync.agent.link import Link
from sync.agent.state import State
from sync.wire import frame, limits
from sync.wire.columns import pack
from sync.wire.frame import Packed
from sync.wire.messages import Noted, Push, Pushed, Welcome
from xfgrid.case.event import Event
from xfgrid.journal import roster, settings, stored


@dataclass(frozen=True, slots=True)
class Portion:
    """Events that go next in one push, the bytes they travel as, and what was known when they were chosen."""

    state: State
    offered: Set[bytes]
    events: Sequence[Event]
    push: Packed

    @property
    def hashes(self) -> set[bytes]:
        """The events by name."""
        return {event.hash for event in self.events}


class Sender(Link):
    """The half of an exchange that sends."""

    stuck = False
    """Whether the county takes nothing more of what is left to push."""

    def push_rest(self) -> bool:
        """Pushes what is left, as long as the county takes any of it; whether there was any. While a portion is on its
        way the next is made ready, as it will be if the county takes all of this one."""
        known: tuple[object, ...] = ()
        tried, gone = set[bytes](), set[str]()
        portion = self._portion(self.state, self.offered)
        while portion and known != self._known:
            known, tried = self._known, tried | portion.hashes
            with self.meanwhile(partial(self.timed, portion.push, Pushed)) as asked:
                ahead = self._portion(self._if_taken(portion), self.offered | portion.hashes)
            answer = self.heard(asked.result, portion.events).message
            self.sent(portion.events, answer)
            self.remind()
            gone.update(answer.gone)
            portion = ahead if ahead and self._is_next(ahead) else self._portion(self.state, self.offered)
        self.stuck = bool(portion)  # what the county has at these places is another branch of the chain
        self.let_go(sorted(gone), tried)
        return bool(tried)

    @property
    def waiting(self) -> bool:
        """Whether anything is left to push."""
        with self.store.read() as connection:
            return bool(self.unsent(connection))

    def push(self, events: Sequence[Event], missing: bool) -> Pushed:
        """Pushes these events; what became of them."""
        answer = self.ask(Push(events=pack(events), missing=missing), Pushed, events)
        self.sent(events, answer)
        return answer

    def sent(
        self, events: Sequence[Event], answer: Welcome | Pushed, writer: int = 0, untold: Sequence[str] = ()
    ) -> None:
        """Notes what became of these events; `writer` is the epoch in which this home goes on, if it is another, `untold` what
        the county has to be shown."""
        if isinstance(answer, Welcome) and answer.epoch != self.state.epoch:
            self.offered = set()  # restored since, the county may have forgotten it,
            events = [] if self.state.epoch else events  # nor has it looked at what came with a hello to the other
        strangers = self._strangers(events, answer)
        self.offered |= {event.hash for event in events} - set(answer.passed) - strangers.keys()
        before = sum(self.state.sent.values())
        with self.store.write() as connection:
            if writer:
                self.identity = msgspec.structs.replace(self.identity, epoch=writer)
                settings.put(connection, "identity", msgspec.to_builtins(self.identity))
            after = outbox.noted(connection, self.identity, self.state, events, answer, strangers)
            self.pushed += max(0, sum(after.sent.values()) - before)
            after = self._in_epoch(connection, answer, after) if isinstance(answer, Welcome) else after
            self.save(connection, msgspec.structs.replace(after, untold=[*after.untold, *untold]))
        self.moved()

    def remind(self) -> bool:
        """Shows the county what it signed and may have forgotten; whether there was any."""
        any_ = bool(self.state.untold)
        while self.state.untold:
            with self.store.read() as connection:
                message, rest = remind.shown(connection, self.state.untold, self.state.room)
            self.ask(message, Noted)
            with self.store.write() as connection:
                self.save(connection, msgspec.structs.replace(self.state, untold=rest))
        return any_

    def _strangers(self, events: Sequence[Event], answer: Welcome | Pushed) -> dict[bytes, str]:
        """Those of these events whose writers the county does not know although it signed their cards, with the device: once
        the cards were shown, once an exchange, they are offered again."""
        unknown = {held.hash for held in answer.held if held.reason == UNKNOWN}
        writers = {event.hash: device_of(event) for event in events if event.hash in unknown}
        with self.store.read() as connection:
            here = roster.cards(connection, set(writers.values()) - self.introduced)
        self.introduced |= here.keys()
        return {name: device for name, device in writers.items() if device in here}

    def let_go(self, gone: Sequence[str], offered: Set[bytes]) -> None:
        """Drops cases the county holds for others: it was restored and never said that they left, or a stick brought
        them late. Only such of which every event is known to be there: the county may have a part of them only."""
        if not gone:
            return
        keys.hand_in(self, gone)
        with self.store.write() as connection:
            self.doubt(connection, gone)
            whole = outbox.whole(connection, self.identity, self.unsettled, gone, offered)
            self.save(connection, apply.let_go(connection, self.state, whole, self.identity.device))

    def doubt(self, connection: Connection, leaving: Sequence[str]) -> None:
        """What a restored county may lack of cases that leave is carried to it first."""
        if unproven := outbox.unproven(connection, self.state, leaving, self.offered):
            self.save(connection, msgspec.structs.replace(self.state, carried=[*self.state.carried, *unproven]))

    def _in_epoch(self, connection: Connection, welcome: Welcome, after: State) -> State:
        """The state in the county's epoch. Where that is another than the one in which this home was told what it knows, a
        restored county may lack any of it: its heads alone would hide what lies below them, and no digest counts what it
        held back."""
        if self.state.epoch == welcome.epoch:
            return after
        after = msgspec.structs.replace(
            after, epoch=welcome.epoch, feed=welcome.feed.name, seq=welcome.page.after, last=""
        )
        if self.state.epoch == "" and not self.state.sent:
            return after
        carried, newest = outbox.held_back(connection, self.identity, after), stored.newest(connection)
        return msgspec.structs.replace(after, sent={}, carried=carried, doubted=newest, taken="")

    def _portion(self, state: State, offered: Set[bytes]) -> Portion | None:
        """What is pushed next in a state, when that much was offered in this run; None if nothing is left."""
        most = min(self.limit, limits.PAGE)
        with self.store.read() as connection:
            events = outbox.unsent(connection, self.identity, outbox.unsettled(state, offered), most)
        if not events:
            return None
        message = Push(events=pack(events), missing=outbox.missing(events, state))
        return Portion(state, frozenset(offered), events, frame.packed(message))

    def _if_taken(self, portion: Portion) -> State:
        """The state once the county has taken all of a portion, on a line that is as quick as the last time."""
        taken = outbox.taken(self.identity, self.state, portion.events)
        return msgspec.structs.replace(taken, room=self.room_after(portion.events, self.took))

    @property
    def _known(self) -> tuple[object, ...]:
        """What changes as long as the county takes anything."""
        return self.state.sent, self.state.carried, len(self.offered), len(self.introduced)

    def _is_next(self, portion: Portion) -> bool:
        """Whether a portion made ready before is what goes next now."""
        then, now = portion.state, self.state
        same = (then.sent, then.carried, then.room) == (now.sent, now.carried, now.room)
        return same and portion.offered == self.offered
