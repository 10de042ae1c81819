"""One field of a form: its label, the control it is typed into, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Label, TextArea

from xfgrid.case import forms
from xfgrid.tui.widgets.choice import Choice
from xfgrid.tui.widgets.messages import Done, Edited
from xfgrid.tui.widgets.pick import Option, Pick
from xfgrid.tui.widgets.prose import Fact, Facts
from xfgrid.tui.widgets.text_line import TextLine

FEW = 4
"""Up to so many options stand side by side; more are narrowed by typing."""


class Field(Vertical):
    """`value` is what was typed: a code, a day, or words. `field` is the form's own description of it.

    With `begun` the words can be begun from a list, see `propose`.
    """

    def __init__(self, field: forms.Field, language: forms.definition.Language, *, begun: bool = False) -> None:
        super().__init__(classes=f"-{field.type}")
        self.field = field
        label, self._hint = _split(field.label[language])
        self._label = label
        free = Pick((), free=True, begins=True, placeholder=self._hint)
        self.control = free if begun else _control(field, language, self._hint)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Label(self._label, markup=False)
            yield self.control
        yield Facts(classes="-wrong")

    def propose(self, words: Sequence[str]) -> None:
        """What the words of this field may begin with."""
        if isinstance(self.control, Pick):
            self.control.propose([Option(word, word) for word in words])

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

    def write_over(self, words: str) -> None:
        """Puts other words in the place of those typed, as if typed: Ctrl+Z there brings them back."""
        if isinstance(self.control, TextArea):
            self.control.replace(words, (0, 0), self.control.document.end)
        else:
            self.value = words

    def wrong(self, sentence: str) -> None:
        """Says what is wrong under the control; '' takes it away."""
        self.set_class(bool(sentence), "-bad")
        self.query_one(".-wrong", Facts).show([Fact("", f"! {sentence}")] if sentence else [])

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _here(self) -> None:
        self.set_class(self.has_focus_within, "-here")

    @on(events.DescendantBlur)
    def _labelled(self) -> None:
        """A side stands here as it will be saved before anybody saves it: 王小明 as 王某."""
        if self.field.type == "label" and (label := str(forms.read(self.field, self.value) or "")) != self.value:
            self.write_over(label)

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
        else:
            await super()._on_key(event)

    def action_cursor_up(self, select: bool = False) -> None:
        if self.cursor_at_first_line and not select:
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        if self.cursor_at_last_line and not select:
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)


def _split(label: str) -> tuple[str, str]:
    """The label and what its brackets add, which stands in the empty control."""
    found = re.fullmatch(r"(.+?)\s*[（(,](.+?)[）)]?", label)
    return (found[1], found[2].strip()) if found else (label, "")


def _control(field: forms.Field, language: forms.definition.Language, hint: str) -> Widget:
    options = [(option.code, option.label[language]) for option in field.options]
    if field.type in ("choice", "choices"):
        if len(options) <= FEW:
            return Choice(options, several=field.type == "choices")
        return Pick([Option(code, label) for code, label in options])
    if field.type == "text" or field.max_length > 100:
        return Words(compact=True, tab_behavior="focus", highlight_cursor_line=False, placeholder=hint)
    return TextLine(compact=True, placeholder=hint)
