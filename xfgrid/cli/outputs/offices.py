"""What the commands of `xfgrid.cli.offices` answer with."""

from __future__ import annotations

import msgspec


class OfficeLine(msgspec.Struct):
    code: str
    name: str
    level: str
    kind: str
    parent: str | None
    valid_from: str = ""
    valid_to: str = ""


OFFICE_CHANGES = ("added", "renamed", "moved", "changed", "ended")


class OfficesImported(msgspec.Struct):
    """`county offices import`: how many offices the file has, and what becomes of them; `moved` have another office
    above them, `changed` another level, kind or dates, `ended` are no longer in the file. `written` tells whether a
    new version was published."""

    offices: int
    written: bool
    added: list[OfficeLine]
    renamed: list[OfficeLine]
    moved: list[OfficeLine]
    changed: list[OfficeLine]
    ended: list[OfficeLine]


class OfficeList(msgspec.Struct):
    """`offices`, `county offices`."""

    offices: list[OfficeLine]
