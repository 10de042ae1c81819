"""The line above the keys that says what happened: a result, or a problem with its code."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Said(Static):
    """Takes no room while there is nothing to say."""

    def say(self, sentence: str, tone: str = "") -> None:
        """Shows a sentence, '' to fall silent; the tone `problem` sets it apart by a sign and by colour."""
        self.set_class(bool(sentence), "-speaking")
        self.set_class(tone == "problem", "-problem")
        self.update(Content(f"! {sentence}" if tone == "problem" else sentence))
