"""What the commands of `xfgrid.cli.bundle` answer with."""

from __future__ import annotations

import msgspec


class BundleWritten(msgspec.Struct):
    """`bundle export`: the file, how many events and how many keys of contacts it holds, its bytes."""

    file: str
    events: int
    keys: int
    bytes: int


class BundleRead(msgspec.Struct):
    """`bundle import`: events that are new here, that were known, that are held back, and (on a laptop) that are of
    cases of other offices and were passed over; `keys` of contacts that the file holds, whoever can open them."""

    events: int
    known: int
    held: int
    foreign: int
    keys: int
