"""The agent's log: one JSON object a line on standard error, numbers and codes only, never a word of a case."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

WORDS = {"event", "level", "timestamp", "code"}
"""Keys that may carry text, all of it fixed in the program; under any other key stands a number."""


def to_stderr() -> None:
    """Sends the log of this process there."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_content,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _without_content(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in entry.items() if key in WORDS or isinstance(value, int | float)}
