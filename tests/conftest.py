"""Settings of all tests."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from hypothesis import settings

from tests.homes import CHEAP
from xfgrid.journal import home

# A busy neighbour is no failure; pytest-timeout guards hangs.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


@pytest.fixture(autouse=True, scope="session")
def _passphrases_cost_little() -> Iterator[None]:
    """Homes that tests make are opened a thousand times; what a passphrase costs in earnest is in `test_home.py`."""
    with patch.object(home, "Vault", lambda salt: CHEAP):
        yield
