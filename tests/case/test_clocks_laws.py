"""Laws that hold for every history of milestones, found by Hypothesis."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, permutations
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.case.clocks_kit import CALENDAR, CLOCKS, PACKAGE, REQUEST, calendar_until, packages
from xfgrid.case.clocks import Clocks, Milestone, MilestoneName, Promise, explain, next_due, promises
from xfgrid.data import read_folder

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
NAMES = st.sampled_from(get_args(MilestoneName))
UNMOVING = NAMES.filter(lambda name: name not in ("extended", "paused", "resumed"))
OVER = set(CLOCKS.default.ends)


@st.composite
def histories(draw: st.DrawFn, names: st.SearchStrategy[str] = NAMES) -> list[Milestone]:
    """A case registered on some day, and up to a dozen things that happened to it later."""
    first = draw(DAYS)
    later = st.builds(
        Milestone,
        name=names,
        day=(st.integers(0, 20) | st.integers(0, 200)).map(lambda n: first + timedelta(n)),
        ref=st.text("abcdef", min_size=4, max_size=4),
        package=st.just(PACKAGE),
        depth=st.integers(1, 3),
        until=st.none() | st.integers(0, 300).map(lambda n: first + timedelta(n)),
        days=st.integers(0, 60),
        item=st.sampled_from(["", "", "1"]),
    )
    return [Milestone("registered", first, "0000", PACKAGE), *draw(st.lists(later, max_size=12))]


def lengthened(rule: dict[str, Any]) -> dict[str, Any]:
    return {**rule, "version": rule["version"] + 1, "amount": rule.get("amount", 0) + 11}


def changed_clocks() -> Clocks:
    """The shipped rules as a county might change them: every term 11 longer, every version one up."""
    files = [{**file, "rule": [lengthened(r) for r in file.get("rule", [])]} for file in read_folder("clocks")]
    return Clocks.from_data(files, CALENDAR)


CHANGED = changed_clocks()


def test_two_milestones_that_differ_in_anything_have_an_order() -> None:
    first = Milestone("registered", date(2024, 1, 1), "0000", PACKAGE)
    decided = Milestone("decided", date(2024, 1, 1), "aaaa", PACKAGE, 1)
    others = [replace(decided, days=1), replace(decided, until=decided.day), replace(decided, package="2099.1")]
    for other in others:
        ways = [promises([first, *pair], REQUEST, packages) for pair in permutations([decided, other, decided])]
        assert all(way == ways[0] for way in ways)


@given(history=histories(), data=st.data())
def test_the_order_and_repetition_of_milestones_do_not_matter(history: list[Milestone], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(history + history[:3]))
    assert promises(shuffled, REQUEST, packages) == promises(history, REQUEST, packages)


@given(history=histories())
def test_charter_08_every_date_is_recomputable_from_the_milestones(history: list[Milestone]) -> None:
    """A second home with rules and calendar read afresh finds the same promises."""
    afresh = Clocks.from_data(read_folder("clocks"), CALENDAR)
    assert promises(history, REQUEST, lambda _: afresh) == promises(history, REQUEST, packages)


@given(history=histories(NAMES.filter(lambda name: name not in OVER)))
def test_charter_08_a_live_case_always_has_one_next_due_day(history: list[Milestone]) -> None:
    due = next_due(promises(history, REQUEST, packages))
    assert due is not None
    assert due.owed


@given(
    history=histories(NAMES.filter(lambda name: name not in OVER and name != "reopened")),
    over=st.sampled_from(sorted(OVER)),
)
def test_a_case_that_is_over_owes_nothing(history: list[Milestone], over: str) -> None:
    last = max(m.day for m in history) + timedelta(1)
    assert next_due(promises([*history, Milestone(over, last, "ffff", PACKAGE)], REQUEST, packages)) is None


@given(history=histories())
def test_nothing_is_due_met_or_ended_before_it_started(history: list[Milestone]) -> None:
    for promise in promises(history, REQUEST, packages):
        assert promise.started <= promise.last <= promise.due
        assert all(promise.started <= day for day in (promise.met, promise.ended) if day)
        assert promise.met is None or promise.ended is None


@given(history=histories(st.sampled_from(["paused", "resumed", "rereview_asked", "mediation_started", "reopened"])))
def test_charter_08_pauses_never_exceed_their_cap_and_always_end(history: list[Milestone]) -> None:
    for promise in promises(history, REQUEST, packages):
        pauses = promise.moves.paused
        assert sum((until - after).days for after, until in pauses) <= promise.rule.pause_cap
        assert all(after < until for after, until in pauses)
        assert all(a[1] <= b[0] for a, b in pairwise(pauses))


@given(history=histories(st.sampled_from(["extended", "accepted", "mediation_started", "answered", "reopened"])))
def test_extensions_never_exceed_their_number_and_length(history: list[Milestone]) -> None:
    for promise in promises(history, REQUEST, packages):
        allowed = promise.rule.extension
        assert len(promise.moves.extended) <= (allowed.times if allowed else 0)
        assert all(0 < days <= allowed.max_days for _, days in promise.moves.extended if allowed)


@given(history=histories(), data=st.data())
def test_charter_08_a_changed_rule_never_changes_a_promise_already_made(
    history: list[Milestone], data: st.DataObject
) -> None:
    """Whatever is written later under a package with other terms, what was started before keeps its version and day."""
    both = {"1": CLOCKS, "2": CHANGED}.get
    told = [replace(m, package="1") for m in history]
    before = promises(told, REQUEST, both)
    last = max(m.day for m in told)
    later = st.builds(
        Milestone,
        name=UNMOVING,
        day=st.integers(1, 50).map(lambda n: last + timedelta(n)),
        ref=st.just("later"),
        package=st.just("2"),
    )
    after = promises([*told, *data.draw(st.lists(later, min_size=1, max_size=4))], REQUEST, both)
    made = [(p.rule.id, p.rule.version, p.started, p.due, p.item) for p in before if not p.rule.default]
    still = [(p.rule.id, p.rule.version, p.started, p.due, p.item) for p in after]
    assert [promise for promise in made if promise not in still] == []


def asked_days(promise: Promise) -> list[date]:
    """The days whose being worked or not decided the due day of a promise that nothing moved."""
    first = promise.started + timedelta(1) if promise.rule.unit == "working_days" else promise.last
    if promise.rule.unit != "working_days" and (promise.rule.roll == "none" or promise.moves.agreed):
        return []
    return [first + timedelta(n) for n in range((promise.due - first).days + 1)]


@given(history=histories(UNMOVING))
def test_a_day_is_provisional_exactly_when_it_needed_a_year_not_yet_published(history: list[Milestone]) -> None:
    for promise in promises(history, REQUEST, packages):
        needed = max(asked_days(promise), default=date.min)
        assert promise.provisional == (needed > CALENDAR.published_until), promise


OLD = Clocks.from_data(read_folder("clocks"), calendar_until(2025))
OLD_RECOUNTED = Clocks.from_data(read_folder("clocks"), calendar_until(2025), CALENDAR)


@given(history=histories(UNMOVING))
def test_a_later_calendar_recounts_estimates_and_nothing_else(history: list[Milestone]) -> None:
    """A package that knew the years to 2025, alone, and on a home that has since got 2026."""
    alone, recounted = (promises(history, REQUEST, lambda _, c=clocks: c) for clocks in (OLD, OLD_RECOUNTED))
    exact = [p for p in alone if not p.provisional]
    assert [p for p in recounted if p.calendar == OLD.calendar.version] == exact
    assert len(recounted) == len(alone)


@settings(max_examples=30)
@given(history=histories())
def test_every_promise_explains_itself_and_names_its_source(history: list[Milestone]) -> None:
    for promise in promises(history, REQUEST, packages):
        keys = [step.key for step in explain(promise)]
        assert f"source.{promise.kind}" in keys
        assert ("provisional" in keys) == promise.provisional
        assert ("rolled" in keys) == (promise.due != promise.last)


def test_a_package_this_home_does_not_hold_starts_nothing_and_breaks_nothing() -> None:
    unknown = Milestone("registered", date(2026, 1, 5), "a", "2099.1")
    assert promises([unknown], REQUEST, packages) == ()


def test_a_mistyped_year_breaks_no_case() -> None:
    found = promises([Milestone("registered", date.max, "a", PACKAGE)], REQUEST, packages)
    due = next_due(found)
    assert due is not None
    assert due.due == date.max


LAWS = (
    test_charter_08_every_date_is_recomputable_from_the_milestones,
    test_nothing_is_due_met_or_ended_before_it_started,
    test_charter_08_pauses_never_exceed_their_cap_and_always_end,
    test_extensions_never_exceed_their_number_and_length,
    test_every_promise_explains_itself_and_names_its_source,
)


@pytest.mark.soak
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_laws_hold_over_twenty_thousand_histories_each(law: Any) -> None:
    many = settings(max_examples=20_000, deadline=None)
    many(given(history=histories())(law.hypothesis.inner_test))()
