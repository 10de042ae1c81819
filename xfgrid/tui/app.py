"""The program on the screen: its places, its themes, its keys, and the one desk they all ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events
from textual.app import App
from textual.binding import BindingType

from xfgrid.errors import XfgridError
from xfgrid.journal.config import Config
from xfgrid.terms import LANGUAGES, Terms
from xfgrid.tui import actions, opening, themes
from xfgrid.tui.places.ask import Ask
from xfgrid.tui.places.first import First, begins_here
from xfgrid.tui.places.menu import Menu
from xfgrid.tui.places.place import Place
from xfgrid.tui.places.small import LEAST, Small
from xfgrid.tui.places.unlock import Unlock
from xfgrid.tui.plain import plain_driver
from xfgrid.tui.spots import PLACES

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.tui.beyond import Beyond

T = TypeVar("T")
HEARTBEAT = 0.25
"""Seconds. A signal that the kernel hands to a worker's thread, such as that of a resized terminal, is heeded only when
the main thread wakes; without anything to do it would sleep until the next key."""
Work = Callable[[], Coroutine[Any, Any, None]]


class Program(App[int]):
    """Opens a home and shows its places. `desk` is None until the passphrase fitted; `beyond` meets the network."""

    CSS_PATH = "style/program.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Any]]] = dict(PLACES)
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("program")]

    def __init__(
        self, home: Path, passphrase: str | None, config: Config, place: str = "today", beyond: Beyond | None = None
    ) -> None:
        super().__init__(driver_class=plain_driver(self.get_driver_class()) if config.theme == "ascii" else None)
        self.beyond = beyond
        self.home, self.config, self.start_place = home, config, place
        self.terms = Terms(config.language if config.language in LANGUAGES else LANGUAGES[0])
        self.desk: Desk | None = None
        self.practising = False
        self._reading = ThreadPoolExecutor(1, "reading")
        self._passphrase = passphrase
        self._opened = asyncio.Event()
        self.own_keys = actions.keymap(config.keys)
        self.set_keymap(self.own_keys)

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
        """Opens the desk; XfgridError if home or passphrase do not fit."""
        self._sit_at(await asyncio.to_thread(opening.open_desk, self.home, passphrase))
        self._passphrase = None
        self.run_worker(self._watch(), group="watch", exit_on_error=False)

    def practise(self, desk: Desk) -> None:
        """Goes in with sample cases that nobody else ever sees; they are thrown away when the program is left."""
        self.practising, self.beyond = True, None
        self._sit_at(desk)
        self.enter()

    def _sit_at(self, desk: Desk) -> None:
        self.desk = desk
        self._opened.set()

    def enter(self) -> None:
        """Goes to the first place; whoever asked for the passphrase makes way."""
        self.pop_screen()
        self.switch_mode(self.start_place)

    async def ask(self, call: Callable[[Desk], T]) -> T:
        """What the desk answers, asked in a thread so that the screen stays live; waits until the desk is open."""
        await self._opened.wait()
        assert self.desk is not None
        return await asyncio.to_thread(call, self.desk)

    async def read(self, call: Callable[[Desk], T]) -> T:
        """Like `ask`, but one reading after the other: what nobody waits for any more, such as the search for letters
        typed over since, is never begun, and one connection's cache serves them all."""
        await self._opened.wait()
        assert self.desk is not None
        return await asyncio.get_running_loop().run_in_executor(self._reading, call, self.desk)

    @property
    def today(self) -> date:
        """Today's civil day, as the desk sees it."""
        return self.desk.today() if self.desk else date.today()

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

    def do(self, work: Work, group: str) -> None:
        """Runs work of a place; what a person must know of a failure is said on its line."""
        running: Any = partial(
            self._guarded, work
        )  # a callable: a worker replaced before it began leaves nothing behind
        self.run_worker(running, group=group, exclusive=True, exit_on_error=False)

    async def _guarded(self, work: Work) -> None:
        try:
            await work()
        except XfgridError as error:
            if isinstance(self.screen, Place):
                self.screen.problem(error)

    def on_unmount(self) -> None:
        """Lets the database go."""
        if self.desk is not None:
            self.desk.home.store.close()
            if self.practising:
                opening.throw_away(self.desk)
