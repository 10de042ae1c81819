"""A paper as DOCX: its template, or the one the county laid into its home, filled by docxtpl."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from xfgrid.errors import FileError
from xfgrid.papers import docx_template
from xfgrid.papers.filled import Facts, clean, environment
from xfgrid.papers.template import Template, check

_MARK = re.compile(r"\{[%{#].*?[%}#]\}", re.S)


def docx(template: Template, facts: Facts, own: bytes | None = None) -> bytes:
    """The DOCX of a paper. `own` is a template of the county's own; FileError `bad_template` where it cannot be filled,
    RuleError `paper_refused` where it asks what no form may ask."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    source = docx_template.make(template) if own is None else own
    try:
        made = DocxTemplate(io.BytesIO(source))
        if own is not None:
            check(template.code, _words(made))
        made.render(clean(facts), jinja_env=environment().overlay(autoescape=True), autoescape=True)
    except (TemplateError, PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise FileError("bad_template", kind=template.code, reason=str(error)[:80]) from error
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def own_template(home: Path, template: Template) -> bytes | None:
    """The template an office made its own, `papers/KIND.docx` in its home; None where it has none."""
    path = home / "papers" / f"{template.code}.docx"
    return path.read_bytes() if path.is_file() else None


def _words(made: Any) -> Iterator[str]:
    """What stands in a template between its marks."""
    document = made.get_docx()
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    for holder in (document, *cells):
        for paragraph in holder.paragraphs:
            yield _MARK.sub(" ", paragraph.text)
