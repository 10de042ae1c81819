"""Text measured in terminal cells, where a Chinese character takes two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rich.cells import cell_len, set_cell_size

NOT_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—·,.;:?!)]}%％")
"""Signs that may not begin a line."""
NOT_LAST = frozenset("（《「『【〔〈“‘([{")
"""Signs that may not end a line."""

_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
_RUN = re.compile(r"[!-~]+ *| +|[^!-~ ]")
CARRIED = 4
"""At most so many words move to the next line for the sake of a sign."""


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells: padded with spaces, or cut and ended with an ellipsis."""
    if width <= 0:
        return ""
    line = " ".join(text.split())
    if (cells := cell_len(line)) <= width:
        return line + " " * (width - cells)
    return set_cell_size(set_cell_size(line, width - 1).rstrip() + "…", width)


def tidy(text: str) -> str:
    """The text without stray spaces between Chinese characters, where a terminal would break the line."""
    return _stray().sub("", text.replace("\r\n", "\n").expandtabs(4))


@cache
def _stray() -> re.Pattern[str]:
    """Compiled when it is first needed, after the first screen: its classes take milliseconds."""
    return re.compile(f"(?<={_WIDE})[ \t]+(?={_WIDE})")


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, none opened by a closing sign nor ended by an opening one.

    Latin words stay whole where they fit in a line. Every character of the tidied text is kept, but for the spaces
    at which a line breaks.
    """
    return [line for paragraph in tidy(text).split("\n") for line in _lines(paragraph, max(width, 2))]


def places(lines: Sequence[str], words: str) -> list[list[tuple[int, int]]]:
    """Where words stand in wrapped lines, in letters of either case: for each find its parts, as (line, column) of every
    character; words broken over two lines are found too."""
    cells = [(number, column) for number, line in enumerate(lines) for column in range(len(line))]
    found = re.finditer(re.escape(words), "".join(lines), re.IGNORECASE) if words else ()
    return [cells[match.start() : match.end()] for match in found]


def _lines(paragraph: str, width: int) -> Iterator[str]:
    line: list[str] = []
    for word in _words(paragraph, width):
        if line and cell_len("".join(line) + word.rstrip()) > width:
            keep = _break(line, word, width)
            yield "".join(line[:keep]).rstrip()
            line = line[keep:] if keep < len(line) else []
            word = word if line else word.lstrip()
        line.append(word)
    yield "".join(line).rstrip()


def _break(line: list[str], word: str, width: int) -> int:
    """How many words stay when the next no longer fits: as many as both rules for signs allow."""
    for keep in range(len(line), max(len(line) - CARRIED, 0), -1):
        moved = "".join(line[keep:]) + word
        if moved[0] not in NOT_FIRST and line[keep - 1][-1] not in NOT_LAST and cell_len(moved.rstrip()) <= width:
            return keep
    return len(line)


def _words(paragraph: str, width: int) -> Iterator[str]:
    """Runs that are not broken: one wide character, or a Latin word with the spaces after it."""
    for run in _RUN.findall(paragraph):
        for start in range(0, len(run), width):
            yield run[start : start + width]
