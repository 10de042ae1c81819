"""`paper`: a receipt, notice, slip or list as PDF or DOCX, or its template to be edited."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xfgrid.cli.outputs import papers as outputs
from xfgrid.cli.shell import Answer, Shell
from xfgrid.errors import FileError, InputError
from xfgrid.journal import settings
from xfgrid.journal.desk import Desk
from xfgrid.papers.gathered import at_desk
from xfgrid.papers.make import Form, Made, libraries
from xfgrid.papers.template import Template, template

SAID = "fonts_said"
"""The setting that says which missing fonts this home was told of."""


def paper(
    shell: Shell,
    which: Annotated[str, typer.Argument(metavar="KIND")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf|.docx")],
    about: Annotated[str, typer.Argument(metavar="[CASE|OFFICE|MEETING]")] = "",
    pdf: Annotated[bool, typer.Option("--pdf")] = False,
    docx: Annotated[bool, typer.Option("--docx")] = False,
    blank_template: Annotated[bool, typer.Option("--template")] = False,
) -> Answer:
    form = _form(out, pdf, docx or blank_template)
    found = template(which)
    if blank_template:
        return _written(shell, found, _template(found), out, form)
    if found.about in ("case", "office", "meeting") and not about:
        raise InputError("usage_missing", given=found.about.upper())
    with Desk.open(shell.home, shell.passphrase()) as desk:
        made = at_desk(desk, which, about, form)
        answer = _written(shell, found, made, out, form)
        _say_once(shell, desk, made)
    return answer


def _form(out: Path, pdf: bool, docx: bool) -> Form:
    """As asked for, else as the name of the file says."""
    ending = out.suffix.lower().removeprefix(".")
    wanted = "docx" if docx else "pdf" if pdf else ending
    if (pdf and docx) or wanted not in ("pdf", "docx"):
        raise InputError("paper_form", file=out.name)
    return "pdf" if wanted == "pdf" else "docx"


def _template(found: Template) -> Made:
    from xfgrid.papers.docx_template import make as made

    with libraries():
        return Made(made(found))


def _written(shell: Shell, found: Template, made: Made, out: Path, form: Form) -> Answer:
    try:
        with out.open("xb") as file:
            file.write(made.data)
    except FileExistsError as error:
        raise FileError("file_exists", file=out.name) from error
    except OSError as error:
        raise FileError("paper_unwritable", file=out.name) from error
    data = outputs.PaperMade(found.code, str(out), form, len(made.data), dict(made.missing))
    return Answer(data, shell.terms("papers.made", title=found.title, file=str(out)))


def _say_once(shell: Shell, desk: Desk, made: Made) -> None:
    """Says which official fonts are not here, once for each set of them."""
    missing = sorted(made.missing)
    with desk.home.store.write() as connection:
        if missing and settings.get(connection, SAID) != missing:
            settings.put(connection, SAID, missing)
            words = shell.terms("screen.list_comma").join(f"{a}（{b}）" for a, b in sorted(made.missing.items()))
            shell.progress(shell.terms("papers.fonts", fonts=words))
