"""登记 beyond one case: paper typed in sheet by sheet, the notice before a contact, cases that may be the same matter."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from tests import homes
from tests.contact import canary
from tests.papers.kit import pdf_pages
from tests.tui.kit import go, opened, paste, press, seen, settled, some_cases
from xfgrid.journal import drafts
from xfgrid.journal.desk import Desk
from xfgrid.tui.entering import DRAFT
from xfgrid.tui.widgets.sheet import Sheet

PHONE = "13900001111"


async def _matter(pilot: Pilot[int], *texts: str) -> None:
    for text in texts:
        await paste(pilot, text)
        await press(pilot, "enter")


async def test_words_longer_than_their_line_are_seen_where_the_cursor_is(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    place = "桥头村一组水渠" * 8
    async with opened(tmp_path / "h", "intake") as pilot:
        await press(pilot, "2", "enter")
        await paste(pilot, place + "尽头")
        assert "水渠尽头" in seen(pilot)
        await press(pilot, "home")
        assert "尽头" not in seen(pilot)
        assert "桥头村一组水渠桥头村" in seen(pilot)


async def test_enter_on_a_list_where_nothing_was_typed_or_pointed_at_goes_on_and_chooses_nothing(
    tmp_path: Path,
) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake") as pilot:
        form = pilot.app.screen.query_one(Sheet)
        assert not form.values["kind"]
        await press(pilot, "enter")
        assert not form.values["kind"]
        place = next(field for field in form.fields if field.field.code == "place")
        assert place.has_focus_within
        await press(pilot, "shift+tab", "2", "backspace", "enter")
        assert not form.values["kind"]
        await press(pilot, "shift+tab", "down", "down", "enter")
        assert form.values["kind"] == "neighbours"
        await press(pilot, "shift+tab", "enter")
        assert form.values["kind"] == "neighbours"


async def test_sheets_of_paper_are_typed_in_with_enter_alone_each_with_its_own_day(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake", size=(100, 40)) as pilot:
        assert "纸表编号" not in seen(pilot)
        await press(pilot, "shift+tab", "shift+tab", "shift+tab", "3", "enter", "enter")
        await _matter(pilot, "AB12-B0009")
        await press(pilot, "enter")
        for day in ("", "2026-03-04", "2026-03-05"):
            if day:
                await _matter(pilot, day)
                await press(pilot, "enter", "enter")
            await press(pilot, "2", "enter")
            await _matter(pilot, "桥头村一组", f"请修水渠{day}", "渠道漏水。")
            await press(pilot, *["enter"] * 5)
            assert "已登记" in seen(pilot)
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk:
        found = [desk.case(line.case) for line in desk.cases()]
        assert {case.text("how") for case in found} == {"paper"}
        assert {"2026-03-04", "2026-03-05"} < {case.text("received") for case in found}
        assert {case.text("sheet") for case in found} == {"AB12-B0009", "AB12-B0010", "AB12-B0011"}


async def test_the_notice_to_be_read_out_appears_with_the_contact_and_must_be_ticked(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake", size=(100, 40)) as pilot:
        assert "怎样告知了本人" not in seen(pilot)
        await press(pilot, "2", "enter")
        await _matter(pilot, "桥头村一组", "请修水渠", "渠道漏水。", "")
        await paste(pilot, PHONE)
        assert "满60天" in seen(pilot)
        assert "里面有手机号" not in seen(pilot)
        await press(pilot, "ctrl+s")
        assert "还不能保存：有 1 项" in seen(pilot)
        await press(pilot, "2", "ctrl+s")
        assert "已登记" in seen(pilot)
        assert "怎样告知了本人" not in seen(pilot)
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk:
        [line] = desk.cases()
        assert desk.case(line.case).text("notice_how") == "read_out"
    assert canary.in_home(tmp_path / "h", [PHONE]) == set()


async def test_charter_05_a_contact_in_a_draft_is_there_after_a_crash_and_in_no_byte_of_the_home(
    tmp_path: Path,
) -> None:
    home = homes.enrol(tmp_path / "h")
    with Desk.open(home, homes.PASSPHRASE) as desk:
        drafts.keep(desk.home.store, DRAFT, "intake", {"contact": PHONE, "place": "桥头村一组"})
        assert canary.in_home(home, [PHONE, "桥头村一组"]) == {"桥头村一组"}
    async with opened(home, "intake", size=(100, 40)) as pilot:
        assert PHONE in seen(pilot)


async def test_likely_same_matters_are_shown_with_what_is_alike_and_hinder_nothing(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", "intake", size=(100, 40)) as pilot:
        await press(pilot, "2", "enter")
        await _matter(pilot, "桥头村水渠", "请协调灌溉用水", "又轮不上水。")
        while "地点、类别、诉求相同" not in seen(pilot):
            await pilot.pause()
        assert "可能是同一件" in seen(pilot)
        assert "道路" not in seen(pilot)
        await press(pilot, "f6", "enter")
        assert "办理经过" in seen(pilot)
        await press(pilot, "escape")
        assert "又轮不上水。" in seen(pilot)
        await press(pilot, "ctrl+s")
        assert "已登记" in seen(pilot)


async def test_a_place_is_begun_from_the_villages_and_typed_on(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake", size=(100, 40)) as pilot:
        await press(pilot, "2", "enter", "down", "enter")
        await paste(pilot, "二组")
        await settled(pilot)
        assert "桥头村二组" in seen(pilot)


async def test_charter_04_a_side_stands_in_its_field_as_it_will_be_saved_once_the_cursor_leaves_it(
    tmp_path: Path,
) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake", size=(100, 40)) as pilot:
        await go(pilot, "other_side")
        await paste(pilot, "张大山、柳树沟村、邻居")
        assert "张大山" in seen(pilot)
        await press(pilot, "enter")
        assert "张某、柳树沟村、邻居" in seen(pilot)
        assert "张大山" not in seen(pilot)


async def test_a_blank_form_of_the_same_fields_is_saved_with_a_number_of_its_own(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake") as pilot:
        await press(pilot, "ctrl+e")
        await press(pilot, "ctrl+e")
        assert "已写成" in seen(pilot)
    first, second = sorted((tmp_path / "h" / "prints").glob("登记表*.pdf"))
    [page] = pdf_pages(first.read_bytes())
    assert "要求什么" in page
    [other] = pdf_pages(second.read_bytes())
    assert page != other


async def test_what_was_cleared_by_mistake_is_brought_back_by_the_same_key(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake") as pilot:
        await press(pilot, "2", "enter")
        await _matter(pilot, "桥头村一组水渠", "请修水渠", "渠道漏水。")
        await press(pilot, "ctrl+l")
        assert "漏水" not in seen(pilot)
        await press(pilot, "ctrl+l")
        for words in ("邻里", "桥头村一组水渠", "请修水渠", "渠道漏水。"):
            assert words in seen(pilot)


async def test_an_id_number_is_said_to_be_kept_nowhere_and_struck_in_the_contact_too(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    number = "320502199003071230"
    async with opened(tmp_path / "h", "intake", size=(100, 40)) as pilot:
        await press(pilot, "2", "enter", "enter", "enter")
        await paste(pilot, f"证件 {number}，电话 {PHONE}")
        assert "里面有身份证号。这些不登记，也不进联系方式" in seen(pilot)
        assert "请移到" not in seen(pilot)
        await press(pilot, "f7", "enter", "enter")
        await paste(pilot, number)
        assert "里面有身份证号。这些不登记，也不进联系方式" in seen(pilot)
        await press(pilot, "f7")
        assert number not in seen(pilot)
        await press(pilot, "ctrl+a")
        await paste(pilot, PHONE)
        assert "里面有" not in seen(pilot)
        await press(pilot, "f7")
        assert PHONE in seen(pilot), "a contact may be a phone"


async def test_striking_leaves_the_cursor_after_the_words_and_can_be_undone(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake") as pilot:
        await press(pilot, "2", "enter", "enter", "enter")
        await paste(pilot, f"请打 {PHONE}")
        await press(pilot, "f7")
        await paste(pilot, "，说完了")
        assert "请打 〔已划去〕，说完了" in seen(pilot)
        await press(pilot, "ctrl+z", "ctrl+z")
        assert PHONE in seen(pilot)
        assert "里面有手机号" in seen(pilot)
