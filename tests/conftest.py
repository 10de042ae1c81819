"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# A busy neighbour is no failure; pytest-timeout guards hangs.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
