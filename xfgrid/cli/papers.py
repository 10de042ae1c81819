"""`paper`: a receipt, notice, slip or list as PDF or DOCX, or its template to be edited."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from xfgrid.cli import outputs
from xfgrid.cli.shell import Answer, Shell
from xfgrid.errors import FileError, InputError
from xfgrid.journal import journal, settings, views
from xfgrid.journal.desk import Desk
from xfgrid.papers import blank, cases
from xfgrid.papers.cases import Here
from xfgrid.papers.make import Form, Made, libraries, make, ready
from xfgrid.papers.template import Template, template
from xfgrid.papers.today import of_today

SAID = "fonts_said"
"""The setting that says which missing fonts this home was told of."""


def paper(
    shell: Shell,
    which: Annotated[str, typer.Argument(metavar="KIND")],
    about: Annotated[str, typer.Argument(metavar="CASE|OFFICE|MEETING")] = "",
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf|FILE.docx")] = ...,  # type: ignore[assignment]
    pdf: Annotated[bool, typer.Option("--pdf")] = False,
    docx: Annotated[bool, typer.Option("--docx")] = False,
    blank_template: Annotated[bool, typer.Option("--template")] = False,
) -> Answer:
    form = _form(out, pdf, docx or blank_template)
    found = template(which)
    if blank_template:
        return _written(shell, found, _template(found), out, form)
    with Desk.open(shell.home, shell.passphrase()) as desk:
        made = make(which, _FACTS[found.about](desk, found, about), form, desk.home.path)
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


def here(desk: Desk) -> Here:
    """Who makes papers at this desk."""
    return Here(desk.actor.office, desk.identity.name, desk.today())


def _of_case(desk: Desk, found: Template, about: str) -> dict[str, Any]:
    case = desk.case(about)
    ready(found, case)
    return cases.of_case(case, desk.dues(case), desk.offices, here(desk))


def _of_office(desk: Desk, found: Template, about: str) -> dict[str, Any]:
    office = desk.offices[about]
    with desk.home.store.read() as connection:
        mine = views.lines(connection, views.condition("mine", office.code, desk.today()))
        owned = [(journal.load(connection, line.case), line.due) for line in mine]
    return cases.of_orders(office.code, owned, desk.offices, here(desk))


def _of_nothing(desk: Desk, found: Template, about: str) -> dict[str, Any]:
    return blank.numbered(desk, here(desk))


def _of_today(desk: Desk, found: Template, about: str) -> dict[str, Any]:
    return of_today(desk, here(desk))


def _of_meeting(desk: Desk, found: Template, about: str) -> dict[str, Any]:
    from xfgrid.cli.meeting_papers import of_meeting

    return of_meeting(desk, found.code, about)


_FACTS: dict[str, Callable[[Desk, Template, str], dict[str, Any]]] = {
    "case": _of_case,
    "office": _of_office,
    "nothing": _of_nothing,
    "today": _of_today,
    "meeting": _of_meeting,
}
