"""The day of a joint meeting: when it is told, held, moved, given up, typed in afterwards, opened and taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.homes import TOWN, VILLAGE
from tests.meeting import kit
from tests.meeting.kit import DAY, items, shown
from xfgrid.errors import InputError, RuleError, UnknownError
from xfgrid.journal.desk import Desk
from xfgrid.meeting import clerk, minutes, words
from xfgrid.meeting.queue import queue
from xfgrid.meeting.table import looking
from xfgrid.terms import Terms


def test_members_are_told_three_working_days_before_or_the_minutes_say_why_not(desk: Desk) -> None:
    meeting = clerk.call(desk, DAY)
    with kit.at("2026-12-04"):
        with pytest.raises(RuleError, match="notice_short") as refused:
            clerk.freeze(desk, meeting, desk.today())
        assert refused.value.facts["earliest"] == "2026-12-09"
        clerk.freeze(desk, meeting, desk.today(), "防汛会占了三天")
    kit.opens(desk, meeting, [TOWN])
    clerk.close(desk, meeting)
    with looking(desk, meeting) as table:
        assert minutes.internal(table).hurried == "防汛会占了三天"


def test_a_meeting_called_off_loses_nothing(desk: Desk) -> None:
    case = kit.returned_twice(desk)
    meeting = clerk.call(desk, DAY)
    clerk.freeze(desk, meeting, desk.today())
    clerk.cancel(desk, meeting, "防汛")
    assert [e.case for e in queue(desk)] == [case]
    assert items(desk, clerk.call(desk, date(2026, 12, 15))) == [case]


def test_a_meeting_put_on_another_day_must_be_announced_anew(desk: Desk) -> None:
    meeting = clerk.call(desk, DAY)
    clerk.freeze(desk, meeting, desk.today())
    clerk.move(desk, meeting, date(2026, 12, 10), "防汛")
    with kit.at("2026-12-10"), pytest.raises(RuleError, match="state_forbids"):
        clerk.open_(desk, meeting, [TOWN])
    clerk.freeze(desk, "2026-12-10", desk.today())
    kit.opens(desk, "2026-12-10", [TOWN])


def test_a_day_that_a_meeting_gave_up_is_free_again_whether_it_was_called_off_or_moved_away(desk: Desk) -> None:
    case = kit.returned_twice(desk)
    off = clerk.call(desk, DAY)
    clerk.cancel(desk, off, "防汛")
    moved = clerk.call(desk, DAY)
    clerk.move(desk, moved, date(2026, 12, 10), "会议室占用")
    last = clerk.call(desk, DAY)
    assert len({off, moved, last}) == 3
    assert items(desk, "2026-12-08") == items(desk, "2026-12-10") == [case]
    assert shown(desk, "2026-12-08").sitting.id == last
    with pytest.raises(RuleError, match="meeting_exists"):
        clerk.call(desk, DAY)


def test_a_meeting_is_not_moved_onto_a_day_that_another_of_its_kind_holds_and_nothing_is_written(desk: Desk) -> None:
    meeting, other = clerk.call(desk, DAY), clerk.call(desk, date(2026, 12, 10))
    clerk.freeze(desk, meeting, desk.today())
    with pytest.raises(RuleError, match="meeting_exists"):
        clerk.move(desk, meeting, date(2026, 12, 10), "改期")
    assert (shown(desk, "2026-12-08").sitting.state, shown(desk, "2026-12-10").sitting.id) == ("frozen", other)


def test_no_meeting_is_called_for_or_moved_to_a_day_that_has_passed(desk: Desk) -> None:
    with pytest.raises(RuleError, match="meeting_past"):
        clerk.call(desk, date(2020, 1, 1))
    meeting = clerk.call(desk, DAY)
    with pytest.raises(RuleError, match="meeting_past"):
        clerk.move(desk, meeting, date(2026, 11, 30), "写错了")
    with pytest.raises(InputError, match="day_in_future"):
        clerk.call(desk, date(2026, 12, 9), held="停电")


def test_a_meeting_held_on_paper_is_typed_in_afterwards_as_it_was_and_its_decisions_count_from_its_day(
    desk: Desk,
) -> None:
    kit.returned_twice(desk)
    with kit.at("2026-11-16"):
        case = kit.sent_up(desk)
    meeting = clerk.call(desk, date(2026, 11, 20), held="那天停电，会议写在纸上")
    clerk.present(desk, meeting, case)
    assert items(desk, meeting) == [case]
    clerk.freeze(desk, meeting, date(2026, 11, 17))
    clerk.open_(desk, meeting, [TOWN])
    with pytest.raises(InputError, match="due_past"):
        clerk.decide(desk, meeting, case, kit.decision(TOWN, "2026-11-19"))
    clerk.decide(desk, meeting, case, kit.decision(TOWN, "2026-11-27"))
    clerk.close(desk, meeting)
    with looking(desk, meeting) as table:
        assert minutes.internal(table).held_on == "2026-11-20"
    [decided] = desk.case(case).of_type("decided")
    assert desk.case(case).said[decided]["on"] == "2026-11-20"
    assert "会后补录：那天停电" in words.heading(shown(desk, meeting).sitting, Terms("zh-CN"))


def test_a_meeting_typed_in_afterwards_and_moved_ahead_is_one_that_the_rules_bring_items_to(desk: Desk) -> None:
    must = kit.returned_twice(desk)
    meeting = clerk.call(desk, date(2026, 11, 20), held="停电")
    clerk.move(desk, meeting, DAY, "那天没有开成")
    clerk.freeze(desk, meeting)
    assert items(desk, meeting) == [must]


def test_a_meeting_is_not_opened_before_the_day_its_members_were_told_of(desk: Desk) -> None:
    meeting = clerk.call(desk, DAY)
    clerk.freeze(desk, meeting, desk.today())
    with pytest.raises(RuleError, match="meeting_not_today") as refused:
        clerk.open_(desk, meeting, [TOWN])
    assert refused.value.facts["held_on"] == "2026-12-08"
    assert shown(desk, meeting).sitting.state == "frozen"
    clerk.cancel(desk, meeting, "改在下周")


def test_a_meeting_opened_by_mistake_is_taken_back_and_opened_again_as_long_as_nothing_was_decided(desk: Desk) -> None:
    case, other = kit.sent_up(desk), kit.sent_up(desk, "另一件")
    meeting = kit.in_session(desk, case, other)
    clerk.attend(desk, meeting, [TOWN])
    clerk.note(desk, meeting, case, "先听了情况")
    clerk.unopen(desk, meeting, "点错了")
    sitting = shown(desk, meeting).sitting
    assert (sitting.state, sitting.opened, sitting.attended, sitting.followed) == ("frozen", "", (), ())
    with pytest.raises(RuleError, match="not_in_session"):
        clerk.decide(desk, meeting, case, kit.decision())
    clerk.open_(desk, meeting, [TOWN])
    assert (shown(desk, meeting).sitting.opened, items(desk, meeting)) == ("2026-12-08", [case, other])
    clerk.decide(desk, meeting, case, kit.decision())
    with pytest.raises(RuleError, match="meeting_has_decided"):
        clerk.unopen(desk, meeting, "点错了")


def test_a_meeting_whose_opening_was_taken_back_can_be_moved(desk: Desk) -> None:
    meeting = kit.in_session(desk, kit.sent_up(desk))
    clerk.unopen(desk, meeting, "点错了")
    clerk.move(desk, meeting, date(2026, 12, 15), "下周开")
    assert shown(desk, meeting).sitting.state == "called"


def test_the_same_meeting_is_not_called_twice_and_only_a_township_calls_one(desk: Desk, tmp_path: Path) -> None:
    clerk.call(desk, DAY)
    with pytest.raises(RuleError, match="meeting_exists"):
        clerk.call(desk, DAY)
    with pytest.raises(UnknownError, match="unknown_sitting"):
        clerk.call(desk, DAY, "gala")
    with kit.desk(tmp_path / "v", "grid_worker", VILLAGE) as village, pytest.raises(RuleError, match="not_convening"):
        clerk.call(village, DAY)
