"""What stands between a wish and an event: role, relation, state, what is missing, and the gates of single acts.

`law` holds every event of the set to what can be judged from the set; these gates also know the offices, the day and
the promises, and say no before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable

from xfgrid.case import promised
from xfgrid.case.contact.standing import key_name
from xfgrid.case.fold import Case
from xfgrid.case.forms import is_transfer_only, iso_date
from xfgrid.case.parts import ANYWHERE, CHOICES
from xfgrid.case.relations import relation
from xfgrid.case.roles import Actor, seats
from xfgrid.case.setting import Said, Setting, day
from xfgrid.case.timeline import happened_on
from xfgrid.case.vocabulary import ANSWERED, NOTHING, Act
from xfgrid.errors import InputError, RuleError, UnknownError


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


_STANDING: dict[str, Callable[[Case, Actor, Setting], None]] = {
    **promised.STANDING,
    "take-over": _offered,
    "settle": _disputed,
    **dict.fromkeys(("record", "inform", "visit", "correct", "bar", "link"), _emptied),
}

_GATES: dict[str, Callable[[Case, Actor, Said, Setting], None]] = {
    **promised.GATES,
    "register": _register,
    "transfer": _transfer,
    "bar": _bar,
    "accept": _before_answer,
    "promise": _before_answer,
}
