"""The engine with one idea broken, by name; each patch is undone with its block."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

import msgspec

from sync.agent import apply, outbox, remind
from sync.agent.exchange import Exchange
from sync.county import chains, feeds, service
from xfgrid.journal.roster import Card

Mutant = Callable[[], AbstractContextManager[Any]]


def _cursor_before_page() -> AbstractContextManager[Any]:
    take = Exchange._take

    def early(self: Exchange, arrived: Any) -> bool:
        here = {"epoch": arrived.epoch, "feed": self._feed.name, "seq": arrived.page.seq}
        with self.store.write() as connection:
            self.save(connection, msgspec.structs.replace(self.state, **here))
        return take(self, arrived)

    return patch.multiple(Exchange, _take=early, _heal=_no_heal)


def _duplicate_by_number() -> AbstractContextManager[Any]:
    follows = chains.Places.follows
    return patch.object(chains.Places, "follows", lambda self, e: follows(self, e) and not self.taken(e))


def _gone_ignored() -> AbstractContextManager[Any]:
    take = apply.take_page

    def stay(connection: Any, state: Any, arrived: Any, device: str) -> Any:
        page = msgspec.structs.replace(arrived.page, gone=[])
        return take(connection, state, msgspec.structs.replace(arrived, page=page), device)

    return patch.object(apply, "take_page", stay)


def _sent_believed() -> AbstractContextManager[Any]:
    noted = outbox.noted

    def blind(connection: Any, identity: Any, state: Any, pushed: Any, answer: Any, strangers: Any) -> Any:
        after = noted(connection, identity, state, pushed, answer, strangers)
        sent = dict(after.sent)
        for event in pushed:
            sent[event.head.writer.partition(".")[2]] = event.head.seq
        return msgspec.structs.replace(after, sent={**state.sent, **sent})

    return patch.multiple(outbox, noted=blind, strangers=lambda *_: [])


def _own_never_returned() -> AbstractContextManager[Any]:
    page = service.page
    never = lambda county, c, sender, asked: page(county, c, sender, msgspec.structs.replace(asked, own=False))  # noqa: E731
    return patch.object(service, "page", never)


def _digest_not_compared() -> AbstractContextManager[Any]:
    return patch.object(Exchange, "_gap", lambda self: bytes(32))


def _commits_linger() -> AbstractContextManager[Any]:
    return patch.object(feeds, "_forget", lambda *_: None)


def _nothing_offered() -> AbstractContextManager[Any]:
    return patch.object(outbox, "strangers", lambda *_: [])


def _nothing_recalled() -> AbstractContextManager[Any]:
    return patch.object(remind, "untold", lambda *_: [])


def _any_card_counts() -> AbstractContextManager[Any]:
    return patch.object(Card, "rank", property(lambda self: (False, self.serial)))


def _no_heal(self: Exchange, gap: bytes) -> bool:
    return False


MUTANTS: dict[str, tuple[Mutant, int]] = {
    "cursor before page": (_cursor_before_page, 2),
    "duplicate known by number, not by hash": (_duplicate_by_number, 2),
    "gone ignored": (_gone_ignored, 21),
    "sent means taken": (_sent_believed, 23),
    "own events never returned": (_own_never_returned, 2),
    "digest not compared": (_digest_not_compared, 2),
    "commits of a case that left linger": (_commits_linger, 0),
    "what the county lost is not offered": (_nothing_offered, 23),
    "what the county signed and lost is not shown": (_nothing_recalled, 4),
    "a newer card undoes a revocation": (_any_card_counts, 49),
}
"""Each with a seed that notices it."""
