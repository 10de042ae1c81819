"""The timeline: the day on which a thing happened counts, but nothing stands before what it builds on."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.case.histories import BEGINNINGS, STEPS, History
from tests.case.story import CASE, CLERK, WORKER, Story
from xfgrid.case.fold import fold
from xfgrid.case.timeline import happened_on, timeline

HISTORIES = st.builds(History, STEPS, st.sampled_from([WORKER, CLERK]), BEGINNINGS)


def test_what_was_written_later_stands_on_the_day_it_happened() -> None:
    story = Story()
    story.does(WORKER, "register", received="2026-03-05")
    story.does(WORKER, "record", note="三月九日记下", on="2026-03-09")
    story.does(WORKER, "record", note="三月七日的事，补记", on="2026-03-07")
    days = [happened_on(story.case, event.hash.hex()) for event in timeline(story.case)]
    assert days == ["2026-03-05", "2026-03-07", "2026-03-09"]


@given(HISTORIES, st.integers(0, 99))
def test_nothing_stands_before_what_it_builds_on_in_whatever_order_events_arrived(history: History, seed: int) -> None:
    events = list(history.case.events.values())
    random.Random(seed).shuffle(events)
    case = fold(CASE, events)
    shown = [event.hash.hex() for event in timeline(case)]
    assert shown == [event.hash.hex() for event in timeline(history.case)]
    for at, key in enumerate(shown):
        assert not case.past(key) & set(shown[at + 1 :])
