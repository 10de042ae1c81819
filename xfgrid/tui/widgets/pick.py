"""One of many, narrowed by typing: the number, a part of the word, or its first pinyin letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList

from xfgrid.tui.widgets.messages import Done, Edited
from xfgrid.tui.widgets.text_line import TextLine

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Option:
    """What can be taken: its code, the word shown, and what else finds it (pinyin initials)."""

    code: str
    label: str
    also: str = ""

    def fits(self, number: int, typed: str) -> bool:
        """Whether what was typed means this option, the `number`-th of its list."""
        wanted = typed.casefold()
        return (
            typed == str(number) or wanted in self.label.casefold() or (bool(wanted) and self.also.startswith(wanted))
        )


class Pick(Vertical):
    """`value` is the code of the word in the line, '' while it is none of the list.

    Enter takes what typing found first, or what the arrows stand on; without either it goes on and chooses nothing.

    With `free` any text may stand in the line and is itself the value; the list only proposes. With `begins` what is
    taken is the beginning of what is to be typed, and the cursor stays behind it.
    """

    def __init__(
        self, options: Sequence[Option], *, free: bool = False, begins: bool = False, placeholder: str = ""
    ) -> None:
        super().__init__()
        self._options, self._free, self._begins, self._placeholder = tuple(options), free, begins, placeholder
        self._found: list[Option] = []

    def compose(self) -> ComposeResult:
        yield TextLine(compact=True, placeholder=self._placeholder)
        yield OptionList(compact=True)

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False

    def focus(self, scroll_visible: bool = True, from_app_focus: bool = False) -> Pick:
        self.query_one(Input).focus(scroll_visible)
        return self

    def propose(self, options: Sequence[Option]) -> None:
        """Takes another list."""
        self._options = tuple(options)

    @property
    def value(self) -> str:
        text = self.query_one(Input).value.strip()
        return text if self._free else next((o.code for o in self._options if o.label == text), "")

    @value.setter
    def value(self, code: str) -> None:
        label = next((o.label for o in self._options if o.code == code), code if self._free else "")
        with self.prevent(Input.Changed):
            self.query_one(Input).value = label

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value.strip())
        self.post_message(Edited())

    @on(events.DescendantFocus)
    def _open(self) -> None:
        self._show("" if self.value and not self._free else self.query_one(Input).value.strip())

    @on(events.DescendantBlur)
    def _close(self) -> None:
        self.remove_class("-open")

    def _show(self, typed: str) -> None:
        self._found = list(self._fitting(typed))
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([f"{self._options.index(o) + 1:>2} {o.label}" for o in self._found])
        listed.highlighted = 0 if self._found and typed and not self._free else None
        exact = len(self._found) == 1 and self._found[0].label == typed
        self.set_class(bool(self._found) and not exact and self.query_one(Input).has_focus, "-open")

    def _fitting(self, typed: str) -> Iterable[Option]:
        fitting = [o for number, o in enumerate(self._options, 1) if o.fits(number, typed)]
        first = [o for o in fitting if typed == str(self._options.index(o) + 1)]
        return [*first, *(o for o in fitting if o not in first)]

    def on_key(self, event: events.Key) -> None:
        listed = self.query_one(OptionList)
        if event.key in ("up", "down") and self.has_class("-open"):
            event.stop()
            event.prevent_default()
            listed.action_cursor_down() if event.key == "down" else listed.action_cursor_up()

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.query_one(OptionList).highlighted
        if self.has_class("-open") and at is not None:
            self._chose(self._found[at])
        else:
            self.post_message(Done())

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._chose(self._found[event.option_index])

    def _chose(self, option: Option) -> None:
        self._take(option)
        if not self._begins:
            self.post_message(Done())

    def _take(self, option: Option) -> None:
        line = self.query_one(Input)
        with self.prevent(Input.Changed):
            line.value = option.label
        line.cursor_position = len(line.value)
        self.remove_class("-open")
        self.post_message(Edited())
