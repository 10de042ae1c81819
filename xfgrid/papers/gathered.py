"""A paper made at a desk: its facts gathered from the case, the office or the meeting it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xfgrid.case.dues import dues
from xfgrid.journal import journal, lists, views
from xfgrid.journal.clocks import packages
from xfgrid.journal.desk import Desk
from xfgrid.papers import blank, cases
from xfgrid.papers.cases import Here
from xfgrid.papers.make import Form, Made, Step, make, quietly, ready
from xfgrid.papers.of_meeting import of_meeting
from xfgrid.papers.template import Template, template
from xfgrid.papers.today import of_today


def at_desk(desk: Desk, kind: str, about: str, form: Form, step: Step = quietly) -> Made:
    """A paper of a kind about a case, an office code or a meeting, '' where it is about none. `step` as for `make`, first
    `gathering`.

    Raises what `make` raises, RuleError `paper_too_early`, UnknownError for a case or meeting nobody knows.
    """
    found = template(kind)
    step("gathering")
    return make(kind, _FACTS[found.about](desk, found, about), form, desk.home.path, step)


def _here(desk: Desk) -> Here:
    """Who makes papers at this desk."""
    return Here(desk.actor.office, desk.identity.name, desk.today())


def _of_case(desk: Desk, found: Template, about: str) -> dict[str, Any]:
    case = desk.case(about)
    ready(found, case)
    return cases.of_case(case, desk.dues(case), desk.offices, _here(desk))


def _of_office(desk: Desk, found: Template, about: str) -> dict[str, Any]:
    office = desk.offices[about]
    with desk.home.store.read() as connection:
        clocks, where = packages(connection), lists.condition("mine", office.code, desk.today())
        mine = [journal.load(connection, line.case) for line in lists.lines(views.run(connection), where)]
        owned = [(case, cases.answer_by(case, dues(case, clocks))) for case in mine]
    return cases.of_orders(office.code, owned, desk.offices, _here(desk))


def _of_nothing(desk: Desk, found: Template, about: str) -> dict[str, Any]:
    return blank.numbered(desk, _here(desk))


def _of_today(desk: Desk, found: Template, about: str) -> dict[str, Any]:
    return of_today(desk, _here(desk))


def _of_meeting(desk: Desk, found: Template, about: str) -> dict[str, Any]:
    return of_meeting(desk, found.code, about)


_FACTS: dict[str, Callable[[Desk, Template, str], dict[str, Any]]] = {
    "case": _of_case,
    "office": _of_office,
    "nothing": _of_nothing,
    "today": _of_today,
    "meeting": _of_meeting,
}
