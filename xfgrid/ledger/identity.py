"""Which case a row is: the same on every laptop, in every order of rows, and without a number of a person in it.

The case id is made from the importing township, the layout and the row's own number, or where it has none its content
(day, place, what is asked, the account, all struck). Equal rows without a number in one sheet are different matters,
counted; in two sheets they are one matter listed twice. Rows that share a number but not the content are different
matters too: one keeps the id of the number, the others have ids of number and content, so that none is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from xfgrid.case.ids import uuid8
from xfgrid.ledger.cells import plain
from xfgrid.ledger.matter import Matter, Remark
from xfgrid.ledger.reading import SheetReading

SCHEME = "xfgrid ledger 1"
"""Names this way of making ids; it stands in every id and can never be changed for cases already imported."""

Content = tuple[str, ...]
Known = Callable[[str], Content | None]
"""The content a case id was first imported with on this laptop, None for an id that is not there."""


@dataclass(frozen=True, slots=True)
class Identified:
    """A case that a workbook speaks of: its id, its layout's id, and its rows, the first as it is registered."""

    case: str
    layout: str
    matters: tuple[Matter, ...]

    @property
    def matter(self) -> Matter:
        """The row that is registered; further ones add what happened."""
        return self.matters[0]


def content_of(matter: Matter) -> Content:
    """What two rows are compared by: differences of width and spaces do not count."""
    return tuple(map(plain, matter.content))


def item_id(case: str, kind: str, on: str) -> str:
    """The id of an imported timeline item: case, kind and its ISO day ('' for none)."""
    return uuid8(SCHEME, case, kind, on)


def identify(readings: Iterable[SheetReading], township: str, known: Known) -> tuple[list[Identified], list[Remark]]:
    """The cases of a workbook in the order of their first rows, and what is to be said of rows that share one."""
    maker = _Maker(township, known)
    for reading in readings:
        if reading.layout is not None:
            maker.take(reading.layout.id, reading.matters)
    return maker.result()


class _Maker:
    def __init__(self, township: str, known: Known) -> None:
        self._township, self._known = township, known
        self._numbered: dict[tuple[str, str], dict[Content, list[Matter]]] = defaultdict(lambda: defaultdict(list))
        self._plain: dict[tuple[str, Content, int], list[Matter]] = defaultdict(list)

    def take(self, layout: str, matters: Iterable[Matter]) -> None:
        """Sorts the rows of one sheet into those with the same number and those with the same content."""
        same: dict[Content, list[Matter]] = defaultdict(list)
        for matter in matters:
            if matter.number:
                self._numbered[layout, plain(matter.number)][content_of(matter)].append(matter)
            else:
                same[content_of(matter)].append(matter)
        for content, rows in same.items():
            for ordinal, matter in enumerate(sorted(rows, key=_rest) if len(rows) > 1 else rows):
                self._plain[layout, content, ordinal].append(matter)

    def result(self) -> tuple[list[Identified], list[Remark]]:
        found: list[Identified] = []
        remarks: list[Remark] = []
        for (layout, content, ordinal), matters in self._plain.items():
            case = self._id(layout, "content", *content, ordinal)
            found.append(Identified(case, layout, tuple(matters)))
            remarks += _listed_twice(matters, "same_row_twice")
        for (layout, number), contents in self._numbered.items():
            found += self._of_number(layout, number, contents)
            remarks += _number_shared(contents)
            remarks += [r for matters in contents.values() for r in _listed_twice(matters, "same_number_same_text")]
        return sorted(found, key=lambda one: (one.matter.sheet, one.matter.row)), remarks

    def _of_number(self, layout: str, number: str, contents: dict[Content, list[Matter]]) -> list[Identified]:
        case = self._id(layout, "number", number)
        if len(contents) == 1:
            return [Identified(case, layout, tuple(matters)) for matters in contents.values()]
        recorded = self._known(case)
        first = recorded if recorded in contents else min(contents)
        return [
            Identified(
                case if content == first else self._id(layout, "number", number, *content), layout, tuple(matters)
            )
            for content, matters in contents.items()
        ]

    def _id(self, *parts: object) -> str:
        return uuid8(SCHEME, self._township, *parts)


def _rest(matter: Matter) -> str:
    return repr(replace(matter, sheet="", row=0))


def _listed_twice(matters: list[Matter], code: str) -> list[Remark]:
    first = matters[0]
    facts = {"sheet": first.sheet, "row": str(first.row)}
    return [Remark(m.sheet, m.row, "", code, facts) for m in matters[1:]]


def _number_shared(contents: dict[Content, list[Matter]]) -> list[Remark]:
    if len(contents) == 1:
        return []
    rows = [matters[0] for matters in contents.values()]
    return [Remark(m.sheet, m.row, "", "same_number_other_text", _others(m, rows), mend=True) for m in rows]


def _others(matter: Matter, rows: list[Matter]) -> dict[str, str]:
    others = (f"{other.sheet}:{other.row}" for other in rows if other is not matter)
    return {"number": matter.number, "rows": "、".join(others)}
