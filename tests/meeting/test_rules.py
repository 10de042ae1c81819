"""What the rules of the joint meeting allow and refuse, on one laptop without a network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.homes import COUNTY, COURT, TOWN, VILLAGE
from tests.meeting import kit
from xfgrid.errors import InputError, RuleError, UnknownError
from xfgrid.journal.desk import Desk
from xfgrid.meeting import clerk, minutes, words
from xfgrid.meeting.agenda import Agenda, agenda
from xfgrid.meeting.queue import queue
from xfgrid.meeting.table import looking
from xfgrid.terms import Terms

DAY = date(2026, 12, 8)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with kit.at("2026-12-01"), kit.desk(tmp_path / "h") as found:
        yield found


def shown(desk: Desk, meeting: str) -> Agenda:
    with looking(desk, meeting) as table:
        return agenda(table)


def items(desk: Desk, meeting: str) -> list[str]:
    return [brief.item.case for brief in shown(desk, meeting).all]


def test_what_the_rules_bring_is_presented_by_the_system_and_cannot_be_taken_off(desk: Desk) -> None:
    must, may = kit.returned_twice(desk), kit.sent_up(desk)
    meeting = clerk.call(desk, DAY)
    assert items(desk, meeting) == [must]
    clerk.present(desk, meeting, may)
    with pytest.raises(RuleError, match="must_be_heard"):
        clerk.drop(desk, meeting, must, "不想议")
    clerk.drop(desk, meeting, may, "当事人已谈妥")
    assert items(desk, meeting) == [must]


def test_before_the_notice_every_item_is_to_be_heard(desk: Desk) -> None:
    kit.returned_twice(desk)
    meeting = clerk.call(desk, DAY)
    assert [brief.outcome.kind for brief in shown(desk, meeting).all] == ["open"]


def test_what_was_taken_off_can_be_put_on_again(desk: Desk) -> None:
    case = kit.sent_up(desk)
    meeting = clerk.call(desk, DAY)
    clerk.present(desk, meeting, case)
    clerk.drop(desk, meeting, case, "再等等")
    clerk.present(desk, meeting, case)
    assert items(desk, meeting) == [case]


def test_a_case_off_the_queue_is_presented_only_with_a_reason(desk: Desk) -> None:
    case = kit.case(desk)
    meeting = clerk.call(desk, DAY)
    with pytest.raises(RuleError, match="act_needs"):
        clerk.present(desk, meeting, case)
    clerk.present(desk, meeting, case, "涉及两个村")
    assert items(desk, meeting) == [case]


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


def test_an_item_presented_after_the_notice_stands_on_the_late_list(desk: Desk) -> None:
    first, late = kit.sent_up(desk), kit.sent_up(desk, "后来的事")
    meeting = clerk.call(desk, DAY)
    clerk.present(desk, meeting, first)
    clerk.freeze(desk, meeting, desk.today())
    clerk.present(desk, meeting, late)
    found = shown(desk, meeting)
    assert ([b.item.case for b in found.items], [b.item.case for b in found.late]) == ([first], [late])


def test_the_consent_block_is_read_first_and_holds_nothing_that_must_be_heard(desk: Desk) -> None:
    must, may, quiet = kit.returned_twice(desk), kit.sent_up(desk), kit.sent_up(desk, "例行的事")
    meeting = clerk.call(desk, DAY)
    for case in (may, quiet):
        clerk.present(desk, meeting, case)
    with pytest.raises(RuleError, match="not_routine"):
        clerk.order(desk, meeting, [], [must])
    clerk.order(desk, meeting, [may, must, quiet], [quiet])
    assert [b.item.case for b in shown(desk, meeting).routine] == [quiet]
    assert items(desk, meeting) == [quiet, may, must]
    clerk.freeze(desk, meeting, desk.today())
    kit.opens(desk, meeting, [TOWN])
    assert [b.item.case for b in shown(desk, meeting).routine] == [quiet]


@pytest.mark.parametrize("missing", ["owner", "due", "decision", "sentence"])
def test_a_decision_without_owner_date_outcome_or_sentence_is_not_saved(desk: Desk, missing: str) -> None:
    case = kit.sent_up(desk)
    meeting = kit.in_session(desk, case)
    with pytest.raises(RuleError, match="act_needs") as refused:
        clerk.decide(desk, meeting, case, {**kit.decision(), missing: ""})
    assert missing in str(refused.value.facts["fields"])
    assert desk.case(case).state == "on_agenda"


def test_a_decision_gives_the_case_to_one_office_with_one_date(desk: Desk) -> None:
    case = kit.sent_up(desk)
    meeting = kit.in_session(desk, case)
    with pytest.raises(InputError, match="due_past"):
        clerk.decide(desk, meeting, case, kit.decision(due="2026-11-30"))
    clerk.decide(desk, meeting, case, kit.decision(COURT, "2026-12-30"))
    found = desk.case(case)
    assert (found.state, found.owner, found.text("due")) == ("assigned", COURT, "2026-12-30")


def test_a_member_whose_office_is_complained_about_is_not_the_sole_decider(desk: Desk) -> None:
    case = kit.sent_up(desk)
    meeting = kit.in_session(desk, case, attended=(COURT,))
    clerk.recuse(desk, meeting, case, COURT, "来访人反映的就是司法所")
    with pytest.raises(RuleError, match="no_decider"):
        clerk.decide(desk, meeting, case, kit.decision())
    clerk.attend(desk, meeting, [TOWN, COURT])
    clerk.decide(desk, meeting, case, kit.decision())
    assert desk.case(case).owner == VILLAGE


def test_an_office_barred_from_a_case_neither_decides_nor_gets_it(desk: Desk) -> None:
    case = kit.sent_up(desk)
    desk.act(case, "bar", {"barred": COURT, "reason": "与一方有利害关系"})
    meeting = kit.in_session(desk, case, attended=(COURT,))
    with pytest.raises(RuleError, match="no_decider"):
        clerk.decide(desk, meeting, case, kit.decision())
    clerk.attend(desk, meeting, [TOWN])
    with pytest.raises(RuleError, match="owner_barred"):
        clerk.decide(desk, meeting, case, kit.decision(COURT))


def test_the_session_cannot_end_while_an_item_is_neither_decided_nor_postponed(desk: Desk) -> None:
    one, two = kit.sent_up(desk), kit.returned_twice(desk)
    meeting = kit.in_session(desk, one)
    clerk.decide(desk, meeting, one, kit.decision())
    with pytest.raises(RuleError, match="items_open") as refused:
        clerk.close(desk, meeting)
    assert refused.value.facts["numbers"] == desk.case(two).text("number")
    clerk.postpone(desk, meeting, two, "材料不全")
    clerk.close(desk, meeting)


def test_a_postponed_item_comes_back_by_itself_twice_and_then_only_a_decision_is_left(desk: Desk) -> None:
    case = kit.sent_up(desk)
    for day in ("2026-12-08", "2027-01-08"):
        meeting = kit.in_session(desk, *([case] if day == "2026-12-08" else []), day=day)
        clerk.postpone(desk, meeting, case, "等鉴定")
        clerk.close(desk, meeting)
    third = kit.in_session(desk, day="2027-02-08")
    assert items(desk, third) == [case]
    with pytest.raises(RuleError, match="postponed_enough"):
        clerk.postpone(desk, third, case, "再等等")
    clerk.decide(desk, third, case, kit.decision())
    assert queue(desk) == []


def test_what_was_postponed_to_the_limit_stands_on_the_county_s_queue(desk: Desk, tmp_path: Path) -> None:
    case, other = kit.sent_up(desk), kit.returned_twice(desk)
    with kit.desk(tmp_path / "county", "county", COUNTY) as county:
        for day in ("2026-12-08", "2027-01-08"):
            kit.meet(desk, county)
            assert queue(county) == []
            meeting = kit.in_session(desk, *([case] if day == "2026-12-08" else []), day=day)
            clerk.postpone(desk, meeting, case, "等鉴定")
            if day == "2026-12-08":
                clerk.decide(desk, meeting, other, kit.decision())
            clerk.close(desk, meeting)
        kit.meet(desk, county)
        assert [(e.case, e.postponed) for e in queue(county)] == [(case, 2)]


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


def test_item_one_of_a_meeting_is_what_became_of_the_last_one_s_decisions(desk: Desk) -> None:
    done, late, running = (kit.sent_up(desk, asked) for asked in ("办成的", "逾期的", "在办的"))
    meeting = kit.in_session(desk, done, late, running)
    for case, due in ((done, "2026-12-20"), (late, "2026-12-20"), (running, "2027-02-01")):
        clerk.decide(desk, meeting, case, kit.decision(TOWN, due))
    clerk.close(desk, meeting)
    desk.act(done, "answer", {"outcome": "solved", "sentence": "已办好"})
    with kit.at("2026-12-29"):
        following = kit.in_session(desk, day="2027-01-05")
        stood = {line.case: line.stood for line in shown(desk, following).first}
    assert stood == {done: "done", late: "late", running: "running"}


def test_what_is_not_done_is_followed_up_until_it_is(desk: Desk) -> None:
    case = kit.sent_up(desk)
    meeting = kit.in_session(desk, case)
    clerk.decide(desk, meeting, case, kit.decision(TOWN, "2026-12-20"))
    clerk.close(desk, meeting)
    for day in ("2027-01-05", "2027-02-05"):
        following = kit.in_session(desk, day=day)
        assert [line.case for line in shown(desk, following).first] == [case]
        clerk.postpone(desk, following, case, "还在办")
        clerk.close(desk, following)


def test_minutes_are_checked_after_the_session_and_approved_at_the_next_meeting(desk: Desk) -> None:
    case = kit.sent_up(desk)
    meeting = kit.in_session(desk, case)
    with pytest.raises(RuleError, match="minutes_not_ready"):
        minutes.check(desk, meeting)
    clerk.decide(desk, meeting, case, kit.decision())
    clerk.close(desk, meeting)
    digest = minutes.check(desk, meeting, "样例·镇长")
    with pytest.raises(RuleError, match="not_next_meeting"):
        minutes.approve(desk, meeting, meeting)
    with kit.at("2026-12-29"):
        following = kit.in_session(desk, day="2027-01-05")
        minutes.approve(desk, meeting, following)
    with looking(desk, meeting) as table:
        found = minutes.internal(table)
    assert (found.digest, found.checked, found.approved_on, found.changed) == (digest, digest, "2027-01-05", False)


def test_minutes_that_change_after_the_check_say_so_and_are_not_approved(desk: Desk) -> None:
    case = kit.sent_up(desk)
    meeting = kit.in_session(desk, case)
    clerk.decide(desk, meeting, case, kit.decision())
    clerk.close(desk, meeting)
    minutes.check(desk, meeting)
    event = desk.case(case).of_type("decided")[0]
    desk.act(case, "redact", {"event": event, "reason": "决定里写了人名"})
    with looking(desk, meeting) as table:
        assert minutes.internal(table).changed
    with kit.at("2026-12-29"):
        following = kit.in_session(desk, day="2027-01-05")
        with pytest.raises(RuleError, match="minutes_changed"):
            minutes.approve(desk, meeting, following)


def test_minutes_stay_as_checked_while_the_cases_go_on(desk: Desk) -> None:
    case, answered = kit.sent_up(desk), kit.sent_up(desk, "会前就答复了")
    meeting = clerk.call(desk, DAY)
    for one in (case, answered):
        clerk.present(desk, meeting, one)
    clerk.freeze(desk, meeting, desk.today())
    desk.act(answered, "answer", {"outcome": "solved", "sentence": "已办好"})
    kit.opens(desk, meeting, [TOWN])
    clerk.postpone(desk, meeting, case, "等鉴定")
    clerk.close(desk, meeting)
    digest = minutes.check(desk, meeting)
    desk.act(answered, "reopen", {"said_how": "phone"})
    following = kit.in_session(desk, day="2027-01-05")
    clerk.decide(desk, following, case, kit.decision())
    with looking(desk, meeting) as table:
        found = minutes.internal(table)
    assert found.digest == digest
    assert [item.outcome.kind for item in found.items] == ["postponed", "answered"]


def test_a_reception_day_needs_no_notice_and_keeps_its_promises_like_any_meeting(desk: Desk) -> None:
    case = kit.case(desk)
    meeting = clerk.call(desk, desk.today(), "reception", convenor="样例·副镇长")
    clerk.present(desk, meeting, case, "预约来访")
    clerk.freeze(desk, meeting, desk.today())
    kit.opens(desk, meeting, [TOWN])
    clerk.decide(desk, meeting, case, kit.decision(TOWN))
    clerk.close(desk, meeting)
    with looking(desk, meeting) as table:
        assert minutes.internal(table).kind == "reception"
    assert [line.case for line in shown(desk, clerk.call(desk, DAY)).first] == [case]


def test_no_list_of_cases_holds_a_meeting(desk: Desk) -> None:
    case = kit.sent_up(desk)
    meeting = kit.in_session(desk, case)
    assert [line.case for view in ("all", "live", "ended") for line in desk.cases(view)] == [case, case]
    with pytest.raises(UnknownError, match="unknown_case"):
        desk.case(meeting)
    with pytest.raises(UnknownError, match="unknown_meeting"), looking(desk, case):
        pass


def test_a_number_of_a_person_is_refused_in_what_the_meeting_writes(desk: Desk) -> None:
    case = kit.sent_up(desk)
    meeting = kit.in_session(desk, case)
    with pytest.raises(RuleError, match="private_numbers"):
        clerk.note(desk, meeting, case, "他的电话是13800138000")
    with pytest.raises(RuleError, match="private_numbers"):
        clerk.decide(desk, meeting, case, kit.decision(sentence="请打13800138000"))


def test_on_a_reception_day_the_items_stand_by_the_hour_their_residents_come(desk: Desk) -> None:
    early, late, open_ = kit.sent_up(desk, "上午来的"), kit.sent_up(desk, "下午来的"), kit.sent_up(desk, "没有约的")
    meeting = clerk.call(desk, DAY, "reception")
    for case in (open_, late, early):
        clerk.present(desk, meeting, case)
    clerk.appoint(desk, meeting, early, "15:00")
    clerk.appoint(desk, meeting, late, "14:30")
    clerk.appoint(desk, meeting, early, "09:30")
    assert items(desk, meeting) == [early, late, open_]
    assert [brief.item.hour for brief in shown(desk, meeting).all] == ["09:30", "14:30", ""]
    with pytest.raises(InputError, match="bad_hour"):
        clerk.appoint(desk, meeting, open_, "25:00")


def test_items_that_nobody_has_ordered_stand_as_they_came(desk: Desk) -> None:
    cases = [kit.sent_up(desk, f"第{at}件") for at in range(6)]
    meeting = clerk.call(desk, DAY)
    for case in reversed(cases):
        clerk.present(desk, meeting, case)
    assert items(desk, meeting) == cases[::-1]
