"""Each clock, counted by hand on real calendars: Spring Festival, National Day and their make-up weekends.

2026: off 15–23 February, worked Saturdays 14 and 28 February; off 25–27 September and 1–7 October, worked Sunday
20 September and Saturday 10 October. 2025: off 1–8 October, worked Sunday 28 September and Saturday 11 October.
"""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.case.clocks_kit import CALENDAR, CLOCKS, REQUEST, happened, packages, promised
from xfgrid.case.clocks import Rung, check_extension, check_pause, near, next_due, promises, rung, why
from xfgrid.errors import RuleError
from xfgrid.terms import Terms

BY_HAND = [
    # clock, started by, on, due, how the day is found
    ("notice", "received", "2026-01-05", "2026-01-20", "day 15 is a Tuesday"),
    ("notice", "received", "2026-01-30", "2026-02-14", "day 15 is a Saturday worked for Spring Festival: no move"),
    ("notice", "received", "2026-02-03", "2026-02-24", "day 15 is 18 February, in the festival"),
    ("notice", "received", "2026-09-16", "2026-10-08", "day 15 is National Day"),
    ("notice", "received", "2026-09-25", "2026-10-10", "day 15 is a Saturday worked for National Day: no move"),
    ("objection", "assigned", "2026-02-11", "2026-02-25", "12, 13, Saturday 14, 24, 25 February"),
    ("objection", "assigned", "2026-02-13", "2026-02-27", "Saturday 14, 24, 25, 26, 27 February"),
    ("objection", "assigned", "2026-09-17", "2026-09-23", "18, Sunday 20, 21, 22, 23 September"),
    ("objection", "assigned", "2026-09-24", "2026-10-09", "28, 29, 30 September, 8, 9 October"),
    ("handling", "accepted", "2025-12-10", "2026-02-09", "day 60 is Sunday 8 February"),
    ("handling", "accepted", "2025-12-16", "2026-02-14", "day 60 is a worked Saturday: no move"),
    ("handling", "accepted", "2025-12-17", "2026-02-24", "day 60 is the first day of the festival"),
    ("review_request", "told", "2026-09-03", "2026-10-08", "day 30 is 3 October"),
    ("review_decision", "review_asked", "2026-01-20", "2026-02-24", "day 30 is 19 February"),
    ("rereview_request", "review_decided", "2025-09-08", "2025-10-09", "day 30 is 8 October, still off in 2025"),
    ("rereview_decision", "rereview_asked", "2026-03-02", "2026-04-01", "day 30 is a Wednesday"),
    ("judicial_confirmation", "agreement", "2025-09-08", "2025-10-09", "day 30 is 8 October 2025"),
    ("arranged", "registered", "2026-02-17", "2026-02-17", "the same day, festival or not"),
    ("progress", "registered", "2026-09-30", "2026-10-08", "day 3 is 3 October"),
    ("settled", "registered", "2026-02-07", "2026-02-14", "day 7 is a worked Saturday"),
    ("settled_hard", "registered", "2026-01-31", "2026-02-28", "February has no 31st: its last day, worked"),
    ("settled_hard", "registered", "2026-01-17", "2026-02-24", "17 February is New Year's Day of the lunar year"),
    ("mediation", "mediation_started", "2026-09-01", "2026-10-08", "day 30 is National Day"),
    ("assignment", "assigned", "2026-09-16", "2026-10-08", "no day named: day 15 is National Day"),
    ("telling", "answered", "2026-01-09", "2026-01-12", "day 3 is a Monday"),
    ("rating", "told", "2026-01-30", "2026-02-14", "day 15 is a worked Saturday"),
    ("other_ways", "mediation_failed", "2026-09-29", "2026-10-08", "day 3 is 2 October"),
    ("visit", "agreement", "2026-01-05", "2026-03-06", "day 60: 26 in January, 28 in February, 6 in March"),
    ("outcome_elsewhere", "referred", "2026-01-20", "2026-02-24", "day 30 is 19 February"),
]


@pytest.mark.parametrize(("rule", "name", "day", "due", "found"), BY_HAND)
def test_the_due_day_is_the_one_counted_by_hand(rule: str, name: str, day: str, due: str, found: str) -> None:
    promise = promised(rule, happened(name, day))
    assert promise.due == date.fromisoformat(due), found
    assert not promise.provisional


def test_labour_arbitration_opens_after_15_days_of_mediation_in_labour_disputes_only() -> None:
    started = happened("mediation_started", "2026-09-20")
    promise = promised("labour_arbitration", started, facts={"kind": "unpaid_wages"})
    assert (promise.due, promise.owed) == (date(2026, 10, 8), False)
    neighbours = promises([started], {"kind": "neighbours"}, packages)
    assert "labour_arbitration" not in {p.rule.id for p in neighbours}


NAMED = [("performance", "agreement", "2026-09-26"), ("decision", "decided", "2027-03-07"), ("assignment", "assigned", "2026-10-01")]  # fmt: skip
"""A Saturday, a Sunday of a year not yet published, and National Day."""


@pytest.mark.parametrize(("rule", "name", "day"), NAMED)
def test_a_day_that_people_named_is_that_day_and_no_estimate_also_where_it_is_off(
    rule: str, name: str, day: str
) -> None:
    found = promised(rule, happened(name, "2026-08-03", until=date.fromisoformat(day)))
    assert (found.due.isoformat(), found.provisional) == (day, False)
    assert "顺延" not in why(found, Terms("zh-CN"))


def test_a_day_named_that_a_pause_moved_is_counted_and_moves_on_from_a_day_off() -> None:
    assigned = happened("assigned", "2026-08-03", until=date(2026, 9, 18))
    paused = happened("paused", "2026-08-10", until=date(2026, 8, 19))
    assert promised("assignment", assigned, paused).last == date(2026, 9, 27)
    assert promised("assignment", assigned, paused).due == date(2026, 9, 28)


def test_a_decision_ends_a_day_an_office_had_promised_and_a_day_without_a_meeting_ends_no_pace() -> None:
    registered = happened("registered", "2026-01-05")
    promise = happened("decided", "2026-01-06", until=date(2026, 1, 20), item="a")
    decided = happened("decided", "2026-01-12", until=date(2026, 3, 1))
    owed = [p for p in promises([registered, promise, decided], {}, packages) if p.owed]
    assert [(p.rule.id, p.due) for p in owed] == [("decision", date(2026, 3, 1))]
    dated = happened("decided", "2026-01-12", until=date(2026, 3, 1), rule="assignment")
    still = {p.rule.id for p in promises([registered, dated], {}, packages) if p.owed}
    assert still == {"arranged", "progress", "settled", "settled_hard", "decision"}


def test_instalments_run_side_by_side_and_each_is_met_by_itself() -> None:
    first = happened("agreement", "2026-08-03", until=date(2026, 8, 31), item="1")
    second = happened("agreement", "2026-08-03", until=date(2026, 9, 30), item="2")
    paid = happened("performed", "2026-08-30", item="1")
    found = {p.item: p for p in promises([first, second, paid], {}, packages) if p.rule.id == "performance"}
    assert (found["1"].met, found["2"].met) == (date(2026, 8, 30), None)
    assert found["2"].due == date(2026, 9, 30)


def test_handling_is_extended_once_by_at_most_30_days_and_only_before_it_is_due() -> None:
    accepted = happened("accepted", "2025-12-10")
    extended = happened("extended", "2026-01-20", days=30)
    assert promised("handling", accepted, extended).due == date(2026, 3, 10)
    assert promised("handling", accepted, replace(extended, days=90)).due == date(2026, 3, 10)
    again = happened("extended", "2026-02-20", days=30)
    assert promised("handling", accepted, extended, again).due == date(2026, 3, 10)
    last_moment = happened("extended", "2026-02-09", days=30)
    assert promised("handling", accepted, last_moment).due == date(2026, 3, 10)
    late = happened("extended", "2026-02-10", days=30)
    assert promised("handling", accepted, late).due == date(2026, 2, 9)


def test_an_extension_meant_for_one_clock_leaves_the_others() -> None:
    case = [happened("registered", "2026-01-05"), happened("accepted", "2026-01-05")]
    extended = happened("extended", "2026-01-06", days=10, rule="settled")
    assert promised("settled", *case, extended).due == date(2026, 1, 22)
    assert promised("handling", *case, extended).due == promised("handling", *case).due


def test_the_time_of_a_hearing_is_not_counted_in_a_rereview() -> None:
    asked = happened("rereview_asked", "2026-03-02")
    hearing = happened("paused", "2026-03-10", until=date(2026, 3, 31))
    over = happened("resumed", "2026-03-16")
    assert promised("rereview_decision", asked, hearing).due == date(2026, 4, 22)
    assert promised("rereview_decision", asked, hearing, over).due == date(2026, 4, 7)


def test_pauses_are_capped_overlap_once_and_do_not_revive_what_is_past() -> None:
    asked = happened("rereview_asked", "2026-03-02")
    endless = happened("paused", "2026-03-10")
    assert promised("rereview_decision", asked, endless).due == date(2026, 5, 6)
    first = happened("paused", "2026-03-10", until=date(2026, 3, 20))
    second = happened("paused", "2026-03-15", until=date(2026, 3, 25))
    assert promised("rereview_decision", asked, first, second).last == date(2026, 4, 16)
    long, again = (happened("paused", day, until=date(2026, 4, 30)) for day in ("2026-03-10", "2026-04-29"))
    assert promised("rereview_decision", asked, long, again).last == date(2026, 5, 1)
    past = happened("paused", "2026-04-02", until=date(2026, 4, 10))
    assert promised("rereview_decision", asked, past).due == date(2026, 4, 1)


def test_a_legal_clock_that_the_law_does_not_let_rest_cannot_be_paused() -> None:
    received = happened("received", "2026-01-05")
    paused = happened("paused", "2026-01-06", until=date(2026, 2, 6))
    assert promised("notice", received, paused).due == date(2026, 1, 20)


def test_village_handling_is_no_acceptance_and_starts_no_legal_clock() -> None:
    found = promises([happened("registered", "2026-01-05"), happened("progressed", "2026-01-06")], REQUEST, packages)
    assert {p.kind for p in found} == {"internal"}


def test_acceptance_alone_does_not_meet_the_notice_only_telling_does() -> None:
    received, accepted = happened("received", "2026-01-05"), happened("accepted", "2026-01-06")
    assert promised("notice", received, accepted).owed
    assert promised("notice", received, accepted, happened("notified", "2026-01-07")).met == date(2026, 1, 7)


def test_the_sixty_days_apply_to_the_sixth_route_only() -> None:
    found = promises([happened("accepted", "2026-01-05")], {"class": "request", "route": "2"}, packages)
    assert "handling" not in {p.rule.id for p in found}


def test_reopening_starts_the_clock_again_and_keeps_the_first_run() -> None:
    case = [
        happened("registered", "2026-01-05"),
        happened("answered", "2026-01-09"),
        happened("reopened", "2026-03-02"),
    ]
    first, second = (p for p in promises(case, {}, packages) if p.rule.id == "settled")
    assert (first.due, first.met) == (date(2026, 1, 12), date(2026, 1, 9))
    assert (second.started, second.due, second.owed) == (date(2026, 3, 2), date(2026, 3, 9), True)


def test_a_second_start_of_a_running_clock_does_not_move_its_day() -> None:
    received = [happened("received", "2026-01-05"), happened("received", "2026-01-12")]
    assert promised("notice", *received).due == date(2026, 1, 20)


def test_a_new_assignment_ends_the_first_and_both_stay_to_be_seen() -> None:
    first = happened("assigned", "2026-03-02", until=date(2026, 3, 20))
    second = happened("assigned", "2026-03-09", until=date(2026, 3, 31))
    ended, running = (p for p in promises([first, second], {}, packages) if p.rule.id == "assignment")
    assert (ended.due, ended.ended) == (date(2026, 3, 20), date(2026, 3, 9))
    assert (running.due, running.owed) == (date(2026, 3, 31), True)


def test_nothing_owed_begins_on_a_closed_case_until_a_review_is_asked_for() -> None:
    closed = [happened("registered", "2026-01-05"), happened("closed", "2026-01-09"), happened("told", "2026-01-12")]
    assert next_due(promises(closed, REQUEST, packages)) is None
    assert promised("review_request", *closed).due == date(2026, 2, 11)
    due = next_due(promises([*closed, happened("review_asked", "2026-01-20")], REQUEST, packages))
    assert due is not None
    assert (due.rule.id, due.due) == ("review_decision", date(2026, 2, 24))


def test_withdrawal_ends_what_is_owed_without_meeting_it() -> None:
    case = [happened("registered", "2026-01-05"), happened("withdrawn", "2026-01-06")]
    found = promises(case, {}, packages)
    assert {(p.met, p.ended) for p in found} == {(None, date(2026, 1, 6))}
    assert next_due(found) is None


def test_what_happens_on_one_day_is_read_in_the_order_of_the_events() -> None:
    day = "2026-03-02"
    case = [
        happened("registered", "2026-03-01", depth=0),
        happened("assigned", day, depth=1),
        happened("returned", day, depth=2),
        happened("assigned", day, depth=3, ref="again"),
    ]
    first, second = (p for p in promises(case, REQUEST, packages) if p.rule.id == "objection")
    assert (first.met, second.met) == (date(2026, 3, 2), None)


def test_the_next_due_day_is_the_earliest_owed_and_legal_comes_first_on_one_day() -> None:
    registered, received = happened("registered", "2026-01-13"), happened("received", "2026-01-05")
    assigned = happened("assigned", "2026-01-13", until=date(2026, 1, 20))
    found = promises([registered, received, assigned, happened("progressed", "2026-01-14")], {}, packages)
    assert {p.rule.id for p in found if p.owed and p.due == date(2026, 1, 20)} == {"assignment", "notice", "settled"}
    due = next_due(found)
    assert due is not None
    assert (due.due, due.rule.id) == (date(2026, 1, 20), "notice")


def test_a_milestone_that_arrives_twice_counts_once() -> None:
    assigned = happened("assigned", "2026-03-02", until=date(2026, 3, 20))
    assert promises([assigned, assigned], {}, packages) == promises([assigned], {}, packages)


def test_a_day_agreed_before_the_agreement_is_due_with_it() -> None:
    assert promised("performance", happened("agreement", "2026-08-03", until=date(2026, 7, 1))).due == date(2026, 8, 3)


def test_two_decisions_written_apart_on_one_day_give_every_home_the_same_date() -> None:
    one, other = (
        happened("decided", "2026-03-02", until=date(2026, 3, 20), ref="b"),
        happened("decided", "2026-03-02", until=date(2026, 4, 20), ref="a"),
    )
    assert promises([one, other], {}, packages) == promises([other, one], {}, packages)
    assert [p.due for p in promises([one, other], {}, packages) if p.owed] == [date(2026, 3, 20)]


def test_closing_ends_what_is_owed_meets_the_wait_for_a_rating_and_takes_no_right_away() -> None:
    case = [happened("registered", "2026-01-05"), happened("agreement", "2026-01-06"), happened("told", "2026-01-07")]
    closed = happened("closed", "2026-01-09")
    assert promised("judicial_confirmation", *case, closed).open
    assert promised("rating", *case, closed).met == date(2026, 1, 9)
    assert promised("visit", *case, closed).ended == date(2026, 1, 9)


def test_a_count_is_exact_when_only_its_start_lies_before_the_first_published_year() -> None:
    assert not promised("objection", happened("assigned", "2003-12-31")).provisional
    assert not promised("notice", happened("received", "2003-12-25")).provisional
    assert promised("notice", happened("received", "2003-12-01")).provisional


LADDER = [
    ("2026-09-22", None),
    ("2026-09-23", "digest"),
    ("2026-09-25", "leader"),
    ("2026-09-26", "reminder"),
    ("2026-10-08", "reminder"),
    ("2026-10-09", "agenda"),
    ("2026-12-01", "agenda"),
]


@pytest.mark.parametrize(("today", "step"), LADDER)
def test_the_ladder_climbs_by_days_and_by_working_days_over_a_holiday(today: str, step: str | None) -> None:
    """Due 25 September 2026; five working days on: 28, 29, 30 September, 8, 9 October."""
    decided = promised("decision", happened("decided", "2026-09-01", until=date(2026, 9, 24)))
    promise = replace(decided, due=date(2026, 9, 25))
    found = rung(promise, date.fromisoformat(today), CALENDAR, CLOCKS.ladders["meeting"])
    assert (found and found.step.id) == step


def test_twice_postponed_goes_to_the_county_and_what_is_met_is_on_no_ladder() -> None:
    ladder = CLOCKS.ladders["meeting"]
    promise = promised("decision", happened("decided", "2026-09-01", until=date(2026, 9, 24)))
    county = rung(promise, date(2026, 9, 2), CALENDAR, ladder, postponed=2)
    assert isinstance(county, Rung)
    assert (county.step.to, county.step.removable) == ("county", False)
    assert rung(promise, date(2026, 9, 2), CALENDAR, ladder, postponed=1) is None
    assert rung(replace(promise, met=date(2026, 9, 20)), date(2026, 12, 1), CALENDAR, ladder, postponed=2) is None


def test_a_promise_is_near_within_its_warning_days_and_no_longer_when_past() -> None:
    promise = promised("notice", happened("received", "2026-01-05"))
    days = [date(2026, 1, 14), date(2026, 1, 15), date(2026, 1, 20), date(2026, 1, 21)]
    assert [near(promise, day) for day in days] == [False, True, True, False]


def test_the_explanation_of_the_notice_reads_as_a_clerk_would_say_it() -> None:
    said = why(promised("notice", happened("received", "2026-01-05")), Terms("zh-CN"))
    assert said.startswith("2026 年 1 月 5 日收到，次日起算，15 日为 1 月 20 日；1 月 20 日是工作日，不顺延；")
    assert "《信访工作条例》第二十三条" in said


EXPLAINED = [
    (promised("notice", happened("received", "2026-02-03")), "2 月 18 日是春节假期，顺延至其后第一个工作日 2 月 24 日"),
    (promised("notice", happened("received", "2026-01-30")), "2 月 14 日虽是周末，因调休上班，不顺延"),
    (promised("handling", happened("accepted", "2025-12-10")), "60 日为 2026 年 2 月 8 日；2 月 8 日是周末，顺延"),
    (promised("objection", happened("assigned", "2026-02-11")), "5 个工作日（调休上班日计入）为 2 月 25 日；法定"),
    (promised("arranged", happened("registered", "2026-02-17")), "2026 年 2 月 17 日登记，限当日；内部期限"),
    (promised("notice", happened("received", "2026-12-20")), "2027 年放假安排尚未公布，此日期为暂估"),
    (
        promised("handling", happened("accepted", "2025-12-10"), happened("extended", "2026-01-20", days=30)),
        "2025 年 12 月 10 日受理，次日起算 60 日；2026 年 1 月 20 日批准延长 30 日；最后一日为 3 月 10 日；",
    ),
    (promised("telling", happened("answered", "2026-03-02"), happened("told", "2026-03-09")), "办到，迟 4 日"),
]


@pytest.mark.parametrize(("promise", "clause"), EXPLAINED)
def test_each_step_of_the_count_is_said(promise: object, clause: str) -> None:
    assert clause in why(promise, Terms("zh-CN"))  # type: ignore[arg-type]


def test_the_gates_refuse_an_extension_or_pause_that_would_not_count() -> None:
    handling = promised("handling", happened("accepted", "2025-12-10"))
    check_extension(handling, date(2026, 2, 9), 30)
    used = promised("handling", happened("accepted", "2025-12-10"), happened("extended", "2026-01-20", days=30))
    refused = [
        ("extension_too_long", lambda: check_extension(handling, date(2026, 1, 5), 31)),
        ("extension_late", lambda: check_extension(handling, date(2026, 2, 10), 30)),
        ("extension_used", lambda: check_extension(used, date(2026, 2, 20), 5)),
        ("pause_not_allowed", lambda: check_pause(handling, date(2026, 1, 5), date(2026, 1, 9))),
    ]
    rereview = promised("rereview_decision", happened("rereview_asked", "2026-03-02"))
    check_pause(rereview, date(2026, 3, 10), date(2026, 4, 9))
    refused += [
        ("pause_too_long", lambda: check_pause(rereview, date(2026, 3, 10), date(2026, 4, 10))),
        ("pause_late", lambda: check_pause(rereview, date(2026, 4, 2), date(2026, 4, 3))),
        ("extension_not_allowed", lambda: check_extension(rereview, date(2026, 3, 3), 5)),
    ]
    for code, act in refused:
        with pytest.raises(RuleError, match=code):
            act()
