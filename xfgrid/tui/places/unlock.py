"""The passphrase, on a screen of its own; where it is lost, the way to begin anew."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from xfgrid.errors import XfgridError
from xfgrid.tui.actions import bindings
from xfgrid.tui.host import Host, host_of
from xfgrid.tui.places.confirm import Confirm
from xfgrid.tui.widgets.bars import KeyBar
from xfgrid.tui.widgets.prose import Fact
from xfgrid.tui.widgets.said import Said

LOST = ("nobody", "unsent", "contacts", "needed", "kept")
"""What whoever gives a passphrase up has to know, a sentence each."""


class Unlock(Screen[None]):
    """Asks until it fits, the user leaves, or gives the passphrase up. `error` is what was wrong with one given before."""

    NAME: ClassVar[str] = "unlock"
    CSS_PATH = "../style/unlock.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("unlock")]

    def __init__(self, error: XfgridError | None = None) -> None:
        super().__init__()
        self._error = error

    @property
    def program(self) -> Host:
        """The program this stands in."""
        return host_of(self)

    def compose(self) -> ComposeResult:
        terms = self.program.terms
        yield Vertical(
            Static(terms("screen.unlock.title"), classes="-title", markup=False),
            Static(terms("screen.unlock.ask"), markup=False),
            Input(password=True, compact=True),
            Said(),
            KeyBar("unlock"),
        )

    def on_mount(self) -> None:
        if self._error is not None:
            self._refused(self._error)

    def _refused(self, error: XfgridError) -> None:
        self.query_one(Said).say(self.program.terms.error(error), "late")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one(Said).say(self.program.terms("screen.unlock.opening"))
        self.run_worker(self._open(event.value), group="open", exclusive=True)

    async def _open(self, passphrase: str) -> None:
        try:
            await self.program.open(passphrase)
        except XfgridError as error:
            if error.code == "not_enrolled":
                self._join(passphrase, self.program.terms("screen.first.unfinished"))
                return
            self.query_one(Input).value = ""
            self._refused(error)
        else:
            self.program.enter()

    def action_give_up(self) -> None:
        """Says what is lost with a passphrase, and only then begins anew."""
        terms = self.program.terms
        facts = [Fact("", terms(f"screen.unlock.{name}")) for name in LOST]
        self.app.push_screen(Confirm(terms("screen.unlock.lost"), facts), self._confirmed)

    def _confirmed(self, yes: bool | None) -> None:
        if yes:
            self.run_worker(self._begin_anew(), group="open", exclusive=True)

    async def _begin_anew(self) -> None:
        beyond = self.program.beyond
        assert beyond is not None
        try:
            folder: Path = await asyncio.to_thread(beyond.set_aside, self.program.home)
        except XfgridError as error:
            self._refused(error)
        else:
            self._join("", self.program.terms("screen.first.set_aside", folder=folder.name))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whoever cannot reach a county cannot begin anew."""
        return self.program.beyond is not None if action == "give_up" else super().check_action(action, parameters)

    def _join(self, passphrase: str, why: str) -> None:
        """The guide of the first run goes on where an enrolment was cut short, or begins anew."""
        from xfgrid.tui.places.first import First

        self.app.push_screen(First(passphrase, why))
