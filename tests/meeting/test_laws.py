"""Laws that hold for every history of meetings, whatever the clerks do, together or apart, in whatever order it merges."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.homes import COURT, TOWN, VILLAGE
from tests.meeting import kit
from tests.meeting.kit import shown
from xfgrid.case.fold import Case
from xfgrid.case.reasons import postponed
from xfgrid.errors import XfgridError
from xfgrid.journal import journal
from xfgrid.journal.desk import Desk
from xfgrid.meeting import clerk, minutes
from xfgrid.meeting.outcome import DONE
from xfgrid.meeting.queue import queue
from xfgrid.meeting.rules import rules
from xfgrid.meeting.sitting import SITS
from xfgrid.meeting.small import published
from xfgrid.meeting.table import looking, meetings

BUSY = ("returned_twice", "sent_up", "case")
ACTS = ("present", "drop", "order", "decide", "postpone", "recuse", "answer", "close")
Step = tuple[str, int, str]


def steps_of(*acts: str) -> st.SearchStrategy[list[Step]]:
    """What clerks try: an act, on which case, with which office."""
    one = st.tuples(st.sampled_from(acts), st.integers(0, 5), st.sampled_from((TOWN, COURT, VILLAGE)))
    return st.lists(one, max_size=12)


@contextmanager
def township(*names: str) -> Iterator[list[Desk]]:
    with tempfile.TemporaryDirectory() as folder, kit.at("2026-12-01"):
        desks = [kit.desk(Path(folder) / name) for name in names]
        try:
            yield desks
        finally:
            for desk in desks:
                desk.home.store.close()


def step(desk: Desk, meeting: str, what: str, case: str, office: str) -> None:
    """One thing a clerk may try; what the rules refuse changes nothing."""
    calls = {
        "present": lambda: clerk.present(desk, meeting, case, "要议"),
        "drop": lambda: clerk.drop(desk, meeting, case, "不议"),
        "order": lambda: clerk.order(desk, meeting, [case]),
        "decide": lambda: clerk.decide(desk, meeting, case, kit.decision(office)),
        "postpone": lambda: clerk.postpone(desk, meeting, case, "再等等"),
        "recuse": lambda: clerk.recuse(desk, meeting, case, office, "须回避"),
        "answer": lambda: desk.act(case, "answer", {"outcome": "solved", "sentence": "办好了"}),
        "close": lambda: clerk.close(desk, meeting),
    }
    try:
        calls[what]()
    except XfgridError:
        return


def lost(desk: Desk, meeting: str) -> list[str]:
    """Items neither decided nor answered nor waiting on the queue; of a meeting that has ended, also those it left open."""
    found = shown(desk, meeting)
    if found.sitting.state in SITS:
        assert all(brief.outcome.kind != "open" for brief in found.all)
    heard = {b.item.case: b.outcome.kind for b in found.all}
    waiting = {entry.case for entry in queue(desk)}
    undecided = [case for case, kind in heard.items() if kind in ("open", "postponed", "elsewhere")]
    return [case for case in undecided if case not in waiting and desk.case(case).state not in DONE]


ALONE = {"kinds": st.lists(st.sampled_from(BUSY), min_size=1, max_size=4), "steps": steps_of(*ACTS, "next")}
APART = {"left": steps_of(*ACTS), "right": steps_of(*ACTS)}


@settings(max_examples=10, deadline=None)
@given(**ALONE)
def test_nothing_that_must_be_heard_is_lost_between_queue_agenda_and_decision(
    kinds: list[str], steps: list[Step]
) -> None:
    nothing_is_lost(kinds, steps)


@settings(max_examples=8, deadline=None)
@given(**APART)
def test_two_laptops_that_hold_one_meeting_apart_agree_after_merging(left: list[Step], right: list[Step]) -> None:
    both_agree(left, right)


@pytest.mark.soak
@settings(max_examples=400, deadline=None)
@given(**ALONE)
def test_nothing_is_lost_in_many_more_histories(kinds: list[str], steps: list[Step]) -> None:
    nothing_is_lost(kinds, steps)


@pytest.mark.soak
@settings(max_examples=400, deadline=None)
@given(**APART)
def test_laptops_agree_after_many_more_histories(left: list[Step], right: list[Step]) -> None:
    both_agree(left, right)


def nothing_is_lost(kinds: list[str], steps: list[Step]) -> None:
    with township("one") as [desk]:
        cases = [getattr(kit, kind)(desk, f"第{n}件") for n, kind in enumerate(kinds)]
        day = desk.today() + timedelta(10)
        meeting = kit.in_session(desk, day=day.isoformat())
        for what, at, office in steps:
            must = {entry.case for entry in queue(desk) if entry.must}
            if what == "next":
                day += timedelta(30)
                meeting = kit.in_session(desk, day=day.isoformat())
                assert must <= {brief.item.case for brief in shown(desk, meeting).all}
            else:
                step(desk, meeting, what, cases[at % len(cases)], office)
            assert lost(desk, meeting) == []
        for case in cases:
            owned(desk.case(case))


def owned(case: Case) -> None:
    """Every decision has one owner and one date, and a case in an office's hands shows them."""
    for key in case.of_type("decided"):
        said = case.said[key]
        assert said["owner"]
        assert said["due"]
        assert said["sentence"]
    if case.state == "assigned" and case.of_type("decided"):
        assert case.owner
        assert case.text("due")


def both_agree(left: list[Step], right: list[Step]) -> None:
    with township("one", "two") as [one, two]:
        cases = [kit.returned_twice(one), kit.sent_up(one), kit.sent_up(one, "另一件")]
        meeting = kit.in_session(one, *cases[1:])
        kit.meet(one, two)
        for desk, steps in ((one, left), (two, right)):
            for what, at, office in steps:
                step(desk, meeting, what, cases[at % 3], office)
        before = {case: {t for d in (one, two) for t in times(d.case(case))} for case in cases}
        kit.meet(one, two)
        assert [one.case(case).fields for case in cases] == [two.case(case).fields for case in cases]
        with looking(one, meeting) as here, looking(two, meeting) as there:
            assert minutes.internal(here) == minutes.internal(there)
        for case in cases:
            found = one.case(case)
            assert postponed(found) <= 1
            assert set(times(found)) == before[case]
            owned(found)


def times(case: Case) -> list[str]:
    """The postponements and decisions a case holds, each by its event."""
    return case.of_type("postponed", "decided")


@given(counts=st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 30), max_size=6), data=st.data())
def test_no_solver_can_pin_a_count_that_is_not_published(counts: dict[str, int], data: st.DataObject) -> None:
    least = {name: data.draw(st.sampled_from((5, 10))) for name in counts}
    shown_counts = published(counts, least)
    hidden = [name for name, count in shown_counts.items() if count is None]
    assert all(count is None or count >= least[name] for name, count in shown_counts.items())
    total = sum(counts[name] for name in hidden)
    for name in hidden:
        assert len({ways[0] for ways in solutions(name, hidden, counts, least, total)}) > 1


def solutions(
    name: str, hidden: list[str], counts: dict[str, int], least: dict[str, int], total: int
) -> Iterator[tuple[int, ...]]:
    """Every value a hidden count can have for a reader who knows the sum and which counts are small."""
    others = [other for other in hidden if other != name]
    most = {one: least[one] - 1 if counts[one] < least[one] else total for one in hidden}
    for value in range(1, most[name] + 1):
        rest = total - value
        if len(others) <= rest <= sum(most[other] for other in others):
            yield (value,)


def test_every_meeting_a_home_knows_is_read_from_its_events_alone(tmp_path: Path) -> None:
    with kit.at("2026-12-01"), kit.desk(tmp_path / "h") as desk:
        kit.in_session(desk, kit.sent_up(desk))
        with desk.home.store.read() as connection:
            before = meetings(connection, rules())
        with desk.home.store.write() as connection:
            journal.rebuild(connection)
            assert meetings(connection, rules()) == before
