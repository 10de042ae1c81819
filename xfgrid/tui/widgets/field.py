"""One field of a form: its label, the control it is typed into, and what is wrong with it."""

from __future__ import annotations

from typing import cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from xfgrid.terms import Terms
from xfgrid.tui import words
from xfgrid.tui.form import Ask
from xfgrid.tui.widgets.choice import Choice
from xfgrid.tui.widgets.messages import Done, Edited
from xfgrid.tui.widgets.pick import Option, Pick


class Field(Vertical):
    """`value` is what the case will hold: a code, an ISO day, or the words."""

    def __init__(self, ask: Ask, terms: Terms) -> None:
        super().__init__(classes=f"-{ask.entry}")
        self.ask = ask
        self._label = words.named(terms, "field", ask.name)
        self.control = _control(ask, terms)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Label(self._label, markup=False)
            yield self.control
        yield Static(classes="-wrong", markup=False)

    def take_focus(self) -> None:
        """Puts the cursor here."""
        self.control.focus()

    @property
    def value(self) -> str:
        control = self.control
        return control.text if isinstance(control, TextArea) else str(cast(Input, control).value)

    @value.setter
    def value(self, value: str) -> None:
        if isinstance(self.control, TextArea):
            self.control.load_text(value)
        else:
            cast(Input, self.control).value = value

    def wrong(self, sentence: str) -> None:
        """Says what is wrong under the control; '' takes it away."""
        self.set_class(bool(sentence), "-bad")
        self.query_one(".-wrong", Static).update(f"! {sentence}" if sentence else "")

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _edited(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        self.post_message(Edited())

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(Done())


class Words(TextArea):
    """Free words. Enter goes on, as people know it from chats; Ctrl+J begins a new line."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(Done())
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")
        elif self._leaves(event.key):
            return
        else:
            await super()._on_key(event)

    def _leaves(self, key: str) -> bool:
        row, _ = self.cursor_location
        return key == "up" and row == 0 or key == "down" and row == self.document.line_count - 1


def _control(ask: Ask, terms: Terms) -> Widget:
    hint = terms.get(f"screen.hint.{ask.name}", "")
    if ask.entry == "choice":
        return Choice([(code, words.named(terms, ask.name, code)) for code in ask.codes])
    if ask.entry == "kind":
        found = [Option(c, words.named(terms, "kind", c), terms.get(f"case.initials.{c}", "")) for c in ask.codes]
        return Pick(found, placeholder=hint)
    if ask.entry == "long":
        return Words(compact=True, tab_behavior="focus", highlight_cursor_line=False, placeholder=hint)
    return Input(compact=True, placeholder=hint)
