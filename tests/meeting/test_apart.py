"""A meeting held on two laptops that do not hear of each other, and what both show once they meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.homes import COURT, TOWN, VILLAGE
from tests.meeting import kit
from xfgrid.case import acts
from xfgrid.errors import RuleError
from xfgrid.journal.desk import Desk
from xfgrid.meeting import clerk, minutes
from xfgrid.meeting.agenda import agenda
from xfgrid.meeting.minutes import Minutes
from xfgrid.meeting.sitting import Sitting
from xfgrid.meeting.table import looking

Desks = tuple[Desk, Desk]
DAY = date(2026, 12, 8)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    with kit.at("2026-12-01"), kit.desk(tmp_path / "one") as one, kit.desk(tmp_path / "two") as two:
        yield one, two


def read(desk: Desk, meeting: str) -> tuple[Sitting, Minutes]:
    with looking(desk, meeting) as table:
        return table.sitting, minutes.internal(table)


def test_two_clerks_who_call_the_same_meeting_apart_have_called_one(desks: Desks) -> None:
    one, two = desks
    first, second = kit.sent_up(one), kit.sent_up(two)
    meeting = clerk.call(one, DAY, convenor="样例·镇长")
    assert clerk.call(two, DAY, convenor="样例·镇长") == meeting
    clerk.present(one, meeting, first)
    clerk.present(two, meeting, second)
    kit.meet(one, two)
    sitting, _ = read(one, meeting)
    assert (sitting.conflicts, {item.case for item in sitting.items}) == ((), {first, second})
    clerk.freeze(two, meeting, two.today())


def test_two_clerks_who_call_a_day_anew_that_both_know_was_given_up_have_called_one_meeting(desks: Desks) -> None:
    one, two = desks
    first = clerk.call(one, DAY, convenor="样例·镇长")
    clerk.cancel(one, first, "防汛")
    kit.meet(one, two)
    again = clerk.call(one, DAY, convenor="样例·镇长")
    assert clerk.call(two, DAY, convenor="样例·镇长") == again != first
    clerk.present(two, again, kit.sent_up(two))
    kit.meet(one, two)
    sitting, _ = read(one, again)
    assert (sitting.state, sitting.conflicts, len(sitting.items)) == ("called", (), 1)


def test_each_decides_another_item_and_together_they_have_decided_both(desks: Desks) -> None:
    one, two = desks
    first, second = kit.sent_up(one), kit.sent_up(one, "另一件")
    meeting = kit.in_session(one, first, second)
    kit.meet(one, two)
    clerk.decide(one, meeting, first, kit.decision(VILLAGE))
    clerk.postpone(two, meeting, second, "等鉴定")
    kit.meet(one, two)
    assert read(one, meeting) == read(two, meeting)
    assert sorted(item.outcome.kind for item in read(one, meeting)[1].items) == ["decided", "postponed"]
    clerk.close(two, meeting)


def test_two_different_decisions_on_one_item_stand_side_by_side_until_a_person_settles(desks: Desks) -> None:
    one, two = desks
    case = kit.sent_up(one)
    meeting = kit.in_session(one, case)
    kit.meet(one, two)
    clerk.decide(one, meeting, case, kit.decision(VILLAGE, "2026-12-30"))
    clerk.decide(two, meeting, case, kit.decision(COURT, "2026-12-31"))
    kit.meet(one, two)
    [item] = read(two, meeting)[1].items
    assert item.outcome.kind == "disputed"
    clerk.close(one, meeting)
    with pytest.raises(RuleError, match="minutes_disputed"):
        minutes.check(one, meeting)
    one.act(case, "settle", {"owner": COURT, "due": "2026-12-31"})
    minutes.check(one, meeting)
    kit.meet(one, two)
    [item] = read(two, meeting)[1].items
    assert (item.outcome.kind, item.outcome.owner, item.outcome.due) == ("decided", COURT, "2026-12-31")


def test_one_decides_what_the_other_postpones_and_both_see_that_they_differ(desks: Desks) -> None:
    one, two = desks
    case = kit.sent_up(one)
    meeting = kit.in_session(one, case)
    kit.meet(one, two)
    clerk.decide(one, meeting, case, kit.decision())
    clerk.postpone(two, meeting, case, "等鉴定")
    kit.meet(one, two)
    assert [item.outcome.kind for item in read(one, meeting)[1].items] == ["disputed"]


def test_both_write_down_that_one_meeting_postponed_and_it_counts_once(desks: Desks) -> None:
    one, two = desks
    case = kit.sent_up(one)
    meeting = kit.in_session(one, case)
    kit.meet(one, two)
    clerk.postpone(one, meeting, case, "等鉴定")
    clerk.postpone(two, meeting, case, "材料不全")
    kit.meet(one, two)
    with looking(one, meeting) as table:
        assert [brief.postponed for brief in agenda(table).all] == [1]


def test_two_orders_of_one_agenda_are_a_dispute_that_the_next_ordering_settles(desks: Desks) -> None:
    one, two = desks
    cases = [kit.sent_up(one), kit.sent_up(one, "另一件")]
    meeting = clerk.call(one, DAY)
    for case in cases:
        clerk.present(one, meeting, case)
    kit.meet(one, two)
    clerk.order(one, meeting, cases)
    clerk.order(two, meeting, cases[::-1])
    kit.meet(one, two)
    assert read(one, meeting)[0].conflicts == ("agenda",)
    clerk.order(two, meeting, cases)
    kit.meet(one, two)
    sitting, _ = read(one, meeting)
    assert (sitting.conflicts, [item.case for item in sitting.items]) == ((), cases)


def test_an_item_the_rules_brought_is_not_taken_off_by_a_program_that_keeps_no_rules(desks: Desks) -> None:
    one, two = desks
    case = kit.returned_twice(one)
    meeting = clerk.call(one, DAY)
    with looking(one, meeting) as table:
        put_on = table.stream.of_type("item_presented")
        drop = {"matter": case, "presented": put_on, "reason": "不想议"}
        draft = acts.act(table.stream, "drop-item", one.actor, drop, one.setting())
    one.write([draft])
    kit.meet(one, two)
    assert [item.case for item in read(two, meeting)[0].items] == [case]


def test_offices_that_were_there_are_written_by_both_and_neither_is_lost(desks: Desks) -> None:
    one, two = desks
    meeting = kit.in_session(one, kit.sent_up(one))
    kit.meet(one, two)
    clerk.attend(one, meeting, [TOWN])
    clerk.attend(two, meeting, [TOWN, VILLAGE])
    kit.meet(one, two)
    assert read(one, meeting)[0].conflicts == ("attended",)
