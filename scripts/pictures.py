"""The pictures of docs/tour.md: the program's own cells as small SVG files, every wide character in its two cells.

`python scripts/pictures.py` walks the journeys of `tests/tui/journeys.py` on invented homes (样例·虚构) and draws them.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip

ROOT = Path(__file__).parent.parent
TOUR = ROOT / "docs" / "tour"
WIDE, HIGH = 9, 19
"""Pixels of a cell."""
FONTS = "'Sarasa Mono SC','Noto Sans Mono CJK SC',Consolas,'DejaVu Sans Mono',monospace"


def picture(app: App[object]) -> str:
    """What the program shows now, as SVG."""
    strips = app.screen._compositor.render_strips()
    width, height = app.size.width * WIDE, app.size.height * HIGH
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="{FONTS}" font-size="15"'
        ' style="white-space:pre">',
        *(part for y, strip in enumerate(strips) for part in _line(y, strip)),
        "</svg>\n",
    ])  # fmt: skip


def _line(y: int, strip: Strip) -> Iterator[str]:
    x = 0
    for segment in strip:
        yield from _background(x, y, segment)
        yield from _words(x, y, segment)
        x += cell_len(segment.text)


def _background(x: int, y: int, segment: Segment) -> Iterator[str]:
    colour = _shades(segment.style)[1]
    width = cell_len(segment.text) * WIDE
    if colour and width:
        yield f'<rect x="{x * WIDE}" y="{y * HIGH}" width="{width + 0.5}" height="{HIGH + 0.5}" fill="{colour}"/>'


def _words(x: int, y: int, segment: Segment) -> Iterator[str]:
    """The runs between wider gaps, each with the place of every character: a browser would close the gaps."""
    weight = ' font-weight="bold"' if segment.style and segment.style.bold else ""
    fill = _shades(segment.style)[0]
    for run in re.finditer(r"\S+( \S+)*", segment.text):
        places = " ".join(str((x + cell_len(segment.text[:at])) * WIDE) for at in range(*run.span()))
        yield f'<text x="{places}" y="{y * HIGH + 15}" fill="{fill}"{weight}>{escape(run[0])}</text>'


def _shades(style: Style | None) -> Sequence[str]:
    """Colour of the words and of the ground behind them."""
    if style is None:
        return "#000", ""
    front, back = _hex(style.color), _hex(style.bgcolor)
    return (back, front) if style.reverse else (front or "#000", back)


def _hex(colour: Color | None) -> str:
    return colour.get_truecolor().hex if colour is not None else ""


async def _draw_all() -> None:
    sys.path.insert(0, str(ROOT))
    from tests.tui import journeys
    from tests.tui.kit import opened

    TOUR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for walk in journeys.JOURNEYS:
            await walk(Path(folder), _keep)
        async with journeys.first_screen(Path(folder)) as pilot:
            _keep(pilot, "today")
        async with opened(Path(folder) / "nobody's") as pilot:
            _keep(pilot, "first")


def _keep(pilot: Pilot[int], name: str) -> None:
    (TOUR / f"{name}.svg").write_text(picture(pilot.app), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_draw_all())
