"""What an act is judged by besides the case and who acts: the offices, the day, the promises, and what is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xfgrid.case.clocks import Promise
from xfgrid.case.offices import NOWHERE, Offices
from xfgrid.errors import InputError

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


def day(value: object) -> dt.date:
    """A civil day in ISO form; InputError `bad_date` if it is none."""
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError("bad_date", value=value) from error
