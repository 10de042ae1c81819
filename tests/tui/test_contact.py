"""A contact on the screen: opened for a reason, on record, gone after a minute; a second person; erased at a wish."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from tests import homes
from tests.tui.kit import opened, paste, press, seen
from xfgrid.journal import staff
from xfgrid.journal.desk import Desk
from xfgrid.tui.places.contact import SECONDS, Reading

PHONE = "13800138000"
NOTICE = {"contact": f"样例 {PHONE}", "contact_name": "样例王某", "notice_how": "spoken", "notice_by": "样例·经办"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with homes.desk(tmp_path / "h") as desk:
        desk.register({**homes.CASE, **NOTICE})
        with desk.home.store.write() as connection:
            staff.add(connection, "样例·同事", "2468")
    return tmp_path / "h"


def openings(home: Path) -> int:
    with Desk.open(home, homes.PASSPHRASE) as desk:
        [line] = desk.cases()
        return sum(e.head.type == "contact_opened" for e in desk.case(line.case).events.values())


async def test_charter_05_a_contact_is_shown_for_a_reason_on_record_and_for_one_minute(home: Path) -> None:
    async with opened(home, size=(80, 40)) as pilot:
        await press(pilot, "enter")
        assert "已加密保存" in seen(pilot)
        assert PHONE not in seen(pilot)
        await press(pilot, "ctrl+l", "enter")
        assert PHONE in seen(pilot)
        assert openings(home) == 1
        reading = cast(Reading, pilot.app.screen)
        for _ in range(SECONDS):
            reading.tick()
        await press(pilot)
        assert PHONE not in seen(pilot)
        assert "告知进展" in seen(pilot)


async def test_leaving_the_menu_of_reasons_opens_nothing(home: Path) -> None:
    async with opened(home, size=(80, 40)) as pilot:
        await press(pilot, "enter", "ctrl+l", "escape")
        assert PHONE not in seen(pilot)
    assert openings(home) == 0


async def test_where_another_office_has_the_case_a_colleague_gives_their_pin(home: Path) -> None:
    with Desk.open(home, homes.PASSPHRASE) as desk:
        desk.act(desk.cases()[0].case, "assign", {"owner": homes.VILLAGE, "due": "2027-06-01"})
    async with opened(home, size=(80, 40)) as pilot:
        await press(pilot, "enter", "ctrl+l", "enter")
        assert "要有同事在场" in seen(pilot)
        assert "F8" in seen(pilot)
        assert "F7" not in seen(pilot)
        await paste(pilot, "样例·同事")
        await press(pilot, "enter", *"1357", "enter")
        assert "[wrong_pin]" in seen(pilot)
        assert openings(home) == 0
        await press(pilot, *"2468", "enter")
        assert PHONE in seen(pilot)
    assert openings(home) == 1


async def test_a_contact_is_erased_from_the_menu_of_acts_with_who_asked_and_why(home: Path) -> None:
    async with opened(home, size=(80, 40)) as pilot:
        await press(pilot, "enter", "enter", *"xhlxfs", "enter")
        await press(pilot, "1", "tab", "1", "f8")
        assert "已办：销毁联系方式" in seen(pilot)
        assert "已销毁" in seen(pilot)
        await press(pilot, "ctrl+l", "enter")
        assert "[no_contact]" in seen(pilot)
