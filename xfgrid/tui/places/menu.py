"""A menu over a place: headings, lines, and typing narrows them; Enter takes one, Esc none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from xfgrid.tui.actions import bindings
from xfgrid.tui.caret import follow
from xfgrid.tui.cells import fit
from xfgrid.tui.places.over import Over
from xfgrid.tui.widgets.bars import KeyBar

WIDTH = 56
ROOM = WIDTH - 11
"""Cells of a line: less the room around, the bar that scrolls, and the indent."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what taking it answers, its words, its heading, and what else finds it (pinyin initials)."""

    code: str
    label: str
    heading: str = ""
    also: str = ""
    hint: str = ""

    def fits(self, typed: str) -> bool:
        """Whether what was typed means this line."""
        return typed in self.label.casefold() or self.also.startswith(typed)


class Menu(Over[str]):
    """Answers the code of the line taken, or is dismissed with None."""

    NAME = "menu"
    CSS_PATH = "../style/menu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("menu")]

    def __init__(self, title: str, items: Sequence[Item]) -> None:
        super().__init__()
        self._title, self._items = title, tuple(items)

    def compose(self) -> ComposeResult:
        terms = self.terms
        with Vertical():
            yield Static(self._title, classes="-title", markup=False)
            yield Input(compact=True, placeholder=terms("screen.menu.hint"))
            yield OptionList(compact=True, markup=False)
            yield KeyBar("menu")

    def on_mount(self) -> None:
        follow(self)
        self.query_one(OptionList).can_focus = False
        self._show("")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._show(event.value.strip().casefold())

    def _show(self, typed: str) -> None:
        listed = self.query_one(OptionList)
        listed.clear_options()
        none = Option(f"  {self.terms('screen.menu.none')}", disabled=True)
        listed.add_options(list(self._lines(typed)) or [none])
        listed.action_first()

    def _lines(self, typed: str) -> Iterator[Option]:
        heading = ""
        for item in self._items:
            if not item.fits(typed):
                continue
            if item.heading != heading:
                heading = item.heading
                yield Option(heading, disabled=True)
            room = ROOM - len(item.hint)
            label = f"{fit(item.label, room)}{item.hint}" if item.hint else item.label
            yield Option(f"  {label}".replace(" ", "\u00a0"), id=item.code)  # a list folds ordinary spaces

    def on_key(self, event: events.Key) -> None:
        listed = self.query_one(OptionList)
        moves: dict[str, Callable[[], None]] = {
            "up": listed.action_cursor_up,
            "down": listed.action_cursor_down,
            "pageup": listed.action_page_up,
            "pagedown": listed.action_page_down,
        }
        if event.key in moves:
            event.stop()
            event.prevent_default()
            moves[event.key]()

    @on(Input.Submitted)
    def action_take_item(self) -> None:
        listed = self.query_one(OptionList)
        found = listed.highlighted_option
        if found is not None and found.id is not None:
            self.dismiss(found.id)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        if event.option.id is not None:
            self.dismiss(event.option.id)

    def action_leave_menu(self) -> None:
        self.dismiss()
