"""事项: one case: who owes the answer and until when, what it is about, and everything that happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from xfgrid.tui.actions import bindings
from xfgrid.tui.places.acting import Acting
from xfgrid.tui.places.menu import Item, Menu
from xfgrid.tui.shown import Shown, shown
from xfgrid.tui.widgets.filter import Filter
from xfgrid.tui.widgets.prose import Facts, label_width
from xfgrid.tui.widgets.said import Said


class CasePlace(Acting):
    """One case, by its id."""

    NAME = "case"
    WHERE = ("acting", "case", "filter", "printing")
    CSS_PATH = "../style/case.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("acting", "case", "printing")]

    def __init__(self, case: str) -> None:
        super().__init__()
        self.case = case
        self._hits: list[tuple[Facts, int]] = []
        self._at = 0

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
        labels = label_width([*found.standing, *found.dates, *found.facts])
        for name in Shown.__struct_fields__:
            self.query_one(f".-{name}", Facts).show(getattr(found, name), labels)
        self._mark()

    @property
    def subject(self) -> str:
        return self.case

    async def action_find(self) -> None:
        """Looks for words inside this case."""
        await Filter.open(self, self.terms("screen.case.find"), self.query_one(Said))

    @on(Input.Changed)
    def _find(self) -> None:
        self._at = 0
        self._mark()
        self._go_to_hit()

    @on(Input.Submitted)
    def _next_hit(self) -> None:
        self._at += 1
        self._go_to_hit()

    @on(Filter.Left)
    def _found(self) -> None:
        self.query_one(VerticalScroll).focus()

    def _mark(self) -> None:
        words = Filter.words(self)
        self._hits = [
            (facts, line)
            for facts in self.query(".-title, .-facts, .-timeline").results(Facts)
            for line in facts.mark(words)
        ]

    def _go_to_hit(self) -> None:
        words = Filter.words(self)
        if not words:
            self.say("")
            return
        count = len(self._hits)
        self.say(self.terms("screen.case.found", count=count, at=self._at % count + 1 if count else 0))
        if count:
            facts, line = self._hits[self._at % count]
            scroll = self.query_one(VerticalScroll)
            scroll.scroll_to(y=facts.virtual_region.y + line - scroll.size.height // 3, animate=False)

    def action_print_case(self) -> None:
        """A receipt, an answer, a slip: whatever paper there can be of the case now."""
        self.do(self._papers, "print")

    async def _papers(self) -> None:
        from xfgrid.tui.printed import ready

        case, terms = self.case, self.terms
        found, number = await self.ask(lambda desk: (ready(desk, case), desk.case(case).text("number")))
        lines = [Item(kind, terms(f"papers.kind.{kind}")) for kind in found]

        def take(kind: str | None) -> None:
            if kind:
                self.do(partial(self.print_paper, kind, case, number), "print")

        self.app.push_screen(Menu(terms("screen.paper.heading"), lines), take)

    def action_back(self) -> None:
        self.app.pop_screen()

    def action_scroll_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_scroll_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)
