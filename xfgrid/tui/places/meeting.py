"""会议: the meeting in session or the next one, its items in their order; from here into the room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from xfgrid.terms import Terms
from xfgrid.tui.actions import bindings
from xfgrid.tui.meeting_shown import Shown, meeting
from xfgrid.tui.places.place import Place
from xfgrid.tui.widgets.prose import Facts
from xfgrid.tui.widgets.rows import Column, Row, Rows


class Meeting(Place):
    """One meeting at a time; ← and → go to the others. `shown` is what stands on the screen."""

    NAME = "meeting"
    WHERE = ("rows", "meeting")
    CSS_PATH = "../style/meeting.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("meeting")]
    AUTO_FOCUS = "Rows"

    def __init__(self) -> None:
        super().__init__()
        self.shown = Shown([], "", [], [])

    def body(self) -> Iterable[Widget]:
        yield Facts(classes="-heading")
        yield Rows(_columns(self.terms), self._page, self.terms("screen.empty.meeting"))

    def look(self) -> None:
        super().look()
        self.do(self._show, "rows")

    async def _show(self) -> None:
        wanted, terms = self.shown.at, self.terms
        self.shown = await self.ask(lambda desk: meeting(desk, wanted, terms))
        self.query_one(".-heading", Facts).show(self.shown.heading)
        await self.query_one(Rows).show(len(self.shown.rows))

    async def _page(self, start: int, limit: int) -> Sequence[Row]:
        return self.shown.rows[start : start + limit]

    @on(Rows.Opened)
    def _open(self, message: Rows.Opened) -> None:
        from xfgrid.tui.places.meeting_item import MeetingItem

        self.app.push_screen(MeetingItem(self.shown.at, message.key))

    def action_room(self) -> None:
        """The same items for everybody in the room to read."""
        from xfgrid.tui.places.room import Room

        if row := self.query_one(Rows).current:
            self.app.push_screen(Room(self.shown.at, row.key))

    def action_later_meeting(self) -> None:
        self._step(1)

    def action_earlier_meeting(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        ids = self.shown.meetings
        if self.shown.at in ids:
            at = min(max(ids.index(self.shown.at) + by, 0), len(ids) - 1)
            self.shown = Shown(ids, ids[at], [], [])
            self.do(self._show, "rows")


def _columns(terms: Terms) -> Sequence[Column]:
    english = terms.language != "zh-CN"
    return (
        Column("", 3),
        Column(terms("screen.column.number"), 10),
        Column(terms("screen.column.title")),
        Column(terms("screen.column.reason"), 34 if english else 26, 70),
        Column(terms("screen.column.outcome"), 16 if english else 10),
    )
