"""A promise, explained: how its day was counted, step by step, in words from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol

from xfgrid.case.clocks.counting import Promise, rolls

_SATURDAY = 5
_NAMES = {"event": "milestone", "rest": "holiday", "clock": "rule"}
"""Facts that are codes, and the part of the catalogue that holds their words."""


class Step(NamedTuple):
    """One step: a key under `clocks.why` and the facts of its sentence; days are dates, names are codes."""

    key: str
    facts: dict[str, object]


class Words(Protocol):
    """The catalogue of words (`xfgrid.terms.Terms`), handed in."""

    def __call__(self, key: str, /, **facts: object) -> str: ...

    def get(self, key: str, default: str) -> str: ...


def explain(promise: Promise) -> list[Step]:
    """The steps from the starting day to the due day, what became of it, and the source of the figure."""
    return [*_term(promise), *_moves(promise), *_rolling(promise), *_outcome(promise), *_source(promise)]


def render(steps: Iterable[Step], words: Words) -> list[str]:
    """The clauses of the steps; a year is written where it is first named and where it changes."""
    clauses, year = [], 0
    for key, facts in steps:
        spoken: dict[str, object] = {}
        for name, value in facts.items():
            spoken[name] = _word(name, value, year, words)
            year = value.year if isinstance(value, date) else year
        clauses.append(words(f"clocks.why.{key}", **spoken))
    return clauses


def why(promise: Promise, words: Words) -> str:
    """The whole explanation as one sentence."""
    return words("clocks.why.between").join(render(explain(promise), words)) + words("clocks.why.end")


def _word(name: str, value: object, year: int, words: Words) -> object:
    if isinstance(value, date):
        key = "clocks.day.short" if value.year == year else "clocks.day.full"
        return words(key, year=value.year, month=value.month, day=value.day)
    if name in _NAMES:
        return words.get(f"clocks.{_NAMES[name]}.{value}", str(value))
    return value


def _term(promise: Promise) -> list[Step]:
    """From the starting day to the last day of the term, or to the term alone if something moved it later."""
    rule, moves = promise.rule, promise.moves
    facts: dict[str, object] = {"start": promise.started, "event": promise.by}
    if moves.agreed:
        return [Step("agreed", {**facts, "agreed": moves.agreed})]
    if rule.amount == 0:
        return [Step("same_day", facts)]
    unit = rule.unit if rule.unit != "agreed" else "natural_days"
    if moves.extended or moves.paused:
        return [Step(f"term.{unit}", {**facts, "amount": rule.amount})]
    return [Step(f"counted.{unit}", {**facts, "amount": rule.amount, "last": promise.last})]


def _moves(promise: Promise) -> list[Step]:
    moves = promise.moves
    steps = [Step("extended", {"day": day, "days": days}) for day, days in moves.extended]
    steps += [Step("paused", {"after": a, "until": b, "days": (b - a).days}) for a, b in moves.paused]
    return [*steps, Step("last", {"last": promise.last})] if steps else []


def _rolling(promise: Promise) -> list[Step]:
    """Civil Code art. 203: asked only where the day can move; working days never end on a day off."""
    if not rolls(promise.rule, promise.moves):
        return []
    if promise.rest:
        return [Step("rolled", {"last": promise.last, "rest": promise.rest, "due": promise.due})]
    if promise.rule.unit == "working_days":
        return []
    return [Step("made_up" if promise.last.weekday() >= _SATURDAY else "no_roll", {"last": promise.last})]


def _outcome(promise: Promise) -> list[Step]:
    steps = [Step("provisional", {"year": promise.due.year})] if promise.provisional else []
    if promise.met is not None:
        late = (promise.met - promise.due).days
        steps.append(
            Step("late", {"met": promise.met, "days": late}) if late > 0 else Step("met", {"met": promise.met})
        )
    if promise.ended is not None:
        steps.append(Step("ended", {"ended": promise.ended}))
    return steps


def _source(promise: Promise) -> list[Step]:
    key = f"source.{promise.rule.kind}"
    steps = [Step(key, {"source": promise.rule.source, "version": promise.rule.version})]
    return [*steps, Step("unsure", {})] if promise.rule.unsure else steps
