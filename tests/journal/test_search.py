"""Search finds exactly what LIKE finds, and never a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, or_, select

from tests import homes
from xfgrid.journal.desk import Desk
from xfgrid.journal.listing import index
from xfgrid.journal.search import SEARCHED, listed, literal
from xfgrid.journal.tables import CaseRow, table_of

_case = table_of(CaseRow)
SIGNS = st.text(st.sampled_from("水渠路灯村口一二Aa-9 %_\\'\"*，。（"), max_size=12)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(SEARCHED, SIGNS)), max_size=8)
WORDS = st.text(st.sampled_from("水渠路灯村口一二Aa-9 %_\\'\"*，。（"), min_size=1, max_size=5)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with homes.desk(tmp_path_factory.mktemp("search") / "h") as opened:
        yield opened


def _fill(connection: Connection, rows: list[dict[str, str]]) -> None:
    connection.execute(delete(_case))
    for number, row in enumerate(rows):
        other = {"state": "", "owner": "", "place_office": "", "registrar": "", "received": "", "due": ""}
        made = {"case": str(number), "listed": listed("", str(number)), **other, **row}
        defaults = {"due_kind": "", "provisional": False, "agenda": "", "live": True, "conflicts": 0}
        connection.execute(insert(_case), {**defaults, **made})
        index(connection, [made])


def _by_like(connection: Connection, words: str) -> set[str]:
    pattern = f"%{literal(words)}%"
    where = or_(*(_case.c[name].like(pattern, escape="\\") for name in SEARCHED))
    return set(connection.scalars(select(_case.c.case).where(where)))


@given(rows=ROWS, words=WORDS)
@settings(max_examples=150)
def test_a_search_of_any_length_finds_what_like_finds(desk: Desk, rows: list[dict[str, str]], words: str) -> None:
    with desk.home.store.write() as connection:
        _fill(connection, rows)
        by_like = _by_like(connection, words)
    assert {line.case for line in desk.cases("all", words)} == by_like
    assert desk.count("all", words) == len(by_like)


@given(name=st.text(st.sampled_from("欧阳娜慕容雪"), min_size=1, max_size=3))
@settings(max_examples=20)
def test_charter_01_a_name_in_an_account_or_a_note_is_never_found_across_cases(desk: Desk, name: str) -> None:
    case = desk.register({**homes.CASE, "facts": f"{name}说水渠堵了", "other_side": f"{name[0]}某"})
    desk.act(case, "record", {"note": f"今天见了{name}"})
    assert [line.case for line in desk.cases("all", name)] == []
    assert case in [line.case for line in desk.cases("all", "灌溉")]


def test_what_a_correction_took_out_is_found_no_more(desk: Desk) -> None:
    case = desk.register({**homes.CASE, "asked": "请修好独木桥"})
    assert [line.case for line in desk.cases("all", "独木桥")] == [case]
    desk.act(case, "correct", {"asked": "请修好石板路", "reason": "写错了"})
    assert desk.cases("all", "独木桥") == []
    assert [line.case for line in desk.cases("all", "板")] == [case]


@given(st.lists(st.tuples(st.dates().map(str) | st.just(""), st.uuids().map(str)), min_size=2, max_size=6, unique=True))
def test_lists_go_by_due_date_and_cases_without_one_come_last(cases: list[tuple[str, str]]) -> None:
    days = [due for due, _ in sorted(cases, key=lambda one: listed(*one))]
    known = [due for due in days if "2000-01-01" <= due < "2179-01-01"]
    assert known == sorted(known)
    assert "" not in days[: len([due for due in days if due])]


def test_a_list_can_be_in_other_orders(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "h") as desk:
        older = desk.register({**homes.CASE, "received": "2026-01-05"})
        newer = desk.register({**homes.CASE, "received": "2026-02-05"})
        assert [line.case for line in desk.cases(order="received")] == [newer, older]
        assert [line.case for line in desk.cases(order="number")] == [older, newer]
        assert [line.case for line in desk.cases(order="due")] == [older, newer]
