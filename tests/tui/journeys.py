"""Three journeys through the screen (样例·虚构), key by key: tests walk them, `scripts/pictures.py` draws them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tests import homes
from tests.tui.kit import carry, opened, paste, press
from xfgrid.journal.desk import Desk

Shot = Callable[[Pilot[int], str], None]
"""Called where a picture is worth it, with its name."""


async def kitchen_table(folder: Path, shot: Shot) -> Path:
    """A grid worker takes a case at a kitchen table without network; returns the home."""
    home = homes.enrol(folder / "grid", "grid_worker", homes.GRID, "样例·网格员")
    async with opened(home, "today", size=(80, 24)) as pilot:
        await press(pilot, "f4", "2", "enter")
        for text in ("桥头村一组水渠", "请协调灌溉用水的先后顺序"):
            await paste(pilot, text)
            await press(pilot, "enter")
        await paste(pilot, "两村共用一条水渠，近半月轮灌不按约定，下游地里干裂，有事打 13900001111。")
        shot(pilot, "kitchen-1-number-told")
        await press(pilot, "f7", "enter", "enter")
        await paste(pilot, "13900001111")
        await press(pilot, *["enter"] * 3, "2")
        shot(pilot, "kitchen-2-notice")
        await press(pilot, "ctrl+s")
        shot(pilot, "kitchen-3-saved")
    return home


async def returned(folder: Path, shot: Shot) -> Path:
    """A liaison returns a case with a reason; returns the home."""
    home = homes.enrol(folder / "liaison", "liaison", homes.OTHER_GRID, "样例·联户员")
    with Desk.open(home, homes.PASSPHRASE) as desk, homes.desk(folder / "town") as town:
        case = desk.register({**homes.CASE, "kind": "neighbours", "asked": "要求退回多扣的装车费"})
        carry(desk, town, case)
        town.act(case, "assign", {"owner": homes.OTHER_GRID, "due": "2027-01-15", "sentence": "请联户员先了解"})
        carry(town, desk, case)
    async with opened(home, "today", size=(80, 24)) as pilot:
        shot(pilot, "return-1-today")
        await press(pilot, "f8", "t", "h")
        shot(pilot, "return-2-menu")
        await press(pilot, "enter")
        await paste(pilot, "收购点归镇里管，联户员没有单据，请镇里核对。")
        shot(pilot, "return-3-reason")
        await press(pilot, "f8")
        shot(pilot, "return-4-done")
    return home


async def ten_answers(folder: Path, shot: Shot) -> Path:
    """The township clerk finds ten cases, hands them over and answers ten others, without the mouse; returns the home."""
    home = folder / "clerk"
    with homes.desk(home) as desk:
        for number in range(20):
            matter = "路灯不亮" if number < 10 else "水渠漏水"
            case = desk.register({**homes.CASE, "kind": "neighbours", "asked": f"{matter}，第{number % 10 + 1}户反映"})
            desk.act(case, "take", {})
    async with opened(home, "ledger", size=(80, 24)) as pilot:
        await _find(pilot, "路灯")
        shot(pilot, "ten-1-found")
        await press(pilot, "ctrl+a", "f8", "y", "j", "enter")
        await paste(pilot, "司法")
        await press(pilot, "enter", "f8")
        shot(pilot, "ten-2-handed-over")
        await _find(pilot, "漏水")
        await press(pilot, "ctrl+a", "f8", "d", "f", "enter", "1", "enter")
        await paste(pilot, "水渠已修好，轮灌日期贴在村口。")
        shot(pilot, "ten-3-answer")
        await press(pilot, "f8")
        shot(pilot, "ten-4-answered")
    return home


async def one_by_one(folder: Path, shot: Shot) -> Path:
    """The clerk answers ten cases of today's list in a row, each in its own words; returns the home."""
    home = folder / "single"
    with homes.desk(home) as desk:
        for number in range(10):
            case = desk.register({**homes.CASE, "kind": "neighbours", "asked": f"水渠漏水，第{number + 1}户反映"})
            desk.act(case, "take", {})
    async with opened(home, "today", size=(80, 24)) as pilot:
        for number in range(10):
            await press(pilot, "f6", "1", "enter")
            await paste(pilot, f"第{number + 1}户门前的水渠已修好。")
            await press(pilot, "f8")
    return home


async def _find(pilot: Pilot[int], words: str) -> None:
    await press(pilot, "slash")
    await paste(pilot, words)
    await press(pilot, "enter")


JOURNEYS = (kitchen_table, returned, ten_answers)


@asynccontextmanager
async def first_screen(folder: Path) -> AsyncIterator[Pilot[int]]:
    """Today's list of a township with a little to do: the picture of the README."""
    home = folder / "first"
    with homes.desk(home) as desk:
        for asked, place, received in (
            ("请协调灌溉用水的先后顺序", "桥头村一组水渠", "2026-11-02"),
            ("要求修好村口坏了的路灯", "桥头村村口", "2026-11-12"),
            ("请把多扣的装车费退回来", "柳树沟村果品收购点", "2026-11-16"),
            ("要求清理河道里的建筑垃圾", "清源镇南关桥", "2026-11-19"),
        ):
            values = {**homes.CASE, "kind": "neighbours", "asked": asked, "place": place, "received": received}
            case = desk.register(values)
            if "路灯" in asked:
                desk.act(case, "take", {})
            if "装车费" in asked:
                desk.act(case, "send-up", {"note": "涉及合作社，请镇里定"})
                desk.act(case, "assign", {"owner": homes.COURT, "due": "2026-12-15"})
    async with opened(home, "today", size=(100, 16 + 8)) as pilot:
        yield pilot
