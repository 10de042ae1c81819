"""The passphrase, on a screen of its own."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from xfgrid.errors import XfgridError
from xfgrid.tui.host import host_of
from xfgrid.tui.widgets.said import Said


class Unlock(Screen[None]):
    """Asks until it fits, or the user leaves. `error` is what was wrong with a passphrase given before."""

    CSS_PATH = "../style/unlock.tcss"

    def __init__(self, error: XfgridError | None = None) -> None:
        super().__init__()
        self._error = error

    def compose(self) -> ComposeResult:
        terms = host_of(self).terms
        yield Vertical(
            Static(terms("screen.unlock.title"), classes="-title", markup=False),
            Static(terms("screen.unlock.ask"), markup=False),
            Input(password=True, compact=True),
            Said(),
            Static(terms("screen.unlock.keys"), classes="-keys", markup=False),
        )

    def on_mount(self) -> None:
        if self._error is not None:
            self._refused(self._error)

    def _refused(self, error: XfgridError) -> None:
        self.query_one(Said).say(host_of(self).terms.error(error), "late")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one(Said).say(host_of(self).terms("screen.unlock.opening"))
        self.run_worker(self._open(event.value), group="open", exclusive=True)

    async def _open(self, passphrase: str) -> None:
        program = host_of(self)
        try:
            await program.open(passphrase)
        except XfgridError as error:
            if error.code == "not_enrolled":
                self._join(passphrase)
                return
            self.query_one(Input).value = ""
            self._refused(error)
        else:
            program.enter()

    def _join(self, passphrase: str) -> None:
        """The guide goes on where an enrolment was cut short: the home is there and opens with this passphrase."""
        from xfgrid.tui.places.first import First

        self.app.push_screen(First(passphrase))
