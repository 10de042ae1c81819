"""Places as ledgers write them → offices of the county's list, by name, with small differences of spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from xfgrid.case.offices import Office, Offices
from xfgrid.ledger.cells import plain

_BODY = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|人民政府|办事处)$")
_KIND = re.compile(r"(?:村|社区|镇|乡|街道|县|市|区)$")
_BRACKETS = re.compile(r"\(.*?\)")
_WRITTEN = re.compile(r"(.{2,8}?)(?:村|社区|第?\d+组|\d|$)")
_NOWHERE_ELSE = frozenset({"", "镇", "乡", "街道", "政府", "机关", "辖区", "镇区", "街上"})
_CONTRAST = frozenset("上下东西南北中前后左右大小新老旧内外一二三四五六七八九十")
"""Signs that tell neighbouring villages apart; a difference in one of them is no slip of the pen."""


@dataclass(frozen=True, slots=True)
class Place:
    """The office of a place. `sure` is False where the text names none and the importing office stands in."""

    office: str
    sure: bool


class Places:
    """Finds the office a text names, among the offices at and below the importing township, others if it names their
    township too."""

    def __init__(self, offices: Offices, importing: str) -> None:
        self._importing = importing
        home = offices.township(importing) or importing
        self.name = offices.name
        self._home_names = [n for code in reversed(list(offices.line(home))) for n in _spellings(offices[code])]
        self._near = [o for o in _named(offices) if offices.within(o.code, home)]
        self._far = [o for o in _named(offices) if not offices.within(o.code, home)]
        self._towns = {o.code: plain(offices[t].name) for o in self._far if (t := offices.township(o.code))}
        self._seen: dict[tuple[str, ...], Place] = {}

    def find(self, *texts: str) -> Place:
        """The office that the first text which names one names; the importing office, not sure, if none does."""
        if texts not in self._seen:
            found = next((code for text in texts if (code := self._find(plain(text)))), None)
            self._seen[texts] = Place(found or self._importing, found is not None)
        return self._seen[texts]

    def _find(self, text: str) -> str | None:
        if not text:
            return None
        far = [o for o in self._far if o.code in self._towns and self._towns[o.code] in text]
        return _contained(text, far) or _contained(text, self._near) or self._alike(text) or self._home(text)

    def _home(self, text: str) -> str | None:
        rest = _BODY.sub("", self._without_home(text))
        return self._importing if rest in _NOWHERE_ELSE and rest != text else None

    def _alike(self, text: str) -> str | None:
        written = _WRITTEN.match(self._without_home(text))
        found = [o.code for o in self._near if written and _one_slip(written[1], _stem(o))]
        return found[0] if len(found) == 1 else None

    def _without_home(self, text: str) -> str:
        for name in self._home_names:
            text = text.removeprefix(name)
        return text


def _named(offices: Iterable[Office]) -> list[Office]:
    return [office for office in offices if office.level in ("village", "grid")]


def _stem(office: Office) -> str:
    return _KIND.sub("", _BODY.sub("", _full(office)))


def _full(office: Office) -> str:
    return _BRACKETS.sub("", plain(office.name))


def _spellings(office: Office) -> list[str]:
    """A name in full, without its kind of body, and without its kind of place, as far as two signs are left."""
    full = _full(office)
    found = [full, _BODY.sub("", full), _stem(office)]
    return [name for name in dict.fromkeys(found) if len(name) >= 2]


def _contained(text: str, offices: list[Office]) -> str | None:
    """The office with the longest name in the text; None if two offices share it."""
    found = [(len(name), o.code) for o in offices for name in _spellings(o) if name in text]
    longest = max(found, default=(0, ""))[0]
    codes = {code for length, code in found if length == longest}
    return codes.pop() if len(codes) == 1 else None


def _one_slip(written: str, name: str) -> bool:
    """Whether two names of three signs or more differ in one sign that tells no places apart."""
    if len(name) < 3 or abs(len(written) - len(name)) > 1:
        return False
    if len(written) == len(name):
        different = [pair for pair in zip(written, name, strict=True) if pair[0] != pair[1]]
        return len(different) == 1 and _CONTRAST.isdisjoint(different[0])
    short, long = sorted((written, name), key=len)
    return any(short == long[:i] + long[i + 1 :] and long[i] not in _CONTRAST for i in range(len(long)))
