"""How many requests a device may make; counted by each server process for itself, after the signature was believed."""

from __future__ import annotations

from collections import deque

MINUTE = 60_000


class Rate:
    """A window of one minute a device."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._seen: dict[str, deque[int]] = {}

    def wait(self, device: str, now_ms: int) -> int:
        """Seconds the device has to wait; 0 if this request is within its allowance, which then counts it."""
        seen = self._seen.setdefault(device, deque())
        while seen and not 0 <= now_ms - seen[0] < MINUTE:
            seen.popleft()
        if len(seen) >= self.most:
            return 1 + (MINUTE - (now_ms - seen[0])) // 1000
        seen.append(now_ms)
        return 0
