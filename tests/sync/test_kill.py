"""kill -9 of agent and server at random points of an exchange: nothing saved is lost, and everybody agrees afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.campaign import campaign
from tests.sync.postgresql import cluster, database


def test_a_few_deaths_on_sqlite_lose_nothing(tmp_path: Path) -> None:
    died = campaign(tmp_path, None, 6)
    assert died["agent"] + died["server"] == 6


def test_a_few_deaths_on_postgresql_lose_nothing(tmp_path: Path) -> None:
    with cluster() as url:
        assert campaign(tmp_path, database(url, "few"), 4)


@pytest.mark.soak
def test_two_hundred_deaths_on_sqlite_lose_nothing(tmp_path: Path) -> None:
    assert campaign(tmp_path, None, 200, seed=2)


@pytest.mark.soak
def test_two_hundred_deaths_on_postgresql_lose_nothing(tmp_path: Path) -> None:
    with cluster() as url:
        assert campaign(tmp_path, database(url, "many"), 200, seed=3)
