"""The sides of a dispute next to each other, one of them chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from xfgrid.tui.cells import wrap
from xfgrid.tui.sides import Dispute
from xfgrid.tui.widgets.messages import Done, Edited

LEAST = 24
"""Cells a side needs; narrower screens put the sides below each other."""


class Columns(Widget, can_focus=True):
    """← → or a digit choose, Enter goes on. `chosen` is the index of the side, the number of sides for a value of
    one's own where that is allowed, -1 while nothing is chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"columns--label", "columns--by", "columns--chosen"}
    chosen = reactive(-1, layout=True)

    def __init__(self, dispute: Dispute, third: str) -> None:
        super().__init__()
        self.dispute = dispute
        texts = [(side.by, side.shown) for side in dispute.sides]
        self._texts = [*texts, ("", third)] if dispute.free else texts

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(list(self._lines(width)))

    def render_line(self, y: int) -> Strip:
        lines = list(self._lines(self.content_size.width))
        if y >= len(lines):
            return Strip.blank(self.size.width, self.rich_style)
        return Strip(lines[y]).adjust_cell_length(self.size.width, self.rich_style)

    def _lines(self, width: int) -> Iterator[list[Segment]]:
        yield [Segment(self.dispute.label, self.get_component_rich_style("columns--label"))]
        across = max(1, min(len(self._texts), width // LEAST))
        room = width // across
        for start in range(0, len(self._texts), across):
            blocks = [self._block(at, room - 2) for at in range(start, min(start + across, len(self._texts)))]
            for line in range(max(map(len, blocks))):
                cells = (block[line] if line < len(block) else ("", self.rich_style) for block in blocks)
                yield [Segment(set_cell_size(text, room), style) for text, style in cells]

    def _block(self, at: int, width: int) -> list[tuple[str, Style]]:
        by, shown = self._texts[at]
        mark = f"[{at + 1}]" if at == self.chosen else f" {at + 1} "
        style = self.get_component_rich_style("columns--chosen") if at == self.chosen else self.rich_style
        said = [(f"{mark if n == 0 else '   '} {line}", style) for n, line in enumerate(wrap(shown, width - 4))]
        told = [(f"    {line}", self.get_component_rich_style("columns--by")) for line in wrap(by, width - 4) if by]
        return [*said, *told]

    def on_key(self, event: events.Key) -> None:
        step = {"left": -1, "right": 1}.get(event.key)
        digit = int(event.character) if event.character and event.character.isdecimal() else 0
        if step:
            self._choose((self.chosen + step) % len(self._texts) if self.chosen >= 0 else 0)
        elif 0 < digit <= len(self._texts):
            self._choose(digit - 1)
        elif event.key == "enter":
            self.post_message(Done())
        else:
            return
        event.stop()

    def _choose(self, at: int) -> None:
        self.chosen = at
        self.post_message(Edited())
