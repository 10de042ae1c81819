"""How much goes into one request: pages grow while the line is quick and shrink when it is slow or breaks.

Sizes are bytes of events before compression, so that a page costs about the same time whatever its events are.
"""

from __future__ import annotations

LEAST, MOST = 8 << 10, 2 << 20
FIRST = 32 << 10
"""Bytes of the first page of a home: some six seconds up a line of 20 kbit/s."""
STEP = 64 << 10
QUICK, SLOW = 4.0, 10.0
"""Seconds of a request below which pages double, and above which they halve; in between they grow by a step."""


def after(room: int, full: bool, seconds: float) -> int:
    """The room of the next page, when one took that long. One that was not full can only say that the line is slow."""
    if seconds > SLOW:
        return max(LEAST, room // 2)
    if not full:
        return room
    return min(MOST, room * 2 if seconds < QUICK else room + STEP)


def broken(room: int) -> int:
    """The room after the line broke."""
    return max(LEAST, room // 2)
