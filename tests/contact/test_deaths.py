"""kill -9 in the middle of an erasure: laptop, agent or server; afterwards nothing is left of what was to go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contact.deaths import deaths
from tests.sync.postgresql import cluster, database


def test_charter_10_a_few_deaths_in_an_erasure_on_sqlite_leave_nothing(tmp_path: Path) -> None:
    assert deaths(tmp_path, None, 6)


def test_charter_10_a_few_deaths_in_an_erasure_on_postgresql_leave_nothing(tmp_path: Path) -> None:
    with cluster() as url:
        assert deaths(tmp_path, database(url, "few"), 4)


@pytest.mark.soak
def test_a_hundred_deaths_in_an_erasure_on_sqlite_leave_nothing(tmp_path: Path) -> None:
    assert deaths(tmp_path, None, 100, seed=2)


@pytest.mark.soak
def test_a_hundred_deaths_in_an_erasure_on_postgresql_leave_nothing(tmp_path: Path) -> None:
    with cluster() as url:
        assert deaths(tmp_path, database(url, "many"), 100, seed=3)
