"""The day a meeting decides is the day everybody reads: list, screen, slip, orders, minutes, resident (样例·虚构)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.homes import COURT, VILLAGE
from tests.meeting import kit
from tests.papers.kit import said
from xfgrid.errors import RuleError
from xfgrid.journal.desk import Desk
from xfgrid.meeting import clerk, minutes
from xfgrid.meeting.table import looking
from xfgrid.papers import gathered
from xfgrid.papers.template import template

Act = tuple[str, dict[str, str]]
SUNDAY = "2027-03-07"
MEDIATION = {"by": "people", "consent_asker": "in_person", "consent_other": "phone"}
ANSWER = {"outcome": "explained", "sentence": "已说明理由"}


def failed(desk: Desk) -> str:
    """A case of last month whose mediation failed and whose parties nobody has told of other ways."""
    case = kit.case(desk, "要求付清工钱", received="2026-11-02")
    desk.act(case, "notify", {"how": "paper", "sentence": "已受理", "on": "2026-11-02"})
    desk.act(case, "mediate", {**MEDIATION, "on": "2026-11-03"})
    desk.act(case, "fail", {"on": "2026-11-10"})
    return case


def told(desk: Desk) -> str:
    """The same, put on an agenda, answered before it was heard, and told."""
    case = failed(desk)
    kit.in_session(desk, case)
    desk.act(case, "answer", ANSWER)
    desk.act(case, "tell", {"how": "paper", "sentence": "已说明理由"})
    return case


def paper(desk: Desk, kind: str, about: str) -> str:
    facts: dict[str, Any] = gathered._FACTS[template(kind).about](desk, template(kind), about)
    return "\n".join(said(kind, facts))


def test_a_decided_day_also_a_sunday_is_the_day_of_list_case_slip_orders_supervision_receipt_and_minutes(
    desk: Desk,
) -> None:
    case = failed(desk)
    meeting = kit.in_session(desk, case)
    clerk.decide(desk, meeting, case, kit.decision(COURT, SUNDAY))
    [line] = desk.cases()
    found = desk.dues(desk.case(case))
    assert (line.due, line.provisional, found.due, found.rule) == (SUNDAY, False, SUNDAY, "decision")
    for kind, about in (("dispatch", case), ("orders", COURT), ("supervision", case), ("receipt", case)):
        assert "2027年3月7日" in paper(desk, kind, about), kind
    with looking(desk, meeting) as table:
        [item] = minutes.internal(table).items
    assert item.outcome.due == SUNDAY


def test_a_legal_clock_runs_on_after_a_decision_and_the_slip_still_prints_the_day_decided(desk: Desk) -> None:
    case = kit.sent_up(desk)
    meeting = kit.in_session(desk, case)
    clerk.decide(desk, meeting, case, kit.decision(VILLAGE, SUNDAY))
    found = desk.dues(desk.case(case))
    assert (found.rule, found.kind, found.due) == ("notice", "legal", "2026-12-16")
    assert "2027年3月7日" in paper(desk, "dispatch", case)
    assert "2027年3月7日" in paper(desk, "orders", VILLAGE)


def test_who_is_told_of_other_ways_late_can_still_be_told_after_the_answer(desk: Desk) -> None:
    case = told(desk)
    assert desk.dues(desk.case(case)).rule == "other_ways"
    assert "report-ways" in {offer.action for offer in desk.allowed_now(desk.case(case))}
    _, after = desk.act(case, "report-ways", {"how": "paper"})
    assert after.state == "awaiting_rating"
    assert desk.dues(after).rule == "rating"
    assert "report-ways" not in {offer.action for offer in desk.allowed_now(after)}
    with pytest.raises(RuleError, match="nothing_waits"):
        desk.act(case, "report-ways", {"how": "paper"})


def test_while_the_resident_may_rate_the_receipt_asks_for_nothing_else_by_a_day(desk: Desk) -> None:
    case = told(desk)
    receipt = paper(desk, "receipt", case)
    assert "2026年12月23日前由您自己填写评单" in receipt
    assert "给您回音" not in receipt


@pytest.mark.parametrize(
    ("action", "values"), [("accept", {}), ("promise", {"until": "2026-12-20", "sentence": "20日前修好"})]
)
def test_no_term_begins_after_the_answer_that_would_meet_it(desk: Desk, action: str, values: dict[str, str]) -> None:
    case = kit.case(desk, received="2026-11-02", **{"class": "request"})
    desk.act(case, "answer", ANSWER)
    with pytest.raises(RuleError, match="answered_already"):
        desk.act(case, action, values)
    desk.act(case, action, {**values, "on": "2026-11-20"})  # typed in later than it happened
    assert owed(desk, case) == {"telling", "notice"}


LATER = [
    (("mediate", MEDIATION), ("agree", {"form": "written", "until": "2027-01-31"}), "performance", ("report-performed", {})),
    (("send-up", {"note": "转"}), ("refer", {"where": "court", "sentence": "可以起诉"}), "outcome_elsewhere", ("report-result", {"note": "法院已判决"})),
]  # fmt: skip


@pytest.mark.parametrize(("first", "then", "rule", "report"), LATER, ids=["performed", "result"])
def test_what_an_early_answer_left_open_is_reported_later_and_moves_nothing(
    desk: Desk, first: Act, then: Act, rule: str, report: Act
) -> None:
    case = kit.case(desk)
    for action, values in (first, then, ("answer", ANSWER)):
        desk.act(case, action, values)
    assert rule in owed(desk, case)
    _, after = desk.act(case, *report)
    assert after.state == "answered"
    assert rule not in owed(desk, case)


def owed(desk: Desk, case: str) -> set[str]:
    return {promise.rule.id for promise in desk.dues(desk.case(case)).promises if promise.owed}
