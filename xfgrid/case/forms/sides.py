"""What a side of a dispute may be called as it is: roles and common nouns, kept in `schemas/forms/sides.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from xfgrid.errors import InputError


class Sides(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`words` are no names (邻居, 物业), by themselves or with one of `before` in front of them (隔壁邻居)."""

    version: Annotated[int, Meta(ge=1)]
    words: tuple[str, ...]
    before: tuple[str, ...] = ()

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Sides:
        """From the parsed file; raises InputError `form_data` when it is malformed."""
        try:
            return msgspec.convert(data, cls)
        except msgspec.ValidationError as error:
            raise InputError("form_data", form="sides", reason=str(error)) from error

    @property
    def plain(self) -> frozenset[str]:
        """Everything that stands as it is."""
        return frozenset(self.words) | {before + word for before in self.before for word in self.words}
