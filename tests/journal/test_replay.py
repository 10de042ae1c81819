"""What a journal shows of a case is a function of the events it holds: not of batches, order or repetition."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from tests.case.histories import BEGINNINGS, STEPS, History
from tests.case.story import CLERK, WORKER
from tests.homes import CASE, desk
from xfgrid.journal import journal, stored
from xfgrid.journal.opening import open_laptop
from xfgrid.journal.tables import CaseRow, SumRow, table_of

HISTORIES = st.builds(History, STEPS, st.sampled_from([WORKER, CLERK]), BEGINNINGS)
_views = table_of(SumRow), table_of(CaseRow)


def shown(connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for view in _views for row in connection.execute(select(view))]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(HISTORIES, st.integers(0, 999))
def test_rows_are_the_same_whatever_the_batches_and_when_built_anew(history: History, seed: int) -> None:
    dice = random.Random(seed)
    found = []
    for _ in range(2):
        events = dice.sample(history.events, len(history.events))
        with (
            TemporaryDirectory() as folder,
            closing(open_laptop(Path(folder) / "db", bytes(32))) as store,
            store.write() as connection,
        ):
            while events:
                size = dice.randint(1, 4)
                journal.append(connection, events[:size] + dice.sample(history.events, 1))
                events = events[size:]
            found.append(shown(connection))
            journal.rebuild(connection)
            found.append(shown(connection))
    assert found[0][0][0] == history.case.id
    assert all(rows == found[0] for rows in found)


def test_a_case_that_goes_counts_once_though_it_is_named_more_often_than_a_statement_takes_names(
    tmp_path: Path,
) -> None:
    with desk(tmp_path / "laptop") as laptop:
        laptop.register(CASE)
        with laptop.home.store.read() as connection:
            before = journal.digest(connection)
        case = laptop.register(CASE)
        with laptop.home.store.write() as connection:
            journal.forget(connection, [case] * (stored.CHUNK + 1), laptop.identity.device)
            assert journal.digest(connection) == before
