"""What came of an act on several cases: how many, and of each that was refused, why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from xfgrid.tui.actions import bindings
from xfgrid.tui.places.over import Over
from xfgrid.tui.widgets.prose import Fact, Facts


class Told(Over[None]):
    """A title and facts; Enter or Esc closes it."""

    NAME = "told"
    CSS_PATH = "../style/told.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("told")]

    def __init__(self, title: str, facts: Sequence[Fact]) -> None:
        super().__init__()
        self._title, self._facts = title, facts

    def compose(self) -> ComposeResult:
        yield VerticalScroll(Static(self._title, classes="-title", markup=False), Facts(self._facts))

    def action_close_told(self) -> None:
        self.dismiss()
