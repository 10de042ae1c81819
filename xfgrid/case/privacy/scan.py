"""One scan of free text, the same at entry, at import and at the county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xfgrid.case.privacy.digits import runs
from xfgrid.case.privacy.handles import handles
from xfgrid.case.privacy.kinds import kind_of

MARK = "〔已划去〕"
"""What stands in the text where a number was struck."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What does not belong in free text: characters `start` to `end` of the text as given."""

    kind: str
    start: int
    end: int


def scan(text: str) -> list[Hit]:
    """Everything in the text that reaches or identifies a person, in order, none overlapping another.

    Kinds: `id_number`, `bank_card`, `mobile`, `phone`; `email`, `account` (WeChat, QQ), `passport`. Names are not
    looked for. A text without a run of seven digits costs one search of a regular expression.
    """
    found: list[Hit] = []
    for kind, start, end in handles(text):
        _take(found, Hit(kind, start, end))
    for windows in runs(text):
        for window in windows:  # longest first: a card spelled digit by digit may hold what reads like an ID number
            if kind := kind_of(window):
                _take(found, Hit(kind, window.start, window.end))
    return sorted(found, key=lambda hit: hit.start)


def holds_number(value: object) -> bool:
    """Whether any string in a JSON value holds what `scan` looks for."""
    if isinstance(value, str):
        return bool(scan(value))
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return any(map(holds_number, inner))


def without_numbers(value: object) -> object:
    """The same JSON value with every string struck."""
    if isinstance(value, str):
        return strike(value)[0]
    if isinstance(value, Mapping):
        return {name: without_numbers(one) for name, one in value.items()}
    return [without_numbers(one) for one in value] if isinstance(value, list | tuple) else value


def _take(found: list[Hit], hit: Hit) -> None:
    """Adds a hit unless an earlier one has taken a part of it."""
    if all(hit.end <= other.start or other.end <= hit.start for other in found):
        found.append(hit)


def strike(text: str, hits: list[Hit] | None = None) -> tuple[str, int]:
    """The text with each hit replaced by `MARK`, and how many were replaced; nothing is left to strike in it.

    `hits` are taken as ranges of this very text, in order; without them the text is scanned.
    """
    found = scan(text) if hits is None else hits
    parts, at = [], 0
    for hit in found:
        parts += [text[at : hit.start], MARK]
        at = hit.end
    return "".join([*parts, text[at:]]), len(found)
