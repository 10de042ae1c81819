"""A template and its facts → the blocks of one paper, every mark replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from xfgrid.case.privacy import strike
from xfgrid.papers.template import Block, Template

Facts = Mapping[str, Any]


class Code(str):
    """A hash in a paper: its figures are chance and no number of a person."""


class Filled(msgspec.Struct, frozen=True):
    """A block ready to be set. `rows` are the cells of a table, `widths` the shares of its columns."""

    style: str
    text: str = ""
    label: str = ""
    head: list[str] = []
    rows: list[list[str]] = []
    widths: list[int] = []
    lines: int = 1


def filled(template: Template, facts: Facts) -> list[Filled]:
    """The blocks of a paper. A fact the template names and nobody gave is an error of the program, not a gap."""
    known = clean(facts)
    return [made for block in template.block for made in _blocks(block, known)]


def clean(facts: Any) -> Any:
    """The facts without numbers of persons in any of their texts: the last of the places where they are looked for."""
    if isinstance(facts, str):
        return facts if isinstance(facts, Code) else strike(facts)[0]
    if isinstance(facts, dict):
        return type(facts)((name, clean(value)) for name, value in facts.items())
    return [clean(value) for value in facts] if isinstance(facts, list | tuple) else facts


@cache
def environment() -> Any:
    """Jinja in its sandbox, where a template can name facts and nothing else; a missing fact raises."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


@cache
def _text(source: str) -> Any:
    return environment().from_string(source)


@cache
def _value(expression: str) -> Any:
    return environment().compile_expression(expression, undefined_to_none=False)


def _blocks(block: Block, facts: Facts) -> Iterator[Filled]:
    if block.when and not _value(block.when)(**facts):
        return
    if block.style == "table":
        yield _table(block, facts)
    elif block.each:
        for inner in _each(block, facts):
            yield from _one(block, inner)
    else:
        yield from _one(block, facts)


def _one(block: Block, facts: Facts) -> Iterator[Filled]:
    if block.style == "group":
        for inner in block.block:
            yield from _blocks(inner, facts)
    else:
        yield Filled(block.style, _said(block.text, facts), _said(block.label, facts), lines=block.lines)


def _each(block: Block, facts: Facts) -> Iterator[Facts]:
    for index, value in enumerate(_value(block.each)(**facts), 1):
        yield {**facts, block.name: value, "loop": {"index": index}}


def _table(block: Block, facts: Facts) -> Filled:
    rows = [[_said(column.text, inner) for column in block.columns] for inner in _each(block, facts)]
    return Filled("table", head=[c.head for c in block.columns], rows=rows, widths=[c.width for c in block.columns])


def _said(source: str, facts: Facts) -> str:
    return str(_text(source).render(facts)) if "{" in source else source
