"""What cannot be taken back, said in full before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from xfgrid.tui.actions import bindings
from xfgrid.tui.places.over import Over
from xfgrid.tui.widgets.bars import KeyBar
from xfgrid.tui.widgets.prose import Fact, Facts


class Confirm(Over[bool]):
    """A title and facts; answers True for F8, and is dismissed with None."""

    NAME = "confirm"
    CSS_PATH = "../style/confirm.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("confirm")]

    def __init__(self, title: str, facts: Sequence[Fact]) -> None:
        super().__init__()
        self._title, self._facts = title, facts

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title, classes="-title", markup=False)
            yield VerticalScroll(Facts(self._facts))
            yield KeyBar("confirm")

    def action_confirm(self) -> None:
        self.dismiss(True)

    def action_leave_confirm(self) -> None:
        self.dismiss()
