"""What stands between a wish and an event: role, relation, state, what is missing, and the gates of single acts.

`law` holds every event of the set to what can be judged from the set; these gates also know the offices, the day and
the promises, and say no before anything is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xfgrid.case.clocks import Promise, check_extension, check_pause
from xfgrid.case.contact.standing import key_name
from xfgrid.case.fold import Case
from xfgrid.case.forms import is_transfer_only, iso_date
from xfgrid.case.offices import NOWHERE, Offices
from xfgrid.case.parts import ANYWHERE, CHOICES
from xfgrid.case.relations import relation
from xfgrid.case.roles import Actor, seats
from xfgrid.case.timeline import happened_on
from xfgrid.case.vocabulary import ANSWERED, NOTHING, Act
from xfgrid.errors import InputError, RuleError, UnknownError

Said = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Setting:
    """What an act is judged by besides the case: the offices, today's civil day (ISO), the promises of the case.

    `imported`: read from a ledger, which does not say all that a person would have to say.
    """

    offices: Offices = NOWHERE
    today: str = ""
    promises: Sequence[Promise] = ()
    imported: bool = False


def check(case: Case, row: Act, actor: Actor, said: Said, setting: Setting) -> None:
    """Raises RuleError, InputError or UnknownError where an act is not allowed; see `acts.act`."""
    who = acting(actor, said, setting)
    standing(case, row, actor, who, setting)
    if not setting.imported:
        _complete(row, said)
    _readable(row, said, setting)
    if said.get("on") and not setting.imported:
        _happened(case, row, said, setting)
    if row.action in _GATES:
        _GATES[row.action](case, who, said, setting)


def standing(case: Case, row: Act, actor: Actor, who: Actor, setting: Setting) -> None:
    """The gates that depend on nothing said: role, relation, recusal, state, and what the act presupposes.

    `who` is the office acted for, see `acting`. Raises RuleError.
    """
    _may(case, row, who, setting)
    _at_its_level(row, who, setting)
    _not_barred(case, actor, who)
    _machine(case, row)
    if row.action in _STANDING:
        _STANDING[row.action](case, who, setting)


def acting(actor: Actor, said: Said, setting: Setting) -> Actor:
    """The office that acts: the actor's own, or one served on paper by the clerk of its township (代录)."""
    served = said.get("for")
    if not served:
        return actor
    office, offices = setting.offices[str(served)], setting.offices
    near = office.level == "county" or offices.township(office.code) == offices.township(actor.office)
    if actor.role != "township" or said.get("via") != "paper" or not said.get("on") or not near:
        raise RuleError("not_served", office=office.name)
    return Actor(actor.staff, actor.role, office.code)


def _may(case: Case, row: Act, who: Actor, setting: Setting) -> None:
    if who.role not in row.who:
        raise RuleError("role_may_not", action=row.action, role=who.role)
    if relation(case, who, setting.offices) not in row.who[who.role]:
        raise RuleError("not_your_case", action=row.action, owner=setting.offices.name(case.owner))


def _at_its_level(row: Act, who: Actor, setting: Setting) -> None:
    """What is left to organs is not done in the name of a village, on paper or by a computer enrolled as another's."""
    level = setting.offices[who.office].level if who.office in setting.offices else ""
    if level and not any(seats(role, level) for role in row.who):
        raise RuleError("level_may_not", action=row.action, office=setting.offices.name(who.office))


def _not_barred(case: Case, actor: Actor, who: Actor) -> None:
    if case.barred & {actor.staff, who.office}:
        raise RuleError("barred")


def _machine(case: Case, row: Act) -> None:
    """Every side of a dispute must allow the step; see `law`."""
    for name, move in {"state": row.move, **row.moves}.items():
        heads = case.fields[name].heads if name in case.fields else ()
        states = [head.value for head in heads if head.lawful] or [NOTHING]
        if name == "mediation" and "refused" in states and "refused" not in move.source:
            raise RuleError("mediation_refused")
        if not all(state in move.source if move.source else state != NOTHING for state in states):
            raise RuleError("state_forbids", action=row.action, state=" / ".join(sorted(map(str, states))))


def _complete(row: Act, said: Said) -> None:
    missing = [name for name in row.needs if said.get(name) in (None, "")]
    if missing:
        raise RuleError("act_needs", action=row.action, fields=" ".join(missing))


def _readable(row: Act, said: Said, setting: Setting) -> None:
    if not row.free:
        _listed(row, said)
    for name, value in said.items():
        if name in ("on", "due", "until", "received") and value:
            day(value)
        if name == "contact_name" or (name == "contact" and value and not key_name(value)):
            raise RuleError("contact_unsealed")
        if name in ("owner", "offered", "place_office") and value and setting.offices:
            setting.offices[str(value)]


def _listed(row: Act, said: Said) -> None:
    """Only parts the act has, and of those with a list only what is on it."""
    known = ANYWHERE | row.fields | row.may | set(row.needs)
    for name, value in said.items():
        if name not in known:
            raise UnknownError("unknown_part", action=row.action, part=name, fields=" ".join(sorted(known)))
        if name in CHOICES and value not in CHOICES[name]:
            raise InputError("bad_choice", part=name, value=value, known=" ".join(CHOICES[name]))


def day(value: object) -> dt.date:
    """A civil day in ISO form; InputError `bad_date` if it is none."""
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError("bad_date", value=value) from error


def _happened(case: Case, row: Act, said: Said, setting: Setting) -> None:
    """An act has happened by today, and after the matter was received: paper that came earlier may be typed in later."""
    on = day(said["on"])
    if setting.today and on > day(setting.today):
        raise InputError("day_in_future", field="on", value=on)
    earliest = max(filter(None, map(iso_date, [case.get("received"), *_followed(case, row)])), default="")
    if on.isoformat() < earliest:
        raise InputError("day_too_early", value=on, earliest=earliest)


def _followed(case: Case, row: Act) -> list[object]:
    """The days of what an act comes after: nobody is told of an answer before it was given."""
    if row.action not in ("tell", "close") or "state" not in case.fields:
        return []
    return [case.said[head.event].get("on") for head in case.fields["state"].heads]


def _register(case: Case, who: Actor, said: Said, setting: Setting) -> None:
    if is_transfer_only(said.get("class")):
        raise RuleError("transfer_only")


def _transfer(case: Case, who: Actor, said: Said, setting: Setting) -> None:
    """The slip names the organ and the day; whatever would tell of the matter is refused."""
    kept = sorted(said.keys() - {"organ", "on", "owner", "via", "for"})
    if kept:
        raise RuleError("slip_keeps_nothing", fields=" ".join(kept))


def _emptied(case: Case, who: Actor, setting: Setting) -> None:
    """Nothing of a report of wrongdoing is kept after its slip either."""
    if case.state == "transferred":
        raise RuleError("slip_stays_empty")


def _offered(case: Case, who: Actor, setting: Setting) -> None:
    if who.office not in case.offered:
        raise RuleError("not_offered")


def _before_answer(case: Case, who: Actor, said: Said, setting: Setting) -> None:
    """What begins a term an answer meets comes before the answer: one begun after it nothing could meet any more."""
    answers = case.of_type("answered", "opinion_issued") if case.state in ANSWERED else []
    answered = max((happened_on(case, key) for key in answers), default="")
    if answered and str(said["on"]) >= answered:
        raise RuleError("answered_already", day=answered)


def _bar(case: Case, who: Actor, said: Said, setting: Setting) -> None:
    """Barring the owner office must name the office that answers instead."""
    if said.get("barred") == case.owner and said.get("owner") in (None, "", case.owner):
        raise RuleError("act_needs", action="bar", fields="owner")


def _disputed(case: Case, who: Actor, setting: Setting) -> None:
    if not case.conflicts:
        raise RuleError("nothing_disputed")


def _silent(case: Case, who: Actor, setting: Setting) -> None:
    """While the resident may still rate, only a rating closes the case; silence afterwards is 未评."""
    waiting = [p for p in setting.promises if p.rule.id == "rating" and p.open and setting.today <= p.due.isoformat()]
    if waiting and case.get("rating") is None:
        raise RuleError("still_rating", due=waiting[0].due.isoformat())


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


_STANDING: dict[str, Callable[[Case, Actor, Setting], None]] = {
    "take-over": _offered,
    "settle": _disputed,
    "close": _silent,
    "extend": _some(_extendable, "nothing_to_extend"),
    "pause": _some(_pausable, "nothing_to_pause"),
    "report-ways": _some(_met_by("ways_told"), "nothing_waits"),
    "report-performed": _some(_met_by("performed"), "nothing_waits"),
    "report-result": _some(_met_by("result"), "nothing_waits"),
    **dict.fromkeys(("record", "inform", "visit", "correct"), _emptied),
}

_GATES: dict[str, Callable[[Case, Actor, Said, Setting], None]] = {
    "register": _register,
    "transfer": _transfer,
    "bar": _bar,
    "accept": _before_answer,
    "promise": _before_answer,
    "extend": _extend,
    "pause": _pause,
}
