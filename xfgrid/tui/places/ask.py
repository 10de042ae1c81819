"""One question over a place, answered in one line."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from xfgrid.tui.actions import bindings
from xfgrid.tui.places.over import Over
from xfgrid.tui.widgets.bars import KeyBar
from xfgrid.tui.widgets.text_line import TextLine


class Ask(Over[str]):
    """Answers what was typed, or is dismissed with None."""

    NAME = "menu"
    CSS_PATH = "../style/ask.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("menu")]

    def __init__(self, question: str, answer: str = "") -> None:
        super().__init__()
        self._question, self._answer = question, answer

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, markup=False)
            yield TextLine(self._answer, compact=True)
            yield KeyBar("menu")

    @on(Input.Submitted)
    def action_take_item(self) -> None:
        if text := self.query_one(Input).value.strip():
            self.dismiss(text)

    def action_leave_menu(self) -> None:
        self.dismiss()
