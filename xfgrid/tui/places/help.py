"""F1: what this place is for, and every key that works here, from the registry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from xfgrid.tui.actions import ACTIONS, bindings
from xfgrid.tui.keys import shown_key
from xfgrid.tui.places.over import Over
from xfgrid.tui.places.place import Place
from xfgrid.tui.widgets.prose import Fact, Facts


class Help(Over[None]):
    """Help for the place that was in front; Esc, Enter or F1 closes it."""

    CSS_PATH = "../style/help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("help")]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = str(getattr(about, "NAME", "unlock"))
        self._where = (*(about.WHERE if isinstance(about, Place) else (self._about,)), "program")

    def compose(self) -> ComposeResult:
        terms = self.terms
        yield VerticalScroll(
            Static(terms("screen.place." + self._about), classes="-title", markup=False),
            Facts([Fact("", terms("screen.about." + self._about))], classes="-about"),
            Facts(list(self._facts()), classes="-keys"),
        )

    def _facts(self) -> Iterator[Fact]:
        terms = self.terms
        keys = self._keys_by_action()
        for where in self._where:
            for action in ACTIONS:
                if action.where == where:
                    shown = "  ".join(shown_key(key) for key in keys[action.name])
                    yield Fact(shown, terms(f"screen.help.{action.name}"))

    def _keys_by_action(self) -> dict[str, list[str]]:
        """The keys in force: the registry's, or the user's own."""
        mine = self.program.own_keys
        return {a.name: mine.get(a.name, a.keys).split(",") for a in ACTIONS}

    def action_close_help(self) -> None:
        self.dismiss()
