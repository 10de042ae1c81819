"""What the commands of `xfgrid.cli.county` answer with."""

from __future__ import annotations

import msgspec


class CountyMade(msgspec.Struct):
    """`county init`: the county's name and how many offices its list has."""

    county: str
    offices: int


class Code(msgspec.Struct):
    """`county enrol`: a code to be used once."""

    code: str


class Published(msgspec.Struct):
    """`county clocks`, `county form`: the version of the package that every laptop gets with its next exchange; without a file the one
    in force."""

    version: str


class Served(msgspec.Struct):
    """`county serve`, when it was stopped."""

    url: str


class DeviceLine(msgspec.Struct):
    """`seen`, `stick`, `wedged`, `ahead`, `revoked`, `forked` are UTC times, '' for never: `stick` when it was last heard of
    by USB stick, `ahead` since when it has read more than this database wrote; `behind` commits it has not read, `held`
    and `parked` events and `errors` as it last said; `trouble` names what asks for the administrator."""

    device: str
    office: str
    role: str
    name: str
    seen: str
    stick: str
    behind: int
    held: int
    parked: int
    errors: str
    wedged: str
    ahead: str
    revoked: str
    forked: str
    trouble: list[str]


class DeviceList(msgspec.Struct):
    """`county devices`."""

    devices: list[DeviceLine]


class Revoked(msgspec.Struct):
    """`county revoke`."""

    device: str


class HeldEvent(msgspec.Struct):
    """`event` is the hash in hex; `device`, `office` and `name` say who wrote it, '' of a computer that is not known here; `seq` is
    its place in what that computer wrote; `kept` whether its content is here and it can be released."""

    event: str
    device: str
    office: str
    name: str
    writer: str
    seq: int
    case: str
    reason: str
    at: str
    kept: bool


class HeldList(msgspec.Struct):
    """`county quarantine`: what is held back now."""

    held: list[HeldEvent]


class CountyTime(msgspec.Struct):
    """`county confirm-time`: the civil day of the server's clock, believed from now on."""

    day: str


class BackedUp(msgspec.Struct):
    """`county backup`."""

    file: str
    bytes: int


class Restored(msgspec.Struct):
    """`county restore`: the epoch that began."""

    epoch: str
