"""A county's own intake on the screen: asked, shown and printed; a draft outlives a form that changes (样例·虚构)."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import msgspec
import tomli
from textual.pilot import Pilot

from tests import homes
from tests.papers.kit import pdf_pages
from tests.sync.test_form import OWN, SHIPPED
from tests.tui.kit import go, opened, paste, press, seen, step
from xfgrid.journal import drafts, package
from xfgrid.journal.desk import Desk
from xfgrid.journal.home import open_home
from xfgrid.tui.app import Program
from xfgrid.tui.entering import DRAFT
from xfgrid.tui.widgets.sheet import Sheet


def told(home: Path, form: str, serial: int) -> None:
    """A package with this form has come."""
    with open_home(home, homes.PASSPHRASE) as found, found.store.write() as connection:
        made = msgspec.structs.replace(homes.invented_package(), serial=serial, intake=tomli.loads(form))
        package.keep(connection, [(made.content(), b"")])


async def kept(pilot: Pilot[int], code: str, value: str) -> None:
    """Waits until a draft with this value was kept."""
    desk = cast(Program, pilot.app).desk
    assert desk is not None
    while drafts.kept(desk.home.store, DRAFT).get(code) != value:
        await pilot.pause()


async def test_a_draft_finds_its_place_in_a_form_that_came_meanwhile_and_what_has_none_is_told_until_it_is_saved(
    tmp_path: Path,
) -> None:
    home = homes.enrol(tmp_path / "h")
    async with opened(home, "intake", size=(100, 50)) as pilot:
        await go(pilot, "facts")
        await paste(pilot, "近半月轮灌不按约定。")
        assert "哪个闸口" not in seen(pilot)
        await kept(pilot, "facts", "近半月轮灌不按约定。")
    told(home, OWN, 2)
    async with opened(home, "intake", size=(100, 50)) as pilot:
        shown = seen(pilot)
        assert "近半月轮灌不按约定。" in shown
        assert {"来人要求什么", "打来电话", "哪个闸口"} == {
            w for w in ("来人要求什么", "打来电话", "哪个闸口") if w in shown
        }
        await go(pilot, "own_gate")
        await press(pilot, "1")
        assert pilot.app.screen.query_one(Sheet).values["own_gate"] == "upper"
        await kept(pilot, "own_gate", "upper")
    told(home, SHIPPED, 3)
    for words in ("补。", "补。补。"):  # the second time it was kept under the newest form
        async with opened(home, "intake", size=(100, 50)) as pilot:
            assert "已经没有地方填" in seen(pilot)
            assert "哪个闸口（样例）" in seen(pilot)
            assert "上闸" in seen(pilot)
            await go(pilot, "facts")
            await paste(pilot, "补。")
            await kept(pilot, "facts", f"近半月轮灌不按约定。{words}")
    async with opened(home, "intake", size=(100, 50)) as pilot:
        await press(pilot, "ctrl+l")
        assert "上闸" not in seen(pilot)
        await press(pilot, "ctrl+l")
        assert "上闸" in seen(pilot)
        for code, text in (("place", "桥头村水渠"), ("asked", "请协调灌溉用水")):
            await go(pilot, code)
            await paste(pilot, text)
        await go(pilot, "kind")
        await press(pilot, "down", "down", "enter", "ctrl+s")
        assert "已登记" in seen(pilot)
        assert "上闸" not in seen(pilot)


async def test_a_value_of_a_countys_own_field_stands_in_the_case_in_words_also_after_the_form_dropped_it(
    tmp_path: Path,
) -> None:
    home = homes.enrol(tmp_path / "h")
    told(home, OWN, 2)
    with Desk.open(home, homes.PASSPHRASE) as desk:
        desk.register({**homes.CASE, "kind": "neighbours", "how": "phone", "own_gate": "upper"})
    for form, serial, way in ((OWN, 2, "打来电话"), (SHIPPED, 3, "来电")):
        told(home, form, serial)
        async with opened(home, size=(100, 50)) as pilot:
            await press(pilot, "enter")
            shown = seen(pilot).replace(" ", "")
            assert "哪个闸口（样例）" in shown
            assert "上闸" in shown
            assert f"{way}\n" in shown


async def test_the_blank_form_on_paper_asks_what_the_countys_form_asks(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    told(home, OWN, 2)
    async with opened(home, "intake", size=(100, 50)) as pilot:
        await press(pilot, "ctrl+e")
        assert "已写成" in seen(pilot)
    [made] = (home / "prints").glob("登记表*.pdf")
    assert "哪个闸口" in "".join(pdf_pages(made.read_bytes()))


async def test_what_the_form_calls_a_way_in_is_no_word_for_a_way_to_tell_somebody(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    told(home, OWN, 2)
    with Desk.open(home, homes.PASSPHRASE) as desk:
        desk.register({**homes.CASE, "kind": "neighbours", "how": "phone"})
    async with opened(home, size=(100, 50)) as pilot:
        await press(pilot, "enter")
        await step(pilot, "告知进展")
        shown = pilot.app.screen.query_one(Sheet)
        how = next(field.field for field in shown.fields if field.field.code == "how")
        assert [option.label.zh for option in how.options if option.code == "phone"] == ["电话"]
        assert how.label.zh != "怎样来的"
