"""登记: a new case in one column; saved as a draft at every pause, and there again after a crash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widget import Widget

from xfgrid import packages
from xfgrid.case.forms import NOTICE, Problem
from xfgrid.case.forms.definition import Language
from xfgrid.case.privacy import scan, strike
from xfgrid.tui.actions import bindings
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
        language: Language = "en" if self.terms.language == "en" else "zh-CN"
        asked = [f for f in packages.form().fields if f.section != "sealed" and f.code not in NOTICE]
        fields = [Field(field, language) for field in asked]
        yield VerticalScroll(*fields, Press(self.terms("screen.intake.save"), "save"), can_focus=False)

    def on_mount(self) -> None:
        self.do(self._restore, "restore")

    @property
    def fields(self) -> list[Field]:
        """The fields in their order."""
        return list(self.query(Field))

    @property
    def values(self) -> dict[str, object]:
        """What is typed now, by the codes of the form."""
        return {field.field.code: field.value for field in self.fields}

    def _fill(self, values: Mapping[str, object]) -> None:
        for field in self.fields:
            field.value = str(values.get(field.field.code, ""))
            field.wrong("")
        next((f for f in self.fields if not f.value), self.fields[0]).take_focus()

    async def _restore(self) -> None:
        self._blank = await self.ask(_blank)
        kept = await self.ask(_kept)
        with self.prevent(Edited):
            self._fill(kept or self._blank)
        if kept:
            self.say(self.terms("screen.intake.restored"))

    @on(Edited)
    def _edited(self) -> None:
        for field in self.fields:
            hits = {hit.kind for hit in scan(field.value)}
            if hits or field.has_class("-bad"):
                field.wrong(self._sentence(Problem(field.field.code, "holds_number", {"kinds": hits})) if hits else "")
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.keep)

    def keep(self) -> None:
        """Saves the draft now."""
        values = self.values
        self.do(lambda: self.ask(lambda desk: _keep(desk, values)), "draft")

    @on(Done)
    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def action_strike(self) -> None:
        """Strikes what the privacy scan found, in every field."""
        for field in self.fields:
            if scan(field.value):
                field.value = strike(field.value)[0]

    @on(Press.Pressed)
    def action_save(self) -> None:
        wrong = {p.field: p for p in packages.form().check(self.values, self.program.today)}
        for field in self.fields:
            found = wrong.get(field.field.code)
            field.wrong(self._sentence(found) if found else "")
        if wrong:
            next((f for f in self.fields if f.field.code in wrong), self.fields[0]).take_focus()
            self.say(self.terms("screen.intake.refused", count=len(wrong)))
        else:
            self.do(self._register, "save")

    def _sentence(self, problem: Problem) -> str:
        kinds = problem.facts.get("kinds")
        names = [self.terms(f"forms.number.{k}") for k in sorted(kinds)] if isinstance(kinds, list | set) else []
        facts = {**problem.facts, "kinds": self.terms("screen.list_comma").join(names)}
        return self.terms(f"forms.problem.{problem.code}", **facts)

    async def _register(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        values = packages.form().normal(self.values)
        self._saved, number = await self.ask(lambda desk: _register(desk, values))
        with self.prevent(Edited):
            self._fill(self._blank)
        self.say(self.terms("screen.intake.saved", number=number))
        self.look()

    def action_open_saved(self) -> None:
        """Opens the case saved last."""
        if self._saved:
            from xfgrid.tui.places.case import CasePlace

            self.app.push_screen(CasePlace(self._saved))

    def action_clear(self) -> None:
        """Empties the form, and the draft with it."""
        with self.prevent(Edited):
            self._fill(self._blank)
        self.keep()


def _blank(desk: Desk) -> dict[str, object]:
    return {
        "received": desk.today().isoformat(),
        "how": "in_person",
        "class": "request",
        "recorder": desk.identity.name,
    }


def _kept(desk: Desk) -> dict[str, object]:
    from xfgrid.journal import drafts

    return drafts.kept(desk, DRAFT)


def _keep(desk: Desk, values: Mapping[str, object]) -> None:
    from xfgrid.journal import drafts

    drafts.keep(desk, DRAFT, "intake", values)


def _register(desk: Desk, values: Mapping[str, object]) -> tuple[str, str]:
    case = desk.register(values, draft=DRAFT)
    return case, desk.case(case).text("number")
