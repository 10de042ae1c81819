"""What was asked to be forgotten is forgotten everywhere: laptops, county, backups, older images (样例·虚构)."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine

from sync.county import backup, erasures, jump
from sync.county.county import County, open_county_home
from tests.contact import canary
from tests.homes import GRID, TOWN
from tests.sync import postgresql
from tests.sync.kit import Laptop, county
from tests.sync.test_keys import NOTICE, PHONE, THERE, approve, both, opened
from xfgrid.case import contact
from xfgrid.cli.main import main
from xfgrid.errors import RuleError
from xfgrid.journal import forgetting
from xfgrid.journal.contact import boxes, erasing
from xfgrid.journal.contact.erasing import Erasure

NAME, SENTENCE = "样例王某", "样例：他说起了邻居家的事"
WORDS = (PHONE, NAME, SENTENCE)
MONTHS = 200 * 86_400_000


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with postgresql.cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], County]:
    """A county on either database."""
    if request.param == "sqlite":
        return lambda: county(tmp_path / "county")
    url = postgresql.database(request.getfixturevalue("cluster"), f"e{abs(hash(request.node.name)) % 10**9}")
    return lambda: county(tmp_path / "county", url)


def _two(server: County, folder: Path) -> tuple[Laptop, Laptop]:
    town = Laptop(server, folder / "town", "township", TOWN)
    both(town)
    grid = Laptop(server, folder / "grid", "grid_worker", GRID)
    both(grid, town)
    approve(town, grid)
    both(town, grid)
    return town, grid


def _erase(laptop: Laptop, case: str, words: str = "") -> None:
    with laptop.desk() as desk:
        forgetting.erase(desk, case, "resident", "wish", words=words)


def test_charter_05_a_contact_is_nowhere_in_the_open_and_an_open_word_is_found(
    make: Callable[[], County], tmp_path: Path
) -> None:
    with make() as server:
        town, grid = _two(server, tmp_path)
        case = grid.register(**NOTICE, facts=SENTENCE)
        both(grid, town)
        opened(town, case)
        if server.store.engine.dialect.name == "sqlite":
            backup.backup(server, tmp_path / "county" / "backup.db")
            assert canary.in_folder(tmp_path / "county", WORDS) == {SENTENCE}
        else:
            assert canary.in_postgresql(server, WORDS) == {SENTENCE}
        for laptop in (grid, town):
            assert canary.in_home(laptop.path, WORDS) == {SENTENCE}


def test_charter_10_after_an_erasure_neither_contact_nor_words_are_left_anywhere(
    make: Callable[[], County], tmp_path: Path
) -> None:
    with make() as server:
        town, grid = _two(server, tmp_path)
        case = grid.register(**NOTICE, facts=SENTENCE)
        both(grid, town)
        before = town.sync().digest
        _erase(grid, case, "本人要求（样例）")
        assert canary.in_home(grid.path, WORDS) == set()
        assert grid.sync().in_step
        assert [row["office"] for row in erasures.outstanding(server)] == [TOWN]
        both(town)
        both(grid)
        assert erasures.outstanding(server) == []
        assert town.sync().digest != before
        assert canary.in_home(town.path, WORDS) == set()
        if server.store.engine.dialect.name == "sqlite":
            assert canary.in_folder(tmp_path / "county", WORDS) == set()
        else:
            assert canary.in_postgresql(server, WORDS) == set()
        with server.vault.read() as connection:
            assert [b for b in boxes.of(connection, _subjects(server)) if b.subject.startswith(f"case:{case}")] == []
        for laptop in (grid, town):
            with pytest.raises(RuleError, match="no_contact"):
                opened(laptop, case)


def test_a_county_restored_from_a_backup_forgets_again_before_it_serves(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _two(server, tmp_path)
        case = grid.register(**NOTICE)
        both(grid, town)
        backup.backup(server, tmp_path / "kept.db")
        _erase(grid, case)
        both(grid, town)
    backup.restore(tmp_path / "county", tmp_path / "kept.db")
    with open_county_home(tmp_path / "county") as server:
        assert _sealed(server) == 0
        town.county = grid.county = server
        both(grid, town)
        assert erasures.outstanding(server) == []


def test_a_laptop_put_back_to_an_old_image_forgets_again_when_it_next_reaches_the_county(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _two(server, tmp_path)
        case = grid.register(**NOTICE)
        both(grid, town)
        shutil.copytree(town.path, tmp_path / "image")
        _erase(grid, case)
        both(grid, town)
        assert erasures.outstanding(server) == []
        shutil.rmtree(town.path)
        shutil.copytree(tmp_path / "image", town.path)
        town.sync()
        with pytest.raises(RuleError, match="no_contact"):
            opened(town, case)
        both(town)
        assert erasures.outstanding(server) == []


def test_a_late_contact_of_an_erased_key_is_not_taken_in(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _two(server, tmp_path)
        case = grid.register(**NOTICE)
        both(grid, town)
        grid.act(case, "set-contact", **{**NOTICE, "contact": "样例 13900139000"})
        _erase(town, case)
        both(town)
        both(grid, town)
        assert _sealed(server) == 0
        for laptop in (grid, town):
            with pytest.raises(RuleError, match="no_contact"):
                opened(laptop, case)


def test_charter_10_a_contact_ends_with_its_time_and_a_reopened_case_can_have_a_new_one(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _two(server, tmp_path)
        case = grid.register(**NOTICE)
        both(grid, town)
        grid.act(case, "withdraw", said_how="phone")
        both(grid, town)
        assert opened(grid, case) == [THERE]
        later = server.clock() + MONTHS
        server.clock = lambda: later
        with server.store.write() as connection:
            jump.confirm(server, connection)
        both(grid, town)
        for laptop in (grid, town):
            with pytest.raises(RuleError, match="no_contact"):
                opened(laptop, case)
        assert _sealed(server) == 0
        grid.act(case, "reopen", said_how="phone")
        grid.act(case, "set-contact", **NOTICE)
        both(grid, town)
        assert opened(town, case) == [THERE]


def test_an_entry_of_the_ledger_without_a_signed_wish_behind_it_erases_nothing(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _two(server, tmp_path)
        case = grid.register(**NOTICE)
        both(grid, town)
        with grid.desk() as desk, desk.home.store.write() as connection:
            key = contact.keys_of(desk.case(case))[0]
            erasing.enter(connection, [Erasure(case, key, "2026-03-09T00:00:00.000Z")], erasing.NEW)
        grid.sync()
        both(town)
        assert opened(town, case) == [THERE]
        assert _sealed(server) == 1


def test_a_county_that_lost_its_ledger_learns_it_again_from_the_signed_wishes(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _two(server, tmp_path)
        case = grid.register(**NOTICE)
        both(grid, town)
        _erase(grid, case)
        both(grid, town)
        with server.vault.write() as connection:
            connection.exec_driver_sql("DELETE FROM erasure")
            connection.exec_driver_sql("DELETE FROM erasure_due")
        erasures.replay(server)
        with server.vault.read() as connection:
            assert {e.case for e in erasing.entries(connection)} == {case}


def _sealed(server: County) -> int:
    with server.store.read() as connection:
        return len(connection.exec_driver_sql("SELECT 1 FROM event WHERE sealed IS NOT NULL").all())


def _subjects(server: County) -> list[str]:
    with server.vault.read() as connection:
        return list(connection.exec_driver_sql("SELECT subject FROM key_box").scalars())


def test_the_county_lists_who_has_not_forgotten_yet_and_for_how_many_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _two(server, tmp_path)
        case = grid.register(**NOTICE)
        both(grid, town)
        _erase(grid, case)
        grid.sync()
        said = f"样例·经办（清源镇，{town.identity.device[:8]}）还有 1 项没有销毁，已 "
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=3, hours=1)):
        assert main(["county", "erasures", "--home", str(tmp_path / "county")]) == 0
    assert f"{said}3 天" in capsys.readouterr().out
    with open_county_home(tmp_path / "county") as server:
        town.county = grid.county = server
        both(town, grid)
    assert main(["county", "erasures", "--home", str(tmp_path / "county")]) == 0
    assert "没有未完成的销毁" in capsys.readouterr().out
