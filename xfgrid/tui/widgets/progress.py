"""How far long work has come, in one line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from xfgrid.tui.cells import fit


@dataclass
class Moved(Message):
    """Work in a thread has come further: `done` of `total` in one of its phases."""

    phase: str
    done: int
    total: int


class Progress(Widget):
    """A sentence on a ground that fills from the left; takes no room while there is no work."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"progress--done"}

    def __init__(self) -> None:
        super().__init__()
        self._sentence, self._part = "", 0.0

    def show(self, sentence: str, part: float) -> None:
        """Shows the sentence and the part done, 0 to 1."""
        self._sentence, self._part = sentence, part
        self.add_class("-working")
        self.refresh()

    def hide(self) -> None:
        """The work is over."""
        self.remove_class("-working")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        text, full = fit(f" {self._sentence}", width), round(width * min(max(self._part, 0.0), 1.0))
        at = sum(end <= full for end in accumulate(map(cell_len, text)))  # between two characters, never through one
        done = Segment(text[:at], self.rich_style + self.get_component_rich_style("progress--done"))
        return Strip([done, Segment(text[at:], self.rich_style)], width)
