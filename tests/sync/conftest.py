"""On which databases the tests of the county run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync import kit
from tests.sync.postgresql import Fresh, cluster


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Fresh]:
    """One PostgreSQL for all tests of a process."""
    with cluster() as url:
        yield Fresh(url)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def both(request: pytest.FixtureRequest) -> Iterator[str]:
    """Runs the tests of a module twice: every county they make (`kit.county`) stands on SQLite, then on PostgreSQL."""
    if request.param == "postgresql":
        with kit.on(request.getfixturevalue("postgresql").pair):
            yield request.param
    else:
        yield request.param
