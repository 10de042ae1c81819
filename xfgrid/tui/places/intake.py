"""登记: a new case in one column; saved as a draft at every pause, and there again after a crash.

Sheets of paper are typed in one after the other with Enter alone: what came on paper stays on paper, and each sheet
begins with the day that stands on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from xfgrid import packages
from xfgrid.case.forms import CONTACT, NOTICE, check, normal
from xfgrid.tui import entering
from xfgrid.tui.actions import bindings
from xfgrid.tui.pauses import Pauses
from xfgrid.tui.places.menu import Item, Menu
from xfgrid.tui.places.place import Place
from xfgrid.tui.widgets.messages import Edited
from xfgrid.tui.widgets.press import Press
from xfgrid.tui.widgets.prose import Fact, Facts
from xfgrid.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from xfgrid.journal.likely import Likely

ASKED_WITH_CONTACT = ("contact_name", *NOTICE)
"""Fields that are shown once a contact is given."""


class Intake(Place):
    """The form. It refuses with every problem at once, and keeps what was typed until the case is saved."""

    NAME = "intake"
    WHERE = ("intake", "printing")
    CSS_PATH = ["../style/form.tcss", "../style/intake.tcss"]  # noqa: RUF012 - as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("intake", "printing")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Screen declares it

    def __init__(self) -> None:
        super().__init__()
        self._form = packages.form()
        self._left: Mapping[str, object] = {}
        self._pauses = Pauses(self, self.keep)
        self._saved = ""
        self._likely: list[Likely] = []
        self._blank: dict[str, object] = {}
        self._cleared: Mapping[str, object] = {}

    def body(self) -> Iterable[Widget]:
        yield Sheet(self._form.fields, self.terms, self.terms("screen.intake.save"), begun=("place",))
        yield Facts(classes="-beside")

    def on_mount(self) -> None:
        self.do(self._restore, "restore")

    @property
    def sheet(self) -> Sheet:
        """The form."""
        return self.query_one(Sheet)

    async def _restore(self) -> None:
        begun = await self.ask(entering.begin)
        self._form, self._blank, self._left = begun.form, begun.blank, begun.left
        await self.sheet.ask(self._form.fields)
        self.sheet.propose("place", begun.places)
        self._fill(begun.kept)
        if begun.kept:
            self.say(self.terms("screen.intake.restored"))

    def _fill(self, values: Mapping[str, object]) -> None:
        self.sheet.fill({**self._blank, **values})
        self._likely = []
        self._beside()

    @on(Edited)
    def _edited(self) -> None:
        self._cleared = {}
        self._beside()
        self._pauses.typed()

    def keep(self) -> None:
        """Saves the draft now, and looks which cases may be the same matter."""
        values = self.sheet.values
        self.do(lambda: self.ask(lambda desk: entering.keep(desk, {**self._left, **values})), "draft")
        self.do(lambda: self._look_for(values), "likely")

    async def _look_for(self, values: Mapping[str, object]) -> None:
        self._likely = await self.ask(lambda desk: entering.likely(desk, values))
        self._beside()

    def _beside(self) -> None:
        """Below the form: what the resident is told before a contact is kept, and cases that may be the same matter."""
        self.sheet.show_fields((entering.SHEET,), self.sheet.values["how"] == "paper")
        with_contact = any(self.sheet.values[name] for name in CONTACT)
        self.sheet.show_fields(ASKED_WITH_CONTACT, with_contact)
        notice = (
            [Fact(self.terms("screen.intake.read_out"), entering.notice(self._form, self.terms), "strong")]
            if with_contact
            else []
        )
        same = [Fact("", entering.sentence(one, self.terms), "soon") for one in self._likely]
        beside = self.query_one(".-beside", Facts)
        left = [Fact(label, said, "soon") for label, said in entering.left_over(self._left, self.terms)]
        if left:
            left.insert(0, Fact("", self.terms("screen.intake.left"), "soon"))
        beside.display = bool(notice or same or left)
        beside.show([*left, *notice, *same])
        self.refresh_bindings()

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def action_strike(self) -> None:
        """Strikes what the privacy scan found, in every field."""
        self.sheet.strike()

    @on(Press.Pressed)
    def action_save(self) -> None:
        wrong = check(self._form, self.sheet.values, self.program.today)
        self.sheet.refuse(wrong)
        if wrong:
            self.say(self.terms("screen.intake.refused", count=len({p.field for p in wrong})), "late")
        else:
            self.do(self._register, "save")

    async def _register(self) -> None:
        self._pauses.stop()
        values = normal(self._form, self.sheet.values)
        self._saved, number = await self.ask(lambda desk: entering.register(desk, values))
        self._left = {}
        self._fill(entering.next_sheet(values))
        self.say(self.terms("screen.intake.saved", number=number))
        self.look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys below tell of a case to look at only where there is one."""
        there = {"open_saved": bool(self._saved), "open_likely": bool(self._likely)}
        return there[action] if action in there else super().check_action(action, parameters)

    def action_open_saved(self) -> None:
        """Opens the case saved last."""
        self._open(self._saved)

    def action_open_likely(self) -> None:
        """Opens a case that may be the same matter; what was typed stays."""
        self.app.push_screen(Menu(self.terms("screen.intake.likely"), self._items()), self._open)

    def _items(self) -> list[Item]:
        return [
            Item(one.line.case, f"{one.line.number}  {one.line.title}", entering.why(one, self.terms))
            for one in self._likely
        ]

    def _open(self, case: str | None) -> None:
        if case:
            from xfgrid.tui.places.case import CasePlace

            self.app.push_screen(CasePlace(case))

    def action_print_blank(self) -> None:
        """Makes the same form to be written on by hand, with a number of its own."""
        self.do(partial(self.print_paper, "intake"), "print")

    def action_clear(self) -> None:
        """Empties the form, and the draft with it; pressed once more before anything is typed, brings all of it back."""
        back, self._cleared = self._cleared, {} if self._cleared else {**self._left, **self.sheet.values}
        asked = {field.code for field in self._form.fields}
        self._left = {name: value for name, value in back.items() if name not in asked}
        self._fill(back)
        self.say(self.terms("screen.intake.restored" if back else "screen.intake.cleared"))
        self.keep()
