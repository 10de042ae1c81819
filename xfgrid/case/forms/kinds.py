"""Petition classes and dispute types, as the county keeps them in `schemas/forms/kinds.toml`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from xfgrid.case.forms.definition import Code, Option, Words
from xfgrid.case.words import squeezed
from xfgrid.errors import InputError


class PetitionClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of petitions, with the article that makes it one."""

    code: Code
    label: Words
    source: str


class DisputeType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A type of dispute. `sensitive` ones are shown to fewer and counted with k = 10; `also` are words of ledgers."""

    code: Code
    label: Words
    sensitive: bool = False
    also: tuple[str, ...] = ()


class Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"classes": "class", "types": "type"}):
    """All classes and types of one version."""

    version: Annotated[int, Meta(ge=1)]
    classes: Annotated[tuple[PetitionClass, ...], Meta(min_length=1)]
    types: Annotated[tuple[DisputeType, ...], Meta(min_length=1)]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Kinds:
        """From the parsed file; raises InputError `form_data` when it is malformed."""
        try:
            return msgspec.convert(data, cls)
        except msgspec.ValidationError as error:
            raise InputError("form_data", form="kinds", reason=str(error)) from error

    def lists(self) -> dict[str, tuple[Option, ...]]:
        """The options that fields take from here, by the name they use in `options_from`."""
        classes = tuple(Option(item.code, item.label) for item in self.classes)
        return {"class": classes, "type": tuple(Option(item.code, item.label) for item in self.types)}

    def sensitive(self, kind: str, flags: Collection[str] = ()) -> bool:
        """Whether a case is shown to fewer and counted with k = 10: by its type, or because a minor is involved.

        A type that this version does not know counts as sensitive.
        """
        found = next((item for item in self.types if item.code == kind), None)
        return found is None or found.sensitive or "minor" in flags

    def find(self, words: str) -> str | None:
        """The type that a ledger's words name: 邻里纠纷, 宅基地 or the code itself; None when they fit no type."""
        plain = squeezed(words)
        wanted = {plain, plain.removesuffix("纠纷"), plain.removesuffix("类"), plain.removesuffix("矛盾纠纷")}
        return next((item.code for item in self.types if wanted & _names(item)), None)


def _names(item: DisputeType) -> set[str]:
    return {squeezed(name) for name in (item.code, *item.label, *item.also)}
