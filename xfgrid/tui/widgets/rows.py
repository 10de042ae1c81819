"""A list of any length: only the lines on the screen are drawn, only the pages they stand on are read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from xfgrid.tui.actions import bindings
from xfgrid.tui.cells import fit

PAGE = 30
KEPT_PAGES = 12
"""Pages held in memory; 12 of 30 lines are more than any screen shows."""

MARK = "*"
MOST = 200
"""Rows marked at once by one key."""

Cell = tuple[str, str]
"""Text and tone: '', late, soon, muted or strong."""


class Column(msgspec.Struct, frozen=True):
    """A column: its heading, its width in cells (0 shares what is left), and the list width from which it is shown."""

    heading: str
    width: int = 0
    from_width: int = 0


class Row(msgspec.Struct, frozen=True):
    """One line: the key it is known by, and a cell for every column."""

    key: str
    cells: tuple[Cell, ...]


Fetch = Callable[[int, int], Awaitable[Sequence[Row]]]
"""Reads `limit` rows from `start` on."""


class Rows(ScrollView, can_focus=True, inherit_bindings=False):
    """The list. `cursor` is the index of the row the keys act on, `marked` the keys of those to act on at once, `empty`
    what is said where there is no row.

    The first line is the heading and never scrolls.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--head", "rows--cursor", "rows--late", "rows--soon", "rows--muted", "rows--strong", "rows--empty",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rows")]
    cursor = reactive(0)

    @dataclass
    class Opened(Message):
        """Enter or a click on the row under the cursor."""

        key: str

    class Shown(Message):
        """What the list holds was read anew."""

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        key: str

    def __init__(self, columns: Sequence[Column], fetch: Fetch, empty: str) -> None:
        super().__init__()
        self._columns, self._fetch, self.empty = tuple(columns), fetch, empty
        self._pages: dict[int, Sequence[Row]] = {}
        self._wanted: set[int] = set()
        self.count = 0
        self.loaded = False
        self.marked: set[str] = set()
        self._plain = Style.null()

    async def show(self, count: int, *, first: bool = False) -> None:
        """Shows anew a list of so many rows; with `first` from its beginning, else where the cursor is."""
        start = 0 if first else min(self.cursor, max(count - 1, 0)) // PAGE
        rows = await self._fetch(start * PAGE, PAGE) if count else []
        self._take(start, rows, count, 0 if first else min(self.cursor, max(count - 1, 0)))
        self.counted(count)

    def _take(self, page: int, rows: Sequence[Row], count: int, cursor: int) -> None:
        self._pages, self._wanted, self.loaded = {page: rows}, set(), True
        self.add_class("-loaded")  # from now on there is room for the scrollbar, needed or not: columns stand still
        self.count, self.cursor = count, cursor
        self.refresh()
        if cursor == 0:
            self.scroll_to(y=0, animate=False)
        self.post_message(self.Shown())

    async def begin(self) -> None:
        """Shows the first page of a list of which nobody knows yet how long it is; `counted` tells."""
        rows = await self._fetch(0, PAGE)
        self._take(0, rows, len(rows), 0)

    def counted(self, count: int) -> None:
        """Takes the number of rows of a list whose first page is shown; what is on the screen is painted again only where
        it has more of them."""
        above, self.count = self.count, count
        self.virtual_size = Size(self.size.width, count + 1)
        if above < min(count, self.scroll_offset.y + self.size.height):
            self.refresh()

    @property
    def current(self) -> Row | None:
        """The row under the cursor, None while it is still being read."""
        return self._row(self.cursor)

    def watch_cursor(self) -> None:
        visible = Region(0, self.cursor, 1, 2)  # with the heading's line above it
        self.scroll_to_region(visible, animate=False, force=True)
        self.refresh()
        if row := self.current:
            self.post_message(self.Moved(row.key))

    def render_lines(self, crop: Region) -> list[Strip]:
        """All lines of one painting share a style, which Textual makes anew whenever it is asked for it."""
        self._plain = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            return self._line([(c.heading, "") for c in self._columns], self.get_component_rich_style("rows--head"))
        index = self.scroll_offset.y + y - 1
        if index >= self.count:
            note = self.empty if index == 0 and self.loaded else ""
            return Strip([Segment(f" {fit(note, width - 1)}", self.get_component_rich_style("rows--empty"))])
        row = self._row(index)
        if row is None:
            self._want(index // PAGE)
            return Strip.blank(width, self._plain)
        style = self.get_component_rich_style("rows--cursor") if index == self.cursor else None
        return self._line(row.cells, style, MARK if row.key in self.marked else " ")

    def _line(self, cells: Sequence[Cell], whole: Style | None, mark: str = " ") -> Strip:
        width = self.size.width
        base = whole or self._plain
        shown = [(c, cell) for c, cell in zip(self._columns, cells, strict=True) if width >= c.from_width]
        rest, sharing = max(width - 1 - sum(c.width + 1 for c, _ in shown), 4), sum(not c.width for c, _ in shown)
        segments = [Segment(mark, base)]
        for column, (text, tone) in shown:
            style = base + self.get_component_rich_style(f"rows--{tone}", partial=True) if tone else base
            room = column.width or rest // sharing
            if not column.width:
                rest, sharing = rest - room, sharing - 1
            segments += [Segment(fit(text, room), style), Segment(" ", base)]
        return Strip(segments).adjust_cell_length(width, base)

    def _row(self, index: int) -> Row | None:
        page, line = divmod(index, PAGE)
        rows = self._pages.get(page, ())
        return rows[line] if line < len(rows) else None

    def _want(self, page: int) -> None:
        if page not in self._wanted:
            self._wanted.add(page)
            self.run_worker(self._read(page), group="pages", exit_on_error=False)

    async def _read(self, page: int) -> None:
        pages = self._pages
        rows = await self._fetch(page * PAGE, PAGE)
        if pages is self._pages:  # the list was not shown anew meanwhile
            self._pages[page] = rows
            self._wanted.discard(page)
            while len(self._pages) > KEPT_PAGES:
                del self._pages[next(iter(self._pages))]
            self.refresh()

    def go_to(self, to: int) -> None:
        """Puts the cursor on a row, the nearest there is."""
        self.cursor = max(0, min(to, self.count - 1))

    def action_row_up(self) -> None:
        self.go_to(self.cursor - 1)

    def action_row_down(self) -> None:
        self.go_to(self.cursor + 1)

    def action_page_up(self) -> None:
        self.go_to(self.cursor - max(self.size.height - 2, 1))

    def action_page_down(self) -> None:
        self.go_to(self.cursor + max(self.size.height - 2, 1))

    def action_row_first(self) -> None:
        self.go_to(0)

    def action_row_last(self) -> None:
        self.go_to(self.count - 1)

    def action_mark_row(self) -> None:
        """Marks the row, or takes its mark away, and goes to the next."""
        if row := self.current:
            self.marked ^= {row.key}
            self.go_to(self.cursor + 1)
            self.refresh()

    async def action_mark_all(self) -> None:
        """Marks every row, of a longer list the first MOST; where some are marked it takes every mark away."""
        if self.marked:
            self.unmark()
        elif self.count:
            self.marked = {row.key for row in await self._fetch(0, MOST)}
            self.refresh()

    def unmark(self) -> None:
        """Takes every mark away."""
        self.marked.clear()
        self.refresh()

    def action_open_row(self) -> None:
        if row := self.current:
            self.post_message(self.Opened(row.key))

    def on_click(self, event: events.Click) -> None:
        index = self.scroll_offset.y + event.y - 1
        if event.y and index < self.count:
            again = index == self.cursor
            self.go_to(index)
            if again:
                self.action_open_row()
