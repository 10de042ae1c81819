"""Reading a county's own office list: a CSV file with the columns code, name, level, kind, parent, and optionally
valid_from and valid_to (ISO dates). `schemas/demo/offices.csv` is one, invented (样例·虚构)."""

from __future__ import annotations

import csv
from pathlib import Path

from xfgrid.case.offices import KINDS, LEVELS, Office
from xfgrid.data import schemas
from xfgrid.errors import FileError

DEMO_COUNTY = "清源县（样例·虚构）"
_COLUMNS = ("code", "name", "level", "kind", "parent")


def read_offices(path: Path) -> list[Office]:
    """The offices of a file, parents before children.

    Raises FileError `bad_offices` with the line and what is wrong with it: a missing column, an empty or repeated
    code, an unknown level or kind, a parent that does not stand above.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileError("bad_offices", file=path.name, line=0, reason=type(error).__name__) from error
    found: dict[str, Office] = {}
    for line, row in enumerate(rows, start=2):
        reason = _wrong(row, found)
        if reason:
            raise FileError("bad_offices", file=path.name, line=line, reason=reason)
        found[row["code"]] = _office(row)
    if not found:
        raise FileError("bad_offices", file=path.name, line=1, reason="no rows")
    return list(found.values())


def demo_offices() -> list[Office]:
    """The invented county 清源县."""
    return read_offices(schemas() / "demo" / "offices.csv")


def _office(row: dict[str, str]) -> Office:
    code, name, level, kind, parent = (row[c].strip() for c in _COLUMNS)
    return Office(code, name, level, kind, parent or None, row.get("valid_from") or "", row.get("valid_to") or "")


def _wrong(row: dict[str, str], found: dict[str, Office]) -> str:
    missing = [c for c in _COLUMNS if row.get(c) is None]
    if missing or not row["code"].strip():
        return f"code: {' '.join(missing)}"
    if row["code"] in found:
        return f"code {row['code']}"
    if row["level"] not in LEVELS or row["kind"] not in KINDS:
        return f"level {row['level']}, kind {row['kind']}"
    above = found.get(row["parent"])
    if (above is None) != (not found) or (above and LEVELS.index(above.level) > LEVELS.index(row["level"])):
        return f"parent {row['parent']}"
    return ""
