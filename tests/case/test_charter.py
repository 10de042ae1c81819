"""Rules of the charter that hold in the pure model, whatever screen, line or program stands around it."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.case.histories import BEGINNINGS, STEPS, History
from tests.case.story import CLERK, COUNTY_CLERK, LIAISON, PARTS, RESIDENT, WORKER, Story, raw, registered, told
from tests.case.test_laws import (
    no_mediation_after_a_refusal,
    nobody_closes_what_was_not_told,
    one_owner_and_one_due_date,
)
from xfgrid.case.acts import Actor, allowed_now
from xfgrid.case.clocks import explain
from xfgrid.case.dues import dues
from xfgrid.case.roles import STAFF
from xfgrid.case.timeline import timeline
from xfgrid.case.vocabulary import BY_ACTION, ENDED
from xfgrid.errors import RuleError
from xfgrid.packages import clocks

SOME = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
HISTORIES = st.builds(History, STEPS, st.sampled_from([WORKER, CLERK]), BEGINNINGS)
ENDINGS = {
    "closed": ("close",),
    "archived": ("close", "archive"),
    "withdrawn": ("reopen", "withdraw"),
    "entered_in_error": ("reopen", "take", "enter-in-error"),
    "transferred": ("reopen", "transfer"),
    "finished_before": ("reopen", "finish-past"),
}


def ended(state: str) -> Story:
    """A case in one of the states in which no office owes anything."""
    story = told()
    for action in ENDINGS[state]:
        story.does(WORKER, action)
    assert story.case.state == state
    return story


def test_charter_06_every_opening_of_the_contact_is_a_line_with_role_office_and_reason() -> None:
    story = registered(WORKER)
    for actor in (WORKER, CLERK, WORKER):
        story.does(actor, "open-contact")
    opened = [event for event in timeline(story.case) if event.head.type == "contact_opened"]
    assert [Actor.parse(event.head.actor) for event in opened].count(WORKER) == 2
    assert len(opened) == 3
    assert all(PARTS["open-contact"].items() <= event.values().items() for event in opened)


@SOME
@given(HISTORIES)
def test_charter_06_every_promised_date_says_from_which_day_it_was_counted_and_by_what_source(history: History) -> None:
    for promise in dues(history.case, lambda version: clocks()).promises:
        steps = explain(promise)
        assert steps[0].facts["start"] == promise.started
        assert any(step.facts.get("source") == promise.rule.source for step in steps)


def test_charter_07_no_act_of_staff_makes_or_changes_what_only_the_receipt_proves() -> None:
    own = {act.action for act in BY_ACTION.values() if "resident" in act.who and not STAFF & act.who.keys()}
    assert own == {"rate", "renew-receipt"}
    for story in (registered(CLERK), told(CLERK), ended("closed")):
        for actor in (WORKER, CLERK, COUNTY_CLERK, LIAISON):
            assert own.isdisjoint(offer.action for offer in allowed_now(story.case, actor, story.setting))


@SOME
@given(HISTORIES, st.integers(0, 99))
def test_charter_08_a_live_case_has_one_owner_and_one_due_date(history: History, seed: int) -> None:
    one_owner_and_one_due_date(history, random.Random(seed))


def test_charter_09_a_rating_written_by_staff_counts_for_nothing() -> None:
    for actor in (WORKER, CLERK, COUNTY_CLERK, LIAISON):
        story = told()
        with pytest.raises(RuleError, match="role_may_not"):
            story.does(actor, "rate")
        story.writes(raw("rated", actor, story.case.heads("rating"), rating="solved"))
        assert story.case.get("rating") is None
        story.does(RESIDENT, "rate", rating="not_solved")
        assert story.case.get("rating") == "not_solved"


def test_charter_09_no_answer_stays_no_answer() -> None:
    assert ended("archived").case.get("rating") is None


@pytest.mark.parametrize("state", sorted(ENDED))
def test_charter_09_every_ended_case_is_reopened_on_the_residents_word_and_then_lives(state: str) -> None:
    story = ended(state)
    other = story.other("two")
    story.does(RESIDENT, "reopen")
    other.does(WORKER, "issue-receipt")  # whatever an office writes meanwhile
    assert story.meets(other).case.live
    with pytest.raises(RuleError):
        story.does(WORKER, "undo", undoes=story.case.of_type("reopened")[-1])
    assert story.case.live


@SOME
@given(HISTORIES, st.integers(0, 99))
def test_charter_09_mediation_ends_when_one_side_refuses(history: History, seed: int) -> None:
    no_mediation_after_a_refusal(history, random.Random(seed))


@SOME
@given(HISTORIES, st.integers(0, 99))
def test_charter_09_nothing_is_closed_that_was_not_told(history: History, seed: int) -> None:
    nobody_closes_what_was_not_told(history, random.Random(seed))


def test_charter_09_taking_another_way_is_an_outcome_and_the_case_stays_open_for_its_result() -> None:
    story = registered(WORKER)
    story.does(WORKER, "refer")
    assert story.case.live
    story.does(WORKER, "result")
    story.does(WORKER, "answer", outcome="referred")
    assert story.case.get("outcome") == "referred"
