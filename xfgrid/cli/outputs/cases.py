"""What the commands of `xfgrid.cli.cases` answer with."""

from __future__ import annotations

import msgspec


class New(msgspec.Struct):
    """`new`: the id of the case."""

    case: str


class ListedCase(msgspec.Struct):
    case: str
    number: str
    title: str
    state: str
    owner: str
    due: str
    due_kind: str
    provisional: bool


class CaseList(msgspec.Struct):
    """`list`. `due` is the ISO day on which the next thing is owed, '' for none; `due_kind` tells whether it is set by
    law ("legal") or by an office ("internal"), `provisional` whether it is estimated; `owner` an office code."""

    cases: list[ListedCase]


class LikelyCase(msgspec.Struct):
    """`why`: what it has in common with the values given, of place, kind and asked."""

    case: str
    number: str
    title: str
    state: str
    why: list[str]


class Likelies(msgspec.Struct):
    """`likely`: the most alike first."""

    likely: list[LikelyCase]


class QueuedCase(msgspec.Struct):
    """`reason` is the weightiest reason as a sentence, `reasons` are the codes of all; `band` must, dispute or work."""

    case: str
    number: str
    title: str
    reason: str
    due: str
    reasons: list[str]
    band: str
    postponed: int


class Queue(msgspec.Struct):
    """`queue`."""

    queue: list[QueuedCase]
