"""The lists of a laptop: a row for each case, and its words in the search table. The county keeps neither.

A home keeps lists if the engine of its database has the execution option `xfgrid_lists`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.sql import column, table

from xfgrid.case.fold import Case
from xfgrid.journal.bulk import insert_rows
from xfgrid.journal.clocks import packages
from xfgrid.journal.rows import case_values
from xfgrid.journal.search import SEARCHED, grams
from xfgrid.journal.stored import NAMED
from xfgrid.journal.tables import CaseRow, table_of

_case = table_of(CaseRow)
_text = table("case_text", column("rowid"), column("grams"))
_DROP = delete(_case).where(_case.c.case.in_(NAMED))


def kept(connection: Connection) -> bool:
    """Whether this home has lists."""
    return bool(connection.get_execution_options().get("xfgrid_lists"))


def enlist(connection: Connection, cases: Sequence[Case]) -> None:
    """Writes what lists and search show of cases that have no row."""
    clocks = packages(connection)
    rows = [case_values(case, clocks) for case in cases]
    insert_rows(connection, _case, rows)
    index(connection, rows)


def drop(connection: Connection, cases: Sequence[str]) -> None:
    """Takes at most `stored.CHUNK` cases from lists; a trigger takes them from the search table."""
    connection.execute(_DROP, {"named": cases})


def drop_all(connection: Connection) -> None:
    """Empties the lists."""
    connection.execute(delete(_case))


def index(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Takes rows into the search table, in the order of their places: each step back makes FTS5 write out what it has
    gathered, which costs twice the rest."""
    ordered = sorted(rows, key=itemgetter("listed"))
    tokens = [{"rowid": row["listed"], "grams": grams(*(row[name] for name in SEARCHED))} for row in ordered]
    insert_rows(connection, _text, tokens, replace=True)
