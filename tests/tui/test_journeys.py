"""The three journeys of docs/tour.md end where they should."""

from __future__ import annotations

from pathlib import Path

import pytest
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


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys pressed, words that are typed or spoken into a field left out."""
    pressed: list[str] = []
    press = Pilot.press

    async def counted(self: Pilot[int], *named: str) -> None:
        pressed.extend(named)
        await press(self, *named)

    monkeypatch.setattr(Pilot, "press", counted)
    return pressed


async def test_a_grid_worker_takes_a_case_without_network_and_its_phone_number_is_struck(
    tmp_path: Path, keys: list[str]
) -> None:
    """With thirteen keys beside the words."""
    shots = Shots()
    home = await journeys.kitchen_table(tmp_path, shots)
    assert len(keys) <= 13
    [case] = _cases(home)
    assert "里面有手机号" in shots.said["kitchen-1-number-told"]
    assert "请念给本人听" in shots.said["kitchen-2-notice"]
    assert "已登记" in shots.said["kitchen-3-saved"]
    assert case.text("notice_how") == "read_out"
    assert "〔已划去〕" in case.text("facts")
    with Desk.open(home, homes.PASSPHRASE) as desk:
        assert status(desk).pending == 1


async def test_a_liaison_returns_a_case_with_a_reason(tmp_path: Path, keys: list[str]) -> None:
    """With five keys beside the words."""
    shots = Shots()
    [case] = _cases(await journeys.returned(tmp_path, shots))
    assert len(keys) <= 5
    assert (case.state, case.owner) == ("returned", homes.TOWN)
    assert "退回" in shots.said["return-4-done"]


async def test_the_clerk_hands_over_ten_cases_and_answers_ten_in_a_row(tmp_path: Path, keys: list[str]) -> None:
    """With one key for each of the twenty, beside the words."""
    shots = Shots()
    found = _cases(await journeys.ten_answers(tmp_path, shots))
    assert len(keys) <= 20
    assert len([case for case in found if case.offered == [homes.COURT]]) == 10
    assert len([case for case in found if case.state == "answered" and "水渠" in case.text("asked")]) == 10
    assert "办成 10 件，共 10 件" in shots.said["ten-4-answered"]


async def test_ten_answers_each_in_its_own_words_take_four_keys_each(tmp_path: Path, keys: list[str]) -> None:
    found = _cases(await journeys.one_by_one(tmp_path, Shots()))
    assert [case.state for case in found] == ["answered"] * 10
    said = {event.values().get("sentence") for case in found for event in case.events.values()} - {None}
    assert len(said) == 10
    assert len(keys) <= 40
