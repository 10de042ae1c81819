"""The program on the screen: its places, its themes, its keys, and the one desk they all ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import BindingType

from xfgrid.errors import XfgridError
from xfgrid.journal.config import Config
from xfgrid.tui import actions, opening, themes
from xfgrid.tui.host import Host
from xfgrid.tui.places.ask import Ask
from xfgrid.tui.places.first import First, begins_here
from xfgrid.tui.places.menu import Menu
from xfgrid.tui.places.place import Place
from xfgrid.tui.places.small import LEAST, Small
from xfgrid.tui.places.unlock import Unlock
from xfgrid.tui.spots import PLACES

if TYPE_CHECKING:
    from xfgrid.tui.beyond import Beyond

HEARTBEAT = 0.25
"""Seconds. A signal that the kernel hands to a worker's thread, such as that of a resized terminal, is heeded only when
the main thread wakes; without anything to do it would sleep until the next key."""


class Program(Host):
    """Goes between the places of a home, by the keys that hold everywhere."""

    CSS_PATH = "style/program.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Any]]] = dict(PLACES)
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("program")]

    def __init__(
        self, home: Path, passphrase: str | None, config: Config, place: str = "today", beyond: Beyond | None = None
    ) -> None:
        super().__init__(home, config, place, beyond)
        self._passphrase = passphrase

    def on_mount(self) -> None:
        """Shows the first frame, and only then loads what opening a database needs."""
        themes.use(self, self.config.theme)
        self.set_interval(HEARTBEAT, lambda: None)
        if begins_here(self.home):
            self.push_screen(First())
            self.call_after_refresh(self.run_worker, asyncio.to_thread(opening.warm), exit_on_error=False)
        elif self._passphrase is None:
            self.push_screen(Unlock())
            self.call_after_refresh(self.run_worker, asyncio.to_thread(opening.warm), exit_on_error=False)
        else:
            self.switch_mode(self.start_place)
            self.call_after_refresh(self.run_worker, partial(self._open_given, self._passphrase), group="open")

    async def open(self, passphrase: str) -> None:
        """Opens the desk and watches for what the agent commits; XfgridError if home or passphrase do not fit."""
        await super().open(passphrase)
        self._passphrase = None
        self.run_worker(self._watch(), group="watch", exit_on_error=False)

    def action_go(self, place: str) -> None:
        """Goes to a place, once there is a desk."""
        if self.desk is not None:
            self.switch_mode(place)

    def action_help(self) -> None:
        """What can be done here."""
        from xfgrid.tui.places.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def action_palette(self) -> None:
        """Everything that can be done here, found by typing."""
        from xfgrid.tui.places.palette import lines

        if isinstance(self.screen, Place):
            title, items = lines(self.screen, self.terms)
            self.push_screen(Menu(title, items), self._run_line)

    async def _run_line(self, call: str | None) -> None:
        if call:
            await self.run_action(call, self.screen if call.startswith("screen.") else self)

    def action_jump(self) -> None:
        """Opens a case by its number."""
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
        if fits and isinstance(self.screen, Small):
            self.pop_screen()
        elif not fits and not isinstance(self.screen, Small):
            self.push_screen(Small())

    async def _open_given(self, passphrase: str) -> None:
        try:
            await self.open(passphrase)
        except XfgridError as error:
            self.push_screen(Unlock(error))

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
