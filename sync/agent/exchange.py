"""One exchange with the county: hello with the first push and page, then pushes and pulls until both sides agree.

Every step leaves the home whole: what was pushed is known to be pushed, what was pulled stands with its cursor.
Cut off anywhere, the next exchange goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

import msgspec
from sqlalchemy import Connection

from sync.agent import apply, carrying, keys, outbox, remind
from sync.agent.apply import UNKNOWN, Arrived
from sync.agent.link import Answer
from sync.agent.sending import Sender
from sync.agent.state import Told
from sync.wire import limits
from sync.wire.columns import Columns, pack, unpack
from sync.wire.messages import Cursor, Feed, Head, Hello, Noted, Page, Pull, Pulled, Report, Welcome
from sync.wire.payload import Raw
from xfgrid.case.event import Event
from xfgrid.errors import RefusedError
from xfgrid.journal import journal, package, roster, stored
from xfgrid.journal.digest import subtract
from xfgrid.journal.tables import PARKED

PROGRAM = "xfgrid 0.1.0"
ROUNDS = 3
"""Hellos after which an exchange ends although somebody kept writing meanwhile."""


class Exchange(Sender):
    """One run of one home."""

    _feed: Feed
    _anew = False
    """Whether the feed is being read from its beginning, own events too."""
    apart = False
    """Whether it ended in another digest than the county's although everything was read and offered."""

    def run(self) -> bool:
        """Pushes and pulls until nothing is left; returns whether this home then is in step with the county."""
        for _ in range(ROUNDS):
            if self._hello():
                self._hello(new_writer=True)
            gap = self._gap()
            if gap == bytes(32):
                return self._settled()
            if not self.stuck and (self.waiting or not self._at_the_end):
                continue  # what the county says of its feed is of another moment than what is here
            if not self._heal(gap):
                self.apart = True
                return False
        return False

    def take_bundle(self, welcome: Welcome, pages: Iterable[Pulled]) -> bool:
        """Applies what the county wrote on a stick; False where a case leaves that has work not yet at the county.

        What is older than what this home has read already is passed over.
        """
        if welcome.epoch != self.state.epoch and welcome.time <= self.state.time:
            return True
        with self.store.read() as connection:
            there = outbox.reached(connection, self.identity, welcome.heads)
        self._feed = welcome.feed
        self._welcome(welcome, there)
        carrying.of_county(self.store, self.identity, welcome.boxes)  # while the events of cases that leave are here
        for epoch, page in chain([(welcome.epoch, welcome.page)], ((p.epoch, p.page) for p in pages)):
            known = self.state.epoch == epoch and self.state.feed == self._feed.name and page.seq <= self.state.seq
            if not known and not self._take(self._read(epoch, page)):
                return False
        carrying.of_county(self.store, self.identity, welcome.boxes)
        return True

    def exchange_keys(self) -> None:
        """Makes, sends and fetches boxes of keys, after the events they belong to."""
        keys.exchange(self)
        if self.line.counter != self.state.counter:
            with self.store.write() as connection:
                self.save(connection, self.state)

    def report(self, in_step: bool, errors: Sequence[str] = ()) -> None:
        """Tells the county how this home is, if that has changed; `errors` are the codes of exchanges that failed."""
        with self.store.read() as connection:
            parked, digest = stored.count_of(connection, PARKED), journal.digest(connection)[0]
        told = Told(parked, len(self.state.held), in_step, sorted(set(errors)))
        if told == (self.state.told or Told()):
            return
        values = {name: getattr(told, name) for name in Told.__struct_fields__}
        self.line.ask(Report(digest=digest, **values), Noted)
        with self.store.write() as connection:
            self.save(connection, msgspec.structs.replace(self.state, told=told))

    def _hello(self, new_writer: bool = False) -> bool:
        """One round; returns whether the county has events of this writer epoch that this home did not write."""
        with self.store.read() as connection:
            events = self.own(connection)
            asked = self._greeting(connection, events, new_writer)
        welcome = self._heard_of(asked, events)
        self._feed, own = welcome.feed, asked.own or bool(_ahead(welcome.heads, asked.heads))
        self._welcome(welcome, events, asked)
        self._pull_rest(welcome, own, stale=self.remind() | self.push_rest())
        return not new_writer and (welcome.forked or self.identity.epoch in _ahead(welcome.heads, asked.heads))

    def _heard_of(self, asked: Hello, events: Sequence[Event]) -> Welcome:
        """The answer to a hello; a county that was restored and does not know this device any more is shown its card first."""
        try:
            return self.ask(asked, Welcome, events)
        except RefusedError as error:
            if error.code != "unknown_device":
                raise
            with self.store.read() as connection:
                card = remind.introduction(connection, self.identity.device)
            self.ask(card, Noted)
        return self.ask(asked, Welcome, events)

    def _greeting(self, connection: Connection, events: Sequence[Event], new_writer: bool) -> Hello:
        followed = package.followed(connection)
        return Hello(
            protocol=(limits.PROTOCOL, limits.PROTOCOL),
            program=PROGRAM,
            cursor=self.state.cursor,
            package=followed,
            packages=package.digest(connection, followed),
            roster=roster.followed(connection),
            revoked=roster.revoked(connection, roster.followed(connection)),
            heads=[msgspec.structs.replace(head, hash=Raw()) for head in outbox.heads(connection, self.identity)],
            events=_packed(events),
            limit=self.limit,
            room=self.state.room,
            own=self._anew,
            new_writer=new_writer,
            missing=outbox.missing(events, self.state),
            keys=keys.lacks(connection),
            seen=self.state.seen,
        )

    def _welcome(self, welcome: Welcome, events: Sequence[Event], asked: Hello | None = None) -> None:
        """Takes what comes with a page, and before it; `asked` is None for a welcome that came on a stick."""
        packages = apply.believed(welcome.packages, self.line.county, self.check)
        cards = apply.believed(welcome.roster, self.line.county, self.check)
        anew, untold = self.state.epoch not in ("", welcome.epoch), list[str]()
        with self.store.write() as connection:
            if anew or asked:
                fresh = package.follow(connection, packages)
                roster.follow(connection, cards)
                untold = remind.untold(connection, welcome, None if anew else asked)
            else:  # a stick may be old
                fresh = package.keep(connection, packages)
                roster.keep(connection, cards)
            if fresh:
                journal.recount(connection, list(fresh))
            keys.take(connection, self.identity, asked.keys if asked else None, welcome.keys, welcome.time)
        self.sent(events, welcome, welcome.writer, untold)
        self.state = msgspec.structs.replace(self.state, time=welcome.time)

    def _pull_rest(self, welcome: Welcome, own: bool, stale: bool) -> None:
        """Takes the first page and all that follow; one more if the feed grew by what was pushed after the hello."""
        arrived = self._read(welcome.epoch, welcome.page)
        while True:
            with self._following(arrived, own) as following:
                if not self._pulled(arrived) or not (arrived.page.left or stale):
                    return
                stale, answer = False, following()
            self._feed, arrived = answer.message.feed, answer.read
            if (arrived.epoch, arrived.page.after) != (self.state.epoch, self.state.seq):
                return  # restored meanwhile: the next hello settles it
            if UNKNOWN in arrived.held.values():
                return  # its device was enrolled meanwhile: the next hello brings the card

    @contextmanager
    def _following(self, arrived: Arrived, own: bool) -> Iterator[Callable[[], Answer[Pulled]]]:
        """What gives the page after one: it is fetched and read while that one is written down, unless cases leave with
        that, whose keys need the line."""
        here = Cursor(arrived.epoch, self._feed.name, arrived.page.seq)
        asked = Pull(cursor=here, limit=self.limit, room=self.state.room, own=own)
        if arrived.page.gone or not arrived.page.left:
            yield lambda: self.heard(lambda: self._fetched(asked))
            return
        with self.meanwhile(lambda: self._fetched(asked)) as ahead:
            yield lambda: self.heard(ahead.result)

    def _fetched(self, asked: Pull) -> Answer[Pulled]:
        """A page with what of it is to be believed; changes nothing here."""
        answer = self.timed(asked, Pulled)
        return replace(answer, read=self._read(answer.message.epoch, answer.message.page))

    def _read(self, epoch: str, page: Page) -> Arrived:
        events = unpack(page.events) if page.events is not None else []
        with self.store.read() as connection:
            good, held = apply.genuine(connection, events, self.check)
        return Arrived(epoch, page, good, held, events[-1].hash[: outbox.BEGINNING].hex() if events else "")

    def _pulled(self, arrived: Arrived) -> bool:
        """Applies a page of this line; the keys of cases that leave with it are handed in before."""
        keys.hand_in(self, arrived.page.gone)
        return self._take(arrived)

    def _take(self, arrived: Arrived) -> bool:
        """Applies a page; not if the user just wrote on a case that leaves, or if a restored county may lack any of it: that
        has to be pushed first."""
        with self.store.write() as connection:
            self.doubt(connection, arrived.page.gone)
            if outbox.touches(connection, self.identity, self.unsettled, arrived.page.gone):
                return False
            after = apply.take_page(connection, self.state, arrived, self.identity.device)
            self.pulled += len(arrived.good)
            last = arrived.last or self.state.last
            self.save(connection, msgspec.structs.replace(after, epoch=arrived.epoch, feed=self._feed.name, last=last))
        self.moved()
        self.seen.update(event.hash for event in arrived.good)
        return True

    @property
    def _at_the_end(self) -> bool:
        """Whether this home has read all of the feed that the county spoke of last."""
        return (self.state.feed, self.state.seq) == (self._feed.name, self._feed.seq)

    def _gap(self) -> bytes:
        """The county's digest minus this home's."""
        with self.store.read() as connection:
            return subtract(self._feed.digest, journal.digest(connection)[0])

    def _settled(self) -> bool:
        """The digests are equal: the county has all that is here."""
        if self.state.gap or self.state.doubted:
            with self.store.write() as connection:
                self.save(connection, msgspec.structs.replace(self.state, gap="", doubted=0))
        return True

    def _heal(self, gap: bytes) -> bool:
        """Reads the whole feed once more, own events too, and offers what the county did not show; False if that was
        tried for this very gap. A reading that had to stop for what the county may lack has not been one."""
        if self.state.gap == gap.hex():
            return False
        self.healed += 1
        with self.store.write() as connection:
            self.save(connection, msgspec.structs.replace(self.state, seq=0))
        self._anew, self.seen = True, set()
        self._hello()
        self._anew, whole = False, self._at_the_end
        with self.store.read() as connection:
            rest = outbox.strangers(connection, self.seen)
        gone: set[str] = set()
        while rest:
            part = outbox.bounded(rest[: min(self.limit, limits.PAGE)], self.state.room)
            self.seen.update(event.hash for event in part)
            gone |= set(self.push(part, missing=True).gone)
            rest = rest[len(part) :]
        with self.store.write() as connection:
            tried = whole and not self.unsent(connection)
            self.save(connection, msgspec.structs.replace(self.state, gap=gap.hex() if tried else ""))
        self.let_go(sorted(gone), self.seen)
        return True


def _ahead(theirs: Sequence[Head], mine: Sequence[Head]) -> set[int]:
    """The writer epochs of which the county has more than this home."""
    known = {head.epoch: head.seq for head in mine}
    return {head.epoch for head in theirs if head.seq > known.get(head.epoch, 0)}


def _packed(events: Sequence[Event]) -> Columns | None:
    return pack(events) if events else None
