"""The recorded journey: one township, three monthly meetings, by command and screen."""

from __future__ import annotations

from pathlib import Path

from tests.homes import COURT
from tests.meeting.journey import walk


async def test_one_township_goes_through_three_monthly_meetings(tmp_path: Path) -> None:
    seen = await walk(tmp_path)
    cases = seen["cases"]
    assert seen["late"] == [cases["lamp"]]
    assert (seen["alone"], seen["bare"], seen["third"]) == ("no_decider", "act_needs", "postponed_enough")
    assert COURT in seen["paper"]
    assert seen["followed"] == {cases["road"]: "late", cases["water"]: "done", cases["lamp"]: "running"}
    assert seen["approved"]["approved_on"] == "2027-01-08"
    assert seen["approved"]["digest"] == seen["checked"] == seen["approved"]["checked"]
    assert seen["county"] == [2]
    assert seen["january"] == "2027-02-08"
    assert seen["february"][cases["wage"]] == "decided"
    assert "open" not in seen["february"].values()
    assert seen["open"]["form"] == "open"
    assert all(item["number"] == "" for item in seen["open"]["items"])
    assert cases["wage"] not in seen["queue"]
