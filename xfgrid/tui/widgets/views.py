"""Views of a list in one line, each with how many rows it has; the one in front is marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from xfgrid.tui.host import host_of

if TYPE_CHECKING:
    from xfgrid.tui.host import Lists

Count = Callable[["Lists"], Mapping[str, int]]


class Views(Widget):
    """`current` is the view in front. The word of a view stands in the catalogue under `screen.<words>.<view>`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"views--current"}
    current = reactive("")

    @dataclass
    class Changed(Message):
        """Another view came to the front."""

        view: str

    def __init__(self, views: Sequence[str], words: str, count: Count) -> None:
        super().__init__()
        self._views, self._words, self._count = tuple(views), words, count
        self._counts: Mapping[str, int] = {}
        self.set_reactive(Views.current, self._views[0])

    def step(self, by: int) -> None:
        """Goes to the next view, or one back."""
        self.action_choose(self._views[(self._views.index(self.current) + by) % len(self._views)])

    def action_choose(self, view: str) -> None:
        self.current = view
        self.post_message(self.Changed(view))

    @property
    def count(self) -> int:
        """How many rows the view in front has, as last counted."""
        return self._counts.get(self.current, 0)

    async def look(self) -> None:
        """Counts anew."""
        self._counts = await host_of(self).read(self._count)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        plain, words = self.rich_style, {view: self._word(view) for view in self._views}
        first, last = self._in_sight([cell_len(word) for word in words.values()], self.size.width - 1)
        segments = [Segment("…" if first else " ", plain)]
        for view in self._views[first:last]:
            style = self.get_component_rich_style("views--current") if view == self.current else plain
            word = f"[{words[view][1:-1]}]" if view == self.current else words[view]
            segments += [Segment(word, style + Style.from_meta({"@click": f"choose('{view}')"}))]
        segments += [Segment("…", plain)] if last < len(words) else []
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def _word(self, view: str) -> str:
        count = f" {self._counts[view]}" if view in self._counts else ""
        return f" {host_of(self).terms(f'screen.{self._words}.{view}')}{count} "

    def _in_sight(self, widths: Sequence[int], room: int) -> tuple[int, int]:
        """The views there is room for, from the first if the one in front is among them, else up to it."""
        if sum(widths) <= room:
            return 0, len(widths)
        front, room = self._views.index(self.current), room - 1
        first = next(n for n in range(front + 1) if n == front or sum(widths[n : front + 1]) <= room)
        ends = [end for end in range(front + 1, len(widths) + 1) if sum(widths[first:end]) <= room]
        return first, max(ends, default=front + 1)
