"""A line that loses, repeats, cuts, changes and delays, as often as it is told to."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from tests.simulation.disk import Crash
from xfgrid.errors import LineError

FAULTS = ("request lost", "reply lost", "request doubled", "reply cut", "reply changed", "reply stale", "request cut")


class FaultyLine:
    """Carries frames to `reach`; the request numbered `at` suffers the fault."""

    def __init__(
        self, reach: Callable[[str, bytes], bytes], fault: str, at: int, dice: random.Random, count: Counter[str]
    ):
        self.reach, self.fault, self.at, self.dice, self.count = reach, fault, at, dice, count
        self.sent, self.last = 0, b""

    def __call__(self, path: str, body: bytes) -> bytes:
        self.sent += 1
        if self.fault in FAULTS and self.sent == self.at:
            self.count[self.fault] += 1
            return self._suffer(path, body)
        self.last = self._reached(path, body)
        return self.last

    def _suffer(self, path: str, body: bytes) -> bytes:
        if self.fault == "request lost":
            raise LineError("unreachable", url="")
        if self.fault == "request cut":
            return self._reached(path, body[: self.dice.randrange(len(body))])
        if self.fault == "reply stale":
            return self.last
        reply = self._reached(path, body)
        if self.fault == "reply lost":
            raise LineError("unreachable", url="")
        if self.fault == "request doubled":
            return self._reached(path, body)
        if self.fault == "reply cut":
            return reply[: self.dice.randrange(len(reply))]
        at = self.dice.randrange(len(reply))
        return reply[:at] + bytes([reply[at] ^ 1 + self.dice.randrange(255)]) + reply[at + 1 :]

    def _reached(self, path: str, body: bytes) -> bytes:
        try:
            return self.reach(path, body)
        except Crash as crash:
            raise LineError("unreachable", url="") from crash
