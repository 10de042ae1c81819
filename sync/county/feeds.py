"""Feeds: which offices and liaisons hold a case, and the numbered commits their laptops read.

For a case in a feed, `feed_commit` holds at most one `gone` row, followed by one `have` row an event; when a case
leaves, its `have` rows are taken away, so that a new device paging from 0 never meets it.
Counters are locked in sorted order and released at commit, so numbers become visible in their order and no reader
skips a late one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, delete, select, text, update

from sync.county.locks import insert_new, lock
from sync.county.tables import CommitRow, FeedRow, MemberRow
from sync.wire.messages import Feed
from sync.wire.payload import Raw
from sync.wire.reach import reach
from xfgrid.case.event import Event
from xfgrid.case.fold import Case, fold
from xfgrid.case.offices import Offices
from xfgrid.journal import journal, stored
from xfgrid.journal.bulk import insert_rows
from xfgrid.journal.contact import names
from xfgrid.journal.digest import moved
from xfgrid.journal.tables import SumRow, table_of

_sum = table_of(SumRow)
_feed = table_of(FeedRow)
_commit = table_of(CommitRow)
_member = table_of(MemberRow)
_NAMED: BindParameter[Any] = bindparam("named", expanding=True)
_FEED = select(_feed).where(_feed.c.feed == bindparam("of"))
_MEMBERS = select(_member).where(_member.c.case.in_(_NAMED))
_SUMS = select(_sum.c.case, _sum.c.digest, _sum.c.events).where(_sum.c.case.in_(_NAMED))


class Sum(msgspec.Struct, frozen=True, gc=False):
    """Sum of the event hashes of a case, and their number; nothing for a case that is not here."""

    digest: int = 0
    events: int = 0

    @classmethod
    def of(cls, case: Case) -> Sum:
        """Of a case as it was folded."""
        names = (*case.events, *case.parked)
        return cls(sum(int(name, 16) for name in names), len(names))


NOTHING = Sum()


@dataclass(slots=True)
class Change:
    """What one transaction adds to a feed."""

    commits: list[tuple[str, bytes | None]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    digest: int = 0
    events: int = 0
    cases: int = 0

    def count(self, new: Sum, old: Sum, cases: int) -> None:
        """Counts a case from its old to its new sum."""
        self.digest += new.digest - old.digest
        self.events += new.events - old.events
        self.cases += cases


def accept(connection: Connection, offices: Offices, events: Sequence[Event]) -> dict[str, set[str]]:
    """Appends new events to the journal and commits them to every feed that their cases reach, before and after.

    Returns the feeds that now hold the cases touched.
    """
    cases = list(dict.fromkeys(e.head.case for e in events))
    lock(connection, "case", cases)
    before = stored.present(connection, cases)
    fresh = journal.store(connection, events)
    if not fresh:
        return {}
    new = stored.by_case(e for e in fresh if e.head.case not in before)
    return refold(connection, offices, cases, fresh, {case: fold(case, found) for case, found in new.items()})


def refold(
    connection: Connection,
    offices: Offices,
    cases: Sequence[str],
    fresh: Sequence[Event],
    new: Mapping[str, Case] | None = None,
) -> dict[str, set[str]]:
    """Folds cases anew and writes what that changes to the feeds; returns the feeds that now hold them.

    `fresh` are their events no feed has yet, `new` those of the cases of which nothing was here before, as folded.
    """
    begun = new or {}
    known = [case for case in cases if case not in begun]
    members, before = members_of(connection, known), _sums(connection, known)
    journal.enlist(connection, list(begun.values()))
    folded = {**begun, **journal.project(connection, known)}
    changes: defaultdict[str, Change] = defaultdict(Change)
    by_case = stored.by_case(fresh)
    moves: dict[str, tuple[set[str], set[str]]] = {}
    for case in cases:
        now = folded.get(case)
        moves[case] = members.get(case, set()), reach(offices, now) if now else set()
        sums = before.get(case, NOTHING), Sum.of(now) if now else NOTHING
        _commit_case(connection, changes, case, moves[case], sums, [event.hash for event in by_case.get(case, ())])
    _write_members(connection, moves)
    order = {event.hash: n for n, event in enumerate(fresh)}
    for change in changes.values():  # chains that stay together are short on the wire
        change.commits.sort(key=lambda commit: order.get(commit[1] or b"", -1))
    _write(connection, changes)
    return {case: now for case, (_, now) in moves.items()}


def members_of(connection: Connection, cases: Sequence[str]) -> dict[str, set[str]]:
    """The feeds that hold these cases now."""
    found: dict[str, set[str]] = {}
    for part in stored.chunks(cases):
        for row in connection.execute(_MEMBERS, {"named": part}):
            found.setdefault(row.case, set()).add(row.feed)
    return found


def contacts(connection: Connection, name: str) -> list[str]:
    """The case keys of the contacts that stand in a feed."""
    query = select(_sum.c.case, _sum.c.contact).join(_member, _member.c.case == _sum.c.case)
    rows = connection.execute(query.where(_member.c.feed == name, text("contact <> ''")).order_by(_sum.c.case))
    return [names.case_key(row.case, key) for row in rows for key in row.contact.split()]


def feed(connection: Connection, name: str) -> Feed:
    """A feed as it stands; an empty one if nothing was ever committed to it."""
    row = connection.execute(_FEED, {"of": name}).first()
    return Feed(name, row.seq, Raw(row.digest), row.events, row.cases) if row else Feed(name, 0, Raw(32), 0, 0)


def left_once(connection: Connection, name: str, cases: Sequence[str]) -> set[str]:
    """Those of these cases that have left a feed before, whether or not they came back."""
    found: set[str] = set()
    for part in stored.chunks(cases):
        query = select(_commit.c.case).where(_commit.c.feed == name, _commit.c.case.in_(part), _commit.c.hash.is_(None))
        found.update(connection.scalars(query))
    return found


def turn_away(connection: Connection, name: str, cases: Sequence[str]) -> None:
    """Commits to a feed that these cases, of which a device of it offered events, are not in it; once. Should they come,
    the county knows by it that the device let go of its own events on them as well."""
    known = left_once(connection, name, cases)
    if fresh := [(case, None) for case in cases if case not in known]:
        _write(connection, {name: Change(commits=[*fresh])})


def _sums(connection: Connection, cases: Sequence[str]) -> dict[str, Sum]:
    found: dict[str, Sum] = {}
    for part in stored.chunks(cases):
        rows = connection.execute(_SUMS, {"named": part})
        found.update({row.case: Sum(int.from_bytes(row.digest, "big"), row.events) for row in rows})
    return found


def _commit_case(
    connection: Connection,
    changes: defaultdict[str, Change],
    case: str,
    feeds: tuple[set[str], set[str]],
    sums: tuple[Sum, Sum],
    fresh: Sequence[bytes],
) -> None:
    (old, new), (before, after) = feeds, sums
    for name in old & new:
        changes[name].commits += [(case, h) for h in fresh]
        changes[name].count(after, before, 0)
    if new - old:
        history = fresh
        if after.events != len(fresh):
            history = [e.hash for e in stored.events_of(connection, [case])]
        for name in new - old:
            changes[name].commits += [(case, h) for h in history]
            changes[name].count(after, NOTHING, 1)
    for name in old - new:
        changes[name].commits.append((case, None))
        changes[name].left.append(case)
        changes[name].count(NOTHING, before, -1)


def _write_members(connection: Connection, moves: Mapping[str, tuple[set[str], set[str]]]) -> None:
    for case, (old, new) in moves.items():
        if old - new:
            connection.execute(delete(_member).where(_member.c.case == case, _member.c.feed.in_(old - new)))
    rows = [{"feed": name, "case": case} for case, (old, new) in moves.items() for name in sorted(new - old)]
    insert_rows(connection, _member, rows)


def _write(connection: Connection, changes: Mapping[str, Change]) -> None:
    counters = _locked(connection, sorted(changes))
    rows: list[dict[str, object]] = []
    for name in sorted(changes):
        change, row = changes[name], counters[name]
        _forget(connection, name, change.left)
        numbered = enumerate(change.commits, start=row.seq + 1)
        rows += [{"feed": name, "seq": seq, "case": case, "hash": h} for seq, (case, h) in numbered]
    insert_rows(connection, _commit, rows)
    if changes:
        connection.execute(_UPDATE, [_counted(counters[name], changes[name]) for name in sorted(changes)])


def _locked(connection: Connection, names: Sequence[str]) -> dict[str, Any]:
    """The counters of these feeds, made where they are missing, locked in the order given."""
    if not names:
        return {}
    fresh = [{"feed": name, "seq": 0, "digest": bytes(32), "events": 0, "cases": 0} for name in names]
    insert_new(connection, _feed, fresh)
    query = select(_feed).where(_feed.c.feed.in_(names)).order_by(_feed.c.feed).with_for_update()
    return {row.feed: row for row in connection.execute(query)}


def _forget(connection: Connection, name: str, cases: Sequence[str]) -> None:
    for part in stored.chunks(cases):
        connection.execute(delete(_commit).where(_commit.c.feed == name, _commit.c.case.in_(part)))


_UPDATE = (
    update(_feed)
    .where(_feed.c.feed == bindparam("name"))
    .values(seq=bindparam("to"), digest=bindparam("sum"), events=bindparam("count"), cases=bindparam("number"))
)


def _counted(row: Any, change: Change) -> dict[str, object]:
    return {
        "name": row.feed,
        "to": row.seq + len(change.commits),
        "sum": moved(bytes(row.digest), change.digest),
        "count": row.events + change.events,
        "number": row.cases + change.cases,
    }
