"""What the commands of `xfgrid.cli.care` answer with."""

from __future__ import annotations

import msgspec


class Fault(msgspec.Struct):
    """What does not fit in the journal; `reason` is one of `xfgrid.journal.verify.REASONS`, `event` the stored hash in
    hex, '' for a row of a list."""

    reason: str
    case: str
    writer: str
    seq: int
    event: str


class Verified(msgspec.Struct):
    """`verify`: how many events were held to their word, and what did not fit."""

    events: int
    faults: list[Fault]


class Check(msgspec.Struct):
    """`value` for people; `ok` is False for what somebody should look at."""

    name: str
    value: str
    ok: bool


class Doctor(msgspec.Struct):
    """`doctor`."""

    checks: list[Check]
