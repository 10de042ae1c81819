"""会场: one item a screen for a projector, in black on white; read-only but for the decision.

The terminal's own letters are made large (80 × 24 at a projector's resolution); nothing here needs more room than that.
No sign-in, no narrative and nobody's contact is on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from xfgrid.tui.actions import bindings
from xfgrid.tui.meeting.shown import room
from xfgrid.tui.places.item import ItemPlace
from xfgrid.tui.widgets.bars import KeyBar
from xfgrid.tui.widgets.prose import Fact, Facts
from xfgrid.tui.widgets.said import Said

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.meeting.brief import Brief


class Room(ItemPlace):
    """An item for the room; the theme of the projector stands while it is open."""

    NAME = "room"
    WHERE = ("room",)
    CSS_PATH = "../style/meeting.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("room")]

    def compose(self) -> ComposeResult:
        yield from self.body()
        yield Said()
        yield KeyBar(self.NAME)

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Facts(classes="-item"), can_focus=False)

    def look(self) -> None:
        self.do(self._show, "item")

    def on_mount(self) -> None:
        self._theme, self.app.theme = self.app.theme, "projector"

    def on_unmount(self) -> None:
        self.app.theme = self._theme

    def facts(self, brief: Brief, desk: Desk) -> list[Fact]:
        return room(brief, self.terms, desk.offices)
