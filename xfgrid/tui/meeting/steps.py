"""What a clerk does with a whole meeting: in which state, what it asks, what stands in the fields beforehand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from xfgrid.case.forms import Field, Form, Option, Words, iso_date
from xfgrid.case.offices import Offices
from xfgrid.errors import UnknownError
from xfgrid.terms import Terms
from xfgrid.tui.parts import office_labels

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.meeting.sitting import Sitting

Said = Mapping[str, str]
DATES = frozenset({"held_on"})
_BETWEEN = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `asks` are the names of its fields, "!" behind one that is needed; `states` those of the meeting."""

    name: str
    states: frozenset[str]
    asks: tuple[str, ...]
    do: Callable[[Desk, str, Said], object]

    def form(self, terms: Terms) -> Form:
        """The step as a form."""
        fields = [_field(name.rstrip("!"), name.endswith("!"), terms) for name in self.asks]
        title = terms(f"meeting.step.{self.name}")
        return Form("step", 1, Words(title, title), tuple(fields))


def _field(name: str, needed: bool, terms: Terms) -> Field:
    label = terms(f"meeting.ask.{name}")
    words, kind = Words(label, label), "date" if name in DATES else "line"
    if name == "sitting":
        return Field(name, "choice", "body", words, words, ("township",), 20, needed, tuple(_kinds(terms)))
    return Field(name, kind, "body", words, words, ("township",), 100, needed)  # type: ignore[arg-type]


def _kinds(terms: Terms) -> Iterator[Option]:
    from xfgrid.meeting.rules import rules

    for kind in rules().sitting:
        label = terms(f"meeting.sitting.{kind.id}")
        yield Option(kind.id, Words(label, label))


def before(step: Step, sitting: Sitting | None, desk: Desk, terms: Terms) -> dict[str, object]:
    """What is known already: of a call, what the last meeting had; of who is there, the members."""
    if sitting is None:
        return {"sitting": "monthly", "convenor": desk.identity.name}
    comma = terms("screen.list_comma")
    members = comma.join(desk.offices.name(code) for code in sitting.attended or sitting.members)
    known = {"convenor": sitting.convenor, "checker": sitting.convenor, "sits_at": sitting.sits_at}
    listed = comma.join(desk.offices.name(code) for code in sitting.members)
    return {**known, "sitting": sitting.kind, "members": listed, "attended": members, "attending": sitting.attending}


def _named(text: str, offices: Offices, own: str) -> list[str]:
    """The codes of offices written by name or code; UnknownError `unknown_office_name` for one nobody knows."""
    codes = {label: office.code for office, label in office_labels(offices, own)}
    found = [codes.get(name) or (name if name in offices else "") for name in _BETWEEN.split(text) if name]
    for name, code in zip(filter(None, _BETWEEN.split(text)), found, strict=True):
        if not code:
            raise UnknownError("unknown_office_name", name=name)
    return found


def _offices(desk: Desk, said: Said, name: str) -> list[str]:
    return _named(said.get(name, ""), desk.offices, desk.actor.office)


def _day(said: Said) -> date:
    return date.fromisoformat(iso_date(said["held_on"]) or "")


def _call(desk: Desk, meeting: str, said: Said) -> str:
    from xfgrid.meeting import clerk

    members, held = _offices(desk, said, "members"), said.get("held", "")
    named = said.get("convenor", ""), members, said.get("sits_at", "")
    return clerk.call(desk, _day(said), said["sitting"], *named, held)


def _move(desk: Desk, meeting: str, said: Said) -> None:
    from xfgrid.meeting import clerk

    clerk.move(desk, meeting, _day(said), said["reason"])


def _cancel(desk: Desk, meeting: str, said: Said) -> None:
    from xfgrid.meeting import clerk

    clerk.cancel(desk, meeting, said["reason"])


def _freeze(desk: Desk, meeting: str, said: Said) -> None:
    from xfgrid.meeting import clerk

    clerk.freeze(desk, meeting, None, said.get("hurried", ""))


def _open(desk: Desk, meeting: str, said: Said) -> None:
    """Members who are not there have sent their apologies."""
    from xfgrid.meeting import clerk
    from xfgrid.meeting.table import looking

    with looking(desk, meeting) as table:
        sitting = table.sitting
    there = _offices(desk, said, "attended")
    away = [code for code in sitting.members if code not in there]
    write = clerk.attend if sitting.state == "in_session" else clerk.open_
    write(desk, meeting, there, away, said.get("attending", ""))


def _unopen(desk: Desk, meeting: str, said: Said) -> None:
    from xfgrid.meeting import clerk

    clerk.unopen(desk, meeting, said["reason"])


def _close(desk: Desk, meeting: str, said: Said) -> None:
    from xfgrid.meeting import clerk

    clerk.close(desk, meeting)


def _check(desk: Desk, meeting: str, said: Said) -> None:
    from xfgrid.meeting import minutes

    minutes.check(desk, meeting, said.get("checker", ""))


def _approve(desk: Desk, meeting: str, said: Said) -> None:
    """The first meeting that opened later approves."""
    from xfgrid.meeting import minutes
    from xfgrid.meeting.rules import rules
    from xfgrid.meeting.table import meetings

    with desk.home.store.read() as connection:
        found = meetings(connection, rules())
    opened = next(m.opened for m in found if m.id == meeting)
    later = [m.id for m in sorted(found, key=lambda m: m.opened) if m.opened > opened]
    minutes.approve(desk, meeting, later[0] if later else "")


def _states(text: str) -> frozenset[str]:
    return frozenset(text.split())


STEPS = (
    Step("freeze", _states("called"), ("hurried",), _freeze),
    Step("open", _states("frozen"), ("attended!", "attending"), _open),
    Step("attend", _states("in_session"), ("attended!", "attending"), _open),
    Step("close", _states("in_session"), (), _close),
    Step("unopen", _states("in_session"), ("reason!",), _unopen),
    Step("check", _states("held checked"), ("checker!",), _check),
    Step("approve", _states("checked"), (), _approve),
    Step("move", _states("called frozen"), ("held_on!", "reason!"), _move),
    Step("cancel", _states("called frozen"), ("reason!",), _cancel),
)
"""In the order in which a clerk comes to need them; the first of a state is what usually comes next."""

CALL = Step("call", frozenset(), ("held_on!", "sitting!", "convenor", "members", "sits_at"), _call)
HELD = Step("held", frozenset(), ("held_on!", "held!", "sitting!", "convenor", "members", "sits_at"), _call)
"""Both offered whatever stands on the screen; `HELD` types in a meeting that was held on paper."""

CALLS = (CALL, HELD)

PAPERS = ("notice", "agenda", "minutes", "minutes_open")
"""What can be printed of a meeting."""

AFTER = frozenset({"held", "checked", "approved"})
"""States in which there are minutes to print."""


def drop(case: str) -> Step:
    """Taking an item off, which no rule brought."""

    def do(desk: Desk, meeting: str, said: Said) -> None:
        from xfgrid.meeting import clerk

        clerk.drop(desk, meeting, case, said["reason"])

    return Step("drop", _states("called"), ("reason!",), do)


def appoint(case: str) -> Step:
    """Asking the resident to come at an hour of the day."""

    def do(desk: Desk, meeting: str, said: Said) -> None:
        from xfgrid.meeting import clerk

        clerk.appoint(desk, meeting, case, said["hour"].replace("：", ":"))

    return Step("appoint", _states("called frozen"), ("hour!",), do)


def recuse(case: str) -> Step:
    """A member takes no part in an item."""

    def do(desk: Desk, meeting: str, said: Said) -> None:
        from xfgrid.meeting import clerk

        for office in _offices(desk, said, "member"):
            clerk.recuse(desk, meeting, case, office, said["reason"])

    return Step("recuse", _states("frozen in_session"), ("member!", "reason!"), do)


def offered(state: str) -> list[Step]:
    """The steps open to a meeting in this state, '' where there is none; calling one is last."""
    return [*(step for step in STEPS if state in step.states), *CALLS]


def on_item(sitting: Sitting | None) -> list[str]:
    """What can be done with the item under the cursor: residents are asked to come at an hour on reception days only."""
    if sitting is None or sitting.state not in ("called", "frozen"):
        return []
    appointed = ["appoint"] if sitting.kind == "reception" else []
    return [*appointed, "drop"] if sitting.state == "called" else appointed


def papers(state: str) -> list[str]:
    """The papers there are of a meeting in this state."""
    if not state:
        return []
    return [*PAPERS] if state in AFTER else [*PAPERS[:2]]
