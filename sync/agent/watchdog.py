"""An agent that gets no further ends itself: whatever it hangs in, a fresh one starts from what is saved."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

EXIT = 75
"""Exit code of an agent that found itself wedged (EX_TEMPFAIL: start it again)."""


class Watchdog:
    """Calls `bite` from a thread of its own when `pat` was not called for `patience` seconds; may be told to stop."""

    def __init__(self, patience: float, bite: Callable[[], object]) -> None:
        self.patience, self._bite, self._stop = patience, bite, threading.Event()
        self._fed = time.monotonic()
        threading.Thread(target=self._watch, daemon=True).start()

    def pat(self) -> None:
        """The agent got on."""
        self._fed = time.monotonic()

    def stop(self) -> None:
        """No more watching."""
        self._stop.set()

    def _watch(self) -> None:
        while not self._stop.wait(max(0.05, self._fed + self.patience - time.monotonic())):
            if time.monotonic() - self._fed >= self.patience:
                self._bite()
                return


def end() -> None:
    """Ends the process at once, without waiting for what hangs."""
    os._exit(EXIT)
