"""A choice among a few, all in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from xfgrid.tui.widgets.messages import Done, Edited


class Choice(Widget, can_focus=True):
    """← and → choose, a digit picks, Enter goes on. `value` is a code, '' while nothing is chosen.

    With `several` digits take and give back, and the value is the codes with commas between.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--chosen"}
    value = reactive("")

    def __init__(self, options: Sequence[tuple[str, str]], *, several: bool = False) -> None:
        super().__init__()
        self._options, self._several = tuple(options), several

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        lines = self._lines(self.content_size.width)
        return Strip(lines[y] if y < len(lines) else []).adjust_cell_length(self.size.width, self.rich_style)

    def _lines(self, width: int) -> list[list[Segment]]:
        """The options, on as many lines as they need."""
        lines: list[list[Segment]] = [[]]
        for number, (code, label) in enumerate(self._options, 1):
            option = self._option(number, code, label)
            if lines[-1] and sum(s.cell_length for s in lines[-1]) + option.cell_length - 1 > width:
                lines.append([])
            lines[-1].append(option)
        return lines

    def _option(self, number: int, code: str, label: str) -> Segment:
        chosen = code in self.value.split(",")
        style = self.get_component_rich_style("choice--chosen") if chosen else self.rich_style
        text = f"[{number} {label}] " if chosen else f" {number} {label}  "
        return Segment(text, style + Style.from_meta({"@click": f"choose('{code}')"}))

    def action_choose(self, code: str) -> None:
        """Takes an option."""
        self.value = self._toggled(code) if self._several else code
        self.post_message(Edited())

    def _toggled(self, code: str) -> str:
        taken = set(filter(None, self.value.split(","))) ^ {code}
        return ",".join(c for c, _ in self._options if c in taken)

    def on_key(self, event: events.Key) -> None:
        codes = [code for code, _ in self._options]
        step = {"left": -1, "right": 1}.get(event.key)
        digit = int(event.character) if event.character and event.character.isdecimal() else 0
        if step and not self._several:
            at = codes.index(self.value) + step if self.value in codes else 0
            self.action_choose(codes[at % len(codes)])
        elif 0 < digit <= len(codes):
            self.action_choose(codes[digit - 1])
        elif event.key == "enter":
            self.post_message(Done())
        else:
            return
        event.stop()
