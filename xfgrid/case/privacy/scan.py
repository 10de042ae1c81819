"""One scan of free text, the same at entry, at import and at the county."""

from __future__ import annotations

from dataclasses import dataclass

from xfgrid.case.privacy.digits import Window, runs
from xfgrid.case.privacy.kinds import KINDS

MARK = "〔已划去〕"
"""What stands in the text where a number was struck."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A number that does not belong in free text: characters `start` to `end` of the text as given."""

    start: int
    end: int
    kind: str


def scan(text: str) -> list[Hit]:
    """Every ID number, bank card, mobile and phone in the text, in order, none overlapping another.

    Kinds: `id_number`, `bank_card`, `mobile`, `phone`. A text without a run of seven digits costs one search.
    """
    return sorted(hit for windows in runs(text) for hit in _numbers(windows))


def _numbers(windows: list[Window]) -> list[Hit]:
    taken: list[Hit] = []
    for kind, holds in KINDS:
        for window in windows:
            if holds(window) and all(window.end <= hit.start or hit.end <= window.start for hit in taken):
                taken.append(Hit(window.start, window.end, kind))
    return taken


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
