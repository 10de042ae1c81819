"""The engine's inner limits made so small that every run crosses them, and how often it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from sync.agent import outbox, pace
from sync.agent.exchange import Exchange
from sync.agent.link import Answer
from sync.county import pages
from sync.wire import carried, limits
from sync.wire.messages import Pulled, Welcome
from xfgrid.case.event import Event
from xfgrid.journal import stored

SMALL: tuple[tuple[Any, str, int], ...] = (
    (limits, "PAGE", 5),
    (pages, "RAW_PAGE", 12_000),
    (outbox, "RAW", 12_000),
    (pace, "LEAST", 1_000),
    (pace, "MOST", 12_000),
    (stored, "CHUNK", 3),
    (carried, "PART", 2),
)
"""Events of a page and of a message on a stick, bytes of a page and a portion, names in a statement, places of keys."""


@contextmanager
def narrow() -> Iterator[None]:
    """Within the block every limit is small."""
    with ExitStack() as stack:
        for module, name, value in SMALL:
            stack.enter_context(patch.object(module, name, value))
        yield


class Watched(Exchange):
    """An exchange that counts where its pages and portions ended before all was said: at their number or their bytes."""

    def __init__(self, *given: Any, count: Counter[str], **named: Any) -> None:
        super().__init__(*given, **named)
        self._count, self._most = count, min(self.limit, limits.PAGE)

    def heard(self, asked: Callable[[], Answer[Any]], events: Sequence[Event] = ()) -> Answer[Any]:
        answer = super().heard(asked, events)
        if events and len(events) == self._most:
            self._count["portion full by number"] += 1
        elif events and sum(event.size for event in events) > self.state.room // 2:
            self._count["portion full by bytes"] += 1
        if isinstance(answer.message, Welcome | Pulled) and (page := answer.message.page).left:
            by_number = page.seq - page.after >= self._most
            self._count["page full by number" if by_number else "page full by bytes"] += 1
        return answer
