"""Every place in every theme, size and language: nothing breaks a line or a frame, nothing is cut that must not be, and
every word stands out from its ground."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import time_machine
from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Label

from tests.tui.kit import opened, press, settled
from tests.tui.walk import NOW, WALK, village
from xfgrid.terms import LANGUAGES
from xfgrid.tui.app import Program
from xfgrid.tui.places.place import Place
from xfgrid.tui.themes import THEMES
from xfgrid.tui.widgets.bars import KeyBar, TopBar
from xfgrid.tui.widgets.choice import Choice
from xfgrid.tui.widgets.rows import Rows

SIZES = ((140, 40), (200, 60), (60, 18), (80, 24))
ENOUGH = 4.5
"""The contrast that WCAG 2 asks of ordinary text (success criterion 1.4.3, level AA)."""
ORNAMENTS = set("▁▂▃▄▅▆▇█")
"""The ends of scrollbars."""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_view_breaks_cuts_or_pales(tmp_path: Path, language: str) -> None:
    wrong: list[str] = []
    with village(tmp_path) as home, time_machine.travel(NOW, tick=False):
        async with opened(home, "today", SIZES[-1], language) as pilot:
            for view, keys in WALK.items():
                await press(pilot, *keys)
                for size in SIZES:
                    await pilot.resize_terminal(*size)
                    await settled(pilot)
                    wrong += [f"{view} {size}: {what}" for what in _broken(pilot, size)]
                for theme in reversed(THEMES) if language == LANGUAGES[0] else ():  # of any words the colours are these
                    pilot.app.theme = theme
                    await pilot.pause()
                    wrong += [f"{view} {theme}: {what}" for what in _pale(pilot)]
    assert wrong == []


def _broken(pilot: Pilot[int], size: tuple[int, int]) -> Iterator[str]:
    """What is wrong with the lines, the frame of a dialog, the bars, the labels and the heads of lists."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips()
    yield from (
        f"line {y} has {strip.cell_length} cells" for y, strip in enumerate(strips) if strip.cell_length != size[0]
    )
    yield from (f"line {y} holds a wide sign cut in two" for y, strip in enumerate(strips) if "\ufffd" in strip.text)
    if isinstance(screen, ModalScreen) and _front(pilot) not in Region(0, 0, *size):
        yield f"the dialog stands at {_front(pilot)}"
    for part in screen.query("*"):
        if part.is_on_screen:
            yield from (f"{type(part).__name__}: {what}" for what in _cut(part, cast(Program, pilot.app)))


def _cut(part: Widget, program: Program) -> Iterator[str]:
    width = part.content_size.width
    if isinstance(part, Label) and cell_len(str(part.visual)) > width * max(part.content_size.height, 1):
        yield str(part.visual)
    if isinstance(part, Input) and not part.value and cell_len(part.placeholder) > width:
        yield part.placeholder
    if isinstance(part, Rows) and "…" in (head := part.render_line(0).text):
        yield head
    if isinstance(part, Choice):
        shown = "".join(part.render_line(y).text for y in range(part.content_size.height))
        yield from (label for _, label in part._options if label not in shown)
    if isinstance(part, TopBar) and "…" in (head := part.render_line(0).text) and program.size.width >= 80:
        yield head
    if isinstance(part, KeyBar) and isinstance(program.screen, Place):
        here = program.terms.get(f"screen.action.open_{program.screen.NAME}", "")
        yield from (
            f"no {word}" for word, y in (("F1", 0), (here, 1), ("F12", 1)) if word not in part.render_line(y).text
        )


def _pale(pilot: Pilot[int]) -> Iterator[str]:
    """The words in front that do not stand out from what is behind them."""
    front, found = _front(pilot), set[str]()
    for y, strip in enumerate(pilot.app.screen._compositor.render_strips()):
        inside = strip.crop(front.x, front.right) if front.y <= y < front.bottom else []
        found |= {s.text.strip() for s in inside if s.text.strip() and _contrast(s) < ENOUGH}
    yield from sorted(text for text in found if set(text) - ORNAMENTS)


def _front(pilot: Pilot[int]) -> Region:
    """The dialog, or the whole screen."""
    screen = pilot.app.screen
    return screen.children[0].region if isinstance(screen, ModalScreen) else screen.region


def _contrast(segment: Segment) -> float:
    style = segment.style
    if style is None or style.color is None or style.bgcolor is None:
        return ENOUGH
    dark, bright = sorted(_luminance(colour.get_truecolor()) for colour in (style.color, style.bgcolor))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    """The relative luminance of WCAG 2."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
