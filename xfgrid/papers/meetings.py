"""The facts of a joint meeting's papers, from plain values: who keeps meetings fills them, this knows no meeting.

Offices are names, days ISO, sentences ready to read. A field that is '' or empty is left out of the paper. The open
minutes take only what their dataclass has: no number, no title, no place, no word anybody typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from xfgrid.papers.cases import chinese, code


@dataclass(frozen=True, slots=True)
class Head:
    """The meeting: its office, what kind it is (信访工作联席会议), day, place, convenor; members or those present, `guests`
    named beside them, those who sent apologies; why the notice was short; number of the paper, '' for none."""

    office: str
    kind: str
    held_on: str
    sits_at: str = ""
    convenor: str = ""
    members: Sequence[str] = ()
    guests: str = ""
    apologies: Sequence[str] = ()
    hurried: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class FormerDecision:
    """A decision of an earlier meeting and how it stands (已办结, 在办, 逾期)."""

    number: str
    title: str
    owner: str
    due: str
    stands: str


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item with its brief. `part`: routine, item or late. `reason` says why it is on the agenda; `done`, `sides`,
    `dates` and `options` are sentences, `dates` with the days left, legal and internal told apart."""

    no: int
    part: str
    number: str
    title: str
    kind: str
    owner: str
    reason: str
    asked: str = ""
    facts: str = ""
    done: Sequence[str] = ()
    sides: Sequence[str] = ()
    dates: Sequence[str] = ()
    options: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One item of the internal minutes. `said` are sentences (recusals, positions, notes); `outcome` what became of it
    in words; `decision`, `owner`, `due`, `sentence` only where something was decided."""

    no: int
    number: str
    title: str
    said: Sequence[str] = ()
    outcome: str = ""
    decision: str = ""
    owner: str = ""
    due: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One item of the open minutes: its number in the order of the session, what became of it, office and day."""

    no: int
    outcome: str
    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """How the minutes were checked and approved, in sentences; `digest` of their content, `chain` the newest event."""

    checked: str
    approved: str
    digest: str
    chain: str


PARTS = ("routine", "item", "late")


def of_agenda(head: Head, former: Sequence[FormerDecision], items: Sequence[AgendaItem]) -> dict[str, Any]:
    """The facts of the agenda with its briefs; item 1 is how the last meeting's decisions stand."""
    parts = {part: [asdict(item) for item in items if item.part == part] for part in PARTS}
    return {**_head(head), "former": _former(former), "items": [asdict(item) for item in items], "parts": parts}


def of_notice(head: Head, items: Sequence[AgendaItem], sent_on: str) -> dict[str, Any]:
    """The facts of the notice to the members, sent on an ISO day."""
    return {**_head(head), "items": [asdict(item) for item in items], "today": chinese(sent_on)}


def of_minutes(
    head: Head, former: Sequence[FormerDecision], items: Sequence[MinutesItem], seal: Seal
) -> dict[str, Any]:
    """The facts of the internal minutes."""
    ended = [replace(item, decision=_ended(item.decision), sentence=_ended(item.sentence)) for item in items]
    return {**_head(head), "former": _former(former), "items": _dated(ended), "seal": _seal(seal)}


def of_open_minutes(
    head: Head,
    former: Sequence[FormerDecision],
    items: Sequence[OpenItem],
    counts: Sequence[tuple[str, str]],
    seal: Seal,
) -> dict[str, Any]:
    """The facts of the minutes anybody may read; `counts` are kinds of dispute with their number, or what stands for a
    number that is too small to be published."""
    bare = [{"owner": one.owner, "due": chinese(one.due), "stands": one.stands} for one in former]
    kinds = [{"kind": kind, "count": count} for kind, count in counts]
    head = Head(
        head.office, head.kind, head.held_on, members=head.members, apologies=head.apologies, number=head.number
    )
    return {**_head(head), "former": bare, "items": _dated(items), "counts": kinds, "seal": _seal(seal)}


def _head(head: Head) -> dict[str, Any]:
    return {**asdict(head), "held_on": chinese(head.held_on)}


def _seal(seal: Seal) -> dict[str, str]:
    return {**asdict(seal), "digest": code(seal.digest), "chain": code(seal.chain)}


def _ended(words: str) -> str:
    """With a full stop, where there is anything to end."""
    return f"{words.rstrip('。；;. ')}。" if words else ""


def _former(former: Sequence[FormerDecision]) -> list[dict[str, str]]:
    return [{**asdict(one), "due": chinese(one.due)} for one in former]


def _dated(items: Sequence[MinutesItem] | Sequence[OpenItem]) -> list[dict[str, Any]]:
    return [{**asdict(item), "due": chinese(item.due)} for item in items]
