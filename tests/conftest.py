"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile(
    "shared machine", deadline=None
)  # a busy neighbour is no failure; pytest-timeout guards hangs
settings.load_profile("shared machine")
