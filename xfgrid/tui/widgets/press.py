"""A line that does something when Enter is pressed on it."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Static


class Press(Static, can_focus=True):
    """Enter, Space or a click presses it. `act` tells the listener which one it was."""

    @dataclass
    class Pressed(Message):
        """It was pressed."""

        act: str

    def __init__(self, label: str, act: str) -> None:
        super().__init__(label, markup=False)
        self._act = act

    def on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "space"):
            event.stop()
            self.on_click()

    def on_click(self) -> None:
        self.post_message(self.Pressed(self._act))
