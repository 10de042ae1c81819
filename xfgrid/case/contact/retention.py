"""How long a contact is kept: until so many days after the case ended. Figures are data, `schemas/contact/terms.toml`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from xfgrid.case.fold import Case

Days = Annotated[int, msgspec.Meta(ge=1, le=3650)]


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The periods of keeping, in calendar days, `jump_hours` in hours; `source` names the law and version of the data.

    `retention_days` after the end of a case its contact goes. `lease_days` without the county a laptop's keys go.
    `backup_days` a copy of the keys is kept. A draft that nobody touched for `draft_days` loses its contact. A clock that moves by more than `jump_hours` at once locks contacts;
    nothing is destroyed on its word for `hold_days`.
    """

    version: str
    source: str
    retention_days: Days
    lease_days: Days
    backup_days: Days
    draft_days: Days
    jump_hours: Annotated[int, msgspec.Meta(ge=1)]
    hold_days: Days


def due_on(case: Case, terms: Terms) -> dt.date | None:
    """The civil day from which the contact of a case must be gone; None while the case is live or disputed."""
    if case.live or "state" not in case.fields or case.fields["state"].disputed:
        return None
    ended = max(_day(case, head.event) for head in case.fields["state"].heads)
    return ended + dt.timedelta(days=terms.retention_days)


def _day(case: Case, event: str) -> dt.date:
    """The civil day of an act as its author confirmed it, else the day it was written."""
    try:
        return dt.date.fromisoformat(str(case.said[event].get("on")))
    except ValueError:
        return dt.date.fromisoformat(case.events[event].head.at[:10])
