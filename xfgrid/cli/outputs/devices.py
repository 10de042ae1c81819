"""What the commands of `xfgrid.cli.devices` answer with."""

from __future__ import annotations

import msgspec


class WaitingDevice(msgspec.Struct):
    device: str
    office: str
    role: str
    name: str


class WaitingDevices(msgspec.Struct):
    """`device waiting`."""

    devices: list[WaitingDevice]


class Approved(msgspec.Struct):
    """`device approve`."""

    device: str
    office: str


class Staff(msgspec.Struct):
    """`staff list`, `staff add`."""

    names: list[str]
