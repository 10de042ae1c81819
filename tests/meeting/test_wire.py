"""A meeting on the wire: it reaches the township's laptops and the county, and nobody below them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.homes import COUNTY, COURT, GRID, TOWN, VILLAGE
from tests.meeting import kit
from tests.sync.kit import Laptop, county
from xfgrid.errors import UnknownError
from xfgrid.meeting import clerk, minutes
from xfgrid.meeting.notices import notices
from xfgrid.meeting.table import looking


def test_two_township_laptops_hold_one_meeting_through_the_county_and_a_village_holds_none(tmp_path: Path) -> None:
    with kit.at("2026-12-01"), county(tmp_path / "server") as server:
        town, second = (Laptop(server, tmp_path / name, "township", TOWN) for name in ("one", "two"))
        village = Laptop(server, tmp_path / "village", "grid_worker", VILLAGE)
        above = Laptop(server, tmp_path / "above", "county", COUNTY)
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        case = grid.register()
        grid.act(case, "send-up", note="网格协调不了")
        for laptop in (grid, town):
            laptop.sync()
        with town.desk() as desk:
            meeting = kit.in_session(desk, case)
        for laptop in (town, second):
            laptop.sync()
        with second.desk() as desk:
            clerk.decide(desk, meeting, case, kit.decision(COURT, "2026-12-30"))
            clerk.close(desk, meeting)
            digest = minutes.check(desk, meeting)
        for laptop in (second, town, village, above):
            assert laptop.sync().in_step
        assert [read(laptop, meeting) for laptop in (town, second, above)] == [digest] * 3
        assert read(village, meeting) == ""
        with village.desk() as desk:
            assert desk.case(case).owner == COURT


def read(laptop: Laptop, meeting: str) -> str:
    """The digest of the minutes as this laptop makes them, '' where it does not hold the meeting."""
    with laptop.desk() as desk:
        try:
            with looking(desk, meeting) as table:
                return minutes.internal(table).digest
        except UnknownError:
            return ""


def test_an_office_with_a_device_here_gets_no_paper(tmp_path: Path) -> None:
    with kit.at("2026-12-01"), county(tmp_path / "server") as server:
        town = Laptop(server, tmp_path / "one", "township", TOWN)
        town.sync()
        with town.desk() as desk:
            cases = [kit.sent_up(desk, "镇里办"), kit.sent_up(desk, "司法所办")]
            meeting = kit.in_session(desk, *cases, day=date(2026, 12, 8).isoformat())
            for case, owner in zip(cases, (TOWN, COURT), strict=True):
                clerk.decide(desk, meeting, case, kit.decision(owner))
            with looking(desk, meeting) as table:
                assert {notice.office: notice.paper for notice in notices(table)} == {TOWN: False, COURT: True}
