"""What the commands of `xfgrid.cli.transfer` answer with."""

from __future__ import annotations

import msgspec

from xfgrid.cli.outputs.shown import PromiseLine


class HandedOn(msgspec.Struct):
    """A case that somebody else looks after from now on. `due` ISO, '' for none; `promises` are its open dates."""

    case: str
    number: str
    title: str
    due: str
    promises: list[PromiseLine]


class Transferred(msgspec.Struct):
    """`county transfer`: what `giver` had, all of it now with `taker`."""

    giver: str
    taker: str
    cases: list[HandedOn]
