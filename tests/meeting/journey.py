"""One township through three monthly meetings, by the commands and the screen a clerk uses (样例·虚构).

`walk` goes the whole way and notes what it saw; `python -m tests.meeting.journey FOLDER` also draws the pictures of
`docs/meeting.md`.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest import mock

from textual.app import App

from tests import homes
from tests.homes import COUNTY, COURT, TOWN, VILLAGE
from tests.meeting import kit
from tests.tui.kit import fill, opened, paste, press, settled, step
from xfgrid.cli.main import main
from xfgrid.journal.desk import Desk
from xfgrid.meeting.queue import queue

DECEMBER, JANUARY, FEBRUARY = "2026-12-08", "2027-01-08", "2027-02-08"
CONVENOR = "样例·镇长"
Draw = Callable[[str, App[Any]], None]


class Clerk:
    """The clerk at the laptop: types commands, reads their JSON."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def says(self, *words: str) -> dict[str, Any]:
        """What a command answers; an error's code and sentence under `error`."""
        out = io.StringIO()
        here = {"XFGRID_PASSPHRASE": homes.PASSPHRASE, "XFGRID_LANGUAGE": "zh-CN"}
        with mock.patch.dict(os.environ, here), redirect_stdout(out), redirect_stderr(io.StringIO()):
            main([*words, "--home", str(self.home), "--json"])
        return dict(json.loads(out.getvalue().splitlines()[-1]))

    def meeting(self, what: str, day: str, *words: str) -> dict[str, Any]:
        """One command of `xfgrid meeting`, which must succeed."""
        answer = self.says("meeting", what, day, *words)
        assert "error" not in answer, answer
        return answer

    def decides(self, day: str, case: str, owner: str, due: str) -> None:
        """All four parts of a decision."""
        said = ("--decision", "限期查明并答复", "--sentence", "镇里已定责任单位，到期前答复您")
        self.meeting("decide", day, case, "--to", owner, "--due", due, *said)

    def stands(self, day: str) -> dict[str, str]:
        """What became of each case in a meeting."""
        items = self.says("meeting", "minutes", day)["minutes"]["items"]
        return {item["number"]: item["outcome"]["kind"] for item in items}


class Seen(dict[str, Any]):
    """What the journey noted, by name."""


async def walk(folder: Path, draw: Draw = lambda name, app: None) -> Seen:
    """The three months."""
    seen, clerk = Seen(), Clerk(homes.enrol(folder / "town"))
    county = homes.enrol(folder / "county", "county", COUNTY)
    with kit.at("2026-11-26"):
        cases = written(clerk)
    await december(clerk, cases, seen, draw)
    await january(clerk, cases, seen, draw)
    with kit.at("2027-01-09"):
        seen["county"] = county_queue(clerk.home, county)
    await february(clerk, cases, seen, draw)
    return seen


def written(clerk: Clerk) -> dict[str, str]:
    """What residents brought by the end of November; the numbers by name."""
    with Desk.open(clerk.home, homes.PASSPHRASE) as desk:
        found = {
            "road": kit.returned_twice(desk, "要求修复村口被水冲坏的道路"),
            "water": kit.sent_up(desk, "请协调灌溉用水的先后顺序"),
            "wage": kit.sent_up(desk, "请帮助要回合作社拖欠的工钱"),
        }
        return {name: desk.case(case).text("number") for name, case in found.items()}


async def december(clerk: Clerk, cases: dict[str, str], seen: Seen, draw: Draw) -> None:
    """Called, ordered, told in time; one item late, one member recused, one item postponed, minutes checked."""
    with kit.at("2026-12-01"):
        clerk.meeting("call", DECEMBER, "--convenor", CONVENOR, "--member", TOWN, "--member", COURT)
        for name in ("water", "wage"):
            clerk.meeting("present", DECEMBER, cases[name])
        clerk.meeting("order", DECEMBER, cases["water"], cases["road"], cases["wage"])
        clerk.meeting("freeze", DECEMBER)
    with kit.at("2026-12-04"):
        with Desk.open(clerk.home, homes.PASSPHRASE) as desk:
            cases["lamp"] = desk.case(kit.case(desk, "要求修好村口坏了的路灯")).text("number")
        clerk.meeting("present", DECEMBER, cases["lamp"], "--reason", "学生晚归，家长着急")
        async with opened(clerk.home, "queue") as pilot:
            draw("queue", pilot.app)
    with kit.at(DECEMBER):
        clerk.meeting("open", DECEMBER, "--attend", TOWN, "--attend", COURT, "--names", "样例·镇长、样例·所长")
        seen["late"] = [b["number"] for b in clerk.says("meeting", "show", DECEMBER)["agenda"]["late"]]
        async with opened(clerk.home, "meeting") as pilot:
            draw("meeting", pilot.app)
            await press(pilot, "enter")
            draw("item", pilot.app)
            await press(pilot, "escape", "f6")
            draw("room", pilot.app)
        clerk.meeting("recuse", DECEMBER, cases["wage"], COURT, "--reason", "来访人反映的就是该所")
        clerk.meeting("open", DECEMBER, "--attend", COURT, "--apologies", TOWN)
        refused = ("--to", TOWN, "--due", "2027-01-05", "--decision", "查", "--sentence", "查")
        seen["alone"] = clerk.says("meeting", "decide", DECEMBER, cases["wage"], *refused)["error"]["code"]
        clerk.meeting("open", DECEMBER, "--attend", TOWN, "--attend", COURT)
        seen["bare"] = clerk.says("meeting", "decide", DECEMBER, cases["road"], "--to", VILLAGE)["error"]["code"]
        clerk.decides(DECEMBER, cases["road"], VILLAGE, "2026-12-20")
        clerk.decides(DECEMBER, cases["water"], COURT, "2026-12-25")
        clerk.decides(DECEMBER, cases["lamp"], TOWN, "2027-01-20")
        clerk.meeting("postpone", DECEMBER, cases["wage"], "--reason", "工资表还没有核完")
        clerk.meeting("close", DECEMBER)
        seen["paper"] = [n["office"] for n in clerk.says("meeting", "show", DECEMBER)["notices"] if n["paper"]]
        seen["checked"] = clerk.meeting("minutes", DECEMBER, "--check", "--by", CONVENOR)["minutes"]["digest"]
    with kit.at("2026-12-24"):
        typed = (
            "--field",
            "via=paper",
            "--field",
            f"for={COURT}",
            "--field",
            "on=2026-12-23",
            "--field",
            "outcome=solved",
        )
        clerk.says("act", cases["water"], "answer", *typed, "--field", "sentence=已商定轮灌日期")


async def january(clerk: Clerk, cases: dict[str, str], seen: Seen, draw: Draw) -> None:
    """First what December decided; its minutes approved; the postponed item put off once more."""
    with kit.at("2026-12-30"):
        clerk.meeting("call", JANUARY, "--convenor", CONVENOR, "--member", TOWN, "--member", COURT)
        clerk.meeting("freeze", JANUARY)
    with kit.at(JANUARY):
        clerk.meeting("open", JANUARY, "--attend", TOWN, "--attend", COURT)
        followed = clerk.says("meeting", "minutes", JANUARY)["minutes"]["followed"]
        seen["followed"] = {line["number"]: line["stood"] for line in followed}
        clerk.meeting("approve", DECEMBER, "--at", JANUARY)
        clerk.meeting("postpone", JANUARY, cases["wage"], "--reason", "当事人未到")
        if cases["road"] in clerk.stands(JANUARY):
            clerk.decides(JANUARY, cases["road"], VILLAGE, "2027-01-31")
        clerk.meeting("close", JANUARY)
        clerk.meeting("minutes", JANUARY, "--check", "--by", CONVENOR)
        seen["approved"] = clerk.says("meeting", "minutes", DECEMBER)["minutes"]


async def february(clerk: Clerk, cases: dict[str, str], seen: Seen, draw: Draw) -> None:
    """The limit is reached: only a decision is left. The clerk never leaves the screen."""
    with kit.at("2027-02-01"):
        async with opened(clerk.home, "meeting") as pilot:
            await press(pilot, "f8")
            draw("steps", pilot.app)
            await press(pilot, "escape")
            await step(pilot, "召集会议")
            await fill(pilot, FEBRUARY, "", "", "", "镇二楼会议室")
            await step(pilot, "定议题")
            await fill(pilot)
            await step(pilot, "会议通知")
    with kit.at(FEBRUARY):
        async with opened(clerk.home, "meeting") as pilot:
            await step(pilot, "开会")
            await fill(pilot)
        again = clerk.says("meeting", "postpone", FEBRUARY, cases["wage"], "--reason", "再等等")
        seen["third"] = again["error"]["code"]
        others = [number for number in clerk.stands(FEBRUARY) if number != cases["wage"]]
        for number in others:
            clerk.decides(FEBRUARY, number, VILLAGE, "2027-03-01")
        await decide_in_room(clerk, cases["wage"], draw)
        async with opened(clerk.home, "meeting") as pilot:
            await press(pilot, "left")
            await step(pilot, "由下一次会议通过")
            await fill(pilot)
            await press(pilot, "right")
            for words in ("结束会议", "核对纪要"):
                await step(pilot, words)
                await fill(pilot)
            await step(pilot, "看纪要")
            draw("minutes", pilot.app)
        seen["february"] = clerk.stands(FEBRUARY)
        seen["open"] = clerk.says("meeting", "minutes", FEBRUARY, "--open")["minutes"]
        seen["january"] = clerk.says("meeting", "minutes", JANUARY)["minutes"]["approved_on"]
        seen["queue"] = [entry["number"] for entry in clerk.says("queue")["queue"]]
        seen["cases"] = dict(cases)


async def decide_in_room(clerk: Clerk, number: str, draw: Draw) -> None:
    """Goes to the item on the projector and writes owner, date, decision and sentence."""
    async with opened(clerk.home, "meeting") as pilot:
        await press(pilot, "f6")
        for _ in range(9):
            if number in pilot.app.screen.brief.number:  # type: ignore[attr-defined]
                break
            await press(pilot, "right")
        await press(pilot, "f8")
        for words in ("清源镇司法所", "2027-03-05", "由司法所牵头核清工资并督促付清", "司法所三月五日前答复您"):
            await paste(pilot, words)
            await press(pilot, "enter")
        draw("decision", pilot.app)
        await press(pilot, "enter")
        await settled(pilot)
        draw("decided", pilot.app)


def county_queue(town: Path, county: Path) -> list[int]:
    """How often meetings put off each case on the county's queue, once the county holds what the town holds."""
    with Desk.open(town, homes.PASSPHRASE) as one, Desk.open(county, homes.PASSPHRASE) as two:
        kit.meet(one, two)
        return [entry.postponed for entry in queue(two)]


def draw_into(folder: Path) -> Draw:
    """Writes each picture as `meeting-<name>.svg`."""
    from scripts.pictures import picture

    def draw(name: str, app: App[Any]) -> None:
        (folder / f"meeting-{name}.svg").write_text(picture(app), encoding="utf-8")

    return draw


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(walk(Path(home), draw_into(Path(sys.argv[1]))))
