"""What a place may ask of the program it stands in: the desk, the words, the day, and work done beside the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from textual.app import App
from textual.message import Message

from xfgrid.errors import XfgridError
from xfgrid.journal import vault
from xfgrid.journal.config import Config
from xfgrid.terms import LANGUAGES, OnScreen
from xfgrid.tui import actions, opening
from xfgrid.tui.plain import plain_driver

if TYPE_CHECKING:
    from textual.widget import Widget

    from xfgrid.journal.desk import Desk
    from xfgrid.journal.glance import Glance
    from xfgrid.tui.beyond import Beyond

    Lists: TypeAlias = Desk | Glance
    """Whatever answers what the lists of a home hold."""

T = TypeVar("T")
Key = str | bytes
"""What opens a home: its passphrase, or the raw key that a passphrase stands for."""
PAUSE = 30
"""Seconds after which the home is tidied (`opening.tidy`), beside whatever is being done."""
FIRST_ROWS = 0.3
"""Seconds the first rows have the machine to themselves, before the libraries are loaded that work needs."""
Work = Callable[[], Coroutine[Any, Any, None]]


@dataclass
class Failed(Message):
    """Work ended with something a person must know; whichever place is in front says it."""

    error: XfgridError


class Host(App[int]):
    """A home and the desk in it, opened with the `key` at hand or with what a screen asks for; `beyond` meets the network.

    `desk` is None until the home is open. A place may `read` lists a little before that. It knows no place; which there
    are, and the keys to them, `xfgrid.tui.app` says.
    """

    def __init__(self, home: Path, key: Key | None, config: Config, start_place: str, beyond: Beyond | None) -> None:
        self._reading = ThreadPoolExecutor(1, "reading")
        self._looked: Future[tuple[bytes, Glance | None]] | None = None
        made = vault.exists(home)
        if made and key is not None:
            self._looked = self._reading.submit(opening.look, home, key)
        before = "unlock" if made else "first"
        self.DEFAULT_MODE = start_place if self._looked else before  # type: ignore[misc] # nothing is shown before it
        super().__init__(driver_class=plain_driver(self.get_driver_class()) if config.theme == "ascii" else None)
        self.beyond = beyond
        self.home, self.config, self.start_place = home, config, start_place
        self.terms = OnScreen(config.language if config.language in LANGUAGES else LANGUAGES[0])
        self.desk: Desk | None = None
        self.practising = False
        self.own_keys = actions.keymap(config.keys)
        self.set_keymap(self.own_keys)
        self._glance: Glance | None = None
        self._readable, self._shown, self._opened = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def open(self, key: Key) -> None:
        """Opens the desk; XfgridError if home or key do not fit."""
        desk = await asyncio.to_thread(opening.open_desk, self.home, key)
        self.terms.own = await asyncio.to_thread(desk.words, self.terms.language)
        self._sit_at(desk)

    async def open_at_hand(self, looked: Future[tuple[bytes, Glance | None]]) -> None:
        """Shows the first rows by themselves, then opens the desk; as `open`."""
        key, self._glance = await asyncio.wrap_future(looked)
        if self._glance is not None:
            self._readable.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._shown.wait(), FIRST_ROWS)
        await self.open(key)

    def on_rows_shown(self) -> None:
        """The first rows are there; once they are painted the machine is free for what comes next."""
        if not self._shown.is_set():
            self.call_after_refresh(self._shown.set)

    def practise(self, desk: Desk) -> None:
        """Goes in with sample cases that nobody else ever sees; they are thrown away when the program is left."""
        self.practising, self.beyond = True, None
        self._sit_at(desk)
        self.enter()

    def _sit_at(self, desk: Desk) -> None:
        self.desk = desk
        self._opened.set()
        self._readable.set()
        self.set_interval(PAUSE, lambda: self.run_worker(partial(opening.tidy, desk), thread=True, exit_on_error=False))
        if self._glance is not None:  # after the readings that still go through it
            self._reading.submit(self._glance.close)
            self._glance = None

    def enter(self) -> None:
        """Goes to the first place; whatever asked for passphrase or code makes way."""
        self.go_to(self.start_place)

    def go_to(self, place: str) -> None:
        """Goes to a place itself; what was opened over the one that is left is closed."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if self.current_mode != place:
            self.switch_mode(place)

    async def ask(self, call: Callable[[Desk], T]) -> T:
        """What the desk answers, asked in a thread so that the screen stays live; waits until the desk is open."""
        await self._opened.wait()
        assert self.desk is not None
        return await asyncio.to_thread(call, self.desk)

    async def read(self, call: Callable[[Lists], T]) -> T:
        """Like `ask` for lists, which may be there before the desk is. One reading after the other: what nobody waits for
        any more, such as the search for letters typed over since, is never begun, and one connection serves them all."""
        await self._readable.wait()
        lists = self.desk or self._glance
        assert lists is not None
        return await asyncio.get_running_loop().run_in_executor(self._reading, call, lists)

    @property
    def today(self) -> date:
        """Today's civil day, as the desk sees it."""
        return self.desk.today() if self.desk else date.today()

    def do(self, work: Work, group: str) -> None:
        """Runs work of a place; what a person must know of a failure is said on its line."""
        guarded: Any = partial(self._guarded, work)  # a callable: one replaced before it began leaves nothing behind
        self.run_worker(guarded, group=group, exclusive=True, exit_on_error=False)

    async def at_once(self, work: Work) -> None:
        """Runs work that ends in a dialog and waits for it: keys that are typed meanwhile go to the dialog."""
        await self._guarded(work)

    async def _guarded(self, work: Work) -> None:
        try:
            await work()
        except XfgridError as error:
            self.screen.post_message(Failed(error))

    def on_unmount(self) -> None:
        """Lets the database go."""
        if self._glance is not None:
            self._glance.close()
        if self.desk is not None:
            self.desk.home.store.close()
            if self.practising:
                opening.throw_away(self.desk)


def host_of(widget: Widget) -> Host:
    """The program a widget stands in."""
    assert isinstance(widget.app, Host)
    return widget.app
