"""What the rules of the joint meeting allow and refuse, on one laptop without a network: its items and decisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.homes import COUNTY, COURT, TOWN, VILLAGE
from tests.meeting import kit
from tests.meeting.kit import DAY, items, shown
from xfgrid.errors import InputError, RuleError, UnknownError
from xfgrid.journal.desk import Desk
from xfgrid.meeting import clerk, minutes
from xfgrid.meeting.queue import queue
from xfgrid.meeting.table import looking


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
