"""What a joint meeting writes down of itself, and what becomes of it: minutes, and the follow-up of the last decisions."""

from __future__ import annotations

import pytest

from tests.homes import TOWN
from tests.meeting import kit
from tests.meeting.kit import DAY, shown
from xfgrid.errors import RuleError
from xfgrid.journal.desk import Desk
from xfgrid.meeting import clerk, minutes
from xfgrid.meeting.table import looking


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
