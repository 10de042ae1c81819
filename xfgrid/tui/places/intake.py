"""登记: a new case in one column; saved as a draft at every pause, and there again after a crash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget

from xfgrid import packages
from xfgrid.case.forms import NOTICE, Field, check, normal
from xfgrid.tui.actions import bindings
from xfgrid.tui.places.place import Place
from xfgrid.tui.widgets.messages import Edited
from xfgrid.tui.widgets.press import Press
from xfgrid.tui.widgets.sheet import Sheet

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
        yield Sheet(asked(), self.terms, self.terms("screen.intake.save"))

    def on_mount(self) -> None:
        self.do(self._restore, "restore")

    @property
    def sheet(self) -> Sheet:
        """The form."""
        return self.query_one(Sheet)

    async def _restore(self) -> None:
        self._blank = await self.ask(_blank)
        kept = await self.ask(_kept)
        self.sheet.fill(kept or self._blank)
        if kept:
            self.say(self.terms("screen.intake.restored"))

    @on(Edited)
    def _edited(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.keep)

    def keep(self) -> None:
        """Saves the draft now."""
        values = self.sheet.values
        self.do(lambda: self.ask(lambda desk: _keep(desk, values)), "draft")

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def action_strike(self) -> None:
        """Strikes what the privacy scan found, in every field."""
        self.sheet.strike()

    @on(Press.Pressed)
    def action_save(self) -> None:
        wrong = check(packages.form(), self.sheet.values, self.program.today)
        self.sheet.refuse(wrong)
        if wrong:
            self.say(self.terms("screen.intake.refused", count=len({p.field for p in wrong})))
        else:
            self.do(self._register, "save")

    async def _register(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        values = normal(packages.form(), self.sheet.values)
        self._saved, number = await self.ask(lambda desk: _register(desk, values))
        self.sheet.fill(self._blank)
        self.say(self.terms("screen.intake.saved", number=number))
        self.look()

    def action_open_saved(self) -> None:
        """Opens the case saved last."""
        if self._saved:
            from xfgrid.tui.places.case import CasePlace

            self.app.push_screen(CasePlace(self._saved))

    def action_clear(self) -> None:
        """Empties the form, and the draft with it."""
        self.sheet.fill(self._blank)
        self.keep()


def asked() -> list[Field]:
    """The fields of the form that are typed here; the contact and the notice before it have a group of their own."""
    return [field for field in packages.form().fields if field.section != "sealed" and field.code not in NOTICE]


def _blank(desk: Desk) -> dict[str, object]:
    return {
        "received": desk.today().isoformat(),
        "how": "in_person",
        "class": "request",
        "recorder": desk.identity.name,
    }


def _kept(desk: Desk) -> dict[str, object]:
    from xfgrid.journal import drafts

    return drafts.kept(desk.home.store, DRAFT)


def _keep(desk: Desk, values: Mapping[str, object]) -> None:
    from xfgrid.journal import drafts

    drafts.keep(desk.home.store, DRAFT, "intake", values)


def _register(desk: Desk, values: Mapping[str, object]) -> tuple[str, str]:
    case = desk.register(values, draft=DRAFT)
    return case, desk.case(case).text("number")
