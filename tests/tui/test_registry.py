"""One registry of actions feeds the keys, the footer, F1 and the user's own keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.kit import opened, press, seen, some_cases
from xfgrid.errors import InputError
from xfgrid.terms import LANGUAGES, catalogue
from xfgrid.tui.actions import ACTIONS, keymap, with_twins
from xfgrid.tui.app import Program
from xfgrid.tui.keys import shown_key
from xfgrid.tui.places.case import CasePlace
from xfgrid.tui.places.confirm import Confirm
from xfgrid.tui.places.dialog import FormDialog
from xfgrid.tui.places.first import First
from xfgrid.tui.places.help import Help
from xfgrid.tui.places.mapping import Mapping
from xfgrid.tui.places.meeting_item import MeetingItem
from xfgrid.tui.places.menu import Menu
from xfgrid.tui.places.place import Place
from xfgrid.tui.places.room import Room
from xfgrid.tui.places.settle import Settle
from xfgrid.tui.places.told import Told
from xfgrid.tui.places.unlock import Unlock
from xfgrid.tui.spots import PLACES
from xfgrid.tui.widgets.filter import Filter
from xfgrid.tui.widgets.rows import Rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_has_its_sentence_and_every_one_in_the_footer_its_label(language: str) -> None:
    words = catalogue(language)
    assert {a.name for a in ACTIONS if f"screen.help.{a.name}" not in words} == set()
    assert {
        a.name for a in ACTIONS if a.footer and a.where != "help" and f"screen.action.{a.name}" not in words
    } == set()


def _holder(where: str) -> type[object]:
    known = {
        "program": Program,
        "rows": Rows,
        "help": Help,
        "case": CasePlace,
        "acting": CasePlace,
        "menu": Menu,
        "first": First,
        "act": FormDialog,
        "settle": Settle,
        "told": Told,
        "unlock": Unlock,
        "confirm": Confirm,
        "mapping": Mapping,
        "item": MeetingItem,
        "room": Room,
        "filter": Filter,
        "printing": CasePlace,
    }
    return known.get(where) or type(PLACES[where]())


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.name)
def test_every_action_of_the_registry_is_done_by_the_part_it_names(action: object) -> None:
    call = (action.call or action.name).partition("(")[0]  # type: ignore[attr-defined]
    assert callable(getattr(_holder(action.where), f"action_{call}", None))  # type: ignore[attr-defined]


@pytest.mark.parametrize("place", PLACES)
async def test_f1_lists_every_action_of_the_place_with_its_keys(tmp_path: Path, place: str) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", place, size=(100, 40)) as pilot:
        about = pilot.app.screen
        assert isinstance(about, Place)
        await press(pilot, "f1")
        shown = seen(pilot)
        words = catalogue("zh-CN")
        for action in ACTIONS:
            if action.where in (*about.WHERE, "program"):
                assert words[f"screen.help.{action.name}"] in shown
                assert shown_key(action.keys.split(",")[0]) in shown
        await press(pilot, "escape")
        assert pilot.app.screen is about


async def test_f1_explains_a_menu_and_a_dialog_and_leads_back_to_them(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        for keys, title in ((("f8",), "选一项"), (("j", "d", "enter"), "办理")):
            await press(pilot, *keys)
            about = pilot.app.screen
            assert "F1 帮助" in seen(pilot)
            await press(pilot, "f1")
            assert isinstance(pilot.app.screen, Help)
            assert f" {title} " in seen(pilot)
            assert "到台账" not in seen(pilot)
            await press(pilot, "f1")
            assert pilot.app.screen is about


async def test_before_there_is_a_home_f1_names_no_place_one_cannot_go_to(tmp_path: Path) -> None:
    async with opened(tmp_path / "nothing") as pilot:
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, Help)
        shown = seen(pilot)
    words = catalogue(LANGUAGES[0])
    assert words["screen.about.first"][:10] in shown
    assert [name for name in PLACES if words[f"screen.help.open_{name}"][:6] in shown] == []


async def test_ctrl_c_says_how_one_leaves(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", "today") as pilot:
        await press(pilot, "ctrl+c")
        assert "退出请按 Ctrl+Q" in seen(pilot)


async def test_the_full_width_question_mark_opens_help_too(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "？")
        assert isinstance(pilot.app.screen, Help)


async def test_a_key_of_the_users_own_replaces_ours_in_footer_help_and_effect(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", keys={"open_queue": "f9"}) as pilot:
        assert "F9 队列" in seen(pilot)
        await press(pilot, "f5")
        assert "为什么在这里" not in seen(pilot)
        await press(pilot, "f9")
        assert "为什么在这里" in seen(pilot)


def test_a_key_for_an_action_nobody_knows_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(InputError) as refused:
        keymap({"open_queu": "f6"})
    assert refused.value.facts == {"key": "keys.open_queu", "near": "open_queue"}


def test_punctuation_is_bound_with_what_an_input_method_sends_for_it() -> None:
    assert with_twins("slash") == "slash,ideographic_comma,fullwidth_solidus"
    assert "fullwidth_question_mark" in with_twins("f1,question_mark").split(",")
