"""冲突: the cases about which two offices wrote different things without having seen each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from xfgrid.tui.actions import bindings
from xfgrid.tui.places.listed import columns, row
from xfgrid.tui.places.listing import Listing
from xfgrid.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


class Conflicts(Listing):
    """Every case with a disputed field; Enter lays the sides next to each other."""

    NAME = "conflicts"
    WHERE = ("rows", "acting", "conflicts")
    CSS_PATH = "../style/conflicts.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("acting", "conflicts")]
    AUTO_FOCUS = "Rows"

    def body(self) -> Iterable[Widget]:
        yield Rows(columns(self.terms), self._page, self.terms("screen.empty.conflicts"))

    def look(self) -> None:
        super().look()
        self.do(self._show, "rows")

    async def _show(self) -> None:
        await self.query_one(Rows).show(await self.ask(lambda desk: desk.count("disputed")))

    async def _page(self, start: int, limit: int) -> Sequence[Row]:
        terms = self.terms

        def read(desk: Desk) -> list[Row]:
            found = desk.cases("disputed", "", start, limit)
            return [row(line, terms, desk.offices, desk.today()) for line in found]

        return await self.ask(read)

    async def open_row(self, case: str) -> None:
        await self.action_settle_case()
