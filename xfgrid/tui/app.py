"""The program on the screen: its places, its themes, its keys, and the one desk they all ask."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.screen import Screen

from xfgrid.errors import XfgridError
from xfgrid.journal.config import Config
from xfgrid.tui import actions, opening, themes
from xfgrid.tui.host import Host, Key
from xfgrid.tui.places.place import Place
from xfgrid.tui.spots import GATES, PLACES

if TYPE_CHECKING:
    from xfgrid.tui.beyond import Beyond

HEARTBEAT = 0.25
"""Seconds. A signal that the kernel hands to a worker's thread, such as that of a resized terminal, is heeded only when
the main thread wakes; without anything to do it would sleep until the next key."""


LEAST = (60, 18)
"""Columns and lines below which nothing but what the program needs is shown."""


class Program(Host):
    """Goes between the places of a home, by the keys that hold everywhere."""

    CSS_PATH = "style/program.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Any]]] = {**PLACES, **GATES}
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("program")]

    def __init__(
        self, home: Path, key: Key | None, config: Config, place: str = "today", beyond: Beyond | None = None
    ) -> None:
        self._variables: dict[str, dict[str, str]] = {}
        super().__init__(home, key, config, place, beyond)
        themes.use(self, config.theme)
        self._small: Screen[None] | None = None

    def get_css_variables(self) -> dict[str, str]:
        """Made once for each theme; Textual asks several times before the first frame."""
        if self.theme not in self._variables:
            self._variables[self.theme] = super().get_css_variables()
        return self._variables[self.theme]

    def on_mount(self) -> None:
        """Shows the first frame, and only then loads what opening a database needs."""
        self.set_interval(HEARTBEAT, lambda: None)
        if self._looked is not None:
            self.run_worker(self._open_given(self._looked), group="open")
        else:
            self.call_after_refresh(self.run_worker, asyncio.to_thread(opening.warm), exit_on_error=False)

    def on_ready(self) -> None:
        """The first frame is painted. What was made until now stays: the collector never has to look at it again."""
        gc.freeze()
        gc.enable()

    def watch_app_focus(self, focus: bool) -> None:
        """A page of a browser is given focus after the first screen was made: what waits for keys has it from then on."""
        if focus and self.is_running and self.screen.focused is None:
            self.screen.focus_next(self.screen.AUTO_FOCUS or self.AUTO_FOCUS or "*")

    async def _open_given(self, looked: Future[Any]) -> None:
        try:
            await self.open_at_hand(looked)
        except XfgridError as error:
            from xfgrid.tui.places.unlock import Unlock

            self._looked = None
            self.push_screen(Unlock(error))

    async def open(self, key: Key) -> None:
        """Opens the desk and watches for what the agent commits; XfgridError if home or key do not fit."""
        await super().open(key)
        self.run_worker(self._watch(), group="watch", exit_on_error=False)

    def action_go(self, place: str) -> None:
        """Goes to a place, once the home is open or the key is there that opens it."""
        if self.desk is not None or self._looked is not None:
            self.go_to(place)

    def action_help(self) -> None:
        """What can be done here."""
        from xfgrid.tui.places.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def action_help_quit(self) -> None:
        """Ctrl+C, where there is nothing to copy: says how one leaves."""
        if isinstance(self.screen, Place):
            self.screen.say(self.terms("screen.leaving"))

    def action_palette(self) -> None:
        """Everything that can be done here, found by typing."""
        from xfgrid.tui.places.menu import Menu
        from xfgrid.tui.places.palette import lines

        if isinstance(self.screen, Place):
            title, items = lines(self.screen, self.terms)
            self.push_screen(Menu(title, items), self._run_line)

    async def _run_line(self, call: str | None) -> None:
        if call:
            await self.run_action(call, self.screen if call.startswith("screen.") else self)

    def action_jump(self) -> None:
        """Opens a case by its number."""
        from xfgrid.tui.places.ask import Ask

        if self.desk is not None and isinstance(self.screen, Place):
            self.push_screen(Ask(self.terms("screen.jump")), self._jump)

    def _jump(self, reference: str | None) -> None:
        if reference:
            self.do(partial(self._open_case, reference), "jump")

    async def _open_case(self, reference: str) -> None:
        from xfgrid.tui.places.case import CasePlace

        case = await self.ask(lambda desk: desk.case(reference))
        self.push_screen(CasePlace(case.id))

    def on_resize(self, event: events.Resize) -> None:
        """Below its least size the program says what it needs, and nothing else."""
        fits = event.size.width >= LEAST[0] and event.size.height >= LEAST[1]
        if fits and self.screen is self._small:
            self.pop_screen()
        elif not fits and self.screen is not self._small:
            from xfgrid.tui.places.small import Small

            self._small = Small(*LEAST)
            self.push_screen(self._small)

    async def _watch(self) -> None:
        """Looks again whenever the agent has committed something."""
        from watchfiles import awatch

        wake = self.home / "wake-screen"
        async for _ in awatch(self.home, watch_filter=lambda _, path: path == str(wake), recursive=False):
            self.look_again()

    def look_again(self) -> None:
        """Tells the place in front that the journal has changed."""
        for screen in self.screen_stack:
            if isinstance(screen, Place):
                screen.look()
