"""What is typed on a screen and is no event yet: kept at every pause and on leaving, there again after a crash."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from xfgrid.tui.host import host_of
from xfgrid.tui.pauses import Pauses

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk

Values = Mapping[str, object]


class Kept:
    """The draft of a screen, under its `name`; '' keeps nothing. `values` says what is typed at the moment."""

    def __init__(self, screen: Screen[Any], name: str, values: Callable[[], Values]) -> None:
        self._host, self._name, self._values = host_of(screen), name, values
        self._pauses = Pauses(screen, self._keep)

    async def before(self) -> Values:
        """What was typed when the screen was cut short; nothing where it was finished."""
        name = self._name
        return await self._host.ask(lambda desk: _kept(desk, name)) if name else {}

    def typed(self) -> None:
        """Something was typed."""
        if self._name:
            self._pauses.typed()

    def leave(self) -> None:
        """The screen goes: what the next pause would have kept is kept now."""
        if self._pauses.stop():
            self._keep()

    def done(self, desk: Desk) -> None:
        """It became what it was typed for."""
        from xfgrid.journal import drafts

        if self._name:
            drafts.drop(desk.home.store, self._name)

    def rest(self) -> None:
        """Nothing more is kept until something is typed again."""
        self._pauses.stop()

    def _keep(self) -> None:
        name, values = self._name, self._values()
        self._host.do(lambda: self._host.ask(lambda desk: _keep(desk, name, values)), f"draft-{name}")


def _kept(desk: Desk, name: str) -> Values:
    from xfgrid.journal import drafts

    return drafts.kept(desk.home.store, name)


def _keep(desk: Desk, name: str, values: Values) -> None:
    from xfgrid.journal import drafts

    drafts.keep(desk.home.store, name, "act", values)
