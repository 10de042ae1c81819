"""Taking rows of lists into the search table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql import column, table

from xfgrid.journal.bulk import insert_rows
from xfgrid.journal.search import SEARCHED, grams

_text = table("case_text", column("rowid"), column("grams"))


def index(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Takes rows of `case_row` into the search table, where there is one.

    In the order of their places: each step back makes FTS5 write out what it has gathered, which costs twice the rest.
    """
    if connection.get_execution_options().get("xfgrid_search"):
        ordered = sorted(rows, key=itemgetter("listed"))
        tokens = [{"rowid": row["listed"], "grams": grams(*(row[name] for name in SEARCHED))} for row in ordered]
        insert_rows(connection, _text, tokens, replace=True)
