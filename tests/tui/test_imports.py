"""A clerk imports a ledger at the screen: looked at first, mapped by hand where nobody knows it, stopped by Esc."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests import homes
from tests.ledger.books import MEDIATION, mediation, written, xlsx
from tests.tui.kit import opened, paste, press, seen, settled
from xfgrid.journal.desk import Desk
from xfgrid.ledger import importer
from xfgrid.tui.places.mapping import Mapping
from xfgrid.tui.widgets.paths import completions

ODD = [["啥时候的事", "怎么回事", "谁和谁", "在哪儿"], ["2026-03-05", "王小明家的井干了", "王小明、李强", "桥头村"]]


async def choose(pilot: Pilot[int], path: Path) -> None:
    """Types a path and enters it."""
    await paste(pilot, str(path))
    await press(pilot, "enter")


def count(home: Path) -> int:
    with Desk.open(home, homes.PASSPHRASE) as desk:
        return desk.count()


async def test_a_ledger_is_shown_with_every_problem_and_nothing_is_written_before_f8(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    rows = [MEDIATION, mediation("1", 调解结果="调解成功"), mediation("2"), mediation("3", 受理时间="上周")]
    path = written(tmp_path, rows)
    async with opened(home, "imports", (100, 30)) as pilot:
        await choose(pilot, path)
        shown = seen(pilot)
        assert "共 3 行 = 2 件事项 + 1 行未导入；其中新事项 2 件" in shown
        assert "1 件在办" in shown
        assert "“受理时间”里的“上周”看不出是哪一天" in shown
        assert count(home) == 0
        await press(pilot, "f8")
        shown = seen(pilot)
        assert "导入完成" in shown
        assert "台账-待改正.xlsx" in shown
        assert "里面的姓名、电话、身份证号仍在" in shown
    assert count(home) == 2
    assert (tmp_path / "台账-待改正.xlsx").exists()


async def test_a_sheet_left_out_by_enter_is_not_imported(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    path = tmp_path / "两个月.xlsx"
    path.write_bytes(xlsx({"一月": [MEDIATION, mediation("1")], "二月": [MEDIATION, mediation("2"), mediation("3")]}))
    async with opened(home, "imports", (100, 30)) as pilot:
        await choose(pilot, path)
        await press(pilot, "shift+tab", "down", "enter")
        assert "[不读]" in seen(pilot)
        assert "共 1 行 = 1 件事项" in seen(pilot)
        await press(pilot, "f8")
    assert count(home) == 1


async def test_a_ledger_nobody_knows_is_mapped_by_hand_once_and_known_the_next_time(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    path = written(tmp_path, ODD)
    async with opened(home, "imports", (100, 30)) as pilot:
        await choose(pilot, path)
        assert "谁和谁" in seen(pilot)
        for meaning in ("日期", "事情经过", "当事人", "地点"):
            await paste(pilot, meaning)
            await press(pilot, "enter")
        await press(pilot, "f8")
        assert "共 1 行 = 1 件事项" in seen(pilot)
        await press(pilot, "f8")
    with Desk.open(home, homes.PASSPHRASE) as desk:
        [line] = desk.cases()
        assert desk.case(line.case).text("facts") == "王某家的井干了"
        again = written(tmp_path, [ODD[0], ["2026-03-06", "另一件事", "", "桥头村"]], "下月.xlsx")
        assert importer.look(desk, again).new == 1


async def test_a_column_passed_with_enter_alone_stays_without_a_meaning(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    async with opened(home, "imports", (100, 30)) as pilot:
        await choose(pilot, written(tmp_path, [["怪名甲", "怪名乙"], ["一", "二"]]))
        await press(pilot, "enter", "enter")
        mapping = pilot.app.screen
        assert isinstance(mapping, Mapping)
        assert mapping.columns == {}


async def test_a_mapping_without_a_date_is_refused_in_words_and_escape_leads_back(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    async with opened(home, "imports", (100, 30)) as pilot:
        await choose(pilot, written(tmp_path, ODD))
        await press(pilot, "f8")
        assert "[map_incomplete]" in seen(pilot)
        await press(pilot, "escape")
        assert "[unknown_layout]" in seen(pilot)


async def test_escape_stops_an_import_between_two_pages_and_the_next_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Event()
    standing = importer.standing

    def once_asked(*arguments: Any) -> Any:
        asked.wait(30)
        return standing(*arguments)

    monkeypatch.setattr(importer, "PAGE", 2)
    home = homes.enrol(tmp_path / "h")
    path = written(tmp_path, [MEDIATION, *(mediation(f"QY{i}") for i in range(60))])
    async with opened(home, "imports", (100, 30)) as pilot:
        await choose(pilot, path)
        monkeypatch.setattr(importer, "standing", once_asked)
        await pilot.press("f8", "escape")
        asked.set()
        await settled(pilot)
        assert "导入已停止" in seen(pilot)
        stopped = count(home)
        assert stopped == 2
        await press(pilot, "f8")
        assert "导入完成" in seen(pilot)
        assert f"新事项 {60 - stopped} 件" in seen(pilot)
    assert count(home) == 60


async def test_a_file_that_cannot_be_read_is_told_in_words(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    async with opened(home, "imports") as pilot:
        await choose(pilot, tmp_path / "坏.xlsx")
        assert "[workbook_broken]" in seen(pilot)


async def test_nothing_of_the_former_file_is_shown_mapped_or_written_under_another_name(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    good = written(tmp_path, [MEDIATION, mediation("1"), mediation("3", 受理时间="上周")], "甲.xlsx")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    async with opened(home, "imports", (100, 30)) as pilot:
        await choose(pilot, good)
        assert "共 2 行" in seen(pilot)
        await press(pilot, "escape")
        await choose(pilot, tmp_path / "坏.xlsx")
        assert "[workbook_broken]" in seen(pilot)
        assert "共 2 行" not in seen(pilot)
        assert "上周" not in seen(pilot)
        await press(pilot, "f6")
        assert "[unknown_sheet]" not in seen(pilot)
        await press(pilot, "f8")
        assert "回车" in seen(pilot).splitlines()[-3]
    assert count(home) == 0


async def test_a_name_typed_over_and_not_entered_yet_is_not_what_f8_writes(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    async with opened(home, "imports", (100, 30)) as pilot:
        await choose(pilot, written(tmp_path, [MEDIATION, mediation("1")], "甲.xlsx"))
        await press(pilot, "escape")
        await paste(pilot, str(tmp_path / "乙.xlsx"))
        await press(pilot, "f8")
    assert count(home) == 0


def test_paths_are_completed_with_folders_first_and_only_spreadsheets(tmp_path: Path) -> None:
    for name in ("乙.xlsx", "甲.ods", "说明.docx", ".暗.xlsx"):
        (tmp_path / name).touch()
    (tmp_path / "台账").mkdir()
    base = str(tmp_path) + os.sep
    assert completions(base, (".xlsx", ".ods")) == [f"{base}台账{os.sep}", f"{base}乙.xlsx", f"{base}甲.ods"]
    assert completions(f"{base}乙", (".xlsx",)) == [f"{base}乙.xlsx"]
    assert completions(f"{base}没有{os.sep}", (".xlsx",)) == []


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (140, 40)])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_no_line_of_the_preview_is_wider_or_narrower_than_the_screen(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    home = homes.enrol(tmp_path / "h")
    path = written(tmp_path, [MEDIATION, mediation("1"), mediation("3", 受理时间="上周")])
    async with opened(home, "imports", size, language) as pilot:
        await choose(pilot, path)
        assert {cell_len(line) for line in seen(pilot).split("\n")} == {size[0]}
