"""What a journal shows of a case is a function of the events it holds: not of batches, order or repetition."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from tests.case.histories import BEGINNINGS, STEPS, History
from tests.case.story import CLERK, WORKER
from xfgrid.journal import journal
from xfgrid.journal.opening import LAPTOP_TABLES, open_county
from xfgrid.journal.tables import CaseRow, table_of

HISTORIES = st.builds(History, STEPS, st.sampled_from([WORKER, CLERK]), BEGINNINGS)
_case = table_of(CaseRow)


def shown(connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(select(_case))]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(HISTORIES, st.integers(0, 999))
def test_rows_are_the_same_whatever_the_batches_and_when_built_anew(history: History, seed: int) -> None:
    dice = random.Random(seed)
    found = []
    for _ in range(2):
        events = dice.sample(history.events, len(history.events))
        store = open_county(
            "sqlite://", lambda engine: SQLModel.metadata.create_all(engine, tables=list(LAPTOP_TABLES))
        )
        with store.write() as connection:
            while events:
                size = dice.randint(1, 4)
                journal.append(connection, events[:size] + dice.sample(history.events, 1))
                events = events[size:]
            found.append(shown(connection))
            journal.rebuild(connection)
            found.append(shown(connection))
        store.close()
    assert found[0][0][0] == history.case.id
    assert all(rows == found[0] for rows in found)
