"""A paper made: its bytes, and which official fonts another stands in for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from xfgrid.case.fold import Case
from xfgrid.errors import FileError, RuleError
from xfgrid.papers.filled import Facts, filled
from xfgrid.papers.template import Template, template

Form = Literal["pdf", "docx"]


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a paper. `missing`: official fonts that this machine has not, with what the PDF uses in their place."""

    data: bytes
    missing: Mapping[str, str] = field(default_factory=dict)


Step = Callable[[str], None]
"""Told what is done next; what it raises ends the work there."""


def quietly(step: str) -> None:
    """For work that nobody watches."""


def make(code: str, facts: Facts, form: Form, home: Path | None = None, step: Step = quietly) -> Made:
    """A paper of a kind from its facts; a DOCX by the home's own template, where it has one. The steps of a PDF are
    `filling` and `setting`.

    Raises UnknownError `unknown_paper`, FileError `no_font`, `no_papers` or `bad_template`, RuleError `paper_refused`.
    """
    from xfgrid.papers import docx, fonts, pdf

    found = template(code)
    with libraries():
        if form == "pdf":
            step("filling")
            blocks = filled(found, facts)
            step("setting")
            return Made(pdf.pdf(found, blocks), fonts.fonts().missing)
        return Made(docx.docx(found, facts, docx.own_template(home, found) if home else None))


@contextmanager
def libraries() -> Iterator[None]:
    """FileError `no_papers` where the libraries of the extra `papers` are not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise FileError("no_papers", library=error.name) from error


def ready(found: Template, case: Case) -> None:
    """RuleError `paper_too_early` where nothing has happened on the case that the paper could tell of."""
    if found.after and not case.of_type(*found.after):
        raise RuleError("paper_too_early", kind=found.title, after=" ".join(found.after))
