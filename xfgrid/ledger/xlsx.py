"""What an .xlsx says beside its cells: hidden rows, number formats that show leading zeros, and how far it reaches.

The parts are searched for a few attributes instead of being parsed: a ledger of 10,000 rows has 15 MB of sheet XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath
from xml.etree import ElementTree

from xfgrid.ledger.container import Marks, archive, hold_area

_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\b(?:hidden="(?:1|true)"|ht="0")')
_ZEROS = re.compile(r"^0{2,}$")


def marks(name: str, data: bytes) -> dict[str, Marks]:
    """The marks of every worksheet by its name. FileError if a part is missing or a sheet reaches too far."""
    with archive(name, data) as parts:
        padding = _padding(parts)
        return {sheet: _marks(name, sheet, parts.read(path), padding) for sheet, path in _worksheets(parts)}


def _worksheets(parts: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {found.get("Id"): found.get("Target", "") for found in _root(parts, "xl/_rels/workbook.xml.rels")}
    for element in _root(parts, "xl/workbook.xml").iter():
        if _local(element.tag) == "sheet":
            id_ = next((value for key, value in element.attrib.items() if _local(key) == "id"), None)
            path = normpath(join("/xl", targets[id_])).lstrip("/")
            if "/worksheets/" in path:
                yield element.get("name", ""), path


def _root(parts: zipfile.ZipFile, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(parts.read(path))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _padding(parts: zipfile.ZipFile) -> dict[bytes, int]:
    """Style number → digits shown at least, for styles whose number format is nothing but zeros."""
    if "xl/styles.xml" not in parts.namelist():
        return {}
    root = _root(parts, "xl/styles.xml")
    codes = {e.get("numFmtId"): e.get("formatCode", "") for e in root.iter() if _local(e.tag) == "numFmt"}
    styles = [e for group in root if _local(group.tag) == "cellXfs" for e in group]
    shown = [codes.get(style.get("numFmtId"), "") for style in styles]
    return {str(i).encode(): len(code) for i, code in enumerate(shown) if _ZEROS.match(code)}


def _marks(name: str, sheet: str, xml: bytes, padding: dict[bytes, int]) -> Marks:
    prefix = re.search(rb"<(\w+:)?sheetData", xml)
    tag = b"<" + ((prefix[1] or b"") if prefix else b"")
    rows = list(_rows(tag, xml))
    columns = set(re.findall(tag + rb'c\b[^>]*?\br="([A-Z]+)', xml))
    hold_area(name, sheet, max((row for row, _ in rows), default=0), max(map(column, columns), default=0))
    hidden = frozenset(row for row, attributes in rows if _HIDDEN.search(attributes))
    return Marks(hidden, None, dict(_padded(tag, xml, padding)))


def _rows(tag: bytes, xml: bytes) -> Iterator[tuple[int, bytes]]:
    last = 0
    for found in re.finditer(tag + rb"row\b([^>]*)>", xml):
        number = _ROW_NUMBER.search(found[1])
        last = int(number[1]) if number else last + 1
        yield last, found[1]


def _padded(tag: bytes, xml: bytes, padding: dict[bytes, int]) -> Iterator[tuple[tuple[int, int], int]]:
    if padding:
        styles = b"|".join(padding)
        for found in re.finditer(tag + rb'c\b(?=[^>]*?\br="([A-Z]+)(\d+)")[^>]*?\bs="(' + styles + rb')"', xml):
            yield (int(found[2]) - 1, column(found[1]) - 1), padding[found[3]]


def column(letters: bytes) -> int:
    """The number of a column from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
