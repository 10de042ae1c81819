"""`xfgrid meeting` as a clerk types it: what names a meeting, what is refused before anything is written (样例·虚构)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import homes
from tests.meeting import kit
from tests.meeting.journey import Clerk
from xfgrid.cli.main import main


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    return Clerk(homes.enrol(tmp_path / "town"))


def listed(clerk: Clerk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The lines of `meeting list` as printed, word by word."""
    monkeypatch.setenv("XFGRID_PASSPHRASE", homes.PASSPHRASE)
    monkeypatch.setenv("XFGRID_LANGUAGE", "zh-CN")
    capsys.readouterr()
    assert main(["meeting", "list", "--home", str(clerk.home)]) == 0
    return [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]


def test_the_list_prints_by_what_two_meetings_of_one_day_are_named(
    clerk: Clerk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with kit.at("2026-12-01"):
        clerk.meeting("call", "2026-12-08")
        clerk.meeting("call", "2026-12-08", "--kind", "reception")
        assert clerk.says("meeting", "show", "2026-12-08")["error"]["code"] == "several_meetings"
        names = [line[0] for line in listed(clerk, capsys, monkeypatch)]
        kinds = [clerk.says("meeting", "show", name)["agenda"]["sitting"]["kind"] for name in names]
    assert sorted(kinds) == ["monthly", "reception"]


def test_a_meeting_moved_to_a_day_with_one_of_another_kind_answers_with_the_meeting_that_moved(clerk: Clerk) -> None:
    with kit.at("2026-12-01"):
        clerk.meeting("call", "2026-12-07", "--kind", "reception")
        monthly = clerk.meeting("call", "2026-12-08")["meeting"]
        moved = clerk.meeting("call", "2026-12-07", "--instead", "2026-12-08", "--reason", "样例：占用")
        assert (moved["meeting"], moved["state"]) == (monthly, "called")
        called = clerk.meeting("call", "2026-12-08")
        refused = clerk.says("meeting", "call", "2026-12-07", "--instead", "2026-12-08", "--reason", "样例：占用")
        assert refused["error"]["code"] == "meeting_exists"
        assert clerk.says("meeting", "show", "2026-12-08")["agenda"]["sitting"]["id"] == called["meeting"]


def test_a_day_called_again_and_again_called_off_answers_each_time(clerk: Clerk) -> None:
    with kit.at("2026-12-01"):
        for _ in range(2):
            clerk.meeting("call", "2026-12-08")
            assert clerk.meeting("cancel", "2026-12-08", "--reason", "样例：防汛")["state"] == "cancelled"
