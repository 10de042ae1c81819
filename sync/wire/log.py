"""The log of a background process: one JSON object a line on standard error, numbers and codes only, never a word of a case."""

from __future__ import annotations

import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

WORDS = {"event", "level", "timestamp", "code", "where"}
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


def where(error: BaseException) -> str:
    """The way through the program to an error, as files and lines; not what the error says, which may be words of a case."""
    frames = traceback.extract_tb(error.__traceback__)
    return " ".join(f"{Path(frame.filename).stem}:{frame.lineno}" for frame in frames)


def _without_content(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in entry.items() if key in WORDS or isinstance(value, int | float)}
