"""A paper written beside the screen: what is being done and for how long, and Esc that ends it."""

from __future__ import annotations

from asyncio import CancelledError
from pathlib import Path
from threading import Event
from typing import Any

from textual.screen import Screen

from xfgrid.errors import StoppedError
from xfgrid.tui.host import host_of
from xfgrid.tui.widgets.progress import Progress
from xfgrid.tui.widgets.said import Said

STEPS = ("gathering", "filling", "setting", "writing")


class Printing:
    """One paper on its way. When the work that waits for it is cancelled, the screen is free at once; the thread finds
    out before its next step, and nothing is written."""

    def __init__(self, place: Screen[Any]) -> None:
        self._place, self._bar, self._stop = place, Progress(), Event()
        self._step, self._seconds = STEPS[0], 0

    async def write(self, kind: str, about: str, name: str) -> Path:
        """As `xfgrid.tui.printed.paper`."""
        from xfgrid.tui.printed import paper

        await self._place.mount(self._bar, before=self._place.query_one(Said))
        clock = self._place.set_interval(1, self._tick)
        try:
            return await host_of(self._place).ask(lambda desk: paper(desk, kind, about, name, self._begin))
        except CancelledError:
            self._stop.set()
            raise
        finally:
            clock.stop()
            self._bar.remove()

    def _begin(self, step: str) -> None:
        """Called in the thread before each step."""
        if self._stop.is_set():
            raise StoppedError("print_stopped")
        self._step = step

    def _tick(self) -> None:
        """Only what takes longer than a second is worth a bar."""
        self._seconds += 1
        sentence = host_of(self._place).terms(f"screen.paper.{self._step}", seconds=self._seconds)
        self._bar.show(sentence, STEPS.index(self._step) / len(STEPS))
