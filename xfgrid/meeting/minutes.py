"""Minutes, in two forms from one source: what the members keep, and what may be read by anybody.

The internal form repeats what the meeting and its cases hold. The open form holds no words anybody typed, no number, no
title and no place of a case: only offices, dates and what became of each item, and counts by the rule for small numbers.
The convenor checks a content, named by its digest; when the content changes afterwards, everybody sees that it did.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass, replace

from xfgrid.case.canon import canonical
from xfgrid.errors import RuleError
from xfgrid.journal.desk import Desk
from xfgrid.journal.rows import title
from xfgrid.meeting.agenda import agenda
from xfgrid.meeting.brief import Brief
from xfgrid.meeting.outcome import Outcome
from xfgrid.meeting.sitting import SITS, Followed, Sitting
from xfgrid.meeting.small import published
from xfgrid.meeting.table import Table, find, looking, writing
from xfgrid.packages import kinds


@dataclass(frozen=True, slots=True)
class FollowedLine:
    """A decision of an earlier meeting; number and title are '' in the open form."""

    number: str
    title: str
    owner: str
    due: str
    stood: str


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One item. `cause` is the code of its rule, `words` what a person gave instead; `notes` are (side, words);
    `recused` are (office, reason). In the open form only `no` and the bare outcome are left."""

    no: int
    number: str
    title: str
    kind: str
    cause: str
    words: str
    late: bool
    routine: bool
    notes: tuple[tuple[str, str], ...]
    recused: tuple[tuple[str, str], ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one meeting. Offices are codes, days ISO.

    `counts` are items by kind of dispute, None for one that is not published (open form only). `digest` names the
    content; `checked` is the digest the convenor saw, '' before. `chain` is the newest event of the meeting, in hex.
    """

    form: str
    office: str
    kind: str
    held_on: str
    sits_at: str
    convenor: str
    attended: tuple[str, ...]
    attending: str
    apologies: tuple[str, ...]
    hurried: str
    followed: tuple[FollowedLine, ...]
    items: tuple[MinutesItem, ...]
    counts: tuple[tuple[str, int | None], ...] = ()
    digest: str = ""
    checked: str = ""
    checker: str = ""
    approved_on: str = ""
    chain: str = ""

    @property
    def changed(self) -> bool:
        """Whether the content is another than the convenor checked."""
        return bool(self.checked) and self.checked != self.digest


def internal(table: Table) -> Minutes:
    """The minutes for the members."""
    found = agenda(table)
    sitting = found.sitting
    content = Minutes(
        form="internal",
        office=sitting.office,
        kind=sitting.kind,
        held_on=sitting.opened or sitting.held_on,
        sits_at=sitting.sits_at,
        convenor=sitting.convenor,
        attended=sitting.attended,
        attending=sitting.attending,
        apologies=sitting.apologies,
        hurried=sitting.hurried,
        followed=tuple(_followed(table, line) for line in found.first),
        items=tuple(_item(no, brief) for no, brief in enumerate(found.all, 1)),
    )
    return _signed(table, sitting, content)


def open_form(minutes: Minutes, table: Table) -> Minutes:
    """The same minutes for anybody to read."""
    return replace(
        minutes,
        form="open",
        convenor="",
        attending="",
        hurried="",
        sits_at="",
        followed=tuple(replace(line, number="", title="") for line in minutes.followed),
        items=tuple(map(_bare, minutes.items)),
        counts=_counts(minutes, table),
        checker="",
    )


def check(desk: Desk, reference: str, checker: str = "") -> str:
    """The convenor has read the minutes and they are binding; returns the digest of what was checked.

    RuleError `minutes_not_ready` before the session has ended, `minutes_disputed` while two decisions differ.
    """
    with writing(desk, _id(desk, reference)) as table:
        minutes = internal(table)
        if table.sitting.state not in SITS:
            raise RuleError("minutes_not_ready")
        disputed = [item.number for item in minutes.items if item.outcome.kind == "disputed"]
        if disputed:
            raise RuleError("minutes_disputed", numbers=" ".join(disputed))
        table.note("check-minutes", {"digest": minutes.digest, "checker": checker or table.sitting.convenor})
    return minutes.digest


def approve(desk: Desk, reference: str, at: str) -> None:
    """The next meeting, in session, approves the minutes as they were checked.

    RuleError `not_next_meeting` or `minutes_changed` where it cannot.
    """
    with writing(desk, _id(desk, reference)) as table:
        following = Table(desk, table.connection, find(table.connection, at)).sitting
        if following.state not in SITS | {"in_session"} or following.opened <= table.sitting.opened:
            raise RuleError("not_next_meeting", meeting=at)
        minutes = internal(table)
        if minutes.changed:
            raise RuleError("minutes_changed")
        table.note("approve-minutes", {"digest": minutes.digest, "meeting": following.id})


def _id(desk: Desk, reference: str) -> str:
    with looking(desk, reference) as table:
        return table.meeting


def _signed(table: Table, sitting: Sitting, content: Minutes) -> Minutes:
    digest = hashlib.sha256(canonical(_plain(asdict(content)))).hexdigest()
    approved = Table(table.desk, table.connection, sitting.approved_at).sitting.opened if sitting.approved_at else ""
    return replace(
        content,
        digest=digest,
        checked=sitting.digest,
        checker=sitting.checker,
        approved_on=approved,
        chain=sitting.chain,
    )


def _plain(value: object) -> object:
    """Tuples as the lists of canonical JSON."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _followed(table: Table, line: Followed) -> FollowedLine:
    case = table.case(line.case)
    return FollowedLine(case.text("number"), title(case), line.owner, line.due, line.stood)


def _item(no: int, brief: Brief) -> MinutesItem:
    item = brief.item
    return MinutesItem(
        no,
        brief.number,
        brief.title,
        brief.kind,
        item.cause,
        item.words,
        item.late,
        item.routine,
        item.notes,
        item.recused,
        brief.outcome,
    )


def _bare(item: MinutesItem) -> MinutesItem:
    outcome = replace(item.outcome, decision="", sentence="", reason="")
    return MinutesItem(item.no, "", "", "", "", "", item.late, item.routine, (), (), outcome)


def _counts(minutes: Minutes, table: Table) -> tuple[tuple[str, int | None], ...]:
    counted = Counter(item.kind for item in minutes.items)
    law, types = table.law, kinds()
    least = {kind: law.small_sensitive if types.sensitive(kind) else law.small for kind in counted}
    return tuple(sorted(published(counted, least).items()))
