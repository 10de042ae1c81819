"""Digits however they are written: full-width, circled, Chinese, letters in their place, spaced or broken.

A text is searched for *runs*: at least seven digits with nothing but separators between them. A run is cut into
*tokens* (digits written together in one script), and each span of tokens that may hold a number is a `Window`.
All offsets refer to the text as it was given, so what is found can be struck exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

SHORTEST, LONGEST = 7, 21
"""Digits of the shortest number looked for (a phone without area code) and of the longest (a bank account)."""

_CHINESE = ("零〇○◯洞", "一壹幺", "二贰貳两", "三叁參", "四肆", "五伍", "六陆陸", "七柒拐", "八捌", "九玖勾")
_LETTERS = {"O": "0", "o": "0", "I": "1", "l": "1"}
_SIGNS = (
    "０-９٠-٩۰-۹०-९𝟎-𝟿🄁-🄊"  # other decimals
    "⓪①-⑨⓿❶-❾➀-➈➊-➒⓵-⓽⑴-⑼⒈-⒐㊀-㊈㈠-㈨"  # circled, bracketed, dotted
    "⁰¹²³⁴-⁹₀-₉"
)
_CROSSES = "xXｘＸⅩⅹχΧхХ×✕"

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\u20e3\ufeff"
_SEPARATORS = {
    "-": "\\-\u2010-\u2015\u2212－﹣~～_＿",
    ".": ".．。｡﹒·•・‧∙",
    ",": ",，、;；:：/／|｜()（）\\[\\]【】*+#＃=＝&＆'\"“”‘’",
}
"""Kinds of separators besides the blank, as parts of a character class."""

_chinese = "".join(_CHINESE)
_letters = "".join(_LETTERS)
_digit = f"[0-9{_chinese}{_letters}{_SIGNS}]"
_blank = f"[\\s{_INVISIBLE}]{{0,3}}"
_mark = "|".join(f"[{marks}]{{1,{most}}}" for marks, most in zip(_SEPARATORS.values(), (3, 3, 1), strict=True))
_between = f"{_blank}[)）]?(?:{_mark})?{_blank}"
"""What may stand inside a number: one mark, or —— or ..., or a bracket and a mark; 。， parts two numbers."""

_RUN = re.compile(f"{_digit}(?:{_between}{_digit}){{{SHORTEST - 1},}}(?:{_between}[{_CROSSES}])?[{_INVISIBLE}]*")
_TOKEN = re.compile(f"({_between})([0-9]+|[{_chinese}]+|[{_letters}]+|[{_SIGNS}]+)")
_MARKS = {kind: re.compile(f"[{marks}]") for kind, marks in _SEPARATORS.items()}


def _value(sign: str) -> str:
    for value, written in enumerate(_CHINESE):
        if sign in written:
            return str(value)
    return _LETTERS.get(sign) or str(int(unicodedata.numeric(sign)))


@dataclass(frozen=True, slots=True)
class Token:
    """Digits written together; `gap` is the kind of separator before them, empty when they follow directly."""

    digits: str
    start: int
    end: int
    gap: str


@dataclass(frozen=True, slots=True)
class Window:
    """A span of tokens that may be one number.

    `groups` are the lengths of the visible groups of digits (3, 4, 4 for 138-0013-8000), `gaps` the kinds of
    separators between them, `before` is the text just before. An X that closes the run lies within `end`. `apart`:
    no digit of another script stands right before or after.
    """

    digits: str
    groups: tuple[int, ...]
    gaps: frozenset[str]
    start: int
    end: int
    before: str
    apart: bool


def runs(text: str) -> Iterator[list[Window]]:
    """Of each run, every span of `SHORTEST` to `LONGEST` digits that begins and ends with a token, longest first.

    A run comes as two lists: first the spans that stand apart, then those with a digit of another script right
    before or after them (第一13800138000), since digits that stand together are most likely one number.
    """
    for run in _RUN.finditer(text):
        tokens = [_token(found, run.start()) for found in _TOKEN.finditer(run[0])]
        readings = [tokens, _dashes(text, tokens)] if "一" in run[0] else [tokens]
        windows = [window for reading in readings for window in _windows(text, reading, run.end())]
        spans = sorted(windows, key=lambda window: -len(window.digits))
        yield [window for window in spans if window.apart]
        yield [window for window in spans if not window.apart]


def _token(found: re.Match[str], offset: int) -> Token:
    digits = found[2] if found[2].isascii() and found[2].isdigit() else "".join(map(_value, found[2]))
    return Token(digits, offset + found.start(2), offset + found.end(2), _gap(found[1]))


def _gap(separator: str) -> str:
    marked = next((kind for kind, marks in _MARKS.items() if marks.search(separator)), "")
    return marked or (" " if re.search(r"\s", separator) else "")


def _dashes(text: str, tokens: list[Token]) -> list[Token]:
    """The other reading of a run: 一 between figures is a dash, as in 0512一65123456."""
    kept: list[Token] = []
    gap = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        dash = text[token.start : token.end] == "一" and before and not token.gap
        if not dash:
            kept.append(replace(token, gap=token.gap or gap))
        gap = "-" if dash else ""
    return kept


def _windows(text: str, tokens: list[Token], end: int) -> Iterator[Window]:
    for first in range(len(tokens)):
        yield from _from(text, tokens, first, end)


def _from(text: str, tokens: list[Token], first: int, end: int) -> Iterator[Window]:
    digits, groups, gaps = "", [0], set()
    before = text[max(0, tokens[first].start - 24) : tokens[first].start]
    for index in range(first, len(tokens)):
        token = tokens[index]
        if index > first and token.gap:
            groups.append(0)
            gaps.add(token.gap)
        groups[-1] += len(token.digits)
        digits += token.digits
        if len(digits) > LONGEST:
            return
        if len(digits) >= SHORTEST:
            stop = end if index == len(tokens) - 1 else token.end
            start = _lead(text, tokens[first].start, stop)
            apart = _begins(tokens, first) and _begins(tokens, index + 1)
            yield Window(digits, tuple(groups), frozenset(gaps), start, stop, before, apart)


def _begins(tokens: list[Token], index: int) -> bool:
    """Whether there is a gap before the token of this index, or no token on one of its sides."""
    return index in (0, len(tokens)) or tokens[index].gap != ""


def _lead(text: str, start: int, end: int) -> int:
    """Where a number begins: with the + before it, and with a bracket that closes inside it."""
    if text[start - 1 : start] in {"+", "＋"}:
        start -= 1
    if text[start - 1 : start] in {"(", "（"} and re.search("[)）]", text[start:end]):
        start -= 1
    return start
