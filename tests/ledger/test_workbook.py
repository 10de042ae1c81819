"""Files as they come: formats, hidden rows, merged cells, zeros in front, and everything that is no workbook."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import random
import zipfile
from pathlib import Path

import pytest

from tests.ledger.books import FORMATS, xls, xlsx
from xfgrid.errors import FileError
from xfgrid.ledger.workbook import open_workbook

ROWS = [["标题", None, None], ["00123", 1200, dt.date(2026, 3, 5)], ["甲", 1.5, "２０２６年３月"], [None, "乙", "丙"]]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_text_cells(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"台账.{name}"
    path.write_bytes(FORMATS[name]({"一月": ROWS, "二月": [["x"]]}, merges=[(2, 0, 3, 0), (0, 0, 0, 2)], hidden=[3]))
    book = open_workbook(path)
    first, second = book.sheets
    assert (first.name, second.name) == ("一月", "二月")
    expected = [["标题", "", ""], ["00123", "1200", "2026-03-05"], ["甲", "1.5", "２０２６年３月"], ["", "乙", "丙"]]
    assert [list(row) for row in first.rows] == expected
    assert set(first.merges) == {(2, 0, 3, 0), (0, 0, 0, 2)}
    assert (first.hidden_rows, second.hidden_rows) == ({3}, set())


def test_zeros_that_only_the_number_format_shows_are_kept(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["C1"] = 42, 42, 42.5
    book.active["A1"].number_format = book.active["C1"].number_format = "000000"
    book.save(tmp_path / "a.xlsx")
    assert list(open_workbook(tmp_path / "a.xlsx").sheets[0].rows[0]) == ["000042", "42", "42.5"]


def test_a_hidden_sheet_is_known_as_hidden(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.create_sheet("旧").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert [sheet.hidden for sheet in open_workbook(tmp_path / "a.xlsx").sheets] == [False, True]


def _encrypted_xls() -> bytes:
    """An .xls whose stream announces a password (FILEPASS right after the first record)."""
    import xlwt
    from xlwt.CompoundDoc import XlsDoc

    book = xlwt.Workbook()
    book.add_sheet("x").write(0, 0, "x")
    stream = book.get_biff_data()
    first = 4 + int.from_bytes(stream[2:4], "little")
    file = io.BytesIO()
    XlsDoc().save(file, stream[:first] + b"\x2f\x00\x06\x00\x01\x00\x12\x34\x56\x78" + stream[first:])
    return file.getvalue()


def _compound(stream: str) -> bytes:
    """A compound file whose one stream has this name."""
    data = bytearray(xls({"x": ROWS}))
    entry = data.index("Workbook".encode("utf-16-le"))
    name = (stream + "\0").encode("utf-16-le")
    data[entry : entry + 66] = name.ljust(64, b"\0") + len(name).to_bytes(2, "little")
    return bytes(data)


def _zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return file.getvalue()


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(6):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", bytes(100 * 2**20))
    return file.getvalue()


def _far_cell() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "x", "y"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


GOOD = xlsx({"x": ROWS})
NO_WORKBOOK = [
    ("a.xlsx", b"", "workbook_empty"),
    ("a.xlsx", xlsx({"x": []}), "workbook_empty"),
    ("a.xlsx", b"<html><table></table></html>", "workbook_foreign"),
    ("a.xls", b"a,b\n1,2\n", "workbook_foreign"),
    ("a.docx", _zip(word__document_xml=b"<x/>"), "workbook_foreign"),
    ("a.et", xls({"x": ROWS}), "workbook_et"),
    ("a.xlsx", _compound("EncryptedPackage"), "workbook_locked"),
    ("a.wps", _compound("WordDocument"), "workbook_foreign"),
    ("a.xls", _encrypted_xls(), "workbook_locked"),
    ("a.xlsx", GOOD[: len(GOOD) // 2], "workbook_broken"),
    ("a.xlsx", _zip(xl__workbook_xml=b"<workbook/>"), "workbook_broken"),
    ("a.xls", xls({"x": ROWS})[:1500], "workbook_broken"),
    ("a.xlsx", _bomb(), "workbook_too_big"),
    ("a.xlsx", _far_cell(), "sheet_too_wide"),
]


@pytest.mark.parametrize(("name", "data", "code"), NO_WORKBOOK, ids=[f"{n}-{c}" for n, _, c in NO_WORKBOOK])
def test_what_is_no_workbook_is_one_error_that_says_what_to_do(
    name: str, data: bytes, code: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileError) as error:
        open_workbook(path)
    assert error.value.code == code
    assert path.read_bytes() == data


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="file_unreadable"):
        open_workbook(tmp_path / "没有.xlsx")


def test_an_ods_that_repeats_rows_without_end_is_refused(tmp_path: Path) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book, table = OpenDocumentSpreadsheet(), Table(name="x")
    row, cell = TableRow(numberrowsrepeated=1_000_000), TableCell(valuetype="string", numbercolumnsrepeated=1_000)
    cell.addElement(P(text="x"))
    row.addElement(cell)
    table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(tmp_path / "a.ods"))
    with pytest.raises(FileError, match="sheet_too_wide"):
        open_workbook(tmp_path / "a.ods")


@pytest.mark.parametrize(("name", "tries"), [("xlsx", 60), ("ods", 60), ("xls", 8)])
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    name: str, tries: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    chance, good, path = random.Random(7), FORMATS[name]({"x": ROWS}), tmp_path / f"a.{name}"
    for _ in range(tries):
        data = bytearray(good)
        for _ in range(chance.choice((1, 5, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.choice((len(data), len(data), chance.randrange(len(data))))])
        with contextlib.suppress(FileError):
            assert open_workbook(path).sheets
    assert "".join(capfd.readouterr()) == ""
