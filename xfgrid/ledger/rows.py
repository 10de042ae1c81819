"""One data row → a matter, or the reason why it is none.

Whatever a cell says that its field cannot hold goes into the note, under its header: a read column loses nothing.
"""

from __future__ import annotations

import datetime as dt

from xfgrid.case.privacy import strike
from xfgrid.ledger import values
from xfgrid.ledger.cells import tidy
from xfgrid.ledger.clean import Words, clean
from xfgrid.ledger.columns import Match
from xfgrid.ledger.items import items, note_fields
from xfgrid.ledger.matter import Matter, Remark
from xfgrid.ledger.places import Place, Places
from xfgrid.ledger.table import Row
from xfgrid.ledger.typed import Dated, Typed, dated, labelled, typed

LONGEST = 100_000
"""Characters of the longest row that is imported; an event holds a little more."""

REPORT = "report"
"""The class never handled here: a report of wrongdoing goes to the competent organ, and no content is kept."""

SHOWN = 60
"""Characters of a cell that a remark repeats."""

_SUPPOSED = frozenset({"year_from_sheet", "year_from_rows", "year_of_two_digits", "kind_unknown"})
"""What the reader supposed; every other remark on a cell of a case is one to mend."""


class RowReader:
    """Reads the rows of one table. `year` is what the sheet's titles and name say, None if they say none or several;
    nothing was received or has happened after `today`."""

    def __init__(self, sheet: str, match: Match, places: Places, year: int | None, today: dt.date) -> None:
        self._sheet, self._layout, self._places, self._year, self._today = sheet, match.layout, places, year, today
        self._columns = [column for column in match.columns if column.field]
        self._headers = {column.field: strike(tidy(column.header).replace("\n", ""))[0] for column in self._columns}
        self._account = [name for name in match.layout.account if name in self._headers]

    def read(self, row: Row, near: dt.date | None) -> tuple[Matter | None, list[Remark]]:
        """The matter of a row, None if the row is rejected, and all there is to say of it.

        `near` is a date of a row close by, for days without a year.
        """
        words = clean(row, self._columns)
        received = dated(words.days.get("received", ""), self._year, near, self._today)
        against = self._against(words, received)
        if against or received.day is None:
            return None, [self._remark(row, words, *against, rejects=True)] if against else []
        found = typed(words, self._year, received.day, self._today)
        place = self._places.find(words.get("place"), words.get("organ"))
        remarks = [self._remark(row, words, *said) for said in found.said.items()]
        if received.supposed:
            remarks.append(self._remark(row, words, "received", received.supposed))
        if not place.sure:
            remarks.append(Remark(self._sheet, row.number, self._headers.get("place", ""), "place_unknown"))
        return self._matter(row, words, found, received, place), remarks

    def _against(self, words: Words, received: Dated) -> tuple[str, str] | None:
        """Field and code of the reason to reject a row, None if it can be a case."""
        against = self._wrongdoing(words)
        if against:
            return against, "report_of_wrongdoing"
        if not any(map(words.says, self._account)):
            return self._account[0], "no_account" if received.day else "no_account_no_date"
        if words.length > LONGEST:
            return self._account[0], "row_too_long"
        return None if received.day else ("received", received.reason)

    def _wrongdoing(self, words: Words) -> str:
        """The field that calls the matter a report of wrongdoing, '' if none does."""
        if self._class(words) == REPORT:
            return "class" if "class" in self._headers else self._account[0]
        return next((name for name in ("asked", "kind") if values.code("wrongdoing", words.get(name))), "")

    def _class(self, words: Words) -> str:
        return values.code("class", words.get("class")) or self._layout.class_

    def _matter(self, row: Row, words: Words, found: Typed, received: Dated, place: Place) -> Matter:
        assert received.day
        where = words.get("place") or words.get("organ") or self._places.name(place.office)
        asked = words.get("asked") or self._unnamed(words, where)
        return Matter(
            sheet=self._sheet,
            row=row.number,
            number=words.get("number") if words.says("number") else "",
            asked=asked,
            facts=words.get("facts") if words.says("facts") else asked,
            place=where,
            office=place.office,
            kind=found.codes.get("kind", values.OTHER),
            class_=self._class(words),
            how=found.codes.get("how", "ledger"),
            received=received.day,
            fixed_day=received.supposed != "year_from_rows",
            due=found.days.get("due"),
            people=found.numbers.get("people"),
            items=items(words, found, self._headers, self._layout.solved),
            note=self._note(words, found),
            struck=words.struck,
            dropped=row.dropped,
        )

    def _unnamed(self, words: Words, where: str) -> str:
        kind = values.without_closing(words.get("kind")) or self._layout.unnamed_kind
        return f"{self._layout.unnamed.format(kind=kind)}（{where}）"

    def _note(self, words: Words, found: Typed) -> str:
        rest = labelled(self._headers, words, *note_fields(found))
        return "\n".join(part for part in (words.get("note"), rest) if part)

    def _remark(self, row: Row, words: Words, field: str, code: str, rejects: bool = False) -> Remark:
        text = words.get(field)[:SHOWN] or strike(tidy(words.days.get(field, "")))[0][:SHOWN]
        mend = not rejects and code not in _SUPPOSED
        return Remark(self._sheet, row.number, self._headers[field], code, {"text": text}, rejects, mend)
