"""A joint meeting as it stands: the fold of its own events, its items in their order.

An item only points to a case; what was decided on it stands in the case. An item that the rules brought cannot be taken
off, and one that was taken off comes back when somebody presents it who had not seen that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xfgrid.case.fold import Case
from xfgrid.case.order import named
from xfgrid.meeting.rules import Rules

BEFORE = frozenset(["called", "frozen"])
SITS = frozenset(["held", "checked", "approved"])
"""States after the session."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `cause` is the code of the rule that brought it, '' where a person did, whose `words` say why; `hour`
    (09:30) is when the resident was asked to come, '' without an appointment.

    `late` came after the notice to the members; `routine` stands in the consent block, read beforehand and decided
    together. `notes` are (side, words), side '' for none; `recused` are (office, reason).
    """

    case: str
    cause: str
    words: str
    hour: str
    must: bool
    late: bool
    routine: bool
    notes: tuple[tuple[str, str], ...] = ()
    recused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """A decision of an earlier meeting when this one opened: `stood` is "done", "late" or "running"."""

    case: str
    stood: str
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting. `held_on`, `noticed` and `opened` are ISO days; members are office codes; `attending` are free words.

    `typed_in` says why it was typed in after it was held on paper, `hurried` why the notice was shorter than the rule, ''
    where it was not. `followed` are the former decisions as
    they stood at the opening. `left` are (case, outcome) of
    items that the session neither decided nor postponed. `digest` is the content of the minutes as checked.
    """

    id: str
    office: str
    state: str
    held_on: str
    kind: str
    convenor: str
    members: tuple[str, ...]
    sits_at: str
    typed_in: str
    noticed: str
    hurried: str
    opened: str
    attended: tuple[str, ...]
    apologies: tuple[str, ...]
    attending: str
    items: tuple[Item, ...]
    followed: tuple[Followed, ...]
    left: tuple[tuple[str, str], ...]
    digest: str
    checker: str
    approved_at: str
    conflicts: tuple[str, ...]
    chain: str

    def item(self, case: str) -> Item | None:
        """The item of a case, None if it is not on the agenda."""
        return next((item for item in self.items if item.case == case), None)

    def deciders(self, case: str, barred: set[str]) -> list[str]:
        """The members present who may decide on an item: not recused in it, their office not barred from the case."""
        item = self.item(case)
        away = barred | {office for office, _ in (item.recused if item else ())}
        return [office for office in self.attended if office not in away]


def sitting(stream: Case, law: Rules) -> Sitting:
    """The meeting of a stream."""
    notice = _last(stream, "agenda_frozen")
    opening = _last(stream, "meeting_opened") if stream.state not in BEFORE else {}
    approval = _last(stream, "minutes_approved")
    return Sitting(
        id=stream.id,
        office=stream.owner,
        state=stream.state,
        held_on=stream.text("held_on"),
        kind=stream.text("sitting"),
        convenor=stream.text("convenor"),
        members=_codes(stream.get("members")),
        sits_at=stream.text("sits_at"),
        typed_in=str(_last(stream, "meeting_called").get("reason") or "")
        if not stream.of_type("meeting_moved")
        else "",
        noticed=str(notice.get("on") or ""),
        hurried=str(notice.get("reason") or ""),
        opened=str(opening.get("on") or ""),
        attended=_codes(stream.get("attended")),
        apologies=_codes(stream.get("apologies")),
        attending=stream.text("attending"),
        items=_items(stream, law),
        followed=_followed(opening.get("followed")),
        left=_pairs(_last(stream, "session_closed").get("left")),
        digest=stream.text("digest"),
        checker=stream.text("checker"),
        approved_at=str(approval.get("meeting") or ""),
        conflicts=tuple(stream.conflicts),
        chain=stream.heads("state")["state"][0],
    )


def presentations(stream: Case, law: Rules) -> dict[str, list[str]]:
    """The events that put each case on the agenda and still stand, by case."""
    taken_off = {one for key in stream.of_type("item_dropped") for one in named(stream.said[key].get("presented"))}
    found: dict[str, list[str]] = {}
    for key in stream.of_type("item_presented"):
        found.setdefault(str(stream.said[key].get("matter")), []).append(key)
    return {case: keys for case, keys in found.items() if _must(stream, law, keys) or not taken_off.issuperset(keys)}


def _must(stream: Case, law: Rules, keys: list[str]) -> bool:
    return any(law.must(str(stream.said[key].get("cause"))) for key in keys)


def _items(stream: Case, law: Rules) -> tuple[Item, ...]:
    standing = presentations(stream, law)
    came = {case: at for at, case in enumerate(sorted(standing, key=lambda case: _came(stream, standing[case])))}
    order = {case: at for at, case in enumerate(named(stream.get("agenda")))}
    told = order if stream.state != "called" else standing
    routine = set(named(stream.get("routine")))
    items = [_item(stream, law, case, keys, case not in told, case in routine) for case, keys in standing.items()]
    return tuple(
        sorted(items, key=lambda i: (i.late, not i.routine, order.get(i.case, len(order)), *_unordered(i, law, came)))
    )


def _unordered(item: Item, law: Rules, came: Mapping[str, int]) -> tuple[str, int, int]:
    """The place of an item that nobody has ordered: by its appointment, then by weight, then as they came."""
    return item.hour or "99:99", law.weight(item.cause), came[item.case]


def _came(stream: Case, keys: list[str]) -> tuple[str, str, int, str]:
    """When an item was first presented; of one moment, in the order in which its writer wrote."""
    return min((head.at, head.writer, head.seq, key) for key in keys for head in [stream.events[key].head])


def _item(stream: Case, law: Rules, case: str, keys: list[str], late: bool, routine: bool) -> Item:
    causes = sorted((str(stream.said[key].get("cause") or "") for key in keys), key=law.weight)
    words = [str(stream.said[key]["reason"]) for key in keys if stream.said[key].get("reason")]
    hours = [
        str(stream.said[key]["hour"])
        for key in sorted(keys, key=lambda key: _came(stream, [key]))
        if stream.said[key].get("hour")
    ]
    must = law.must(causes[0])
    notes = [(str(said.get("side") or ""), str(said.get("note"))) for said in _about(stream, "item_noted", case)]
    recused = {str(s.get("member")): str(s.get("reason") or "") for s in _about(stream, "member_recused", case)}
    return Item(
        case,
        causes[0],
        " ".join(words),
        hours[-1] if hours else "",
        must,
        late,
        routine and not must,
        tuple(notes),
        tuple(recused.items()),
    )


def _about(stream: Case, type_: str, case: str) -> list[Mapping[str, object]]:
    keys = sorted(stream.of_type(type_), key=lambda key: (stream.events[key].head.at, key))
    return [stream.said[key] for key in keys if stream.said[key].get("matter") == case]


def _last(stream: Case, type_: str) -> Mapping[str, object]:
    """What the last event of a type says; of several written apart, the one of the smallest hash."""
    keys = stream.of_type(type_)
    past = stream.past(*keys)
    last = [key for key in keys if key not in past]
    return stream.said[last[0]] if last else {}


def _codes(value: object) -> tuple[str, ...]:
    return tuple(named(value))


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    pairs = value if isinstance(value, list) else []
    return tuple((str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list) and len(pair) == 2)


def _followed(value: object) -> tuple[Followed, ...]:
    lines = value if isinstance(value, list) else []
    return tuple(Followed(*map(str, line)) for line in lines if isinstance(line, list) and len(line) == 4)
