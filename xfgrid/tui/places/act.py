"""One act on a case as a small dialog: what it needs, the words the resident will be told, and what forbids it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from xfgrid.case.forms import Problem, check, normal
from xfgrid.errors import XfgridError
from xfgrid.tui import parts
from xfgrid.tui.actions import bindings
from xfgrid.tui.caret import follow
from xfgrid.tui.offers import Choice
from xfgrid.tui.widgets.bars import KeyBar
from xfgrid.tui.widgets.press import Press
from xfgrid.tui.widgets.said import Said
from xfgrid.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.tui.app import Program

Do = Callable[["Desk", str, dict[str, object]], str]
"""Does the act with what was typed and returns the sentence that tells what came of it."""


class ActDialog(ModalScreen[str]):
    """Asks for the parts of one act of the menu and does it; answers the sentence that tells the result.

    `about` is the case or cases it is done to, in words; `around` gives the choices.
    """

    CSS_PATH = "../style/act.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("act")]

    def __init__(self, choice: Choice, about: str, around: parts.Around, do: Do) -> None:
        super().__init__()
        self._choice, self._about, self._around, self._do = choice, about, around, do

    @property
    def program(self) -> Program:
        """The program this dialog stands in."""
        return cast("Program", self.app)

    def compose(self) -> ComposeResult:
        terms = self.program.terms
        self._form = parts.form(self._choice, self._around, terms)
        with Vertical():
            yield Static(self._form.title.zh, classes="-title", markup=False)
            yield Static(self._about, classes="-about", markup=False)
            yield Sheet(self._form.fields, terms, terms("screen.act.do"))
            yield Said()
            yield KeyBar("act")

    def on_mount(self) -> None:
        follow(self)
        self.query_one(Sheet).fill(parts.start(self._choice, self._around, self.program.today.isoformat()))

    @on(Press.Pressed)
    def action_do_act(self) -> None:
        sheet = self.query_one(Sheet)
        problems = [*check(self._form, sheet.values), *self._early(sheet.values)]
        sheet.refuse(problems)
        if not problems:
            self.run_worker(self._act(normal(self._form, sheet.values)), group="act", exclusive=True)

    def _early(self, values: dict[str, object]) -> list[Problem]:
        """An act is never dated later than today; what it promises may be."""
        today: date = self.program.today
        return [p for p in check(self._form, values, today) if p.code == "in_future" and p.field == "on"]

    async def _act(self, values: dict[str, object]) -> None:
        said, action = parts.given(self._choice, values, self._around), self._choice.offer.action
        try:
            result = await self.program.ask(lambda desk: self._do(desk, action, said))
        except XfgridError as error:
            self.query_one(Said).say(self.program.terms.error(error), "late")
        else:
            self.dismiss(result)

    def action_strike_act(self) -> None:
        self.query_one(Sheet).strike()

    def action_leave_act(self) -> None:
        self.dismiss()
