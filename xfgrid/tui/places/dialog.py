"""A small form over a place: what is typed is done at the desk, or what forbids it is told and nothing is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from xfgrid.case.forms import Form, Problem, check, normal
from xfgrid.errors import XfgridError
from xfgrid.terms import Terms
from xfgrid.tui.actions import bindings
from xfgrid.tui.caret import follow
from xfgrid.tui.kept import Kept
from xfgrid.tui.places.over import Over
from xfgrid.tui.widgets.bars import KeyBar
from xfgrid.tui.widgets.messages import Edited
from xfgrid.tui.widgets.press import Press
from xfgrid.tui.widgets.said import Said
from xfgrid.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


class FormDialog(Over[str]):
    """Asks for the fields of a form and does with them what `write` does; answers the sentence that tells the result.

    `about` says in words what it is done to.
    """

    NAME = "act"
    CSS_PATH = ["../style/form.tcss", "../style/act.tcss"]  # noqa: RUF012 - as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("act")]

    def __init__(self, about: str) -> None:
        super().__init__()
        self._about = about

    @property
    def draft(self) -> str:
        """The name under which what is typed is kept until it is done; '' to keep nothing."""
        return ""

    def form(self, terms: Terms) -> Form:
        """What is asked, in the language of the screen."""
        raise NotImplementedError

    def warning(self, terms: Terms) -> str:
        """What cannot be taken back, said before it is done; '' for nothing."""
        return ""

    def before(self, today: str) -> Mapping[str, object]:
        """What stands in the fields before anybody types; `today` is the ISO day."""
        return {}

    def untouched(self, values: Mapping[str, object], stood: Mapping[str, object]) -> Collection[str]:
        """The fields that are neither judged nor written; `stood` is what was in the fields before anybody typed."""
        return ()

    def write(self, desk: Desk, values: dict[str, object]) -> str:
        """Does it with the values as they are saved, and returns the sentence that tells what came of it."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        terms = self.terms
        self._form = self.form(terms)
        with Vertical():
            yield Static(self._form.title.zh, classes="-title", markup=False)
            yield Static(self._about, classes="-about", markup=False)
            if warning := self.warning(terms):
                yield Static(warning, classes="-warning", markup=False)
            yield Sheet(self._form.fields, terms, terms("screen.act.do"))
            yield Said()
            yield KeyBar("act")

    def on_mount(self) -> None:
        follow(self)
        self._before = dict(self.before(self.program.today.isoformat()))
        self._kept = Kept(self, self.draft, lambda: self.query_one(Sheet).values)
        self.query_one(Sheet).fill(self._before)
        self._stood = self.query_one(Sheet).values
        self.run_worker(self._restore(), group="draft", exclusive=True)

    async def _restore(self) -> None:
        """Brings back what was typed into a dialog that was cut short; its day is today's again."""
        if kept := await self._kept.before():
            today = {name: day for name, day in self._before.items() if name == "on"}
            self.query_one(Sheet).fill({**kept, **today})
            self.query_one(Said).say(self.terms("screen.act.restored"))

    @on(Edited)
    def _typed(self) -> None:
        self._kept.typed()

    @on(Press.Pressed)
    def action_do_act(self) -> None:
        sheet = self.query_one(Sheet)
        left = self.untouched(sheet.values, self._stood)
        found = [*check(self._form, sheet.values), *self._early(sheet.values)]
        problems = [problem for problem in found if problem.field not in left]
        sheet.refuse(problems)
        if not problems:
            self.run_worker(self._do(self._saved(left)), group="act", exclusive=True)

    def _saved(self, left: Collection[str]) -> dict[str, object]:
        """The values as they are saved; a field that was emptied is said to be empty."""
        values = {name: value for name, value in self.query_one(Sheet).values.items() if name not in left}
        emptied = {name: "" for name, value in values.items() if not str(value).strip() and self._stood[name]}
        return {**emptied, **normal(self._form, values)}

    def _early(self, values: dict[str, object]) -> list[Problem]:
        """What the desk would refuse, shown at its field: an act dated later than today; what it promises may be."""
        today: date = self.program.today
        return [p for p in check(self._form, values, today) if p.code == "in_future" and p.field == "on"]

    async def _do(self, values: dict[str, object]) -> None:
        self._kept.rest()
        try:
            result = await self.program.ask(lambda desk: self._done(desk, values))
        except XfgridError as error:
            self.query_one(Said).say(self.terms.error(error), "late")
        else:
            self.dismiss(result)

    def action_strike_act(self) -> None:
        self.query_one(Sheet).strike()

    def action_previous_in_act(self) -> None:
        self.focus_previous()

    def action_leave_act(self) -> None:
        self._kept.leave()
        self.dismiss()

    def _done(self, desk: Desk, values: dict[str, object]) -> str:
        """Does it; its draft is needed no more."""
        sentence = self.write(desk, values)
        self._kept.done(desk)
        return sentence
