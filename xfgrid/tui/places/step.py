"""One step of a meeting as a small dialog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xfgrid.case.forms import Form
from xfgrid.terms import Terms
from xfgrid.tui.meeting.steps import Step
from xfgrid.tui.places.dialog import FormDialog

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


class StepDialog(FormDialog):
    """Asks what a step needs; `known` stands in the fields beforehand."""

    def __init__(self, step: Step, about: str, meeting: str, known: Mapping[str, object]) -> None:
        super().__init__(about)
        self._step, self._meeting, self._known = step, meeting, known

    def form(self, terms: Terms) -> Form:
        return self._step.form(terms)

    def before(self, today: str) -> Mapping[str, object]:
        return self._known

    def write(self, desk: Desk, values: dict[str, object]) -> str:
        self._step.do(desk, self._meeting, {name: str(value) for name, value in values.items()})
        return self.program.terms(f"meeting.stepped.{self._step.name}")
