"""Reading a county's own office list: a CSV file with the columns code, name, level, kind, parent and, if it likes,
valid_from and valid_to (ISO dates), in any order, under Chinese or English names (`schemas/offices.toml`).

`schemas/demo/offices.csv` is one, invented (样例·虚构). Files of Excel in GBK are read like those in UTF-8. An office
without a kind has the usual one of its level. Rows stand in any order; every office is one below another but the county.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from xfgrid.case.offices import KINDS, LEVELS, Office
from xfgrid.data import read_toml, schemas
from xfgrid.errors import FileError

_NEEDED = ("code", "name", "level", "parent")
_COLUMNS = (*_NEEDED, "kind", "valid_from", "valid_to")

Row = dict[str, str]


def read_offices(path: Path) -> list[Office]:
    """The offices of a file, parents before children.

    FileError names the first line that is wrong and why: `offices_unreadable`, `offices_columns`, `offices_missing`,
    `offices_word`, `offices_date`, `offices_dates`, `offices_twice`, `offices_parent`, `offices_level`, `offices_circle`,
    `offices_roots`.
    """
    rows = _rows(path)
    try:
        found = {line: _office(row) for line, row in rows.items()}
        return _ordered(found)
    except _Wrong as wrong:
        raise FileError(wrong.code, file=path.name, line=wrong.line(rows), **wrong.facts) from None


def demo_offices() -> list[Office]:
    """The invented county 清源县."""
    return read_offices(schemas() / "demo" / "offices.csv")


class _Wrong(Exception):
    def __init__(self, code: str, row: Row | Office | None = None, **facts: object) -> None:
        self.code, self.facts = code, facts
        self._row = row

    def line(self, rows: Mapping[int, Row]) -> int:
        """The last line of the file that the problem is about; 1, the header, if it is about none."""
        code = self._row.code if isinstance(self._row, Office) else None
        lines = [n for n, row in rows.items() if row is self._row or (code is not None and row["code"] == code)]
        return max(lines, default=1)


def _rows(path: Path) -> dict[int, Row]:
    """The filled rows by their line, under our names, trimmed."""
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    try:
        raw = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise FileError("offices_unreadable", file=path.name) from error
    names = {name: ours for name in reader.fieldnames or () if (ours := _words("column").get(name.strip().lower()))}
    missing = [name for name in _NEEDED if name not in names.values()]
    if missing:
        raise FileError("offices_columns", file=path.name, missing=" ".join(missing))
    found = {n: {ours: (row[name] or "").strip() for name, ours in names.items()} for n, row in raw}
    return {line: row for line, row in found.items() if any(row.values())}


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    except OSError as error:
        raise FileError("offices_unreadable", file=path.name) from error
    raise FileError("offices_unreadable", file=path.name)


@cache
def _words(table: str) -> dict[str, str]:
    """Every word a file may use in a table of `schemas/offices.toml`, with our code."""
    return {word: code for code, words in read_toml("offices.toml")[table].items() for word in (code, *words)}


def _office(row: Row) -> Office:
    for name in ("code", "name", "level"):
        if not row[name]:
            raise _Wrong("offices_missing", row, column=name)
    level = _word("level", row, row["level"])
    kind = _word("kind", row, row.get("kind") or read_toml("offices.toml")["usual"][level])
    begin, end = (_day(row, name) for name in ("valid_from", "valid_to"))
    if begin and end and end < begin:
        raise _Wrong("offices_dates", row, valid_from=begin, valid_to=end)
    return Office(row["code"], row["name"], level, kind, row["parent"] or None, begin, end)


def _word(table: str, row: Row, word: str) -> str:
    code = _words(table).get(word)
    if code is None:
        raise _Wrong("offices_word", row, value=word, known="、".join(LEVELS if table == "level" else KINDS))
    return code


def _day(row: Row, name: str) -> str:
    text = row.get(name, "")
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise _Wrong("offices_date", row, value=text) from None


def _ordered(found: Mapping[int, Office]) -> list[Office]:
    """Parents before children, once every office is known to stand below the one root."""
    by_code: dict[str, Office] = {}
    for office in found.values():
        if office.code in by_code:
            raise _Wrong("offices_twice", office, office=office.code)
        by_code[office.code] = office
    roots = [office for office in by_code.values() if office.parent is None]
    if len(roots) != 1 or roots[0].level != "county":
        raise _Wrong("offices_roots", roots[-1] if roots else None, count=len(roots))
    for office in by_code.values():
        _check_parent(office, by_code)
    return _from_the_top(roots[0], by_code.values())


def _check_parent(office: Office, by_code: Mapping[str, Office]) -> None:
    if office.parent is None:
        return
    above = by_code.get(office.parent)
    if above is None:
        raise _Wrong("offices_parent", office, parent=office.parent)
    if LEVELS.index(above.level) > LEVELS.index(office.level):
        raise _Wrong("offices_level", office, name=office.name, parent=above.name)


def _from_the_top(root: Office, offices: Iterable[Office]) -> list[Office]:
    below: dict[str | None, list[Office]] = {}
    for office in offices:
        below.setdefault(office.parent, []).append(office)
    ordered = [root]
    for office in ordered:
        ordered += below.pop(office.code, ())
    below.pop(None, None)
    for circle in below.values():  # what is left hangs on itself, not on the county
        raise _Wrong("offices_circle", circle[0], name=circle[0].name)
    return ordered
