"""What every step of an exchange shares: the home, the line, and the state that both keep together."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from sqlalchemy import Connection

from sync.agent import apply, outbox, pace, state
from sync.agent.line import Line
from sync.agent.state import State
from sync.wire import limits
from sync.wire.frame import Packed
from sync.wire.messages import Message, Pulled, Welcome
from xfgrid.case.event import Event
from xfgrid.errors import LineError, RefusedError
from xfgrid.journal.identity import Identity
from xfgrid.journal.keys import verify
from xfgrid.journal.store import Store
from xfgrid.journal.threads import meanwhile

M = TypeVar("M", bound=Message)


class Awaited(Protocol):
    """Work under way; `result` waits for what it gives, and raises what it raised."""

    def result(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Answer(Generic[M]):
    """A reply of the county, the seconds it took, and what was made of it while something else was done."""

    message: M
    seconds: float
    read: Any = None


Meanwhile = Callable[[Callable[[], Any]], AbstractContextManager[Awaited]]


class Link:
    """A home linked to its county. `pushed` and `pulled` count events, `healed` how often the whole feed was read anew,
    `left` the commits of the feed still to come; `took` are the seconds of the last request; `offered` and `seen` are the
    hashes shown to the county and by it, `introduced` the devices whose cards were shown for it did not know them.

    `moved` is called when a page was kept: how far the run has come then stands in the setting `progress`. `meanwhile` asks
    for a page while another is written down.
    """

    def __init__(
        self,
        store: Store,
        identity: Identity,
        line: Line,
        limit: int = limits.PAGE,
        check: apply.Verify = verify,
        clock: Callable[[], float] = time.monotonic,
        moved: Callable[[], object] = lambda: None,
        meanwhile: Meanwhile = meanwhile,
    ) -> None:
        self.store, self.identity, self.line, self.limit, self.check = store, identity, line, limit, check
        self.clock, self.moved, self.meanwhile = clock, moved, meanwhile
        self.pushed = self.pulled = self.healed = self.left = 0
        self.took = 0.0
        self.offered, self.seen, self.introduced = set[bytes](), set[bytes](), set[str]()
        with store.read() as connection:
            self.state = state.load(connection)
        line.counter = max(line.counter, self.state.counter)

    def ask(self, message: Message, kind: type[M], events: Sequence[Event] = ()) -> M:
        """The reply to a message that carries these events."""
        return self.heard(lambda: self.timed(message, kind), events).message

    def timed(self, message: Message | Packed, kind: type[M]) -> Answer[M]:
        """The reply to a message; touches nothing but the line."""
        start = self.clock()
        return Answer(self.line.ask(message, kind), self.clock() - start)

    def heard(self, asked: Callable[[], Answer[M]], events: Sequence[Event] = ()) -> Answer[M]:
        """The reply to what was asked with these events; the next page is as large as the line then seems to bear."""
        try:
            answer = asked()
        except RefusedError:
            raise
        except LineError:
            with self.store.write() as connection:
                self.save(connection, msgspec.structs.replace(self.state, room=pace.broken(self.state.room)))
            raise
        self.took, message = answer.seconds, answer.message
        self.left = message.page.left if isinstance(message, Welcome | Pulled) else self.left
        self.state = msgspec.structs.replace(self.state, room=self.room_after(events, self.took))
        return answer

    def room_after(self, events: Sequence[Event], seconds: float) -> int:
        """The room of the page after a request that carried these events and took that long."""
        full = self.left > 0 or sum(event.size for event in events) > self.state.room // 2
        return pace.after(self.state.room, full, seconds)

    @property
    def unsettled(self) -> State:
        """The state without what was offered in this run."""
        return outbox.unsettled(self.state, self.offered)

    def unsent(self, connection: Connection) -> list[Event]:
        """The next events to push."""
        return outbox.unsent(connection, self.identity, self.unsettled, min(self.limit, limits.PAGE))

    def own(self, connection: Connection) -> list[Event]:
        """The next of this home's own events to push."""
        return outbox.own(connection, self.identity, self.state, min(self.limit, limits.PAGE))

    def save(self, connection: Connection, now: State) -> None:
        """Keeps the state; what is in memory is only worth something once the caller's transaction is through."""
        self.state = msgspec.structs.replace(now, counter=self.line.counter)
        state.save(connection, self.state)
        unsent = outbox.waiting(connection, self.identity, self.state)
        state.note(connection, state.Progress(self.pushed, self.pulled, unsent + self.left))
