"""台账: every case in reach, by saved view, filtered as one types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from xfgrid.tui.actions import bindings
from xfgrid.tui.places.listed import columns, row
from xfgrid.tui.places.listing import Listing
from xfgrid.tui.widgets.filter import Filter
from xfgrid.tui.widgets.rows import Row, Rows
from xfgrid.tui.widgets.views import Views

if TYPE_CHECKING:
    from xfgrid.tui.host import Lists


ORDERS = ("due", "received", "number")
SHOWN = ("live", "mine", "overdue", "disputed", "ended", "all")
"""Saved views of the journal, in the order they are shown."""


class Ledger(Listing):
    """The list of cases. `view` is the saved view shown, `search` what its rows must contain, `order` their order."""

    NAME = "ledger"
    WHERE = ("rows", "acting", "ledger", "filter")
    CSS_PATH = "../style/ledger.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("acting", "ledger")]
    AUTO_FOCUS = "Rows"

    def __init__(self) -> None:
        super().__init__()
        self.search = ""
        self.order = 0

    def body(self) -> Iterable[Widget]:
        yield Views(SHOWN, "view", _counts)
        yield Rows(columns(self.terms), self._page, self.terms("screen.empty.ledger"))

    def look(self) -> None:
        super().look()
        self.do(partial(self._show, first=False), "rows")

    @property
    def view(self) -> str:
        """The saved view in front."""
        return self.query_one(Views).current

    async def _show(self, *, first: bool) -> None:
        view, search = self.view, self.search
        rows = self.query_one(Rows)
        rows.empty = self.terms("screen.empty.search", words=search) if search else self.terms("screen.empty.ledger")
        begins = first or not rows.loaded
        if begins:  # the first page is there before every case that fits is counted
            await rows.begin()
        count = await self.program.read(lambda lists: lists.count(view, search))
        if begins:
            rows.counted(count)
        else:
            await rows.show(count)
        if not first:  # neither a filter nor another view changes how many cases a view holds
            await self.query_one(Views).look()

    async def _page(self, start: int, limit: int) -> Sequence[Row]:
        view, search, order, terms = self.view, self.search, ORDERS[self.order], self.terms

        def read(lists: Lists) -> list[Row]:
            today = lists.today()
            return [row(line, terms, lists.offices, today) for line in lists.cases(view, search, start, limit, order)]

        return await self.program.read(read)

    async def action_filter(self) -> None:
        await Filter.open(self, self.terms("screen.filter.hint"), self.query_one(Rows))

    def action_end_filter(self) -> None:
        """Shows every row again."""
        for line in self.query(Filter):
            line.action_leave_filter()

    def action_next_order(self) -> None:
        """Sorts by the next of the orders and says which."""
        self.order = (self.order + 1) % len(ORDERS)
        self.say(self.terms("screen.ledger.order", order=self.terms(f"screen.order.{ORDERS[self.order]}")))
        self.do(partial(self._show, first=True), "rows")

    def action_next_view(self) -> None:
        self.query_one(Views).step(1)

    def action_previous_view(self) -> None:
        self.query_one(Views).step(-1)

    @on(Views.Changed)
    @on(Input.Changed)
    def _again(self) -> None:
        self.search = Filter.words(self)
        self.do(partial(self._show, first=True), "rows")

    @on(Input.Submitted)
    @on(Filter.Left)
    def _filtered(self) -> None:
        self.query_one(Rows).focus()


def _counts(lists: Lists) -> dict[str, int]:
    return {view: lists.count(view) for view in SHOWN}
