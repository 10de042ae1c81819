"""Workbooks built for tests in every format (样例·虚构), and the ledger they hold."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

Cell = str | int | float | bool | dt.date | dt.datetime | None
Rows = Sequence[Sequence[Cell]]
Merge = tuple[int, int, int, int]
Sheets = Mapping[str, Rows]

MEDIATION = [
    "案件编码",
    "调委会",
    "调解工作室",
    "受理员",
    "受理时间",
    "案件来源",
    "难度级别",
    "纠纷类别",
    "行政划分",
    "有无死亡",
    "主办调解员",
    "协办调解员",
    "调解时间",
    "调解书编号",
    "调解结果",
    "协议金(元)",
    "履行情况",
    "当事人",
    "协议形式",
    "纠纷简要情况",
    "以奖代补评定",
    "案件属性",
    "特殊群体",
    "农民工",
    "纠纷转化情况",
]
GRID = [
    "序号",
    "事件名称",
    "发生日期",
    "发生地点",
    "事件规模",
    "事件类别",
    "涉及人数",
    "事件简述",
    "化解时限",
    "化解方式",
    "化解组织",
    "化解责任人",
    "是否成功",
    "化解情况",
]


def mediation(number: str = "QY0001", **cells: Cell) -> list[Cell]:
    """One row of the mediation ledger; cells by header, 协议金 for 协议金(元)."""
    row: dict[str, Cell] = {
        "案件编码": number,
        "受理时间": "2026-03-06",
        "纠纷类别": "邻里",
        "行政划分": "清源镇桥头村",
        "当事人": "陈某、胡某",
        "纠纷简要情况": "两家因屋檐滴水争吵，要求改檐口。",
    }
    row |= {"协议金(元)" if name == "协议金" else name: value for name, value in cells.items()}
    return [row.get(name) for name in MEDIATION]


def grid(serial: int = 1, **cells: Cell) -> list[Cell]:
    """One row of the grid record; cells by header."""
    row: dict[str, Cell] = {
        "序号": serial,
        "事件名称": "李某与张某邻里纠纷",
        "发生日期": dt.date(2026, 4, 1),
        "发生地点": "桥头村5组",
        "事件类别": "邻里",
        "事件简述": "屋檐水流到院内，两家争吵三次。",
        "是否成功": "否",
    }
    return [(row | cells).get(name) for name in GRID]


def xlsx(sheets: Sheets, merges: Collection[Merge] = (), hidden: Collection[int] = ()) -> bytes:
    """An .xlsx; merged cells (from 0) and hidden rows (from 1) are those of the first sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    first = book.worksheets[0]
    for top, left, bottom, right in merges:
        first.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    for number in hidden:
        first.row_dimensions[number].hidden = True
    return _saved(book.save)


def xls(sheets: Sheets, merges: Collection[Merge] = (), hidden: Collection[int] = ()) -> bytes:
    """An .xls."""
    import xlwt

    book, day = xlwt.Workbook(), xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if cell is not None:
                    sheet.write(i, j, cell, *([day] if isinstance(cell, dt.date) else []))
    first = book.get_sheet(0)
    for top, left, bottom, right in merges:
        first.merge(top, bottom, left, right)
    for number in hidden:
        first.row(number - 1).hidden = True
    return _saved(book.save)


def ods(sheets: Sheets, merges: Collection[Merge] = (), hidden: Collection[int] = ()) -> bytes:
    """An .ods."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableRow

    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merges}
        for i, row in enumerate(rows):
            line = TableRow(**({"visibility": "collapse"} if i + 1 in hidden else {}))
            for j, cell in enumerate(row):
                line.addElement(_ods_cell(cell, *spans.get((i, j), (1, 1))))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    return _saved(book.write)


def _ods_cell(value: Cell, down: int, across: int) -> Any:
    from odf.table import TableCell
    from odf.text import P

    span = {"numberrowsspanned": down, "numbercolumnsspanned": across} if down * across > 1 else {}
    if value is None:
        return TableCell(**span)
    if isinstance(value, dt.date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat(), **span)
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value, **span)
    else:
        cell = TableCell(valuetype="string", **span)
    cell.addElement(P(text=str(value)))
    return cell


def _saved(save: Callable[[Any], Any]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


FORMATS: dict[str, Callable[..., bytes]] = {"xlsx": xlsx, "xls": xls, "ods": ods}


def written(folder: Path, rows: Rows, name: str = "台账.xlsx", **marks: Any) -> Path:
    """A file with one sheet, in the format its name says."""
    path = folder / name
    path.write_bytes(FORMATS[path.suffix[1:]]({"台账": rows}, **marks))
    return path
