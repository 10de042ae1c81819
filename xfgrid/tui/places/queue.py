"""队列: what stands before the joint meeting by rule, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from xfgrid.terms import Terms
from xfgrid.tui import words
from xfgrid.tui.places.place import Place
from xfgrid.tui.widgets.rows import Column, Row, Rows

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


class Queue(Place):
    """The queue as this office sees it; the longest overdue first."""

    NAME = "queue"
    WHERE = ("rows", "queue")
    CSS_PATH = "../style/queue.tcss"
    AUTO_FOCUS = "Rows"

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def body(self) -> Iterable[Widget]:
        yield Rows(_columns(self.terms), self._page, self.terms("screen.empty.queue"))

    def look(self) -> None:
        super().look()
        self.do(self._show, "rows")

    async def _show(self) -> None:
        terms = self.terms
        self._rows = await self.ask(lambda desk: _rows(desk, terms))
        await self.query_one(Rows).show(len(self._rows))

    async def _page(self, start: int, limit: int) -> Sequence[Row]:
        return self._rows[start : start + limit]

    @on(Rows.Opened)
    def _open(self, message: Rows.Opened) -> None:
        from xfgrid.tui.places.case import CasePlace

        self.app.push_screen(CasePlace(message.key))


def _columns(terms: Terms) -> Sequence[Column]:
    english = terms.language != "zh-CN"
    return (
        Column(terms("screen.column.number"), 10),
        Column(terms("screen.column.title")),
        Column(terms("screen.column.reason"), 34 if english else 26),
        Column(terms("screen.column.owner"), 14, 90),
        Column(terms("screen.column.due"), 15 if english else 12),
    )


def _rows(desk: Desk, terms: Terms) -> list[Row]:
    from xfgrid.meeting.queue import queue

    today = desk.today()
    return [
        Row(
            e.case,
            (
                (e.number, "muted"),
                (e.title, ""),
                (e.sentence(terms), ""),
                (desk.offices.name(e.owner), ""),
                words.due(terms, e.due, today),
            ),
        )
        for e in queue(desk)
    ]
