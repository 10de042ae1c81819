"""From the milestones of a case to its promises: start, meet, end, extend, pause, resume, start again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import get_args

from msgspec.structs import replace

from xfgrid.case.clocks.changes import changed
from xfgrid.case.clocks.counting import Promise, begin, begun
from xfgrid.case.clocks.rules import Clocks, Milestone, MilestoneName, Rule

_RANK = {name: rank for rank, name in enumerate(get_args(MilestoneName))}

Packages = Callable[[str], Clocks | None]
"""Version of a package → its clocks, or None when this home does not hold it (its milestones start nothing)."""


def promises(milestones: Collection[Milestone], facts: Mapping[str, object], packages: Packages) -> tuple[Promise, ...]:
    """Every promise of a case: those met or ended as they came to that, then those open.

    Depends on the set of milestones only. Each promise keeps the rule and calendar of the package its starting
    milestone was written under. On a live case at least one promise is owed. `facts` are looked up by `rule.applies`.
    """
    course = _Course(facts)
    for milestone in _ordered(milestones):
        course.react(milestone)
        clocks = packages(milestone.package)
        if clocks is not None:
            course.start(milestone, clocks)
    return course.found()


def next_due(found: Iterable[Promise]) -> Promise | None:
    """The earliest day owed and not met, legal before internal on one day; None only when the case is over."""
    return min((promise for promise in found if promise.owed), key=_urgency, default=None)


def _urgency(promise: Promise) -> tuple[object, ...]:
    return promise.due, promise.rule.kind == "internal", promise.rule.id, promise.item


def _ordered(milestones: Collection[Milestone]) -> Iterator[Milestone]:
    """By day, on one day as the events have it, each once."""
    last = None
    for milestone in milestones if len(milestones) < 2 else sorted(milestones, key=_when):
        if milestone != last:
            yield milestone
        last = milestone


def _when(milestone: Milestone) -> tuple[object, ...]:
    m = milestone
    rank = _RANK.get(m.name, len(_RANK))
    return m.day, m.depth, rank, m.ref, m.item, m.rule, m.days, m.until is None, m.until or m.day, m.package, m.name


class _Course:
    """The promises of one case while its milestones are gone through."""

    __slots__ = ("done", "facts", "latest", "over", "running")

    def __init__(self, facts: Mapping[str, object]) -> None:
        self.facts = facts
        self.done: list[Promise] = []
        self.running: dict[tuple[str, str], tuple[Promise, Clocks]] = {}
        self.over = False
        self.latest: tuple[Milestone, Clocks] | None = None

    def react(self, milestone: Milestone) -> None:
        """Meets, ends or moves what runs."""
        for key, (promise, clocks) in list(self.running.items()):
            reaction = clocks.reactions[promise.rule.id].get(milestone.name)
            if reaction is None or not _concerns(milestone, promise):
                continue
            if reaction == "move":
                self.running[key] = (changed(clocks, promise, milestone), clocks)
            else:
                del self.running[key]
                met, ended = (milestone.day, None) if reaction == "meet" else (None, milestone.day)
                self.done.append(replace(promise, met=met, ended=ended))

    def start(self, milestone: Milestone, clocks: Clocks) -> None:
        """Begins what this milestone starts; once a case is over, nothing owed begins until it is live again."""
        self.latest = (milestone, clocks)
        self.over = milestone.name in clocks.default.ends or (self.over and milestone.name not in clocks.default.starts)
        for promise in begun(clocks, milestone.name, milestone.day, milestone.until):
            if self._starts(promise.rule):
                self._run(_waited(promise, milestone, clocks), milestone, clocks)

    def _starts(self, rule: Rule) -> bool:
        if self.over and rule.effect == "owed":
            return False
        return all(self.facts.get(name) in values for name, values in rule.applies.items()) if rule.applies else True

    def _run(self, promise: Promise, milestone: Milestone, clocks: Clocks) -> None:
        """Sets it running; a start that finds its clock running changes nothing, or ends that run if it renews."""
        key = (promise.rule.id, milestone.item)
        if key in self.running:
            if not promise.rule.renews:
                return
            self.done.append(replace(self.running[key][0], ended=milestone.day))
        self.running[key] = (replace(promise, item=milestone.item) if milestone.item else promise, clocks)

    def found(self) -> tuple[Promise, ...]:
        """What there is; with the default clock if the case is live and nothing else is owed."""
        found = (*self.done, *(promise for promise, _ in self.running.values()))
        if self.latest is None or self.over or any(promise.owed for promise in found):
            return found
        milestone, clocks = self.latest
        return (*found, begin(clocks, clocks.default, milestone.name, milestone.day))


def _waited(promise: Promise, milestone: Milestone, clocks: Clocks) -> Promise:
    """The promise; a term of ours after a telling that was typed later runs from then, so that no day written back
    takes from the time a resident has. A term of the law runs from the day itself."""
    if milestone.typed is None or promise.rule.kind == "legal":
        return promise
    return begin(clocks, promise.rule, f"{milestone.name}_typed", milestone.typed)


def _concerns(milestone: Milestone, promise: Promise) -> bool:
    return milestone.item in ("", promise.item) and (not milestone.rule or promise.rule.id in milestone.rule.split())
