"""Somebody leaves: their open cases and promises go to another in one act; and what was not sent is warned of in time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.homes import CASE, OTHER_VILLAGE, PASSPHRASE, desk, enrol
from tests.tui.kit import carry
from xfgrid.cli.main import main
from xfgrid.errors import InputError, RuleError
from xfgrid.journal import staff
from xfgrid.journal.desk import Desk
from xfgrid.journal.status import Status, status
from xfgrid.journal.transfer import transfer


def _worked(path: Path) -> dict[str, str]:
    """A township home: one case led by 甲, one taken by 甲 at their sign-in, one of the computer's own person, one ended."""
    with desk(path) as here:
        with here.home.store.write() as connection:
            staff.add(connection, "样例·甲", "2468")
        cases = {name: here.register(CASE) for name in ("led", "taken", "own", "ended")}
        here.act(cases["led"], "lead", {"lead": "样例·甲"})
        here.act(cases["own"], "take", {})
        here.sign_in("样例·甲", "2468")
        here.act(cases["taken"], "take", {})
        here.act(cases["ended"], "take", {})
        here.act(cases["ended"], "withdraw", {"said_how": "phone"})
    return cases


def test_every_open_case_of_a_person_gets_another_in_charge_and_no_other_case_does(tmp_path: Path) -> None:
    cases = _worked(tmp_path / "h")
    with Desk.open(tmp_path / "h", PASSPHRASE) as here:
        found = {case.id for case in transfer(here, "样例·甲", "样例·乙")}
        assert found == {cases["led"], cases["taken"]}
        leads = {name: here.case(case).text("lead") for name, case in cases.items()}
        assert leads == {"led": "样例·乙", "taken": "样例·乙", "own": "", "ended": ""}
        assert transfer(here, "样例·甲", "样例·乙") == []
        with pytest.raises(InputError, match="same_person"):
            transfer(here, "样例·乙", "样例·乙")


def test_a_computer_is_named_by_its_fingerprint(tmp_path: Path) -> None:
    cases = _worked(tmp_path / "h")
    with Desk.open(tmp_path / "h", PASSPHRASE) as here:
        found = {case.id for case in transfer(here, here.identity.device[:8], "样例·乙")}
        assert found == {cases["taken"], cases["own"]}


def test_where_one_case_is_not_this_offices_to_direct_none_is_transferred(tmp_path: Path) -> None:
    enrol(tmp_path / "v", "grid_worker", OTHER_VILLAGE, "样例·甲")
    with desk(tmp_path / "h") as town, Desk.open(tmp_path / "v", PASSPHRASE) as village:
        mine = town.register(CASE)
        town.act(mine, "lead", {"lead": "样例·甲"})
        theirs = village.register(CASE)
        village.act(theirs, "take", {})
        carry(town, village, mine)
        with pytest.raises(RuleError, match="role_may_not"):
            transfer(village, "样例·甲", "样例·乙")
        assert village.case(mine).text("lead") == "样例·甲"


def test_the_command_prints_what_was_handed_on_with_its_dates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = _worked(tmp_path / "h")
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    line = ["county", "transfer", "样例·甲", "样例·乙", "--home", str(tmp_path / "h"), "--json"]
    assert main(line) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {one["case"] for one in said["cases"]} == {cases["led"], cases["taken"]}
    assert all(one["promises"] for one in said["cases"])


def test_what_was_not_sent_for_a_day_is_warned_of_because_a_lost_passphrase_loses_it(tmp_path: Path) -> None:
    with desk(tmp_path / "h") as here:
        assert not status(here).stale("2999-01-01T00:00:00.000Z")
        here.register(CASE)
        found = status(here)
        assert found.pending == 1
        assert not found.stale(found.oldest)
        assert found.stale("2999-01-01T00:00:00.000Z")
    assert not Status(oldest="2026-03-09T08:00:00.000Z").stale("2026-03-10T08:00:00.000Z")
    assert Status(oldest="2026-03-09T08:00:00.000Z").stale("2026-03-10T08:00:00.001Z")
