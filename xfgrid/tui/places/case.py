"""事项: one case: who owes the answer and until when, what it is about, and everything that happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from xfgrid.tui.actions import bindings
from xfgrid.tui.places.acting import Acting
from xfgrid.tui.shown import Shown, shown
from xfgrid.tui.widgets.prose import Facts


class CasePlace(Acting):
    """One case, by its id."""

    NAME = "case"
    WHERE = ("acting", "case")
    CSS_PATH = "../style/case.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("acting", "case")]

    def __init__(self, case: str) -> None:
        super().__init__()
        self.case = case

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(
            Facts(classes="-title"),
            Facts(classes="-standing"),
            Facts(classes="-dates"),
            Facts(classes="-facts"),
            Facts(classes="-heading"),
            Facts(classes="-timeline"),
        )

    def look(self) -> None:
        super().look()
        self.do(self._show)

    async def _show(self) -> None:
        terms, case = self.terms, self.case
        found = await self.ask(lambda desk: shown(desk, case, terms))
        for name in Shown.__struct_fields__:
            self.query_one(f".-{name}", Facts).show(getattr(found, name))

    @property
    def subject(self) -> str:
        return self.case

    def action_back(self) -> None:
        self.app.pop_screen()

    def action_scroll_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_scroll_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)
