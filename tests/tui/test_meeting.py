"""The meeting on the screen: the clerk's items, the room's projector, the queue's bands (样例·虚构)."""

from __future__ import annotations

from pathlib import Path

from tests.homes import CONTACT, GRID, NUMBER, PASSPHRASE
from tests.meeting import kit
from tests.papers.kit import pdf_pages
from tests.tui.kit import fill, go, opened, paste, press, seen, settled, step
from xfgrid.journal.desk import Desk
from xfgrid.meeting import clerk
from xfgrid.meeting.rules import rules
from xfgrid.meeting.table import meetings

PLANTED = "样例人名甲乙丙"


def held(path: Path) -> list[str]:
    """A home with a meeting in session today and two items, the first brought by the rules; the ids of its cases."""
    with kit.desk(path) as desk:
        must = kit.returned_twice(desk, "请修复村口的路")
        may = kit.case(desk, "请协调灌溉用水", facts=f"{PLANTED}说水渠干了", other_side="某合作社", **CONTACT)
        desk.act(may, "send-up", {"note": f"{PLANTED}来过两次"})
        meeting = clerk.call(desk, desk.today(), "extra", convenor="样例·镇长", members=kit.MEMBERS)
        clerk.present(desk, meeting, may)
        clerk.freeze(desk, meeting, desk.today(), "当天就要定")
        clerk.open_(desk, meeting, kit.MEMBERS)
    return [must, may]


async def test_the_queue_shows_band_and_reason_of_every_case(tmp_path: Path) -> None:
    with kit.desk(tmp_path / "h") as desk:
        kit.returned_twice(desk)
        kit.sent_up(desk)
    async with opened(tmp_path / "h", "queue") as pilot:
        screen = seen(pilot)
    assert screen.index("必议") < screen.index("需研究")
    assert "两次以上被退回" in screen


async def test_a_case_is_put_on_the_next_meeting_from_the_queue(tmp_path: Path) -> None:
    with kit.desk(tmp_path / "h") as desk:
        kit.sent_up(desk)
        clerk.call(desk, desk.today(), "reception")
    async with opened(tmp_path / "h", "queue") as pilot:
        await press(pilot, "ctrl+n")
        assert "已列入" in seen(pilot)
        await press(pilot, "f11")
        assert "村里办不了的事" in seen(pilot)


async def test_the_clerk_goes_from_item_to_item_and_decides(tmp_path: Path) -> None:
    _, may = held(tmp_path / "h")
    async with opened(tmp_path / "h", "meeting", (100, 34)) as pilot:
        assert "开会中" in seen(pilot)
        await press(pilot, "enter", "right")
        screen = seen(pilot)
        assert "请协调灌溉用水" in screen
        assert "某合作社" in screen
        await press(pilot, "f8")
        await paste(pilot, "桥头村")
        await press(pilot, "enter")
        await paste(pilot, "2099-12-30")
        await press(pilot, "enter")
        await paste(pilot, "由村里牵头商定轮灌")
        await press(pilot, "enter")
        await paste(pilot, "村里月底前来商定")
        await press(pilot, "enter", "enter")
        await settled(pilot)
        assert "由村里牵头商定轮灌" in seen(pilot)
    with Desk.open(tmp_path / "h", PASSPHRASE) as desk:
        assert (desk.case(may).state, desk.case(may).text("due")) == ("assigned", "2099-12-30")


async def test_an_item_is_postponed_with_its_reason_from_the_screen(tmp_path: Path) -> None:
    must, _ = held(tmp_path / "h")
    async with opened(tmp_path / "h", "meeting", (100, 34)) as pilot:
        await press(pilot, "enter", "f6")
        await paste(pilot, "等鉴定结果")
        await press(pilot, "enter", "enter")
        assert "缓议（第1次）" in seen(pilot)
    with Desk.open(tmp_path / "h", PASSPHRASE) as desk:
        assert len(desk.case(must).of_type("postponed")) == 1


async def test_what_is_said_is_written_down_from_the_screen(tmp_path: Path) -> None:
    held(tmp_path / "h")
    async with opened(tmp_path / "h", "meeting", (100, 34)) as pilot:
        await press(pilot, "enter", "ctrl+n")
        await paste(pilot, "双方愿意再谈一次")
        await press(pilot, "f8")
    with Desk.open(tmp_path / "h", PASSPHRASE) as desk, desk.home.store.read() as connection:
        [sitting] = meetings(connection, rules())
        assert sitting.items[0].notes == (("", "双方愿意再谈一次"),)


async def test_the_projector_shows_one_item_and_nothing_that_a_person_told(tmp_path: Path) -> None:
    held(tmp_path / "h")
    async with opened(tmp_path / "h", "meeting") as pilot:
        await press(pilot, "f6")
        screens = [seen(pilot)]
        await press(pilot, "right")
        screens.append(seen(pilot))
        await press(pilot, "escape")
        assert pilot.app.theme == "day"
    assert "请修复村口的路" in screens[0]
    assert "请协调灌溉用水" not in screens[0]
    assert "请协调灌溉用水" in screens[1]
    assert PLANTED not in "".join(screens)
    assert "某合作社" not in "".join(screens)
    assert NUMBER not in "".join(screens)


async def test_a_clerk_carries_a_meeting_from_the_call_to_the_checked_minutes_on_the_screen(tmp_path: Path) -> None:
    decision = ("桥头村", "2099-12-30", "由村里牵头商定", "村里月底前答复您")
    with kit.desk(tmp_path / "h") as desk:
        kit.returned_twice(desk, "请修复村口的路")
        kit.sent_up(desk, "请协调灌溉用水")
        kit.sent_up(desk, "请修好路灯")
        today = desk.today().isoformat()
    async with opened(tmp_path / "h", "meeting", (100, 34)) as pilot:
        await step(pilot, "召集")
        await fill(pilot, today, "", "", "清源镇、没有这个所", "")
        assert "没有叫“没有这个所”的单位" in seen(pilot)
        await press(pilot, "up", "up", "end", *["backspace"] * 6, "f8")
        assert "已召集" in seen(pilot)
        await press(pilot, "f5", "down", "ctrl+n", "down", "ctrl+n", "f11", "down", "down", "ctrl+up")
        shown = seen(pilot)
        assert shown.index("请修复村口的路") < shown.index("请修好路灯") < shown.index("请协调灌溉用水")
        await press(pilot, "ctrl+r")
        assert "〔一并〕请修好路灯" in seen(pilot)
        await step(pilot, "撤下")
        await fill(pilot, "已经修好")
        assert "请修好路灯" not in seen(pilot)
        await step(pilot, "定议题")
        await go(pilot, "hurried")
        await paste(pilot, "当天就要定")
        await press(pilot, "f8")
        for words in ("开会", "撤回开会", "开会"):
            await step(pilot, words)
            await fill(pilot, *(["点错了"] if words == "撤回开会" else []))
        await press(pilot, "home", "enter", "f8")
        await fill(pilot, *decision)
        await press(pilot, "right", "f8")
        await fill(pilot, *decision)
        await press(pilot, "escape")
        for words in ("结束会议", "核对纪要"):
            await step(pilot, words)
            await fill(pilot)
        assert "纪要已核" in seen(pilot)
        await step(pilot, "看纪要")
        assert "由村里牵头商定" in seen(pilot)
        await press(pilot, "escape")
        await step(pilot, "交办清单")
        assert "已写成" in seen(pilot)
    [orders] = (tmp_path / "h" / "prints").glob("交办事项清单-桥头村.pdf")
    assert "请修复村口的路" in "".join(pdf_pages(orders.read_bytes())).replace("\n", "")


async def test_the_notice_of_a_meeting_is_printed_from_the_screen_and_never_over_a_file(tmp_path: Path) -> None:
    with kit.desk(tmp_path / "h") as desk:
        kit.returned_twice(desk)
        clerk.call(desk, desk.today())
    async with opened(tmp_path / "h", "meeting", (100, 34)) as pilot:
        for _ in range(2):
            await step(pilot, "会议通知")
    sheets = sorted((tmp_path / "h" / "prints").glob("会议通知-*.pdf"))
    assert len(sheets) == 2
    assert all(sheet.read_bytes().startswith(b"%PDF") for sheet in sheets)


async def test_an_office_is_recused_from_the_screen(tmp_path: Path) -> None:
    held(tmp_path / "h")
    async with opened(tmp_path / "h", "meeting", (100, 34)) as pilot:
        await press(pilot, "enter", "ctrl+r")
        await fill(pilot, "清源镇司法所", "反映的就是该所")
        assert "反映的就是该所" in seen(pilot)


async def test_residents_are_asked_to_come_at_an_hour_on_reception_days_only(tmp_path: Path) -> None:
    offered = {}
    for kind in ("reception", "monthly"):
        with kit.desk(tmp_path / kind) as desk:
            clerk.call(desk, desk.today(), kind)
        async with opened(tmp_path / kind, "meeting") as pilot:
            await press(pilot, "f8", *"ylfsj")
            offered[kind] = "约来访时间" in seen(pilot)
    assert offered == {"reception": True, "monthly": False}


async def test_whoever_holds_no_meetings_is_offered_no_step_of_one(tmp_path: Path) -> None:
    kit.desk(tmp_path / "h", "liaison", GRID).home.store.close()
    async with opened(tmp_path / "h", "meeting") as pilot:
        await press(pilot, "f8")
        assert "补录" not in seen(pilot)
        assert "没有这一项" in seen(pilot)
        assert "按 F8 召集" not in seen(pilot)
