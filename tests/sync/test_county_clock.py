"""The clock of the county's server jumps: nothing ends, nothing is dated by it, and nobody is told, until somebody has looked."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from sync.county import backup, bundle, codes, keysafe
from sync.county.county import County, open_county_home
from sync.county.relist import relist
from tests.homes import GRID, OFFICES, TOWN
from tests.sync.kit import Laptop, county
from tests.sync.test_bundle import _export
from tests.sync.test_county_commands import Office
from tests.sync.test_county_commands import office as office
from tests.sync.test_erasure import _two
from tests.sync.test_keys import NOTICE, THERE, both, opened
from xfgrid.cli.main import main
from xfgrid.errors import RefusedError, RuleError

DAY = 86_400_000
YEARS = 30 * 365 * DAY


def _ahead(server: County, ms: int) -> Callable[[], int]:
    real = server.clock
    server.clock = lambda: real() + ms
    return real


def test_charter_10_a_clock_that_jumps_ahead_by_years_ends_no_contact_and_is_told_to_nobody(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _two(server, tmp_path)
        live, closed = grid.register(**NOTICE), grid.register(**NOTICE)
        both(grid, town)
        grid.act(closed, "withdraw", said_how="phone")
        both(grid, town)
        code = codes.make_code(server, GRID, "grid_worker", "样例")
        copy, stick = keysafe.keep(server, tmp_path / "safe"), _export(grid, tmp_path / "stick.xfb")
        real = _ahead(server, YEARS)
        for use in (
            grid.sync,
            town.sync,
            lambda: Laptop(server, tmp_path / "new", "grid_worker", GRID),
            lambda: bundle.import_(server, stick),
            lambda: bundle.export(server, town.identity.device, tmp_path / "back.xfb"),
            lambda: keysafe.keep(server, tmp_path / "safe"),
            lambda: relist(server, OFFICES[:-1], dt.date(2026, 12, 8)),
        ):
            with pytest.raises(RefusedError, match="county_clock"):
                use()
        assert list((tmp_path / "safe").iterdir()) == [copy]
        server.clock = real
        both(grid, town)
        assert [opened(laptop, case) for laptop in (grid, town) for case in (live, closed)] == [[THERE]] * 4
        assert code


def test_charter_10_a_restore_is_no_look_at_the_clock(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _two(server, tmp_path)
        closed = grid.register(**NOTICE)
        both(grid, town)
        grid.act(closed, "withdraw", said_how="phone")
        both(grid, town)
        real = _ahead(server, YEARS)
        backup.begin_epoch(server)
        with capture_logs() as logged, pytest.raises(RefusedError, match="county_clock"):
            town.sync()
        assert "clock jumped" in {entry["event"] for entry in logged}
        server.clock = real
        both(grid, town)
        assert opened(grid, closed) == [THERE]


def test_what_a_command_says_of_a_clock_is_said_in_json_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with county(tmp_path / "county") as server:
        Laptop(server, tmp_path / "town", "township", TOWN)
        later = server.clock() + 100 * DAY
    monkeypatch.setattr(County.__init__, "__defaults__", _with_clock(lambda: later))
    here = ["--home", str(tmp_path / "county"), "--json"]
    assert main(["county", "enrol", "--office", TOWN, "--role", "township", "--name", "样例", *here]) != 0
    assert [json.loads(line)["error"]["code"] for line in capsys.readouterr().out.splitlines()] == ["county_clock"]


def test_a_time_the_administrator_looked_at_is_believed_and_one_that_is_behind_ends_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with county(office.path) as server:
        town, grid = _two(server, tmp_path)
        case = grid.register(**NOTICE)
        both(grid, town)
        grid.act(case, "withdraw", said_how="phone")
        both(grid, town)
        real = _ahead(server, -YEARS)
        both(grid, town)
        assert opened(town, case) == [THERE]
        later = real() + 100 * DAY
    monkeypatch.setattr(County.__init__, "__defaults__", _with_clock(lambda: later))
    assert (
        office("enrol", "--office", TOWN, "--role", "township", "--name", "样例")[1]["error"]["code"] == "county_clock"
    )
    assert office("confirm-time")[0] == 0
    assert office("enrol", "--office", TOWN, "--role", "township", "--name", "样例")[0] == 0
    with open_county_home(office.path) as server:
        town.county = grid.county = server
        both(grid, town)
        with pytest.raises(RuleError, match="no_contact"):
            opened(town, case)


def _with_clock(clock: Callable[[], int]) -> tuple[object, ...]:
    defaults = County.__init__.__defaults__
    assert defaults is not None
    return (defaults[0], clock, *defaults[2:])
