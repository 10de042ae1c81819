"""今日: what this office has to do today, the most pressing first, each with its next step one key away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from xfgrid.terms import Terms
from xfgrid.tui import words
from xfgrid.tui.actions import bindings
from xfgrid.tui.following import NEXT
from xfgrid.tui.places.listing import Listing
from xfgrid.tui.widgets.rows import Column, Row, Rows
from xfgrid.tui.widgets.views import Views

if TYPE_CHECKING:
    from datetime import date

    from xfgrid.case.offices import Offices
    from xfgrid.journal.tasks import Task
    from xfgrid.tui.host import Lists

SHOWN = ("everything", "overdue", "returned", "due_today", "not_taken", "disputed", "resident")


class Today(Listing):
    """The first place a person sees."""

    NAME = "today"
    WHERE = ("rows", "acting", "today", "printing")
    CSS_PATH = "../style/today.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("acting", "today", "printing")]
    AUTO_FOCUS = "Rows"

    def body(self) -> Iterable[Widget]:
        yield Views(SHOWN, "section", _counts)
        yield Rows(_columns(self.terms), self._page, self.terms("screen.empty.today"))

    def look(self) -> None:
        super().look()
        self.do(self._show, "rows")

    async def _show(self, *, first: bool = False) -> None:
        view, rows = self.query_one(Views), self.query_one(Rows)
        rows.empty = self.terms("screen.empty.today" if view.current == SHOWN[0] else "screen.empty.section")
        begins = first or not rows.loaded
        if begins:  # the first page is there before every case is counted
            await rows.begin()
        await view.look()
        if begins:
            rows.counted(view.count)
        else:
            await rows.show(view.count)

    async def _page(self, start: int, limit: int) -> Sequence[Row]:
        section, terms = self.query_one(Views).current, self.terms

        def read(lists: Lists) -> list[Row]:
            today = lists.today()
            return [_row(task, lists.offices, today, terms) for task in lists.tasks(section, start, limit)]

        return await self.program.read(read)

    def action_next_section(self) -> None:
        self.query_one(Views).step(1)

    def action_previous_section(self) -> None:
        self.query_one(Views).step(-1)

    @on(Views.Changed)
    def _other(self) -> None:
        self.do(partial(self._show, first=True), "rows")

    def action_print_list(self) -> None:
        """Saves the list as a sheet of paper, and shows it where there is a desktop."""
        self.do(partial(self.print_paper, "today"), "print")


def _columns(terms: Terms) -> Sequence[Column]:
    english = terms.language != "zh-CN"
    return (
        Column(terms("screen.column.why"), 12 if english else 8),
        Column(terms("screen.column.number"), 10, 70),
        Column(terms("screen.column.title")),
        Column(terms("screen.column.state"), 14, 120),
        Column(terms("screen.column.owner"), 16, 104),
        Column(terms("screen.column.due"), 15 if english else 13),
        Column(terms("screen.column.next"), 14 if english else 12),
    )


def _row(task: Task, offices: Offices, today: date, terms: Terms) -> Row:
    line, tones = task.line, {"overdue": "late", "disputed": "soon", "due_today": "soon"}
    return Row(
        line.case,
        (
            (terms(f"screen.section.{task.section}"), tones.get(task.section, "strong")),
            (line.number, "muted"),
            (line.title, ""),
            (words.named(terms, "state", line.state), ""),
            (offices.name(line.owner), ""),
            words.due(terms, line.due, today),
            (next_word(task, terms), "muted"),
        ),
    )


def next_word(task: Task, terms: Terms) -> str:
    """What usually comes next for a case of the list."""
    action = "settle" if task.section == "disputed" else next(iter(NEXT.get(task.line.state, ())), "")
    return terms(f"case.action.{action}") if action else ""


def _counts(lists: Lists) -> Mapping[str, int]:
    return lists.task_counts()
