"""查看联系方式: why, who answers for it where the case is another office's, and the contact itself for one minute."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from xfgrid.case.contact import Contact
from xfgrid.case.parts import CHOICES
from xfgrid.errors import XfgridError
from xfgrid.journal.disclosure import Second, open_contact
from xfgrid.terms import Terms
from xfgrid.tui.actions import bindings
from xfgrid.tui.caret import follow
from xfgrid.tui.places.menu import Item, Menu
from xfgrid.tui.places.over import Over
from xfgrid.tui.widgets.bars import KeyBar
from xfgrid.tui.widgets.said import Said

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
SECONDS = 60
"""How long a contact stays on the screen."""


def purposes(terms: Terms) -> Menu:
    """The menu of what a contact may be opened for."""
    items = [Item(code, terms(f"case.choice.purpose.{code}")) for code in CHOICES["purpose"]]
    return Menu(terms("screen.contact.why"), items)


def opened(case: str, purpose: str, second: Second | None, desk: Desk) -> list[Contact]:
    """Opens the contact of a case; raises as `open_contact`."""
    return open_contact(desk, case, purpose, second).contacts


class Witness(Over[list[Contact]]):
    """A colleague's name and PIN; answers what `attempt` opened with them, or is dismissed with None."""

    NAME = "act"
    CSS_PATH = "../style/contact.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("act")]

    def __init__(self, about: str, attempt: Callable[[Second, Desk], list[Contact]]) -> None:
        super().__init__()
        self._about, self._attempt = about, attempt

    def compose(self) -> ComposeResult:
        terms = self.terms
        with Vertical():
            yield Static(terms("screen.contact.second"), classes="-title", markup=False)
            yield Static(self._about, markup=False)
            yield Input(compact=True, placeholder=terms("case.field.second"), classes="-name")
            yield Input(compact=True, password=True, placeholder="PIN", classes="-pin")
            yield Said()
            yield KeyBar("act")

    def on_mount(self) -> None:
        follow(self)

    @on(Input.Submitted, ".-name")
    def _to_pin(self) -> None:
        self.query_one(".-pin", Input).focus()

    @on(Input.Submitted, ".-pin")
    def action_do_act(self) -> None:
        name, pin = (self.query_one(one, Input).value.strip() for one in (".-name", ".-pin"))
        self.run_worker(self._open(Second(name, pin)), group="act", exclusive=True)

    async def _open(self, second: Second) -> None:
        try:
            found = await self.program.ask(lambda desk: self._attempt(second, desk))
        except XfgridError as error:
            self.query_one(".-pin", Input).value = ""
            self.query_one(Said).say(self.terms.error(error), "late")
        else:
            self.dismiss(found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """There is nothing to strike in a name and a PIN."""
        return action != "strike_act"

    def action_leave_act(self) -> None:
        self.dismiss()


class Reading(Over[None]):
    """The contact, and how long it still stands there; Enter or Esc closes it before."""

    NAME = "told"
    CSS_PATH = "../style/contact.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("told")]

    def __init__(self, about: str, contacts: Sequence[Contact]) -> None:
        super().__init__()
        self._about, self._contacts, self._left = about, contacts, SECONDS

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._about, classes="-title", markup=False)
            for one in self._contacts:
                yield Static(f"{one.channel}  {one.name}".rstrip(), classes="-contact", markup=False)
            yield Static(self._passing(), classes="-left", markup=False)

    def on_mount(self) -> None:
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """A second has passed; the last one closes this once, whatever ticks come after."""
        self._left -= 1
        if self._left == 0:
            self.dismiss()
        elif self._left > 0:
            self.query_one(".-left", Static).update(self._passing())

    def action_close_told(self) -> None:
        self.dismiss()

    def _passing(self) -> str:
        return self.terms("screen.contact.left", seconds=self._left)
