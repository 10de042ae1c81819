"""Read-only text and labelled facts, wrapped by the rules of Chinese lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from xfgrid.tui.cells import fit, places, wrap


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its text; without a label the text takes the whole width. The tone is one of the list's."""

    label: str
    text: str
    tone: str = ""


def label_width(facts: Iterable[Fact]) -> int:
    """The cells of the longest label."""
    return max((cell_len(fact.label) for fact in facts), default=0)


class Facts(Widget):
    """Labels in one column, their text beside them, as high as the wrapped text."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facts--label",
        "facts--late",
        "facts--soon",
        "facts--muted",
        "facts--strong",
        "facts--found",
    }

    def __init__(self, facts: Sequence[Fact] = (), *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._facts, self._words, self._labels = tuple(facts), "", 0

    def show(self, facts: Sequence[Fact], labels: int = 0) -> None:
        """Shows other facts, with at least so many cells for their labels."""
        self._facts, self._labels = tuple(facts), labels
        self.refresh(layout=True)

    def mark(self, words: str) -> list[int]:
        """Marks words wherever they stand, '' for none; the lines of this widget in which they begin."""
        self._words = words
        self.refresh()
        found, above = [], 0
        for _, lines in self._wrapped(self.content_size.width):
            found += [above + where[0][0] for where in places(lines, words)]
            above += len(lines)
        return found

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(len(list(self._lines(width))), 1)

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        lines = list(self._lines(width))
        if y >= len(lines):
            return Strip.blank(self.size.width, self.rich_style)
        return Strip(lines[y]).adjust_cell_length(self.size.width, self.rich_style)

    def _lines(self, width: int) -> Iterator[list[Segment]]:
        column = self._column(width)
        for fact, lines in self._wrapped(width):
            style, found = self._style(fact.tone), {one for where in places(lines, self._words) for one in where}
            for number, line in enumerate(lines):
                label = fit(fact.label if number == 0 else "", column if fact.label else 0)
                marked = {at for row, at in found if row == number}
                yield [Segment(label, self._style("label")), *self._parts(line, style, marked)]

    def _wrapped(self, width: int) -> Iterator[tuple[Fact, list[str]]]:
        column = self._column(width)
        for fact in self._facts:
            yield fact, wrap(fact.text, width - (column if fact.label else 0))

    def _column(self, width: int) -> int:
        """The width of the labels."""
        column = label_width(self._facts)
        return min(max(column, self._labels) + 2, width // 2) if column else 0

    def _parts(self, line: str, style: Style, marked: Collection[int]) -> Iterator[Segment]:
        """A line in one piece, or with the marked characters apart."""
        for found, group in groupby(range(len(line)), key=marked.__contains__):
            text = "".join(line[at] for at in group)
            yield Segment(text, style + self._style("found") if found else style)

    def _style(self, tone: str) -> Style:
        return (
            self.rich_style + self.get_component_rich_style(f"facts--{tone}", partial=True) if tone else self.rich_style
        )
