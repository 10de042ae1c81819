"""HTTP/1.1 that nobody can hold up by saying nothing: the head of a request has a deadline, and where all places are taken, the
connection that has been silent longest makes room for the next, be it in the middle of a body."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class Patient(H11Protocol):
    """A connection that is given as long for the head of a request as it may stand idle between two."""

    silent: float
    """Since when nothing was asked on it, or no more of a body came."""
    deadline: asyncio.TimerHandle | None = None

    @property
    def waits(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def sends(self) -> bool:
        """Whether the body of its request is still on the way."""
        return not self.waits and bool(self.cycle.more_body)

    def connection_made(self, transport: Any) -> None:
        """Takes a place, if need be that of another."""
        self._make_room()
        super().connection_made(transport)
        self.silent = self.loop.time()
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Part of a head or a body."""
        super().data_received(data)
        if self.sends:
            self.silent = self.loop.time()
        self._watch()

    def on_response_complete(self) -> None:
        """The connection is idle until the first byte of the next request."""
        self.silent = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if not self.waits:
            self._stop()
        elif self.deadline is None:
            self.deadline = self.loop.call_later(self.timeout_keep_alive, self.transport.close)

    def _stop(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None

    def _make_room(self) -> None:
        most = self.limit_concurrency
        if most is None or len(self.connections) < most - 1:
            return
        idle = [one for one in self.connections if isinstance(one, Patient) and (one.waits or one.sends)]
        if idle:
            longest = min(idle, key=lambda one: (one.sends, one.transport.get_write_buffer_size() > 0, one.silent))
            self.connections.discard(longest)
            longest.transport.abort()
