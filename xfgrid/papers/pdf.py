"""A paper as PDF, set by typst after `schemas/papers/paper.typ`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

import msgspec

from xfgrid.data import schemas
from xfgrid.papers.filled import Filled
from xfgrid.papers.fonts import fonts, installed
from xfgrid.papers.template import Template


def pdf(template: Template, blocks: Sequence[Filled]) -> bytes:
    """The PDF of a filled paper. FileError `no_font` where the machine has no Chinese font."""
    return _set(template, blocks, "pdf")[0]


def pictures(template: Template, blocks: Sequence[Filled], ppi: float = 72) -> list[bytes]:
    """Its pages as PNG."""
    return _set(template, blocks, "png", ppi)


def _set(template: Template, blocks: Sequence[Filled], form: Literal["pdf", "png"], ppi: float = 72) -> list[bytes]:
    import typst

    paper = {
        "page": template.page,
        "numbered": template.numbered,
        "title": template.title,
        "fonts": dict(fonts().chosen),
        "blocks": msgspec.to_builtins(list(blocks)),
    }
    data = {"paper": msgspec.json.encode(paper).decode()}
    found: Any = typst.compile(_layout(), format=form, ppi=ppi, sys_inputs=data, font_paths=installed(), timestamp=0)
    return list(found) if isinstance(found, list) else [found]


@cache
def _layout() -> bytes:
    return (schemas() / "papers" / "paper.typ").read_bytes()
