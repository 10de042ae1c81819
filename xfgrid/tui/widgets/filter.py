"""One line to look for words, shown from `/` until Esc."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from xfgrid.tui.actions import bindings


class Filter(Input):
    """Esc empties and hides it, ↓ leaves it as it is; either way the place hears `Left`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("filter")]

    class Left(Message):
        """The focus goes back to what is looked through."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True)

    @classmethod
    async def open(cls, screen: Screen[Any], placeholder: str, before: Widget) -> None:
        """Shows the line of a screen, made with its first use, and gives it the focus."""
        if not screen.query(cls):
            await screen.mount(cls(placeholder), before=before)
        line = screen.query_one(cls)
        line.add_class("-open")
        line.focus()

    @classmethod
    def words(cls, screen: Screen[Any]) -> str:
        """What is looked for on a screen, '' for nothing."""
        return "".join(line.value for line in screen.query(cls)).strip()

    def action_leave_filter(self) -> None:
        self.value = ""
        self.remove_class("-open")
        self.post_message(self.Left())

    def action_to_list(self) -> None:
        self.post_message(self.Left())
