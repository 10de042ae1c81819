"""The lines of the palette: every place, and everything the registry knows to do in the one in front."""

from __future__ import annotations

from collections.abc import Iterator

from xfgrid.terms import Terms
from xfgrid.tui.actions import ACTIONS, Action
from xfgrid.tui.keys import shown_key
from xfgrid.tui.places.menu import Item
from xfgrid.tui.places.place import Place

UNLISTED = frozenset({"palette", "help", "rows", "filter", "printing"})


def lines(place: Place, terms: Terms) -> tuple[str, list[Item]]:
    """Title and lines; taking one answers the call it stands for."""
    return terms("screen.palette.title"), [*_of(place.WHERE, place.NAME, terms), *_of(("program",), "program", terms)]


def _of(where: tuple[str, ...], heading: str, terms: Terms) -> Iterator[Item]:
    head = terms("screen.palette.program") if heading == "program" else terms(f"screen.place.{heading}")
    for action in ACTIONS:
        label = terms.get(f"screen.action.{action.name}", "")
        if label and action.where in where and action.name not in UNLISTED and action.where not in UNLISTED:
            hint = shown_key(action.keys.split(",")[0])
            yield Item(_call(action), label, head, terms.get(f"screen.alias.{action.name}", ""), hint)


def _call(action: Action) -> str:
    call = action.call or action.name
    call = call if "(" in call else f"{call}()"
    return call if action.where == "program" else f"screen.{call}"
