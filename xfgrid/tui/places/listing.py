"""A place with a list of cases: the keys act on the one under the cursor, or on all that are marked."""

from __future__ import annotations

from textual import on

from xfgrid.tui.places.acting import Acting
from xfgrid.tui.widgets.rows import Rows


class Listing(Acting):
    """A place whose body has a `Rows` of cases; Enter opens one."""

    @property
    def subject(self) -> str:
        row = self.query_one(Rows).current
        return row.key if row else ""

    @property
    def marked(self) -> list[str]:
        return sorted(self.query_one(Rows).marked)

    def unmark(self) -> None:
        self.query_one(Rows).unmark()

    @on(Rows.Opened)
    async def _opened(self, message: Rows.Opened) -> None:
        await self.open_row(message.key)

    async def open_row(self, case: str) -> None:
        """What Enter does with a case."""
        from xfgrid.tui.places.case import CasePlace

        await self.app.push_screen(CasePlace(case))
