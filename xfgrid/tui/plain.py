"""For consoles that draw some signs two cells wide: the same screen with none of them.

Old Chinese consoles give every sign of ambiguous width (frames, scrollbars, dots, arrows, curly quotes) two cells, and
each would push its line out of place. What the driver writes is translated sign by sign; each stand-in is one cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

_SIGNS = {
    "·•●■◆★": "*",
    "…": "~",
    "→▶": ">",
    "←◀": "<",
    "↑▲": "^",
    "↓▼": "v",
    "“”": '"',
    "‘’": "'",
    "─━═—–╌": "-",
    "│┃║": "|",
    "┌┐└┘├┤┬┴┼╭╮╰╯": "+",
    "▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▀╸╹╺╻": "#",
    "×": "x",
    "§": "S",
}
STAND_INS = str.maketrans({sign: plain for signs, plain in _SIGNS.items() for sign in signs})
"""Sign → the ASCII that stands for it."""


def plain(text: str) -> str:
    """The text with no sign of ambiguous width that this program draws."""
    return text.translate(STAND_INS)


def plain_driver(base: type[Driver]) -> type[Driver]:
    """A driver that writes plain text."""

    class PlainDriver(base):  # type: ignore[misc,valid-type]
        def write(self, data: str) -> None:
            super().write(plain(data))

    return PlainDriver
