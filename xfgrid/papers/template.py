"""The text of a paper as data: blocks in their order, with Jinja marks for the facts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from xfgrid.data import read_toml, schemas
from xfgrid.errors import RuleError, UnknownError
from xfgrid.packages import forbidden

Style = Literal[
    "mark", "title", "number", "to", "para", "plain", "heading", "label", "fact", "blank", "note", "sign", "cut", "rule", "table",
    "group",
]  # fmt: skip
"""mark: the red name of minutes · title: 小标宋, centred · number: 发文字号, centred · to: 主送, no indent · para: two
characters in · heading: 黑体 · label: 黑体 label, then text, lines below hang · fact: label and text in two columns ·
blank: a label and the rest of the line to write on ·
note: small · sign: right · cut: a line to tear along · rule: lines to write on by hand · table: a row for each ·
group: blocks repeated or left out together."""


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of a table: its heading, what stands in each row, and its share of the width."""

    head: str
    text: str
    width: int = 1


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One block. `when` and `each` are Jinja expressions over the facts; inside a repeated block `name` is one of them.

    `lines` is how many lines a `rule` leaves to write on.
    """

    style: Style
    text: str = ""
    label: str = ""
    when: str = ""
    each: str = ""
    name: str = "one"
    columns: tuple[Column, ...] = ()
    block: tuple[Block, ...] = ()
    lines: int = 1


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of paper. `about` says what its facts are made from; `after` are the types of events of which one must
    have happened on the case before the paper can be made. `page`: an official A4 page, an A5 slip, or a form to be written
    on, A4 with narrow margins. `numbered`: pages carry their number."""

    code: str
    version: int
    title: str
    about: Literal["case", "office", "meeting", "nothing", "today"]
    source: str
    block: tuple[Block, ...]
    page: Literal["A4", "A5", "form"] = "A4"
    after: tuple[str, ...] = ()
    numbered: bool = True


@cache
def template(code: str) -> Template:
    """A paper as shipped. UnknownError `unknown_paper` with the kinds there are; RuleError `paper_refused` where its
    words ask what no form may ask (charter rules 2 to 4)."""
    if code not in codes():
        raise UnknownError("unknown_paper", kind=code, known=" ".join(codes()))
    found = msgspec.convert(read_toml(f"papers/{code}.toml"), Template)
    check(code, words(found.block))
    return found


@cache
def codes() -> tuple[str, ...]:
    """The kinds of papers, by code."""
    return tuple(sorted(path.stem for path in (schemas() / "papers").glob("*.toml")))


def check(code: str, texts: Iterator[str]) -> None:
    """Holds the words of a paper to the linter of forms."""
    for text in texts:
        reason = forbidden().reason(text)
        if reason:
            raise RuleError("paper_refused", kind=code, words=text[:40], reason=reason)


def words(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every text, label and heading of some blocks."""
    for block in blocks:
        yield from filter(
            None, (block.text, block.label, *(c.head for c in block.columns), *(c.text for c in block.columns))
        )
        yield from words(block.block)
