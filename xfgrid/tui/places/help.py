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

EVERYWHERE = frozenset({"help", "leave"})
"""Actions of the program that hold over a place and before there is one, too."""


class Help(Over[None]):
    """Help for the place or dialog that was in front; Esc, Enter or F1 closes it."""

    CSS_PATH = "../style/help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("help")]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = str(getattr(about, "NAME", "unlock"))
        here = [a for a in ACTIONS if a.where == "program" and (isinstance(about, Place) or a.name in EVERYWHERE)]
        where = about.WHERE if isinstance(about, Place) else (self._about,)
        self._actions = [*(action for one in where for action in ACTIONS if action.where == one), *here]

    def compose(self) -> ComposeResult:
        terms = self.terms
        yield VerticalScroll(
            Static(terms("screen.place." + self._about), classes="-title", markup=False),
            Facts([Fact("", terms("screen.about." + self._about))], classes="-about"),
            Facts(list(self._facts()), classes="-keys"),
        )

    def _facts(self) -> Iterator[Fact]:
        """The keys in force, the registry's or the user's own, and what they do."""
        mine = self.program.own_keys
        for action in self._actions:
            keys = mine.get(action.name, action.keys).split(",")
            yield Fact("  ".join(map(shown_key, keys)), self.terms(f"screen.help.{action.name}"))

    def action_close_help(self) -> None:
        self.dismiss()
