"""The rules of the joint meeting as data: what brings a case before it, how it is called, what it can choose."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

import msgspec

from xfgrid.data import read_toml
from xfgrid.errors import InputError, UnknownError

Count = Annotated[int, msgspec.Meta(ge=0)]


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a case stands on the queue. `must`: presented by the system, never taken off, only decided or postponed."""

    id: str
    band: Literal["must", "dispute", "work"]
    must: bool = False


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of meeting; its members are told `notice` working days before."""

    id: str
    notice: Count


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way the meeting can choose, with its source in law; for some kinds of dispute, or for all when none is named.

    `unsure`: the term it names must be checked with the organ."""

    id: str
    source: str
    kinds: tuple[str, ...] = ()
    unsure: bool = False


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it. Reasons stand in the order of their weight; `small` counts are not published."""

    version: int
    source: str
    postponements: Annotated[int, msgspec.Meta(ge=1)]
    small: Annotated[int, msgspec.Meta(ge=2)]
    small_sensitive: Annotated[int, msgspec.Meta(ge=2)]
    sitting: tuple[Kind, ...]
    reason: tuple[Reason, ...]
    option: tuple[Option, ...]

    def notice(self, sitting: str) -> int:
        """Working days between notice and meeting; UnknownError `unknown_sitting` for a kind nobody knows."""
        found = next((kind for kind in self.sitting if kind.id == sitting), None)
        if found is None:
            raise UnknownError("unknown_sitting", sitting=sitting, known=" ".join(kind.id for kind in self.sitting))
        return found.notice

    def weight(self, reason: str) -> int:
        """Smaller is weightier; words of a person weigh least."""
        return next((at for at, one in enumerate(self.reason) if one.id == reason), len(self.reason))

    def must(self, reason: str) -> bool:
        """Whether a case here for this reason cannot be taken off."""
        return any(one.must for one in self.reason if one.id == reason)

    def band(self, reason: str) -> str:
        """The band of the queue."""
        return next((one.band for one in self.reason if one.id == reason), "work")

    def options(self, kind: str) -> tuple[Option, ...]:
        """The ways open to a dispute of a kind."""
        return tuple(one for one in self.option if not one.kinds or kind in one.kinds)


@cache
def rules() -> Rules:
    """The rules as shipped; InputError `meeting_data` when the file is malformed."""
    try:
        return msgspec.convert(read_toml("meeting/rules.toml"), Rules)
    except msgspec.ValidationError as error:
        raise InputError("meeting_data", reason=str(error)) from error
