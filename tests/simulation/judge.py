"""What must hold when the world has come to rest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from sync.county import feeds
from sync.county.county import offices
from sync.county.tables import CommitRow, DeviceRow, FeedRow, MemberRow
from tests.simulation.ground import EVENT, signed
from tests.simulation.world import World
from xfgrid.journal import journal, listing, stored
from xfgrid.journal.clocks import packages
from xfgrid.journal.digest import case_digest
from xfgrid.journal.rows import case_values
from xfgrid.journal.store import Store
from xfgrid.journal.tables import CaseRow, SumRow, table_of

_case = table_of(CaseRow)
_sum = table_of(SumRow)
_feed = table_of(FeedRow)
_member = table_of(MemberRow)
_commit = table_of(CommitRow)
_device = table_of(DeviceRow)


def judge(world: World) -> None:
    """Raises AssertionError with what was lost, doubled or diverged."""
    _nothing_lost(world)
    _numbers_used_once(world)
    _nothing_healed_without_cause(world)
    _everybody_agrees(world)
    _everybody_knows_what_the_countysigned(world)
    _feeds_are_what_the_cases_say(world)
    _views_are_what_the_events_say(world.county.store)
    for machine in world.living():
        _views_are_what_the_events_say(machine.store)


def _nothing_lost(world: World) -> None:
    missing = set(world.saved) - world.lost - world.hashes()
    assert not missing, f"lost {len(missing)}"


def _numbers_used_once(world: World) -> None:
    used = select(EVENT.c.writer).group_by(EVENT.c.writer, EVENT.c.seq).having(func.count() > 1)
    with world.county.store.read() as connection:
        twice = {writer.partition(".")[0] for writer in connection.scalars(used)}
    assert twice <= world.twisted, "a number used twice"


def _nothing_healed_without_cause(world: World) -> None:
    disasters = world.twisted or world.count["county restored"] or world.count["county copied back"]
    assert disasters or not any(m.healed for m in world.machines), "in step only by reading everything anew"


def _everybody_agrees(world: World) -> None:
    county = _said(world.county.store)
    for machine in world.living():
        with world.county.store.read() as connection:
            name = connection.scalar(select(_device.c.feed).where(_device.c.device == machine.device))
            expected = feeds.feed(connection, str(name))
        with machine.store.read() as connection:
            held = journal.digest(connection)
        assert held == (expected.digest, expected.events, expected.cases), f"diverged {name}"
        for case, row in _listed(machine.store).items():
            assert row == county[case], f"another state of {case}"


def _everybody_knows_what_the_countysigned(world: World) -> None:
    there = signed(world.county.store)
    with world.county.store.read() as connection:
        rows = {row.device: bool(row.revoked) for row in connection.execute(select(_device))}
    assert rows == there[0], "devices and cards differ"
    assert world.revoked - world.forgotten <= {name for name, gone in rows.items() if gone}, "let in again"
    for machine in world.living():
        assert machine.device in rows, "a device was forgotten"
        assert signed(machine.store) == there, "another roster or package"


def _feeds_are_what_the_cases_say(world: World) -> None:
    tree = offices(world.county)
    with world.county.store.read() as connection:
        cases = connection.scalars(select(_sum.c.case)).all()
        reached = {(name, case) for case in cases for name in feeds.reach(tree, journal.load(connection, case))}
        members = {(row.feed, row.case) for row in connection.execute(select(_member))}
        assert members == reached, "feeds and cases differ"
        doubled = select(_commit.c.feed, _commit.c.hash).group_by(_commit.c.feed, _commit.c.hash, _commit.c.case)
        assert not connection.execute(doubled.having(func.count() > 1)).all(), "doubled"
        for row in connection.execute(select(_feed)):
            held = [c for name, c in members if name == row.feed]
            digest = case_digest(e.hash for e in stored.events_of(connection, held))
            assert (bytes(row.digest), row.cases) == (digest, len(held)), f"digest of {row.feed}"
            committed = select(_commit.c.hash).where(_commit.c.feed == row.feed, _commit.c.hash.is_not(None))
            assert case_digest(map(bytes, connection.scalars(committed))) == digest, f"commits of {row.feed}"


def _views_are_what_the_events_say(store: Store) -> None:
    before = _summed(store), _listed(store)
    with store.write() as connection:
        journal.rebuild(connection)
    assert (_summed(store), _listed(store)) == before, "views differ from events"


def _summed(store: Store) -> dict[str, Any]:
    with store.read() as connection:
        return {row.case: tuple(row) for row in connection.execute(select(_sum))}


def _listed(store: Store) -> dict[str, Any]:
    """The lists of a laptop; the county has none."""
    with store.read() as connection:
        rows = connection.execute(select(_case)) if listing.kept(connection) else []
        return {row.case: row._asdict() for row in rows}


def _said(store: Store) -> dict[str, Any]:
    """What a list with all events of a store would show."""
    with store.read() as connection:
        clocks, cases = packages(connection), connection.scalars(select(_sum.c.case)).all()
        return {name: case_values(case, clocks) for name, case in journal.loaded(connection, cases).items()}
