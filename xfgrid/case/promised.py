"""The gates of acts that are about the open promises of a case: extending, pausing, reporting what is still owed,
closing while the resident may rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xfgrid.case.clocks import Promise, check_extension, check_pause
from xfgrid.case.fold import Case
from xfgrid.case.roles import Actor
from xfgrid.case.setting import Said, Setting, day
from xfgrid.case.vocabulary import Act
from xfgrid.errors import InputError, RuleError, UnknownError


def _extendable(promise: Promise) -> bool:
    return promise.rule.extension is not None


def _pausable(promise: Promise) -> bool:
    return promise.rule.pause_cap > 0


def _met_by(milestone: str) -> Callable[[Promise], bool]:
    return lambda promise: milestone in promise.rule.stops


_MOVABLE = {"extend": _extendable, "pause": _pausable}


def _some(wanted: Callable[[Promise], bool], code: str) -> Callable[[Case, Actor, Setting], None]:
    """Refuses what no open promise allows, as far as the promises are known. Its day, which may be one long past, is
    judged with the rest of what is said."""

    def gate(case: Case, who: Actor, setting: Setting) -> None:
        if setting.promises and not any(p.open and wanted(p) for p in setting.promises):
            raise RuleError(code)

    return gate


def _extend(case: Case, who: Actor, said: Said, setting: Setting) -> None:
    for promise in _concerned(said, setting, _extendable):
        check_extension(promise, day(said["on"]), _days(said["days"]))


def _pause(case: Case, who: Actor, said: Said, setting: Setting) -> None:
    for promise in _concerned(said, setting, _pausable):
        check_pause(promise, day(said["on"]), day(said["until"]))


def _concerned(said: Said, setting: Setting, movable: Callable[[Promise], bool]) -> Sequence[Promise]:
    """The open promises an extension or pause is about: the one it names, or all that can be moved."""
    rule = str(said.get("rule") or "")
    found = [p for p in setting.promises if p.open and (p.rule.id in rule.split() if rule else movable(p))]
    if rule and setting.promises and not found:
        raise UnknownError("unknown_term", rule=rule, known=" ".join(sorted({p.rule.id for p in setting.promises})))
    return found


def terms(row: Act, said: Said, setting: Setting) -> dict[str, object]:
    """The terms an extension or pause is about, by name: what else was met or begins the same day is left alone."""
    if row.action not in _MOVABLE:
        return {}
    found = _concerned(said, setting, _MOVABLE[row.action])
    return {"rule": " ".join(sorted({promise.rule.id for promise in found}))} if found else {}


def _days(value: object) -> int:
    try:
        return int(str(value))
    except ValueError as error:
        raise InputError("bad_number", value=value) from error


def _silent(case: Case, who: Actor, setting: Setting) -> None:
    """While the resident may still rate, only a rating closes the case; silence afterwards is 未评."""
    waiting = [p for p in setting.promises if p.rule.id == "rating" and p.open and setting.today <= p.due.isoformat()]
    if waiting and case.get("rating") is None:
        raise RuleError("still_rating", due=waiting[0].due.isoformat())


STANDING: dict[str, Callable[[Case, Actor, Setting], None]] = {
    "close": _silent,
    "extend": _some(_extendable, "nothing_to_extend"),
    "pause": _some(_pausable, "nothing_to_pause"),
    "report-ways": _some(_met_by("ways_told"), "nothing_waits"),
    "report-performed": _some(_met_by("performed"), "nothing_waits"),
    "report-result": _some(_met_by("result"), "nothing_waits"),
}
"""Action → what must hold before anything is said; see `gates.standing`."""

GATES: dict[str, Callable[[Case, Actor, Said, Setting], None]] = {"extend": _extend, "pause": _pause}
"""Action → what is judged of what is said; see `gates.check`."""
