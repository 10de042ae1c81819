"""What is owed can be met: a walk over every state a case can reach, with each clock running, by the acts open there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from tests.case.clocks_kit import CLOCKS
from tests.case.story import CLERK, OFFICES, PARTS, RESIDENT, SETTING, Story, registered
from xfgrid.case import acts
from xfgrid.case.clocks import Promise, Rule
from xfgrid.case.clocks.counting import begin
from xfgrid.case.setting import Setting
from xfgrid.case.vocabulary import ACTS, ENDED, Act
from xfgrid.errors import XfgridError

OWED = [rule for rule in CLOCKS.rules.values() if rule.effect == "owed" and not rule.default]
INTERNAL = [rule for rule in OWED if rule.kind == "internal"]
ENDINGS = {*CLOCKS.default.ends, "reopened"}
"""What ends or begins a whole life: no way to meet a single promise."""

Where = tuple[str, str]
"""The state of a case and of its mediation."""


@dataclass(frozen=True)
class Step:
    """One act that is open somewhere, and where it leads."""

    act: Act
    to: Where

    def leaves_open(self, rule: Rule, running: bool) -> bool:
        """Whether a clock runs after it; a promise of a day has a name of its own, so it meets and ends no other."""
        names = self.act.milestones
        if self.act.action != "promise":
            running = running and not any(CLOCKS.reactions[rule.id].get(name) in ("meet", "end") for name in names)
        return running or (self.to[0] not in ENDED and any(name in rule.starts for name in names))


@cache
def lives() -> dict[Where, Story]:
    """One story for every pair of states that acts lead to."""
    found, todo = {}, [registered(CLERK)]
    while todo:
        story = todo.pop()
        if where(story) not in found:
            found[where(story)] = story
            todo += [done for act in ACTS if (done := after(story, act))]
    return found


def where(story: Story) -> Where:
    return story.case.state, story.case.text("mediation")


def after(story: Story, act: Act) -> Story | None:
    """The story with one more act, None where that is not open or moves nothing."""
    further = story.other(f"{story.name} {act.action}")
    try:
        further.does(RESIDENT if "resident" in act.who else CLERK, act.action)
    except XfgridError:
        return None
    return further if act.moves else None


@cache
def steps(at: Where, rule: str) -> tuple[Step, ...]:
    """The acts open in a pair of states while a clock runs there ('' for none)."""
    promises = (running(CLOCKS.rules[rule]),) if rule else ()
    return tuple(_steps(lives()[at], Setting(OFFICES, SETTING.today, promises)))


def running(rule: Rule) -> Promise:
    return begin(CLOCKS, rule, rule.starts[0], date(2026, 3, 9))


def _steps(story: Story, setting: Setting) -> Iterator[Step]:
    for act in ACTS:
        try:
            who = RESIDENT if "resident" in act.who else CLERK
            acts.act(story.case, act.action, who, PARTS.get(act.action, {}), setting)
        except XfgridError:
            continue
        state, mediation = where(story)
        moved = {name: move.target for name, move in act.moves.items()}
        yield Step(act, (moved.get("state", state), moved.get("mediation", mediation)))


def reached(rule: Rule) -> dict[tuple[Where, bool], tuple[Step, ...]]:
    """Everywhere a case can be, with the clock running or not, and the acts open there."""
    found: dict[tuple[Where, bool], tuple[Step, ...]] = {}
    first = where(registered(CLERK))
    todo = [(first, False), (first, bool({"registered", "received"}.intersection(rule.starts)))]
    while todo:
        at, runs = todo.pop()
        if (at, runs) not in found:
            found[at, runs] = steps(at, rule.id if runs else "")
            todo += [(step.to, step.leaves_open(rule, runs)) for step in found[at, runs]]
    return found


def stuck(rule: Rule, graph: Mapping[tuple[Where, bool], tuple[Step, ...]]) -> set[Where]:
    """Where a clock runs and no act leads to its end, short of what ends the case or begins it anew."""
    allowed = ENDINGS.difference(rule.stops)
    waiting = {at for at, runs in graph if runs and at[0] not in ENDED}
    ways = {at: [s for s in graph[at, True] if allowed.isdisjoint(s.act.milestones)] for at in waiting}
    good: set[Where] = set()
    while more := {
        at for at in waiting - good if any(not step.leaves_open(rule, True) or step.to in good for step in ways[at])
    }:
        good |= more
    return waiting - good


@pytest.mark.parametrize("rule", OWED, ids=lambda rule: rule.id)
def test_every_promise_owed_can_still_be_met_or_ends_wherever_its_case_can_get(rule: Rule) -> None:
    graph = reached(rule)
    assert any(runs for _, runs in graph)
    assert stuck(rule, graph) == set()


@pytest.mark.parametrize("rule", INTERNAL, ids=lambda rule: rule.id)
def test_a_decision_of_the_meeting_ends_every_internal_clock_begun_before_it(rule: Rule) -> None:
    decided = [
        (at, step)
        for (at, runs), ways in reached(rule).items()
        for step in ways
        if runs and step.act.action == "decide" and "decided" not in rule.starts
    ]
    assert [at for at, step in decided if step.leaves_open(rule, True)] == []
