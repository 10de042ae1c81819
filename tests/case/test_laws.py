"""What holds for every history of a case, whoever wrote what on which laptop in whatever order it arrived."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.case.histories import BEGINNINGS, STEPS, History
from tests.case.story import CASE, CLERK, WORKER, Story, raw, registered
from xfgrid.case.clocks import Packages
from xfgrid.case.dues import dues
from xfgrid.case.event import Event
from xfgrid.case.fold import Case, advanced, fold
from xfgrid.packages import clocks

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
REGISTRARS = st.sampled_from([WORKER, CLERK])
HISTORIES = st.builds(History, STEPS, REGISTRARS, BEGINNINGS)
TOLD = ("told", "review_decided", "rereview_decided")
"""What brings a case to where it can be closed: the resident was told."""
COUNTED = {"state", "owner", "due", "kind", "class", "route", "received", "meeting", "outcome", "opinion", "rating"}
"""The fields that lists and figures count by."""
PACKAGES: Packages = lambda version: clocks()  # noqa: E731


def standing(case: Case) -> object:
    """Everything a case says, to be compared."""
    fields = {name: (field.value, [head.event for head in field.heads]) for name, field in case.fields.items()}
    return fields, case.said, case.broken, case.parked, dues(case, PACKAGES)


def stands(history: History) -> object:
    """The same of a whole history, found once."""
    if "stands" not in vars(history):
        vars(history)["stands"] = standing(history.case)
    return vars(history)["stands"]


def order_does_not_matter(history: History, dice: random.Random) -> None:
    events = dice.sample(history.events, len(history.events))
    assert standing(fold(CASE, events + events[: len(events) // 2])) == stands(history)  # doubles neither


def replicas_agree_whatever_the_tree(history: History, dice: random.Random) -> None:
    copies = [Story(laptop.name, laptop.events.values()) for laptop in history.laptops]
    dice.shuffle(copies)
    while len(copies) > 1:
        left, right = copies.pop(), copies.pop(dice.randrange(len(copies)))
        copies.append(left.meets(right))
    assert standing(copies[0].case) == stands(history)


def one_by_one_is_all_at_once(history: History, dice: random.Random) -> None:
    case = Case(CASE)
    for event in dice.sample(history.events, len(history.events)):
        case = advanced(case, event)
    assert standing(case) == stands(history)


def no_write_is_lost(history: History, dice: random.Random) -> None:
    case = history.case
    for name, field in case.fields.items():
        found, todo = set[str](), [head.event for head in field.heads]
        while todo:
            key = todo.pop()
            if key in case.events and key not in found:
                found.add(key)
                todo += case.events[key].head.bases.get(name, [])
        lost = {key for key, event in case.events.items() if name in event.head.bases} - found
        assert all(_said_again(case, key, name, found) for key in lost)


def _said_again(case: Case, key: str, name: str, found: set[str]) -> bool:
    """Two laptops may read one case from the same ledger: registrations that say the same count as one."""
    twins = [one for one in found if case.events[one].head.type == case.events[key].head.type == "registered"]
    return any(case.value_in(one, name) == case.value_in(key, name) for one in twins)


def one_owner_and_one_due_date(history: History, dice: random.Random) -> None:
    first = [event for event in history.events if event.head.type == "registered"]
    some = [event for event in history.events if dice.random() < 0.8]  # what has arrived so far
    for case in (history.case, fold(CASE, first + some)):
        if case.live:
            assert isinstance(case.owner, str)
            assert case.owner
            assert len(dues(case, PACKAGES).due) == len("2026-03-05")
        else:
            assert dues(case, PACKAGES).due == ""


def nobody_closes_what_was_not_told(history: History, dice: random.Random) -> None:
    case = history.case
    if case.state in ("closed", "archived"):
        assert any(event.head.type in TOLD and key not in case.broken for key, event in case.events.items())


def no_mediation_after_a_refusal(history: History, dice: random.Random) -> None:
    case = history.case
    refusals = set(case.of_type("mediation_refused"))
    for key in case.of_type("mediation_started"):
        assert not refusals & _before(case, key)


def _before(case: Case, key: str) -> set[str]:
    """The events that came before one, as far as it says."""
    found, todo = set[str](), [key]
    while todo:
        for base in case.seen_by(todo.pop()):
            if base not in found:
                found.add(base)
                todo.append(base)
    return found


def a_promise_stays_as_it_was_made(history: History, dice: random.Random) -> None:
    """Acts of one laptop after another: what was promised keeps rule, calendar and start, whatever comes later."""
    laptop = Story("late", history.events)
    before = _made(laptop.case)
    for actor, action in ((CLERK, "progress"), (CLERK, "answer")):
        try:
            laptop.does(actor, action)
        except Exception:
            continue
        after = _made(laptop.case)
        assert before <= after
        before = after


def _made(case: Case) -> set[object]:
    found = dues(case, PACKAGES).promises
    return {(p.rule.id, p.rule.version, p.calendar, p.started, p.by, p.due) for p in found if not p.rule.default}


def struck_words_move_no_figure(history: History, dice: random.Random) -> None:
    """A redaction of any event, also once every home has dropped what it strikes."""
    target = dice.choice(sorted(history.case.events))
    late = Story("late", history.events)
    late.writes(raw("redacted", CLERK, {}, event=target, parts=["text", "sealed"], reason="写了号码"))
    dropped = [_dropped(event) if event.hash.hex() == target else event for event in late.events.values()]
    for events in (late.events.values(), dropped):
        assert _figures(fold(CASE, events)) == _figures(history.case)


def _dropped(event: Event) -> Event:
    gone = {
        part: msgspec.structs.replace(section, salt=None, content=None)
        for part in ("text", "sealed")
        if (section := getattr(event, part)) is not None
    }
    return msgspec.structs.replace(event, **gone)


def _figures(case: Case) -> object:
    """What is counted, and what is owed; not what stands in words, nor whether two agree in words of which one is struck."""
    return {name: case.get(name) for name in COUNTED}, case.live, COUNTED & {*case.conflicts}, dues(case, PACKAGES)


LAWS = (
    order_does_not_matter,
    replicas_agree_whatever_the_tree,
    one_by_one_is_all_at_once,
    no_write_is_lost,
    one_owner_and_one_due_date,
    nobody_closes_what_was_not_told,
    no_mediation_after_a_refusal,
    a_promise_stays_as_it_was_made,
    struck_words_move_no_figure,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_law(law: Callable[[History, random.Random], None]) -> None:
    @MANY
    @given(HISTORIES, st.integers(0, 999))
    def holds(history: History, seed: int) -> None:
        law(history, random.Random(seed))

    holds()


def test_striking_the_words_of_an_undoing_leaves_what_it_undid() -> None:
    story = registered(WORKER)
    story.does(WORKER, "mediate")
    agreed = story.does(WORKER, "agree")
    undone = story.does(WORKER, "undo", undoes=agreed)
    story.does(WORKER, "redact", event=undone)
    assert story.case.state == "mediating"
    missing = [event for event in story.events.values() if event.head.type != "mediation_started"]
    assert fold(CASE, missing).state == "registered"


@pytest.mark.soak
@pytest.mark.parametrize("part", range(20))
def test_every_law_over_many_histories(part: int) -> None:
    @settings(MANY, max_examples=5_000)
    @given(HISTORIES, st.integers(0, 999))
    def hold(history: History, seed: int) -> None:
        for law in LAWS:
            law(history, random.Random(seed))

    hold()
