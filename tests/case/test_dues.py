"""What is owed on a case, and when: one date, legal or internal, recomputable from the events."""

from __future__ import annotations

from tests.case.story import CLERK, OFFICES, VILLAGE, WORKER, Story, registered, told
from xfgrid.case.acts import Setting
from xfgrid.case.dues import Dues, dues
from xfgrid.packages import clocks


def owed(story: Story) -> Dues:
    return dues(story.case, lambda version: clocks())


def test_a_new_case_is_to_be_arranged_on_the_day_it_came() -> None:
    found = owed(registered(WORKER))
    assert (found.due, found.kind, found.rule) == ("2026-03-05", "internal", "arranged")


def test_a_township_that_registers_owes_the_notice_of_the_law_too() -> None:
    by_rule = {p.rule.id: p for p in owed(registered(CLERK)).promises}
    assert by_rule["notice"].kind == "legal"
    assert by_rule["notice"].due.isoformat() == "2026-03-20"
    assert "notice" not in {p.rule.id for p in owed(registered(WORKER)).promises}


def test_a_date_decided_counts_where_it_is_earlier_than_any_clock() -> None:
    story = registered(CLERK)
    story.does(CLERK, "progress")
    story.does(CLERK, "assign", owner=VILLAGE, due="2026-03-11")
    assert (owed(story).due, owed(story).rule) == ("2026-03-11", "assignment")


def test_a_case_opened_again_does_not_owe_the_day_a_meeting_decided_for_an_answer_it_got() -> None:
    story = registered(CLERK)
    for action in ("schedule", "decide", "answer"):
        story.does(CLERK, action)
    assert story.case.text("due") == "2026-04-10"
    story.setting = Setting(OFFICES, "2026-05-06")
    story.does(CLERK, "reopen", on="2026-05-06")
    assert "2026-04-10" not in {p.due.isoformat() for p in owed(story).promises if p.owed}
    story.does(CLERK, "notify")
    assert (owed(story).due, owed(story).rule) == ("2026-05-06", "arranged")


def test_an_extension_with_a_day_of_its_own_ends_no_pace() -> None:
    story = registered(WORKER)
    story.does(WORKER, "progress")
    story.does(WORKER, "extend", days="10", due="2026-05-06", rule="settled_hard")
    assert {"settled", "settled_hard", "decision"} <= {p.rule.id for p in owed(story).promises if p.owed}


def test_a_date_past_the_published_calendar_is_marked_as_estimated() -> None:
    story = Story(setting=Setting(OFFICES, "2026-12-28"))
    story.does(CLERK, "register", received="2026-12-28")
    story.does(CLERK, "progress")
    assert owed(story).due.startswith("2027-01")
    assert owed(story).provisional


def test_an_imported_matter_owes_the_date_of_its_ledger_and_nothing_that_was_never_promised() -> None:
    found = owed(registered(WORKER, item="x", due="2026-04-09"))
    assert (found.due, found.rule) == ("2026-04-09", "decision")
    assert {p.rule.id for p in found.promises} == {"decision"}


def test_what_was_answered_is_to_be_told_and_what_is_over_owes_nothing() -> None:
    story = registered(WORKER)
    story.does(WORKER, "answer")
    assert owed(story).rule == "telling"
    ended = told(WORKER)
    ended.does(WORKER, "close")
    assert owed(ended).due == ""


def test_a_ladder_leads_to_the_joint_meeting_five_working_days_after_the_date_has_passed() -> None:
    story = registered(WORKER)  # seven days from 5 March; what is arranged on the day has no ladder
    assert owed(story).agenda == "2026-03-19"
