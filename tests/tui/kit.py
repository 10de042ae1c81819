"""A program on an invented home (样例·虚构), driven headless, and what its screen says as text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from textual import events
from textual.pilot import Pilot
from textual.worker import Worker

from tests import homes
from xfgrid.journal import journal, stored
from xfgrid.journal.config import Config
from xfgrid.journal.desk import Desk
from xfgrid.tui.app import Program
from xfgrid.tui.places.first import First
from xfgrid.tui.places.unlock import Unlock
from xfgrid.tui.widgets.field import Field

ROAD = {
    **homes.CASE,
    "kind": "neighbours",
    "asked": "要求修复村口被水冲坏的道路",
    "place": "柳树沟村村口",
    "how": "phone",
}


def some_cases(path: Path) -> list[str]:
    """An enrolled township home with two cases, the second sent up with a note; their ids."""
    with homes.desk(path) as desk:
        cases = [desk.register({**homes.CASE, "kind": "neighbours"}), desk.register(ROAD)]
        desk.act(cases[1], "send-up", {"note": "村里资金不足，请镇里协调。"})
    return cases


def disputed(path: Path) -> str:
    """A township home with a case whose request it and the grid have corrected apart, and which both have moved; its
    id."""
    with homes.desk(path) as town, homes.desk(path.with_name(f"{path.name}-grid"), "grid_worker", homes.GRID) as grid:
        case = grid.register({**homes.CASE, "kind": "neighbours"})
        carry(grid, town, case)
        grid.act(case, "correct", {"asked": "请协调两村轮流灌溉", "reason": "写错了"})
        grid.act(case, "send-up", {"note": "涉及邻村"})
        town.act(case, "correct", {"asked": "请协调灌溉用水并修渠", "reason": "本人补充"})
        town.act(case, "take", {})
        carry(grid, town, case)
    return case


def carry(source: Desk, target: Desk, case: str) -> None:
    """Brings the events of a case from one laptop to another, as a synchronisation would."""
    with source.home.store.read() as connection:
        events = list(stored.events_of(connection, [case]))
    with target.home.store.write() as connection:
        journal.append(connection, events)


@asynccontextmanager
async def opened(
    home: Path, place: str = "ledger", size: tuple[int, int] = (80, 24), language: str = "zh-CN", **config: object
) -> AsyncIterator[Pilot[int]]:
    """The program at a place, settled."""
    program = Program(home, homes.PASSPHRASE, Config(language=language, **config), place)  # type: ignore[arg-type]
    async with program.run_test(size=size) as pilot:
        while program.desk is None and not isinstance(program.screen, Unlock | First):
            await pilot.pause()
        await settled(pilot)
        yield pilot


QUIET = 3
"""Rounds without a worker after which nothing more is on its way."""


async def settled(pilot: Pilot[int]) -> None:
    """Waits until every worker but the one that watches for the agent has finished, and none follows."""
    quiet = 0
    while quiet < QUIET:
        await pilot.pause()
        waiting = _awaited(pilot)
        await asyncio.gather(*(w.wait() for w in waiting), return_exceptions=True)
        quiet = 0 if waiting else quiet + 1


def _awaited(pilot: Pilot[int]) -> list[Worker[object]]:
    """Workers that will finish: before there is a desk only the opening, later all but the one for the agent."""
    program = cast(Program, pilot.app)
    groups = {w.group for w in program.workers} - {"watch"} if program.desk else {"open"}
    return [w for w in program.workers if w.group in groups and not w.is_finished]


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Presses keys one after the other and waits for what they cause."""
    for key in keys:
        await pilot.press(key)
    await settled(pilot)


async def paste(pilot: Pilot[int], text: str) -> None:
    """Chinese as a terminal brings it: in one piece."""
    pilot.app.post_message(events.Paste(text))
    await settled(pilot)


async def step(pilot: Pilot[int], words: str) -> None:
    """Takes the line of the menu behind F8 that holds these words."""
    await press(pilot, "f8")
    await paste(pilot, words)
    await press(pilot, "enter")


async def go(pilot: Pilot[int], code: str) -> None:
    """Puts the cursor behind what stands in the field of a form in front."""
    field = next(field for field in pilot.app.screen.query(Field) if field.field.code == code)
    field.take_focus()
    await pilot.press("end")
    await settled(pilot)


async def fill(pilot: Pilot[int], *words: str) -> None:
    """Fills the fields of a dialog one after the other and does it; '' leaves one as it stands. Where nothing
    is missing the cursor stands on the press."""
    for said in words:
        if said:
            await paste(pilot, said)
        await press(pilot, "enter")
    await press(pilot, "enter")


def seen(pilot: Pilot[int]) -> str:
    """The whole screen as text, a line for each row."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)
