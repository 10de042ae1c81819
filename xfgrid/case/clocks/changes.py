"""What moves the due day of a running promise: an extension, a pause, the end of a pause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from xfgrid.case.clocks.counting import Moves, Promise, add_days, count, pause_days
from xfgrid.case.clocks.rules import Clocks, Milestone
from xfgrid.errors import RuleError


def check_extension(promise: Promise, day: date, days: int) -> None:
    """Whether `days` more may be granted on `day`; raises RuleError: none allowed, used up, too late or too long.

    Who must approve and what must be recorded stands in `promise.rule.extension`; that is for the workflow to hold.
    """
    allowed = promise.rule.extension
    if allowed is None:
        raise RuleError("extension_not_allowed", source=promise.rule.source)
    if len(promise.moves.extended) >= allowed.times:
        raise RuleError("extension_used", source=promise.rule.source, times=allowed.times)
    if day > promise.due or not promise.open:
        raise RuleError("extension_late", source=promise.rule.source, due=promise.due)
    if not 0 < days <= allowed.max_days:
        raise RuleError("extension_too_long", source=promise.rule.source, days=days, most=allowed.max_days)


def check_pause(promise: Promise, day: date, until: date) -> None:
    """Whether a pause from `day` to `until` is allowed; raises RuleError: not allowed, too late or too long."""
    left = promise.rule.pause_cap - pause_days(promise.moves.paused)
    if promise.rule.pause_cap == 0:
        raise RuleError("pause_not_allowed", source=promise.rule.source)
    if day > promise.due or not promise.open:
        raise RuleError("pause_late", source=promise.rule.source, due=promise.due)
    if not day < until <= add_days(day, left):
        raise RuleError("pause_too_long", source=promise.rule.source, left=left)


def changed(clocks: Clocks, promise: Promise, milestone: Milestone) -> Promise:
    """The promise after an extension, pause or resumption; itself if that is not allowed or changes nothing."""
    moves = CHANGES[milestone.name](promise, milestone)
    if moves == promise.moves:
        return promise
    moved = count(clocks, promise.rule, promise.by, promise.started, moves)
    return replace(moved, item=promise.item) if promise.item else moved


def _extended(promise: Promise, milestone: Milestone) -> Moves:
    """Counts when the rule allows one more and the day has not passed; never more than the maximum."""
    allowed, moves = promise.rule.extension, promise.moves
    if allowed is None or len(moves.extended) >= allowed.times or milestone.day > promise.due or milestone.days <= 0:
        return moves
    return replace(moves, extended=(*moves.extended, (milestone.day, min(milestone.days, allowed.max_days))))


def _paused(promise: Promise, milestone: Milestone) -> Moves:
    """Runs to its planned end, at most as far as the cap of the rule still allows."""
    moves = promise.moves
    left = promise.rule.pause_cap - pause_days(moves.paused)
    after = max(milestone.day, moves.paused[-1][1]) if moves.paused else milestone.day
    until = min(milestone.until or date.max, add_days(after, left))
    if milestone.day > promise.due or until <= after:
        return moves
    return replace(moves, paused=(*moves.paused, (after, until)))


def _resumed(promise: Promise, milestone: Milestone) -> Moves:
    """Ends the pause early: the days after this one are counted again."""
    cut = ((after, min(until, milestone.day)) for after, until in promise.moves.paused if after < milestone.day)
    return replace(promise.moves, paused=tuple(cut))


CHANGES: dict[str, Callable[[Promise, Milestone], Moves]] = {
    "extended": _extended,
    "paused": _paused,
    "resumed": _resumed,
}
