"""What lies over a place until it is answered or left: every dialog, menu and question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.screen import ModalScreen

from xfgrid.terms import Terms
from xfgrid.tui.actions import binding
from xfgrid.tui.host import Host, host_of

Answer = TypeVar("Answer")


class Over(ModalScreen[Answer]):
    """Answers what it was asked, or is dismissed with None.

    It closes once, and itself alone. Work that ends after somebody has left it, a second stroke of a key, or a clock
    that ticks on must not close what lies below; nor may it close what came to lie above it meanwhile.

    `NAME` is the part of the registry its keys stand in, under which F1 explains it.
    """

    NAME: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [binding("help")]

    _when_in_front: Callable[[], AwaitComplete] | None = None

    @property
    def program(self) -> Host:
        """The program this lies in."""
        return host_of(self)

    @property
    def terms(self) -> Terms:
        """The catalogue in the language of the home."""
        return self.program.terms

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Closes this now if it is in front, else as soon as it is; nothing if it is gone."""
        if self.is_active:
            return super().dismiss(result)
        self._when_in_front = partial(super().dismiss, result)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Whatever lay above is gone."""
        if self._when_in_front is not None:
            self._when_in_front()

    async def action_help(self) -> None:
        """What can be done here; the keys of the program do not reach what lies over a place."""
        if self.NAME:
            await self.app.run_action("help")
