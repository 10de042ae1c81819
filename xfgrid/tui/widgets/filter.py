"""One line to look for words, shown from `/` until Esc."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input


class Filter(Input):
    """Esc empties and hides it, ↓ leaves it as it is; either way the place hears `Left`."""

    class Left(Message):
        """The focus goes back to what is looked through."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True)

    def open(self) -> None:
        """Shows the line and takes the focus."""
        self.add_class("-open")
        self.focus()

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        self.value = ""
        self.remove_class("-open")
        self.post_message(self.Left())

    def key_down(self, event: events.Key) -> None:
        event.stop()
        self.post_message(self.Left())
