"""From the milestones of a case to its promises: start, meet, end, extend, pause, resume, start again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import get_args

from xfgrid.case.clocks.changes import CHANGES, changed
from xfgrid.case.clocks.counting import Promise, begin
from xfgrid.case.clocks.rules import Clocks, Milestone, MilestoneName, Rule

_RANK = {name: rank for rank, name in enumerate(get_args(MilestoneName))}


Packages = Callable[[str], Clocks | None]
"""Version of a package → its clocks, or None when this home does not hold it (its milestones start nothing)."""

Runs = dict[tuple[str, str], tuple[Promise, Clocks]]


def promises(milestones: Collection[Milestone], facts: Mapping[str, object], packages: Packages) -> tuple[Promise, ...]:
    """Every promise of a case, open or not, in the order they began.

    Depends on the set of milestones only. Each promise keeps the rule and calendar of the package its starting
    milestone was written under. On a live case at least one promise is owed. `facts` are looked up by `rule.applies`.
    """
    done: list[Promise] = []
    running: Runs = {}
    live: tuple[Milestone, Clocks] | None = None
    for milestone in _ordered(milestones):
        clocks = packages(milestone.package)
        if running:
            _apply(milestone, running, done)
        if clocks is not None:
            _start(milestone, clocks, facts, running)
            live = _life(live, milestone, clocks)
    found = done + [promise for promise, _ in running.values()]
    if live is not None and not any(promise.owed for promise in found):
        milestone, clocks = live
        found.append(begin(clocks, clocks.default, milestone.name, milestone.day))
    return tuple(sorted(found, key=_began)) if done else tuple(found)


def next_due(found: Iterable[Promise]) -> Promise | None:
    """The earliest day owed and not met, legal before internal on one day; None only when the case is over."""
    return min((promise for promise in found if promise.owed), key=_urgency, default=None)


def _ordered(milestones: Collection[Milestone]) -> Collection[Milestone]:
    return milestones if len(milestones) < 2 else sorted(set(milestones), key=_when)


def _when(milestone: Milestone) -> tuple[object, ...]:
    rank = _RANK.get(milestone.name, len(_RANK))
    return milestone.day, milestone.depth, rank, milestone.ref, milestone.item, milestone.rule


def _began(promise: Promise) -> tuple[object, ...]:
    return promise.started, promise.rule.id, promise.item


def _urgency(promise: Promise) -> tuple[object, ...]:
    return promise.due, promise.rule.kind == "internal", promise.rule.id, promise.item


def _life(
    live: tuple[Milestone, Clocks] | None, milestone: Milestone, clocks: Clocks
) -> tuple[Milestone, Clocks] | None:
    """The milestone the case lives from, or None before it began and after it is over."""
    if milestone.name in clocks.default.ends:
        return None
    if live is None and milestone.name not in clocks.default.starts:
        return None
    return milestone, clocks


def _start(milestone: Milestone, clocks: Clocks, facts: Mapping[str, object], running: Runs) -> None:
    for rule in clocks.started_by(milestone.name):
        key = (rule.id, milestone.item)
        if key not in running and _applies(rule, facts):
            promise = begin(clocks, rule, milestone.name, milestone.day, milestone.until)
            running[key] = (promise._replace(item=milestone.item) if milestone.item else promise, clocks)


def _applies(rule: Rule, facts: Mapping[str, object]) -> bool:
    return not rule.applies or all(facts.get(name) in values for name, values in rule.applies.items())


def _apply(milestone: Milestone, running: Runs, done: list[Promise]) -> None:
    """What one milestone does to the promises that run when it happens."""
    for key, (promise, clocks) in list(running.items()):
        rule = promise.rule
        if milestone.name in CHANGES:
            if milestone.rule in ("", rule.id) and milestone.item in ("", promise.item):
                running[key] = (changed(clocks, promise, milestone), clocks)
        elif milestone.name in rule.stops:
            if milestone.item in ("", promise.item):
                done.append(promise._replace(met=milestone.day))
                del running[key]
        elif milestone.name in rule.ends or (rule.effect == "owed" and milestone.name in clocks.default.ends):
            done.append(promise._replace(ended=milestone.day))
            del running[key]
