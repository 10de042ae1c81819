"""The saved views of a list in one line, each with how many rows it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.tui.app import Program

SHOWN = ("live", "mine", "overdue", "disputed", "ended", "all")
"""Saved views of the journal, in the order they are shown."""


class Views(Widget):
    """`current` is the view in front."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"views--current"}
    current = reactive(SHOWN[0])

    @dataclass
    class Changed(Message):
        """Another view came to the front."""

        view: str

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, int] = {}

    def step(self, by: int) -> None:
        """Goes to the next view, or one back."""
        self.action_choose(SHOWN[(SHOWN.index(self.current) + by) % len(SHOWN)])

    def action_choose(self, view: str) -> None:
        self.current = view
        self.post_message(self.Changed(view))

    async def look(self) -> None:
        """Counts anew."""
        self._counts = await cast("Program", self.app).ask(_counts)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        program = cast("Program", self.app)
        segments = [Segment(" ", self.rich_style)]
        for view in SHOWN:
            style = self.get_component_rich_style("views--current") if view == self.current else self.rich_style
            count = f" {self._counts[view]}" if view in self._counts else ""
            click = Style.from_meta({"@click": f"choose('{view}')"})
            segments += [Segment(f" {program.terms(f'screen.view.{view}')}{count} ", style + click)]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)


def _counts(desk: Desk) -> dict[str, int]:
    return {view: desk.count(view) for view in SHOWN}
