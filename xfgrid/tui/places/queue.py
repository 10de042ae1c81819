"""队列: what stands before the joint meeting by rule, by band, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from xfgrid.terms import Terms
from xfgrid.tui import words
from xfgrid.tui.actions import bindings
from xfgrid.tui.places.acting import Acting
from xfgrid.tui.widgets.rows import Column, Row, Rows

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


class Queue(Acting):
    """The queue as this office sees it: what must be heard first, in it the longest overdue first."""

    NAME = "queue"
    WHERE = ("rows", "acting", "queue")
    CSS_PATH = "../style/queue.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("acting", "queue")]
    AUTO_FOCUS = "Rows"

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def body(self) -> Iterable[Widget]:
        yield Rows(_columns(self.terms), self._page, self.terms("screen.empty.queue"))

    @property
    def subject(self) -> str:
        row = self.query_one(Rows).current
        return row.key if row else ""

    def action_present_case(self) -> None:
        """Puts the case on the next meeting."""
        if case := self.subject:
            self.do(partial(self._present, case), "present")

    async def _present(self, case: str) -> None:
        terms = self.terms
        self.say(await self.ask(lambda desk: _present(desk, case, terms)))

    def look(self) -> None:
        super().look()
        self.do(self._show, "rows")

    async def _show(self) -> None:
        terms = self.terms
        self._rows = await self.ask(lambda desk: _rows(desk, terms))
        await self.query_one(Rows).show(len(self._rows))

    async def _page(self, start: int, limit: int) -> Sequence[Row]:
        return self._rows[start : start + limit]

    @on(Rows.Shown)
    @on(Rows.Moved)
    def _read_out(self) -> None:
        """Says in full why the case stands here; the list has to cut it."""
        row = self.query_one(Rows).current
        self.say(row.cells[REASON][0] if row else "")

    @on(Rows.Opened)
    def _open(self, message: Rows.Opened) -> None:
        from xfgrid.tui.places.case import CasePlace

        self.app.push_screen(CasePlace(message.key))


REASON = 3
"""The column that tells why a case stands in the queue."""


def _columns(terms: Terms) -> Sequence[Column]:
    english = terms.language != "zh-CN"
    return (
        Column(terms("screen.column.band"), 13 if english else 6),
        Column(terms("screen.column.number"), 10, 76),
        Column(terms("screen.column.title")),
        Column(terms("screen.column.reason"), 0),
        Column(terms("screen.column.owner"), 14, 90),
        Column(terms("screen.column.due"), 15 if english else 13),
    )


def _rows(desk: Desk, terms: Terms) -> list[Row]:
    from xfgrid.meeting.queue import queue

    today = desk.today()
    return [
        Row(
            e.case,
            (
                (terms(f"meeting.band.{e.band}"), "strong" if e.must else ""),
                (e.number, "muted"),
                (e.title, ""),
                (e.sentence(terms), ""),
                (desk.offices.name(e.owner), ""),
                words.due(terms, e.due, today),
            ),
        )
        for e in queue(desk)
    ]


def _present(desk: Desk, case: str, terms: Terms) -> str:
    """Puts a case on the nearest meeting that was not held yet, and says so."""
    from xfgrid.meeting import clerk
    from xfgrid.meeting.rules import rules
    from xfgrid.meeting.table import meetings

    with desk.home.store.read() as connection:
        coming = [m for m in meetings(connection, rules()) if m.state in ("called", "frozen", "in_session")]
    if not coming:
        return terms("screen.meeting.none")
    clerk.present(desk, coming[0].id, case)
    return terms("screen.meeting.presented", day=coming[0].held_on, number=desk.case(case).text("number"))
