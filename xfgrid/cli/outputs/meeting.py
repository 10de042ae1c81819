"""The JSON that `meeting` commands answer with; agenda, minutes and notices are those of `xfgrid.meeting`."""

from __future__ import annotations

import msgspec

from xfgrid.meeting.agenda import Agenda
from xfgrid.meeting.minutes import Minutes
from xfgrid.meeting.notices import Notice


class MeetingLine(msgspec.Struct):
    """`meeting` is its id; `held_on` an ISO day; `kind` monthly, extra or reception; `items` how many."""

    meeting: str
    held_on: str
    kind: str
    state: str
    items: int


class MeetingList(msgspec.Struct):
    """`meeting list`, the earliest first."""

    meetings: list[MeetingLine]


class MeetingDone(msgspec.Struct):
    """Every command that writes: the meeting as it stands then."""

    meeting: str
    state: str
    items: int


class MeetingShown(msgspec.Struct):
    """`meeting show`: the agenda with a brief of each item, and the supervision notices that follow."""

    agenda: Agenda
    notices: list[Notice]


class MeetingMinutes(msgspec.Struct):
    """`meeting minutes`, in the form asked for."""

    minutes: Minutes
