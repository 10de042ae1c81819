"""Civil time. China keeps one, Asia/Shanghai: eight hours before UTC, without summer time since 1991."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

LOCAL = timezone(timedelta(hours=8), "Asia/Shanghai")


def wall_clock(stamp: str) -> datetime:
    """What the clock on the wall said at a UTC time of an event (`2026-03-05T08:01:02.123Z`)."""
    return datetime.fromisoformat(stamp).astimezone(LOCAL)


def minute(stamp: str) -> str:
    """The same for people to read, to the minute; a dash where nothing happened yet."""
    return f"{wall_clock(stamp):%Y-%m-%d %H:%M}" if stamp else "—"
