"""A chain pushed in any portions, any of them again and again and in any order, leaves the same journal (样例·虚构)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sync.agent.line import Line
from sync.county.county import County
from sync.county.tables import CommitRow, FeedRow
from sync.wire.columns import pack
from sync.wire.messages import Push, Pushed
from tests.simulation.world import World
from tests.sync.kit import Direct
from xfgrid.case.event import Event
from xfgrid.journal import stored
from xfgrid.journal.tables import table_of

LENGTH = 12
PORTIONS = st.lists(st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH)), max_size=8)


@contextmanager
def _written() -> Iterator[tuple[World, list[Event]]]:
    """A world in which one laptop wrote a chain about some cases that nobody else has seen."""
    world = World(1)
    machine = world.machines[0]
    while len(machine.hashes()) < LENGTH:
        machine.register()
        machine.act("record")
    with machine.store.read() as connection:
        chain = list(stored.everything(connection))[:LENGTH]
    yield world, chain
    world.close()


def _journal(county: County) -> list[tuple[object, ...]]:
    with county.store.read() as connection:
        tables = (table_of(CommitRow), table_of(FeedRow))
        return [
            tuple(row) for table in tables for row in connection.execute(select(table).order_by(*table.primary_key))
        ]


def test_every_way_to_push_a_chain_leaves_the_same_commits_in_the_same_order() -> None:
    with _written() as (world, chain):
        blank, key = world.disk.image(), world.machines[0].identity().key

        def pushed(*portions: list[Event]) -> list[tuple[object, ...]]:
            world.disk.put_back(blank)
            line = Line(Direct(world.county), key, world.key.public, 0)
            for portion in portions:
                line.ask(Push(events=pack(portion)), Pushed)
            return _journal(world.county)

        once = pushed(chain)
        assert len({row[3] for row in once if len(row) == 4}) == LENGTH

        @settings(max_examples=25)
        @given(PORTIONS)
        def same(portions: list[tuple[int, int]]) -> None:
            assert pushed(*(chain[at : at + size] for at, size in portions), chain) == once

        same()
