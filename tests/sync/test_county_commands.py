"""The administrator's commands: what they list is what asks for a person, and what they do reaches the laptops."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sync.agent import bundle
from sync.county.county import open_county_home
from tests.homes import GRID, OTHER_GRID, PASSPHRASE, TOWN
from tests.sync.kit import Laptop, county
from tests.sync.test_process import server
from xfgrid.case.civil import minute
from xfgrid.cli.main import main
from xfgrid.errors import RefusedError
from xfgrid.journal import home

DAY = 86_400_000


class Office:
    """The administrator at the county's home."""

    def __init__(self, path: Path, said: pytest.CaptureFixture[str]) -> None:
        self.path, self.said = path, said

    def __call__(self, *command: str) -> tuple[int, Any]:
        """Exit code and answer of one county command."""
        code = main(["county", *command, "--home", str(self.path), "--json"])
        return code, json.loads(self.said.readouterr().out.splitlines()[-1])


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path / "county", capsys)


def _trouble(office: Office) -> dict[str, list[str]]:
    return {row["office"]: row["trouble"] for row in office("devices")[1]["devices"]}


def test_devices_lists_who_is_unseen_behind_revoked_or_has_events_held(office: Office, tmp_path: Path) -> None:
    assert office("devices")[1] == {"error": {"code": "no_county", "message": office("devices")[1]["error"]["message"]}}
    with county(office.path) as server:
        now = server.clock()
        server.clock = lambda: now - 8 * DAY
        away = Laptop(server, tmp_path / "away", "grid_worker", OTHER_GRID)
        away.sync()
        server.clock = lambda: now
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register(place_office=OTHER_GRID)
        grid.sync()
        town.sync()
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        town.sync()
        grid.act(case, "record", note="晚到的话")
        grid.sync()
    found = _trouble(office)
    assert set(found[OTHER_GRID]) == {"unseen", "behind"}
    assert found[GRID] == ["held"]
    code, answer = office("quarantine")
    assert (code, [h["reason"] for h in answer["held"]]) == (0, ["out_of_reach"])
    assert office("quarantine", "--release", answer["held"][0]["event"][:10]) == (0, {"held": []})
    assert office("quarantine", "--release", "ffff")[1]["error"]["code"] == "unknown_event"
    with open_county_home(office.path) as server:
        town.county = grid.county = server
        town.sync()
        assert len(town.desk().case(case).events) == 3


def test_what_is_held_is_listed_with_its_computer_and_case_and_released_by_either(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with county(office.path) as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        grids = [Laptop(server, tmp_path / name, "grid_worker", GRID, f"样例·{name}") for name in ("one", "two")]
        cases = [[grid.register(place_office=OTHER_GRID) for _ in range(2)] for grid in grids]
        for laptop in (*grids, town):
            laptop.sync()
        for case in (*cases[0], *cases[1]):
            town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        town.sync()
        for grid, own in zip(grids, cases, strict=True):
            for case in own:
                grid.act(case, "record", note="晚到的话")
            grid.sync()
    first, second = (grid.identity.device for grid in grids)

    def held(*only: str) -> set[tuple[str, str]]:
        return {(h["device"], h["case"]) for h in office("quarantine", *only)[1]["held"]}

    everything = {(first, case) for case in cases[0]} | {(second, case) for case in cases[1]}
    assert held() == everything
    assert held("--device", first[:8]) == {(first, case) for case in cases[0]}
    assert office("quarantine", "--release", "all")[1]["error"]["code"] == "release_what"
    assert held() == everything
    assert office("quarantine", "--case", cases[1][0], "--release", "all") == (0, {"held": []})
    assert held() == everything - {(second, cases[1][0])}
    assert office("quarantine", "--device", first[:8], "--release", "all") == (0, {"held": []})
    assert held() == {(second, cases[1][1])}
    assert main(["county", "quarantine", "--home", str(office.path)]) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in (f"{second[:8]} 样例·two@{GRID}", cases[1][1], "电脑", "原因"))
    with open_county_home(office.path) as town.county:
        town.sync()
        counts = {case: len(town.desk().case(case).events) for case in (*cases[0], *cases[1])}
    assert counts == {case: 2 if case == cases[1][1] else 3 for case in counts}


def test_a_village_without_a_line_is_seen_by_its_last_stick(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "village.xfb"
    with county(office.path) as server:
        now = server.clock()
        server.clock = lambda: now - 8 * DAY
        village = Laptop(server, tmp_path / "village", "grid_worker", GRID)
    assert _trouble(office) == {GRID: ["unseen"]}
    with home.open_home(village.path, PASSPHRASE) as opened:
        bundle.export(opened, stick)
    assert main(["bundle", "import", str(stick), "--home", str(office.path)]) == 0
    [row] = office("devices")[1]["devices"]
    assert (row["stick"] > row["seen"], row["trouble"]) == (True, [])
    capsys.readouterr()
    assert main(["county", "devices", "--home", str(office.path)]) == 0
    assert f"U 盘 {minute(row['stick'])}" in capsys.readouterr().out


def test_revoke_takes_the_beginning_of_a_name_and_ends_the_exchange(office: Office, tmp_path: Path) -> None:
    with county(office.path) as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        device = grid.identity.device
        assert office("revoke", "nobody")[1]["error"]["code"] == "unknown_device"
        assert office("revoke", device[:3])[1]["error"]["code"] == "ambiguous_device"
        assert office("revoke", device[:6]) == (0, {"device": device})
        with pytest.raises(RefusedError, match="revoked"):
            grid.sync()
    assert _trouble(office) == {GRID: ["revoked"]}


def test_a_beginning_that_two_computers_share_revokes_neither_and_names_both(office: Office, tmp_path: Path) -> None:
    with county(office.path) as server:
        for name in ("one", "other"):
            Laptop(server, tmp_path / name, "grid_worker", GRID, f"样例·{name}")
        with server.store.write() as connection:
            connection.exec_driver_sql("UPDATE device SET device = '00ab00' || substr(device, 7)")
    said = office("revoke", "00ab")[1]["error"]
    assert said["code"] == "ambiguous_device"
    assert all(name in said["message"] for name in ("样例·one", "样例·other", "00ab00"))
    assert _trouble(office) == {GRID: []}


def test_what_the_list_of_devices_shows_of_a_name_suffices_for_a_digest_and_a_stick(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with county(office.path) as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        grid.register()
        grid.sync()
    assert main(["county", "devices", "--home", str(office.path)]) == 0
    shown = capsys.readouterr().out.splitlines()[1].split()[0]
    assert main(["digest", "--device", shown, "--home", str(office.path)]) == 0
    with grid.desk() as desk:
        assert desk.digest()[0].hex() in capsys.readouterr().out
    assert main(["bundle", "export", str(tmp_path / "stick.xfb"), "--for", shown, "--home", str(office.path)]) == 0


def test_backup_and_restore_lose_nothing_a_laptop_still_holds(office: Office, tmp_path: Path) -> None:
    saved = tmp_path / "saved.db"
    with county(office.path) as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        code, answer = office("backup", str(saved))
        assert (code, answer["bytes"]) == (0, saved.stat().st_size)
        assert office("backup", str(saved))[1]["error"]["code"] == "file_exists"
        grid.register()
        grid.sync()
    assert office("restore")[1]["error"]["code"] == "restore_what"
    assert office("restore", str(saved), "--acknowledge")[1]["error"]["code"] == "restore_what"
    epochs = [office("restore", str(saved))[1]["epoch"], office("restore", "--acknowledge")[1]["epoch"]]
    assert len(set(epochs)) == 2
    with open_county_home(office.path) as server:
        grid.county = server
        report = grid.sync()
        assert (report.pushed, report.in_step) == (1, True)


def test_nothing_is_restored_under_a_server_that_runs_or_in_the_place_of_another_database(
    office: Office, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.db"
    with county(office.path):
        assert office("backup", str(saved))[0] == 0
    before = (office.path / "county.db").read_bytes()
    with server(office.path):
        assert office("restore", str(saved))[1]["error"]["code"] == "database_in_use"
    (office.path / "config.toml").write_text('[county]\ndatabase = "postgresql://nowhere/none"\n', encoding="utf-8")
    assert office("restore", str(saved))[1]["error"]["code"] == "backup_elsewhere"
    assert (office.path / "county.db").read_bytes() == before
    assert not list(office.path.glob("county.db.*"))


def test_what_every_restore_put_aside_is_kept_and_the_first_is_not_overwritten_by_the_second(
    office: Office, tmp_path: Path
) -> None:
    with county(office.path) as server:
        office("backup", str(tmp_path / "wrong.db"))
        Laptop(server, tmp_path / "grid", "grid_worker", GRID).sync()
        office("backup", str(tmp_path / "right.db"))
    assert office("restore", str(tmp_path / "wrong.db"))[0] == 0
    assert set(_trouble(office)) == set()
    assert office("restore", str(tmp_path / "right.db"))[0] == 0
    first, second = sorted(office.path.glob("county.db.before-*"))
    assert office("restore", str(second))[0] == 0
    assert set(_trouble(office)) == set()
    assert office("restore", str(first))[0] == 0
    assert set(_trouble(office)) == {GRID}


def test_keys_are_not_put_back_under_a_server_that_runs_and_what_was_there_is_kept(
    office: Office, tmp_path: Path
) -> None:
    with county(office.path):
        saved = office("keys", str(tmp_path / "safe"))[1]["file"]
    with server(office.path):
        assert office("keys", "--restore", saved)[1]["error"]["code"] == "database_in_use"
    assert not list(office.path.glob("keys.db.*"))
    for times in (1, 2):
        assert office("keys", "--restore", saved)[0] == 0
        assert len(list(office.path.glob("keys.db.before-*"))) == times


def test_a_file_that_is_no_backup_is_refused_and_the_database_stays(office: Office, tmp_path: Path) -> None:
    county(office.path).store.close()
    before = (office.path / "county.db").read_bytes()
    (tmp_path / "bad.db").write_text("样例" * 5000, encoding="utf-8")
    for name, code in (("bad.db", "bad_database"), ("none.db", "backup_unreadable")):
        assert office("restore", str(tmp_path / name))[1]["error"]["code"] == code
    assert (office.path / "county.db").read_bytes() == before
    assert sorted(p.name for p in office.path.glob("county.db*")) == ["county.db"]


def test_the_county_holds_its_own_journal_to_its_word(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def verified() -> tuple[int, list[str]]:
        capsys.readouterr()
        code = main(["verify", "--home", str(office.path), "--json"])
        return code, [fault["reason"] for fault in json.loads(capsys.readouterr().out)["faults"]]

    with county(office.path) as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        grid.register()
        grid.sync()
    assert verified() == (0, [])
    with open_county_home(office.path) as server, server.store.write() as connection:
        connection.exec_driver_sql("UPDATE case_sum SET events = 2, digest = zeroblob(32)")
    assert verified() == (9, ["stale_view"])
