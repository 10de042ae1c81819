"""One act on a case as a small dialog: what it needs, the words the resident will be told, and what forbids it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from xfgrid.case.forms import Form
from xfgrid.terms import Terms
from xfgrid.tui import parts
from xfgrid.tui.offers import Choice
from xfgrid.tui.places.dialog import FormDialog

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk

Do = Callable[["Desk", str, dict[str, object]], str]
"""Does the act with what was typed and returns the sentence that tells what came of it."""


class ActDialog(FormDialog):
    """The parts of one act of the menu. `around` gives the choices; `do` does it."""

    def __init__(self, choice: Choice, about: str, around: parts.Around, do: Do) -> None:
        super().__init__(about)
        self._choice, self._around, self._do_act = choice, around, do

    @property
    def draft(self) -> str:
        return f"act:{self._choice.offer.action}:{self._around.case.id}"

    def form(self, terms: Terms) -> Form:
        return parts.form(self._choice, self._around, terms)

    def warning(self, terms: Terms) -> str:
        return terms.get(f"acts.warn.{self._choice.offer.action}", "")

    def before(self, today: str) -> Mapping[str, object]:
        return parts.start(self._choice, self._around, today)

    def untouched(self, values: Mapping[str, object], stood: Mapping[str, object]) -> Collection[str]:
        return parts.untouched(self._choice, self._around, values, stood)

    def write(self, desk: Desk, values: dict[str, object]) -> str:
        return self._do_act(desk, self._choice.offer.action, parts.given(values, self._around))
