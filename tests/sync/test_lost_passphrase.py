"""A passphrase is lost: warned of before, the laptop enrols anew, is approved, pulls, and opens what it could (样例·虚构)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from sync.county.county import init
from tests.homes import CASE, GRID, OFFICES, PASSPHRASE, TOWN
from tests.sync.test_process import server
from xfgrid.cli.main import main

NOTICE = {"contact": "样例 13800138000", "notice_how": "spoken", "notice_by": "样例·经办"}
Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command for a home below the folder; its JSON, or the code of its error."""
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)

    def command(home: str, *words: str) -> Any:
        main([*words, "--home", str(tmp_path / home), "--json"])
        found = json.loads(capsys.readouterr().out.splitlines()[-1])
        return found["error"]["code"] if "error" in found else found

    return command


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    init(tmp_path / "county", OFFICES, "清源县（样例）").store.close()
    with server(tmp_path / "county") as (_, url):
        yield url


def _join(run: Run, url: str, home: str, role: str, office: str) -> str:
    """Enrols a laptop by a code of the county; its fingerprint."""
    code = run("county", "county", "enrol", "--office", office, "--role", role, "--name", "样例·经办")["code"]
    return str(run(home, "enrol", url, code)["device"])


def _sync(run: Run, *homes: str) -> None:
    for home in (*homes, *homes):
        assert run(home, "sync", "--once")["in_step"] is True


def test_whoever_lost_the_passphrase_enrols_anew_is_approved_and_opens_the_contact_of_an_open_case(
    run: Run, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _join(run, url, "town", "township", TOWN)
    _sync(run, "town")
    lost = _join(run, url, "grid", "grid_worker", GRID)
    _sync(run, "grid", "town")
    assert run("town", "device", "approve", lost[:8])["device"] == lost
    (tmp_path / "case.json").write_text(json.dumps({**CASE, **NOTICE}), encoding="utf-8")
    case = run("grid", "new", "--from", str(tmp_path / "case.json"))["case"]
    _sync(run, "grid", "town")
    with monkeypatch.context() as forgotten:
        forgotten.setenv("XFGRID_PASSPHRASE", "不记得了")
        assert run("grid", "list") == "wrong_key"
    fresh = _join(run, url, "grid-again", "grid_worker", GRID)
    run("county", "county", "revoke", lost)
    _sync(run, "grid-again", "town")
    assert [line["case"] for line in run("grid-again", "list")["cases"]] == [case]
    assert run("grid-again", "contact", "open", case, "--reason", "progress") == "contact_not_here"
    assert fresh in {device["device"] for device in run("town", "device", "waiting")["devices"]}
    run("town", "device", "approve", fresh[:8])
    _sync(run, "town", "grid-again")
    shown = run("grid-again", "contact", "open", case, "--reason", "progress")["contacts"]
    assert shown == [{"channel": NOTICE["contact"], "name": ""}]


def test_work_unsent_for_more_than_a_day_is_warned_of_since_a_lost_passphrase_would_lose_it(
    run: Run, url: str, tmp_path: Path
) -> None:
    _join(run, url, "grid", "grid_worker", GRID)
    (tmp_path / "case.json").write_text(json.dumps(CASE), encoding="utf-8")
    run("grid", "new", "--from", str(tmp_path / "case.json"))
    assert _pending(run)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)):
        assert not _pending(run)
    _sync(run, "grid")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)):
        assert _pending(run)


def _pending(run: Run) -> bool:
    """What the doctor thinks of the work that waits to be sent."""
    [found] = [check for check in run("grid", "doctor")["checks"] if check["name"] == "pending"]
    return bool(found["ok"])
