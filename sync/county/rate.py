"""How many requests a device may make; counted by each server process for itself, once the signature and the counter were
believed. Repetitions of the last request are counted apart: they may be somebody else's."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable

MINUTE = 60_000


class Rate:
    """A window of one minute for each of those who ask."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._seen: dict[Hashable, deque[int]] = {}

    def wait(self, who: Hashable, now_ms: int) -> int:
        """Seconds they have to wait; 0 if this request is within the allowance, which then counts it."""
        seen = self._seen.setdefault(who, deque())
        while seen and not 0 <= now_ms - seen[0] < MINUTE:
            seen.popleft()
        if len(seen) >= self.most:
            return 1 + (MINUTE - (now_ms - seen[0])) // 1000
        seen.append(now_ms)
        return 0
