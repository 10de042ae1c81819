"""Views of a list in one line, each with how many rows it has; the one in front is marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

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
        program = host_of(self)
        segments = [Segment(" ", self.rich_style)]
        for view in self._views:
            style = self.get_component_rich_style("views--current") if view == self.current else self.rich_style
            count = f" {self._counts[view]}" if view in self._counts else ""
            click = Style.from_meta({"@click": f"choose('{view}')"})
            segments += [Segment(f" {program.terms(f'screen.{self._words}.{view}')}{count} ", style + click)]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)
