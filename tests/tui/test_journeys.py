"""The three journeys of docs/tour.md end where they should."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from tests import homes
from tests.tui import journeys
from tests.tui.kit import seen
from xfgrid.case.fold import Case
from xfgrid.journal.desk import Desk
from xfgrid.journal.status import status


class Shots:
    """What the screen said at each picture."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}

    def __call__(self, pilot: Pilot[int], name: str) -> None:
        self.said[name] = seen(pilot)


def _cases(home: Path) -> list[Case]:
    with Desk.open(home, homes.PASSPHRASE) as desk:
        return [desk.case(line.case) for line in desk.cases()]


async def test_a_grid_worker_takes_a_case_without_network_and_its_phone_number_is_struck(tmp_path: Path) -> None:
    shots = Shots()
    home = await journeys.kitchen_table(tmp_path, shots)
    [case] = _cases(home)
    assert "里面有手机号" in shots.said["kitchen-1-number-told"]
    assert "请念给本人听" in shots.said["kitchen-2-notice"]
    assert "已登记" in shots.said["kitchen-3-saved"]
    assert case.text("notice_how") == "read_out"
    assert "〔已划去〕" in case.text("facts")
    with Desk.open(home, homes.PASSPHRASE) as desk:
        assert status(desk).pending == 1


async def test_a_liaison_returns_a_case_with_a_reason(tmp_path: Path) -> None:
    shots = Shots()
    [case] = _cases(await journeys.returned(tmp_path, shots))
    assert (case.state, case.owner) == ("returned", homes.TOWN)
    assert "退回" in shots.said["return-4-done"]


async def test_the_clerk_hands_over_ten_cases_and_answers_ten_in_a_row(tmp_path: Path) -> None:
    shots = Shots()
    found = _cases(await journeys.ten_answers(tmp_path, shots))
    assert len([case for case in found if case.offered == [homes.COURT]]) == 10
    assert len([case for case in found if case.state == "answered" and "水渠" in case.text("asked")]) == 10
    assert "办成 10 件，共 10 件" in shots.said["ten-4-answered"]
