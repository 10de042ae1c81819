"""Acting on a case from the screen: what is offered, what a dialog asks, what is said of a refusal, and undoing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import homes
from tests.ledger.books import MEDIATION, mediation
from tests.ledger.kit import imported_rows
from tests.tui.kit import go, opened, paste, press, seen, some_cases, step
from xfgrid import packages
from xfgrid.case.acts import Actor, Offer
from xfgrid.case.fold import Case
from xfgrid.case.offers import parts
from xfgrid.case.offices import Offices
from xfgrid.case.vocabulary import ACTS, BY_ACTION, GROUPS
from xfgrid.journal import drafts
from xfgrid.journal.desk import Desk
from xfgrid.journal.disclosure import open_contact
from xfgrid.terms import LANGUAGES, Terms, catalogue
from xfgrid.tui.offers import ELSEWHERE, NEXT, Choice
from xfgrid.tui.parts import Around, form

MENU = [action for group in GROUPS.values() for action in group if action not in ELSEWHERE]


def _state(home: Path, number: int) -> Case:
    with Desk.open(home, homes.PASSPHRASE) as desk:
        return desk.case(desk.cases()[number].case)


def test_every_act_of_the_vocabulary_is_in_the_menu_or_has_a_place_of_its_own() -> None:
    assert {action for state in NEXT.values() for action in state} <= set(MENU)
    assert set(MENU) | ELSEWHERE == {act.action for act in ACTS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", [*MENU, "undo"])
def test_a_dialog_asks_for_every_part_an_act_needs_in_words(action: str, language: str) -> None:
    act, terms = BY_ACTION[action], Terms(language)
    around = Around(Case("c"), Actor("1", "township", homes.TOWN), Offices(homes.OFFICES), packages.form())
    made = form(Choice(Offer(action, act.type, "duty", parts(act)), "duty"), around, terms)
    assert set(act.needs) - {field.code for field in made.fields if field.required} <= {"undoes", "item"}
    words = {field.label.zh for field in made.fields} | {o.label.zh for f in made.fields for o in f.options}
    assert not words & {field.code for field in made.fields}
    assert f"acts.alias.{action}" in catalogue(language)


async def test_the_menu_offers_what_the_rules_allow_now_and_what_usually_comes_next_first(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "f8")
        shown = seen(pilot)
        assert shown.index("下一步") < shown.index("接单") < shown.index("点单")
        assert "办结" not in shown


async def test_typing_in_the_menu_finds_an_act_by_its_pinyin_letters(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "enter", "y", "j")
        assert "移交" in seen(pilot)
        assert "上报" not in seen(pilot)


async def test_the_menu_says_where_nothing_fits_what_was_typed(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "f8", "q", "q", "q")
        assert "没有这一项" in seen(pilot)
        await press(pilot, "enter", "escape")
        assert "在办" in seen(pilot)


async def test_ctrl_z_takes_back_the_step_just_done_though_its_case_has_left_the_list(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "h", "grid_worker", homes.GRID) as desk:
        for asked in ("请修村口道路", "请修水渠"):
            desk.register({**homes.CASE, "kind": "neighbours", "asked": asked})
    async with opened(tmp_path / "h", "today") as pilot:
        await press(pilot, "f8", "s", "b", "enter")
        await paste(pilot, "村里资金不足。")
        await press(pilot, "f8")
        [left] = [one for one in ("道路", "水渠") if one in seen(pilot)]
        await press(pilot, "ctrl+z")
        assert "要撤销的是：上报" in seen(pilot)
        assert ("水渠" if left == "道路" else "道路") in seen(pilot)
        await paste(pilot, "点错了")
        await press(pilot, "f8")
        assert "道路" in seen(pilot)
        assert "水渠" in seen(pilot)


async def test_what_is_never_undone_is_named_in_words(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "ctrl+z")
        assert "这一步（登记）不能撤销" in seen(pilot)


async def test_the_next_step_of_a_new_case_is_taking_it_with_two_keys(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "f6", "enter")
        assert "已办：接单" in seen(pilot)
        assert "办理中" in seen(pilot)


async def test_an_act_that_lacks_something_says_what_and_does_nothing(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "enter", "y", "j", "enter", "f8")
        assert "必填，还没有填。" in seen(pilot)
        await press(pilot, "escape")
        assert "移交 ·" not in seen(pilot)


async def test_a_case_is_assigned_to_an_office_found_by_typing_a_part_of_its_name(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "down", "enter", "enter", "j", "b", "enter")
        await paste(pilot, "司法")
        await press(pilot, "enter")
        await paste(pilot, "2027-1-5")
        await press(pilot, "f8")
        assert "已办：交办" in seen(pilot)
        assert "清源镇司法所" in seen(pilot)
    case = max((_state(tmp_path / "h", n) for n in (0, 1)), key=lambda one: one.state == "assigned")
    assert (case.state, case.owner, case.text("due")) == ("assigned", homes.COURT, "2027-01-05")


async def test_a_phone_number_in_the_words_of_an_act_is_told_while_typing_and_struck(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "enter", "j", "l", "enter")
        await paste(pilot, "请打 13900001111 找他")
        assert "里面有手机号" in seen(pilot)
        await press(pilot, "f7")
        assert "请打 〔已划去〕 找他" in seen(pilot)


async def test_a_contact_is_set_on_a_case_as_at_its_entry_after_the_notice(tmp_path: Path) -> None:
    case = some_cases(tmp_path / "h")[0]
    async with opened(tmp_path / "h", size=(100, 40)) as pilot:
        await press(pilot, "enter")
        await step(pilot, "记联系方式")
        await paste(pilot, "13900001111")
        assert "里面有手机号" not in seen(pilot)
        await press(pilot, "f8")
        assert "必填" in seen(pilot)
        await press(pilot, "2", "enter")
        await paste(pilot, "样例·经办")
        await press(pilot, "f8")
        assert "已办：记联系方式" in seen(pilot)
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk:
        found = desk.case(case)
        told = found.said[found.of_type("contact_set")[0]]
        assert (told["notice_how"], told["notice_by"]) == ("read_out", "样例·经办")
        assert [one.channel for one in open_contact(desk, case, "progress").contacts] == ["13900001111"]


async def test_an_act_dated_tomorrow_is_refused(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "f6", "shift+tab")
        await paste(pilot, "2999-1-1")
        await press(pilot, "f8")
        assert "日期在今天之后" in seen(pilot)


async def test_the_last_step_is_undone_with_a_reason_and_the_case_stands_as_before(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "f6", "enter", "ctrl+z")
        assert "要撤销的是：接单" in seen(pilot)
        await paste(pilot, "按错了")
        await press(pilot, "f8")
        assert "现在是“已登记”" in seen(pilot)


async def test_what_cannot_be_undone_says_why(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "ctrl+z")
        assert "[cannot_undo]" in seen(pilot)


async def test_the_line_for_a_group_chat_holds_none_of_the_words_about_the_matter(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "ctrl+y")
        copied = pilot.app.clipboard
    assert "清源镇主办" in copied
    assert not any(str(homes.CASE[name])[:4] in copied for name in ("asked", "facts", "place"))


async def test_a_township_clerk_types_in_the_paper_of_an_office_that_runs_no_program(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "h") as desk:
        case = desk.register(homes.CASE)
        desk.act(case, "assign", {"owner": homes.COURT, "due": "2027-01-05"})
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "f6")
        assert "清源镇司法所的纸质回单" in seen(pilot)
        await press(pilot, "f8")
        assert "代录：清源镇司法所" in seen(pilot)
        assert "主办单位改为" not in seen(pilot)
    assert _state(tmp_path / "h", 0).owner == homes.COURT


async def test_a_clerk_who_takes_a_case_from_an_office_that_runs_no_program_unticks_its_paper_and_is_told(
    tmp_path: Path,
) -> None:
    with homes.desk(tmp_path / "h") as desk:
        desk.act(desk.register(homes.CASE), "assign", {"owner": homes.COURT, "due": "2027-01-05"})
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "f6", "shift+tab", "1", "f8")
        assert "主办单位改为清源镇。" in seen(pilot)
    assert _state(tmp_path / "h", 0).owner == homes.TOWN


async def test_a_case_from_a_ledger_is_corrected_though_its_other_fields_are_not_as_the_form_wants_them(
    tmp_path: Path,
) -> None:
    with homes.desk(tmp_path / "h") as desk:
        imported_rows(desk, [MEDIATION, mediation("QY1")])
        before = desk.case("QY1")
    async with opened(tmp_path / "h", size=(80, 50)) as pilot:
        await press(pilot, "enter")
        await step(pilot, "更正")
        await paste(pilot, "地方写错了")
        await go(pilot, "place")
        await paste(pilot, "八组")
        await press(pilot, "f8")
        assert "已办：更正" in seen(pilot)
    after = _state(tmp_path / "h", 0)
    assert before.text("how") == "ledger"
    assert after.text("place") == f"{before.text('place')}八组"
    [corrected] = [event.values() for event in after.events.values() if event.head.type == "corrected"]
    assert corrected.keys() == {"reason", "place", "seen"}


async def test_a_field_emptied_in_a_correction_is_empty_and_one_that_must_not_be_is_asked_for(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "h") as desk:
        desk.register({**homes.CASE, "class": "request", "recorder": "样例·经办", "sheet": "A-1"})
    async with opened(tmp_path / "h", size=(80, 50)) as pilot:
        await press(pilot, "enter")
        await step(pilot, "更正")
        await paste(pilot, "没有纸表")
        await go(pilot, "sheet")
        await press(pilot, *["backspace"] * 3, "f8")
        assert "已办：更正" in seen(pilot)
        assert _state(tmp_path / "h", 0).get("sheet") == ""
        await step(pilot, "更正")
        await paste(pilot, "再改")
        await go(pilot, "received")
        await press(pilot, *["backspace"] * 10, "f8")
        assert "必填，还没有填。" in seen(pilot)


async def test_the_slip_of_a_report_says_before_and_after_that_the_words_of_the_case_are_gone(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter")
        await step(pilot, "开转送单")
        assert "一并销毁，不能恢复" in seen(pilot)
        await paste(pilot, "县纪委监委（样例）")
        await press(pilot, "f8")
        assert "文字和联系方式已销毁" in seen(pilot)
        assert "两村共用一条水渠" not in seen(pilot)


async def test_words_of_a_dialog_that_was_cut_short_are_there_again_and_gone_once_it_is_done(tmp_path: Path) -> None:
    [case, _] = some_cases(tmp_path / "h")
    name = f"act:record:{case}"
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "f8", "j", "l", "enter")
        await paste(pilot, "约好明天上午到现场")
        while not drafts.kept(pilot.app.desk.home.store, name).get("note"):  # type: ignore[attr-defined]
            await pilot.pause()
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter", "f8", "j", "l", "enter")
        assert "约好明天上午到现场" in seen(pilot)
        assert "已恢复" in seen(pilot)
        await press(pilot, "f8")
        assert "已办" in seen(pilot)
        assert drafts.kept(pilot.app.desk.home.store, name) == {}  # type: ignore[attr-defined]
