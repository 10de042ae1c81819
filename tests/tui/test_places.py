"""What a person does at the screen, key by key."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests import homes
from tests.tui.kit import opened, paste, press, seen, settled, some_cases
from xfgrid.journal import drafts
from xfgrid.journal.config import Config, load
from xfgrid.journal.desk import Desk
from xfgrid.tui.app import Program
from xfgrid.tui.entering import DRAFT
from xfgrid.tui.widgets.rows import Rows


async def test_the_list_shows_every_case_with_state_and_owner_in_words(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", size=(100, 24)) as pilot:
        shown = seen(pilot)
    assert "请协调灌溉用水的先后顺序" in shown
    assert "已上报" in shown
    assert "清源镇" in shown
    assert "全部 2" in shown


async def test_typing_after_slash_narrows_the_list_and_escape_widens_it_again(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "、")  # what an input method sends for the slash
        await paste(pilot, "道")
        assert "道路" in seen(pilot)
        assert "灌溉" not in seen(pilot)
        await press(pilot, "escape")
        assert "灌溉" in seen(pilot)


async def test_right_goes_through_the_saved_views(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "right", "right", "right")
        assert "这里没有事项" in seen(pilot)
        await press(pilot, "left", "left", "left")
        assert "灌溉" in seen(pilot)


async def test_enter_opens_a_case_with_its_timeline_and_escape_leads_back(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", size=(80, 40)) as pilot:
        await press(pilot, "down", "enter")
        assert "村里资金不足，请镇里协调。" in seen(pilot)
        assert "上报 · 清源镇" in seen(pilot)
        await press(pilot, "escape")
        assert "灌溉" in seen(pilot)


async def test_the_key_of_a_place_leads_to_the_place_also_from_a_case_that_was_opened_over_it(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", size=(80, 40)) as pilot:
        for key in ("f3", "f2", "f3"):
            await press(pilot, "enter")
            assert "办理经过" in seen(pilot)
            await press(pilot, key)
            assert "办理经过" not in seen(pilot)
            assert f" {'台账' if key == 'f3' else '今日'} " in seen(pilot).splitlines()[0]


async def test_the_language_named_for_one_run_goes_before_the_one_of_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_LANGUAGE", "en")
    homes.enrol(tmp_path / "h")
    async with Program(tmp_path / "h", homes.PASSPHRASE, load(tmp_path / "h")).run_test() as pilot:
        await settled(pilot)
        assert "Today" in seen(pilot)


async def test_the_queue_says_why_a_case_is_on_it(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", "queue") as pilot:
        assert "到期后满5个工作日" in seen(pilot)
        await press(pilot, "down", "enter")
        assert "柳树沟村村口" in seen(pilot)


async def test_the_line_says_offline_and_how_many_events_wait(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        assert "离线 · 待传 3 · 尚未同步" in seen(pilot)


async def test_a_new_case_needs_only_enter_between_the_fields(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake") as pilot:
        await press(pilot, "2", "enter")  # the kind, by its number; how, date and class are filled in
        for text in ("桥头村一组水渠", "请协调灌溉用水", "两村共用一条水渠。"):
            await paste(pilot, text)
            await press(pilot, "enter")
        await press(pilot, *["enter"] * 5)
        assert "已登记：" in seen(pilot)
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk:
        [line] = desk.cases()
        case = desk.case(line.case)
        assert (line.title, line.kind, line.place) == ("请协调灌溉用水", "neighbours", "桥头村一组水渠")
        assert (case.text("how"), case.text("facts")) == ("in_person", "两村共用一条水渠。")
        assert drafts.kept(desk.home.store, DRAFT) == {}


async def test_every_problem_is_shown_at_once_and_nothing_is_saved(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake", size=(100, 40)) as pilot:
        await press(pilot, "ctrl+s")
        assert seen(pilot).count("必填，还没有填。") == 4
        assert "还不能保存：有 4 项" in seen(pilot)
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk:
        assert desk.count() == 0


async def test_a_phone_number_in_the_account_is_told_while_typing_and_struck_by_one_key(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake", size=(100, 40)) as pilot:
        await press(pilot, "2", "enter", "enter", "enter")
        await paste(pilot, "请打 13900001111 找他")
        assert "里面有手机号" in seen(pilot)
        await press(pilot, "f7")
        assert "请打 〔已划去〕 找他" in seen(pilot)
        assert "里面有手机号" not in seen(pilot)


async def test_what_was_typed_is_there_again_after_the_program_was_left_without_saving(tmp_path: Path) -> None:
    homes.enrol(tmp_path / "h")
    async with opened(tmp_path / "h", "intake") as pilot:
        await press(pilot, "2", "enter")
        await paste(pilot, "桥头村一组水渠")
        while not drafts.kept(pilot.app.desk.home.store, DRAFT).get("place"):  # type: ignore[attr-defined]
            await pilot.pause()
        await settled(pilot)
    async with opened(tmp_path / "h", "intake") as pilot:
        assert "已恢复上次没有保存的内容" in seen(pilot)
        assert "桥头村一组水渠" in seen(pilot)
        assert "邻里" in seen(pilot)


async def test_a_wrong_passphrase_is_told_in_words_and_the_right_one_opens(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    program = Program(tmp_path / "h", None, Config())
    async with program.run_test(size=(80, 24)) as pilot:
        await paste(pilot, "不对")
        await press(pilot, "enter")
        assert "[wrong_key]" in seen(pilot)
        await paste(pilot, homes.PASSPHRASE)
        await press(pilot, "enter")
        assert "灌溉" in seen(pilot)


async def test_a_home_that_is_not_there_begins_with_the_guide_of_the_first_run(tmp_path: Path) -> None:
    async with opened(tmp_path / "nothing") as pilot:
        assert "登记码" in seen(pilot)


@pytest.mark.parametrize("place", ["ledger", "queue", "intake"])
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (140, 40)])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_no_line_is_wider_or_narrower_than_the_screen(
    tmp_path: Path, place: str, size: tuple[int, int], language: str
) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", place, size, language) as pilot:
        assert {cell_len(line) for line in seen(pilot).split("\n")} == {size[0]}


async def test_a_list_of_ten_thousand_reads_only_the_pages_it_shows(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        rows = pilot.app.screen.query_one(Rows)
        [line] = await rows._fetch(0, 1)
        asked: list[int] = []

        async def fetch(start: int, limit: int) -> list[object]:
            asked.append(start)
            return [line] * limit

        rows._fetch = fetch  # type: ignore[assignment]
        await rows.show(10_000)
        await press(pilot, "end", "pageup")
        assert rows.cursor > 9_900
    assert asked[0] == 0
    assert set(asked[1:]) <= {9_930, 9_960, 9_990}


async def test_the_view_in_front_is_marked_by_a_sign_and_an_empty_one_says_what_it_lacks(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", "today") as pilot:
        assert "[全部 1]" in seen(pilot)
        await press(pilot, "left")
        assert "[等评价 0]" in seen(pilot)
        assert " 这一类没有要办的事" in seen(pilot)
        await press(pilot, "f6")
        assert "这里没有选中的事项" in seen(pilot)


async def test_a_filter_that_finds_nothing_says_so_and_esc_in_the_list_ends_it(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "slash")
        assert "Esc 取消筛选" in seen(pilot).splitlines()[-2]
        await paste(pilot, "没有这个")
        await press(pilot, "enter")
        assert "没有找到“没有这个”" in seen(pilot)
        await press(pilot, "escape")
        assert "灌溉" in seen(pilot)
        assert "道路" in seen(pilot)


async def test_a_receipt_is_the_first_paper_of_a_case(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "ctrl+e", "enter")
        assert "已写成" in seen(pilot)
    [sheet] = (tmp_path / "h" / "prints").glob("登记回执-*.pdf")
    assert sheet.read_bytes().startswith(b"%PDF")
