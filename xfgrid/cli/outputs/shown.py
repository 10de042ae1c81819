"""What the commands of `xfgrid.cli.shown` answer with."""

from __future__ import annotations

from typing import Any

import msgspec

from xfgrid.cli.outputs.cases import ListedCase


class TimelineEntry(msgspec.Struct):
    """`at` is when it was written, UTC; `on` the civil day on which it happened; `by` the role and office."""

    event: str
    type: str
    at: str
    on: str
    by: str
    text: str


class PromiseLine(msgspec.Struct):
    """A promise, open or not: `rule` the clock, `kind` legal or internal, `effect` what follows when the day passes
    (owed, lapses, opens), `why` how the day was counted, in one sentence. Days are ISO, '' for none."""

    rule: str
    kind: str
    effect: str
    due: str
    provisional: bool
    met: str
    ended: str
    why: str


class ShownCase(ListedCase):
    """`show`: the case as in `list`; `fields` are its values, `conflicts` the names of those in dispute; `promises` are
    told with --why. `contact` is how the contact stands here: none, sealed, waiting (待移交), erased; `same_as` are number and
    title of the cases that are the same matter."""

    fields: dict[str, Any]
    conflicts: list[str]
    timeline: list[TimelineEntry]
    promises: list[PromiseLine]
    contact: str
    same_as: list[str]
