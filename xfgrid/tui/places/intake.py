"""登记: a new case in one column; saved as a draft at every pause, and there again after a crash."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widget import Widget

from xfgrid.tui.actions import bindings
from xfgrid.tui.form import FORM, problems
from xfgrid.tui.places.place import Place
from xfgrid.tui.widgets.field import Field
from xfgrid.tui.widgets.messages import Done, Edited
from xfgrid.tui.widgets.press import Press

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk

PAUSE = 0.4
"""Seconds without a key after which the draft is saved."""
DRAFT = "intake"


class Intake(Place):
    """The form. It refuses with every problem at once, and keeps what was typed until the case is saved."""

    NAME = "intake"
    WHERE = ("intake",)
    CSS_PATH = "../style/intake.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("intake")]

    def __init__(self) -> None:
        super().__init__()
        self._pause: Timer | None = None
        self._saved = ""

    def body(self) -> Iterable[Widget]:
        fields = [Field(ask, self.terms) for ask in FORM]
        yield VerticalScroll(*fields, Press(self.terms("screen.intake.save"), "save"), can_focus=False)

    def on_mount(self) -> None:
        self._first.take_focus()
        self.do(self._restore(), "restore")

    @property
    def fields(self) -> list[Field]:
        """The fields in their order."""
        return list(self.query(Field))

    @property
    def _first(self) -> Field:
        return next((f for f in self.fields if not f.value), self.fields[0])

    @property
    def values(self) -> dict[str, str]:
        """What is typed now."""
        return {field.ask.name: field.value.strip() for field in self.fields}

    def _fill(self, values: dict[str, object]) -> None:
        with self.prevent(Edited):
            for field in self.fields:
                field.value = str(values.get(field.ask.name, ""))
                field.wrong("")

    def _blank(self) -> dict[str, object]:
        return {"received": self.program.today.isoformat(), "how": "in_person"}

    async def _restore(self) -> None:
        kept = await self.ask(_kept)
        self._fill(kept or self._blank())
        self._first.take_focus()
        if kept:
            self.say(self.terms("screen.intake.restored"))

    @on(Edited)
    def _edited(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.keep)

    def keep(self) -> None:
        """Saves the draft now."""
        values = self.values
        self.do(self.ask(lambda desk: _keep(desk, values)), "draft")

    @on(Done)
    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    @on(Press.Pressed)
    def action_save(self) -> None:
        wrong = problems(self.values, self.program.today)
        for field in self.fields:
            code = wrong.get(field.ask.name, "")
            field.wrong(self.terms(f"screen.wrong.{code}") if code else "")
        if wrong:
            self.query_one(VerticalScroll).query(".-bad").first(Field).take_focus()
            self.say(self.terms("screen.intake.refused", count=len(wrong)))
        else:
            self.do(self._register(), "save")

    async def _register(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        values = self.values
        self._saved, number = await self.ask(lambda desk: _register(desk, values))
        self._fill(self._blank())
        self._first.take_focus()
        self.say(self.terms("screen.intake.saved", number=number))
        self.look()

    def action_open_saved(self) -> None:
        if self._saved:
            from xfgrid.tui.places.case import CasePlace

            self.app.push_screen(CasePlace(self._saved))

    def action_clear(self) -> None:
        self._fill(self._blank())
        self.keep()
        self._first.take_focus()


def _kept(desk: Desk) -> dict[str, object]:
    from xfgrid.journal import drafts

    return drafts.kept(desk, DRAFT)


def _keep(desk: Desk, values: dict[str, str]) -> None:
    from xfgrid.journal import drafts

    drafts.keep(desk, DRAFT, "case", values)


def _register(desk: Desk, values: dict[str, str]) -> tuple[str, str]:
    from xfgrid.journal import drafts

    case = desk.register(values)
    drafts.drop(desk, DRAFT)
    return case, desk.case(case).text("number")
