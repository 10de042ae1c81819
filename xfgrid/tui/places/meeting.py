"""会议: the meeting in session or the next one, its items in their order; from here into the room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from xfgrid.terms import Terms
from xfgrid.tui.actions import bindings
from xfgrid.tui.meeting import order
from xfgrid.tui.meeting.shown import Shown, meeting, minutes, served
from xfgrid.tui.meeting.steps import AFTER, CALLS, STEPS, Step, appoint, before, drop, offered, on_item, papers
from xfgrid.tui.places.menu import Item, Menu
from xfgrid.tui.places.place import Place
from xfgrid.tui.places.step import StepDialog
from xfgrid.tui.places.told import Told
from xfgrid.tui.widgets.prose import Facts
from xfgrid.tui.widgets.rows import Column, Row, Rows

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk

ON_ITEM = {"drop": drop, "appoint": appoint}
BY_NAME = {step.name: step for step in (*STEPS, *CALLS)}


class Meeting(Place):
    """One meeting at a time; ← and → go to the others. `shown` is what stands on the screen."""

    NAME = "meeting"
    WHERE = ("rows", "meeting", "printing")
    CSS_PATH = "../style/meeting.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("meeting", "printing")]
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

    def action_meeting_menu(self) -> None:
        """What may be done with the meeting now, what can be read and printed of it."""
        title = self.shown.sitting.held_on if self.shown.sitting else self.terms("screen.place.meeting")
        self.app.push_screen(Menu(title, list(items(self.shown, self.terms))), self._taken)

    def _taken(self, code: str | None) -> None:
        what, _, name = (code or "").partition(":")
        row = self.query_one(Rows).current
        if what == "step":
            self.do(partial(self._ask_for, BY_NAME[name]), "step")
        elif what == "item" and row:
            self.do(partial(self._ask_for, ON_ITEM[name](row.key)), "step")
        elif what == "read":
            self.do(self._read, "read")
        elif what == "paper":
            held_on = self.shown.sitting.held_on if self.shown.sitting else ""
            self.do(partial(self.print_paper, name, self.shown.at, held_on), "print")
        elif what == "served":
            self.do(self._print_orders, "print")

    async def _ask_for(self, step: Step) -> None:
        sitting, terms = self.shown.sitting, self.terms
        known = await self.ask(lambda desk: before(step, sitting, desk, terms))
        about = self.shown.heading[0].text if sitting and step not in CALLS else ""
        self.app.push_screen(StepDialog(step, about, self.shown.at, known), partial(self._stepped, step))

    def _stepped(self, step: Step, sentence: str | None) -> None:
        if sentence:
            self.shown = Shown([], "", [], []) if step in CALLS else self.shown
            self.look()
            self.say(sentence)

    async def _print_orders(self) -> None:
        """One paper for each office that has to be told on paper, with everything it owns."""
        at = self.shown.at
        offices = await self.ask(lambda desk: served(desk, at))
        for code, name in offices:
            await self.print_paper("orders", code, name)
        if not offices:
            self.say(self.terms("screen.meeting.none_served"))

    async def _read(self) -> None:
        at, terms = self.shown.at, self.terms
        title = terms("papers.kind.minutes")
        self.app.push_screen(Told(title, await self.ask(lambda desk: minutes(desk, at, terms))))

    def action_item_earlier(self) -> None:
        self._reorder(lambda desk, at, case: order.moved(desk, at, case, -1))

    def action_item_later(self) -> None:
        self._reorder(lambda desk, at, case: order.moved(desk, at, case, 1))

    def action_item_routine(self) -> None:
        """Into the consent block, or out of it."""
        self._reorder(order.consent)

    def _reorder(self, change: Callable[[Desk, str, str], None]) -> None:
        if row := self.query_one(Rows).current:
            self.do(partial(self._reordered, change, row.key), "order")

    async def _reordered(self, change: Callable[[Desk, str, str], None], case: str) -> None:
        at = self.shown.at
        await self.ask(lambda desk: change(desk, at, case))
        await self._show()
        self.query_one(Rows).go_to([row.key for row in self.shown.rows].index(case))

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


def items(shown: Shown, terms: Terms) -> Iterator[Item]:
    """The lines of the menu: the next step, the other steps, what is done with an item, read and printed."""
    meeting, paper, state = terms("screen.place.meeting"), terms("screen.paper.heading"), shown.state
    for at, step in enumerate(offered(state) if shown.convenes else ()):
        yield _line(f"step:{step.name}", terms, meeting if at else terms("acts.next"))
    for name in on_item(shown.sitting) if shown.convenes else ():
        yield _line(f"item:{name}", terms, terms("screen.meeting.item"))
    if state in AFTER | {"in_session"}:
        yield Item("read:minutes", terms("screen.meeting.read"), paper)
    if state in AFTER:
        yield Item("served:", terms("screen.meeting.served"), paper)
    for kind in papers(state):
        yield Item(f"paper:{kind}", terms("screen.paper.print", paper=terms(f"papers.kind.{kind}")), paper)


def _line(code: str, terms: Terms, heading: str) -> Item:
    name = code.partition(":")[2]
    return Item(code, terms(f"meeting.step.{name}"), heading, terms(f"acts.alias.{name}-meeting"))


def _columns(terms: Terms) -> Sequence[Column]:
    english = terms.language != "zh-CN"
    return (
        Column("", 3),
        Column(terms("screen.column.number"), 10),
        Column(terms("screen.column.title")),
        Column(terms("screen.column.reason"), 0, 70),
        Column(terms("screen.column.outcome"), 16 if english else 10),
    )
