"""Enrolment: one code makes one device; a wrong county, a slip of the pen and a used code are told apart."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from sync.agent.enrol import enrol
from sync.county import codes
from sync.county.county import init
from tests.homes import COUNTY, COURT, GRID, OFFICES, PASSPHRASE, TOWN, VILLAGE
from tests.sync.kit import URL, Direct, Laptop, county
from tests.sync.test_process import server
from xfgrid.case.offices import Office
from xfgrid.case.roles import STAFF
from xfgrid.cli.main import main
from xfgrid.errors import HomeError, InputError, LineError, RefusedError, RuleError, UnknownError


def _try(server: object, typed: str, path: Path) -> None:
    enrol(URL, typed, path, PASSPHRASE, lambda *_: Direct(server))  # type: ignore[arg-type]


def test_a_code_makes_one_device_only(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        code = codes.make_code(server, GRID, "grid_worker", "样例")
        _try(server, code.lower().replace("-", " "), tmp_path / "one")
        with pytest.raises(RefusedError, match="code_used"):
            _try(server, code, tmp_path / "two")


def test_a_lost_reply_does_not_spend_the_code(tmp_path: Path) -> None:
    def lose(path: str, body: bytes, reach: object) -> bytes:
        reach()  # type: ignore[operator]
        raise LineError("unreachable", url=URL)

    with county(tmp_path / "county") as server:
        code = codes.make_code(server, GRID, "grid_worker", "样例")
        with pytest.raises(LineError, match="unreachable"):
            enrol(URL, code, tmp_path / "one", PASSPHRASE, lambda *_: Direct(server, lose))
        _try(server, code, tmp_path / "one")
        with pytest.raises(HomeError, match="already_enrolled"):
            _try(server, code, tmp_path / "one")


def test_the_command_finishes_an_enrolment_that_failed_and_tells_when_there_is_none_to_finish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    with county(tmp_path / "county") as made:
        used, fresh = (codes.make_code(made, GRID, "grid_worker", "样例") for _ in range(2))
        _try(made, used, tmp_path / "one")
    with server(tmp_path / "county") as (_, url):
        said = [_command(url, code, tmp_path / "two", capsys) for code in (used, fresh, fresh)]
    assert said == ["code_used", "", "already_enrolled"]


def _command(url: str, code: str, path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The error code of `xfgrid enrol`, '' where it did what it should."""
    main(["enrol", url, code, "--home", str(path), "--json"])
    found: str = json.loads(capsys.readouterr().out.splitlines()[-1]).get("error", {}).get("code", "")
    return found


def test_another_county_is_known_before_it_learns_the_secret_is_its(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server, county(tmp_path / "other") as other:
        code = codes.make_code(server, GRID, "grid_worker", "样例")
        with pytest.raises(LineError, match="wrong_county"):
            _try(other, code, tmp_path / "one")


def test_a_mistyped_code_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        code = codes.make_code(server, GRID, "grid_worker", "样例")
        wrong = ("A" if code[0] != "A" else "B") + code[1:]
        for typed in (wrong, code[:-1], "", "你好"):
            with pytest.raises(InputError, match="bad_code"):
                _try(server, typed, tmp_path / "one")


def test_an_expired_code_is_refused(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        code = codes.make_code(server, GRID, "grid_worker", "样例")
        now = server.clock()
        server.clock = lambda: now + 73 * 3_600_000
        with pytest.raises(RefusedError, match="code_expired"):
            _try(server, code, tmp_path / "one")


def test_codes_are_made_for_known_offices_and_roles_of_staff_only(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        with pytest.raises(UnknownError, match="unknown_office"):
            codes.make_code(server, "nowhere", "township", "样例")
        with pytest.raises(InputError, match="unknown_role"):
            codes.make_code(server, GRID, "resident", "样例")


BUREAU = Office("371999.05", "清源县自然资源局", "county", "bureau", COUNTY)
SEATS = {
    COUNTY: {"county", "township"},
    BUREAU.code: {"county", "township"},
    TOWN: {"township"},
    COURT: {"township"},
    VILLAGE: {"liaison", "grid_worker"},
    GRID: {"liaison", "grid_worker"},
}


@pytest.mark.parametrize("office", SEATS)
def test_charter_09_a_role_is_enrolled_at_the_level_it_sits_at_and_nowhere_else(tmp_path: Path, office: str) -> None:
    with init(tmp_path / "county", [*OFFICES, BUREAU], "清源县（样例）") as server:
        for role in STAFF - SEATS[office]:
            with pytest.raises(RuleError, match="seat_elsewhere"):
                codes.make_code(server, office, role, "样例")
        assert all(codes.make_code(server, office, role, "样例") for role in SEATS[office])


def test_the_command_says_which_roles_an_office_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    county(tmp_path / "county").store.close()
    said = ["--office", VILLAGE, "--role", "township", "--name", "样例", "--home", str(tmp_path / "county")]
    assert main(["county", "enrol", *said]) == RuleError.exit_code
    assert (
        "桥头村不能登记“乡镇经办人”。没有发登记码；这里可以登记：联户员(liaison) 网格员(grid_worker)"
        in capsys.readouterr().err
    )


def test_the_county_key_is_readable_by_its_owner_only_and_no_code_stands_in_the_database(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        code = codes.make_code(server, GRID, "grid_worker", "样例").replace("-", "")
        Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    assert stat.S_IMODE((tmp_path / "county" / "county.key").stat().st_mode) == 0o600
    assert not [p for p in (tmp_path / "county").iterdir() if code[16:32].encode() in p.read_bytes()]
