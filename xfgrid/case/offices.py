"""Offices: a tree of level (county, township, village, grid) and kind; who lies below whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xfgrid.errors import UnknownError

LEVELS = ("county", "township", "village", "grid")
KINDS = ("government", "petition_office", "judicial_office", "police_station", "bureau", "committee", "grid", "other")


@dataclass(frozen=True, slots=True)
class Office:
    """One office. `parent` is the code of the office above, None for the county; dates are ISO, '' for open."""

    code: str
    name: str
    level: str
    kind: str
    parent: str | None
    valid_from: str = ""
    valid_to: str = ""


class Offices:
    """The office tree of one package."""

    def __init__(self, offices: Iterable[Office]) -> None:
        self._by_code = {office.code: office for office in offices}

    def __iter__(self) -> Iterator[Office]:
        return iter(self._by_code.values())

    def __bool__(self) -> bool:
        return bool(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Office:
        """The office of a code; UnknownError if there is none."""
        if code not in self._by_code:
            raise UnknownError("unknown_office", office=code)
        return self._by_code[code]

    def name(self, code: str) -> str:
        """The name people know the office by; the code itself for one of another package version."""
        office = self._by_code.get(code)
        return office.name if office else code

    def line(self, code: str | None) -> Iterator[str]:
        """The office and all above it, nearest first; nothing for an unknown one."""
        while code is not None and code in self._by_code:
            yield code
            code = self._by_code[code].parent

    def within(self, code: str, above: str) -> bool:
        """Whether an office is another one or lies below it."""
        return above in self.line(code)

    def township(self, code: str) -> str | None:
        """The township government over an office; None for county offices."""
        towns = [c for c in self.line(code) if self._by_code[c].level == "township"]
        return towns[-1] if towns else None

    def reach(self, *codes: str | None) -> set[str]:
        """Every office whose feed holds a case placed or owned at these offices."""
        return {above for code in codes for above in self.line(code)}


NOWHERE = Offices(())
"""The tree of a home that knows no offices yet."""
