"""A row of headers against the layouts: which sheet this is, and what becomes of each of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from xfgrid.ledger.cells import plain
from xfgrid.ledger.layout import Layout, Rule, common, header_keys, own_names
from xfgrid.packages import refused_column

LONGEST_HEADER = 40
"""Signs of the longest cell that is taken for a header."""

ORDINAL = 4
"""Figures that a count of rows may have."""

_PERHAPS = frozenset({"编号", "编码", "号码"})
_PARTIES = frozenset({"party", "contact"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its place from 0, its header as printed, and its field or the reason to drop it."""

    index: int
    header: str
    field: str = ""
    drop: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A layout found in a row of headers; `score` counts the columns that are its own."""

    layout: Layout
    columns: tuple[Column, ...]
    score: int

    def of(self, field: str) -> int | None:
        """The place of the column of a field, None if the sheet has none."""
        return next((column.index for column in self.columns if column.field == field), None)

    def dropped(self, *reasons: str) -> list[int]:
        """The places of the columns dropped for these reasons."""
        return [column.index for column in self.columns if column.drop in reasons]


def recognise(layouts: Iterable[Layout], headers: Sequence[str], above: Sequence[str] = ()) -> Match | None:
    """The layout whose columns these headers are, None if none fits.

    A layout fits if it finds the date and the account of the matter, and knows half of the headers or five of them; one
    made by hand if it finds all its fields.
    `above` are the headers of the line above, for tables whose header takes two lines.
    """
    found = [match for layout in layouts if (match := _match(layout, headers, above)) and _fits(match)]
    return max(found, key=lambda match: match.score, default=None)


def numbered(match: Match, rows: Iterable[Sequence[str]]) -> Match:
    """The match with a column called just 编号 as the number of the matter, where what stands in it are numbers of their
    own (XF2026-001) and not 1, 2, 3 of each sheet."""
    perhaps = [c for c in match.columns if c.drop == "unused" and header_keys(c.header)[0] in _PERHAPS]
    if match.of("number") is not None or len(perhaps) != 1:
        return match
    [column] = perhaps
    values = {plain(row[column.index]) for row in rows} - {""}
    if not any(len(value) > ORDINAL or not value.isdecimal() for value in values):
        return match
    columns = [replace(c, field="number", drop="") if c is column else c for c in match.columns]
    return replace(match, columns=tuple(columns))


def _match(layout: Layout, headers: Sequence[str], above: Sequence[str]) -> Match | None:
    own = own_names(layout.columns)
    rules = [_own_rule(own, header, above[i] if above else "") for i, header in enumerate(headers)]
    score = sum(rule is not None for rule in rules)
    if score < 2:
        return None
    taken = {rule.field for rule in rules if rule and rule.field}
    columns: list[Column] = []
    for index, (header, rule) in enumerate(zip(headers, rules, strict=True)):
        over = above[index] if above else ""
        field, drop = (rule.field, rule.drop) if rule else other_column(header, over)
        if field and ((rule is None and field in taken) or any(column.field == field for column in columns)):
            field, drop = "", "unused"
        columns.append(Column(index, header or over, field, drop))
    return Match(layout, tuple(columns), score)


def _own_rule(own: dict[str, Rule], header: str, above: str) -> Rule | None:
    if len(header) + len(above) > LONGEST_HEADER:
        return None
    spellings = [*header_keys(header), *(header_keys(above + header) if above else ())]
    return next((own[key] for key in spellings if key in own), None)


@cache
def other_column(header: str, above: str) -> tuple[str, str]:
    """Field and reason to drop of a column that is none of the layout's own."""
    if len(header) > LONGEST_HEADER:
        return "", "unused"
    refused = refused_column(header) or refused_column(above)
    if refused:
        return "", refused if refused in _PARTIES else "forbidden"
    rule = own_names(common()).get(header_keys(header)[0]) or _containing(header + above)
    return (rule.field, rule.drop) if rule else ("", "unused")


def _containing(header: str) -> Rule | None:
    return next((rule for rule in common() if any(part in header for part in rule.contains)), None)


def _fits(match: Match) -> bool:
    fields = {column.field for column in match.columns}
    known = sum(1 for column in match.columns if column.header and column.drop != "unused")
    headers = sum(1 for column in match.columns if column.header)
    complete = "received" in fields and not fields.isdisjoint(match.layout.account)
    if match.layout.by_hand:
        return fields >= {rule.field for rule in match.layout.columns if rule.field}
    return complete and (match.score >= 5 or 2 * known >= headers)
