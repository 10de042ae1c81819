"""Read-only text and labelled facts, wrapped by the rules of Chinese lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from xfgrid.tui.cells import fit, wrap


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its text; without a label the text takes the whole width. The tone is one of the list's."""

    label: str
    text: str
    tone: str = ""


class Facts(Widget):
    """Labels in one column, their text beside them, as high as the wrapped text."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facts--label",
        "facts--late",
        "facts--soon",
        "facts--muted",
        "facts--strong",
    }

    def __init__(self, facts: Sequence[Fact] = (), *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._facts = tuple(facts)

    def show(self, facts: Sequence[Fact]) -> None:
        """Shows other facts."""
        self._facts = tuple(facts)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(len(list(self._lines(width))), 1)

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        lines = list(self._lines(width))
        if y >= len(lines):
            return Strip.blank(self.size.width, self.rich_style)
        return Strip(lines[y]).adjust_cell_length(self.size.width, self.rich_style)

    def _lines(self, width: int) -> Iterator[list[Segment]]:
        column = max((cell_len(f.label) for f in self._facts), default=0)
        column = min(column + 2, width // 2) if column else 0
        for fact in self._facts:
            style = self._style(fact.tone)
            indent = column if fact.label else 0
            for number, line in enumerate(wrap(fact.text, width - indent)):
                label = fit(fact.label if number == 0 else "", indent)
                yield [Segment(label, self._style("label")), Segment(line, style)]

    def _style(self, tone: str) -> Style:
        return (
            self.rich_style + self.get_component_rich_style(f"facts--{tone}", partial=True) if tone else self.rich_style
        )
