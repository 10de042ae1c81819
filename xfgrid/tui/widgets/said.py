"""The line above the keys that says what happened: a result, or a problem with its code."""

from __future__ import annotations

from xfgrid.tui.widgets.prose import Fact, Facts


class Said(Facts):
    """Takes no room while there is nothing to say."""

    def say(self, sentence: str, tone: str = "") -> None:
        """Shows a sentence, '' to fall silent; the tone `late` marks a problem, by a sign and by colour."""
        self.set_class(bool(sentence), "-speaking")
        self.show([Fact("", f"! {sentence}" if tone else sentence, tone)])
