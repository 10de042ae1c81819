"""What a form asks: fields with their purpose and readers. A county may replace a form, never what the law of the
program refuses (`form_lint`) or asks for (`gates`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from xfgrid.errors import InputError

Code = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
Sentence = Annotated[str, Meta(min_length=1, max_length=200)]
Role = Literal["liaison", "grid_worker", "township", "county", "resident"]
Type = Literal["line", "text", "date", "choice", "choices", "label", "contact"]
Section = Literal["body", "text", "sealed"]
Language = Literal["zh-CN", "en"]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"zh": "zh-CN"}):
    """The same words in every language of the program."""

    zh: Sentence
    en: Sentence

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == "zh-CN" else self.en

    def __iter__(self) -> Iterator[str]:
        return iter((self.zh, self.en))


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the answers a field offers."""

    code: Code
    label: Words


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field.

    `section` of the event it is written to: `body` (structured), `text` (free words, can be redacted), `sealed`
    (ciphertext). `purpose` is what the resident may be told, `readers` the roles that see the value. `max_length`
    counts characters. `options_from` takes the options from a list of `kinds.toml`. `was` names the codes that
    earlier versions used for the same question. `plain` are words that a label leaves as they are, besides those of
    `sides.toml` and the names of offices.
    """

    code: Code
    type: Type
    section: Section
    label: Words
    purpose: Words
    readers: Annotated[tuple[Role, ...], Meta(min_length=1)]
    max_length: Annotated[int, Meta(ge=1, le=20_000)]
    required: bool = False
    options: tuple[Option, ...] = ()
    options_from: Literal["", "class", "type"] = ""
    was: tuple[Code, ...] = ()
    plain: frozenset[str] = frozenset()

    def codes(self) -> tuple[str, ...]:
        """The codes of the options, in the order in which they are offered."""
        return tuple(option.code for option in self.options)


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"fields": "field"}):
    """A form of one version."""

    code: Code
    version: Annotated[int, Meta(ge=1)]
    title: Words
    fields: Annotated[tuple[Field, ...], Meta(min_length=1)]

    @classmethod
    def from_data(
        cls,
        data: Mapping[str, Any],
        lists: Mapping[str, Sequence[Option]] | None = None,
        plain: Collection[str] = (),
    ) -> Form:
        """From a parsed forms file; `lists` hold the options of `kinds.toml` (`Kinds.lists`), `plain` is as in `leaving`.

        Raises InputError `form_data` when the file is malformed or does not fit together.
        """
        try:
            form = msgspec.convert(data, cls)
        except msgspec.ValidationError as error:
            raise InputError("form_data", form=data.get("code", ""), reason=str(error)) from error
        fields = tuple(_with_options(field, lists or {}) for field in form.fields)
        for reason in _misfits(fields):
            raise InputError("form_data", form=form.code, reason=reason)
        return msgspec.structs.replace(form, fields=fields).leaving(plain)

    def leaving(self, plain: Collection[str]) -> Form:
        """The form whose labels leave these words as they are too: what sides are called, names of offices."""
        fields = tuple(_leaving(field, plain) if field.type == "label" else field for field in self.fields)
        return msgspec.structs.replace(self, fields=fields)

    def __getitem__(self, code: str) -> Field:
        return next(field for field in self.fields if field.code == code)


def _with_options(field: Field, lists: Mapping[str, Sequence[Option]]) -> Field:
    if not field.options_from:
        return field
    return msgspec.structs.replace(field, options=tuple(lists.get(field.options_from, ())))


def _leaving(field: Field, plain: Collection[str]) -> Field:
    return msgspec.structs.replace(field, plain=field.plain.union(plain))


def _misfits(fields: Sequence[Field]) -> list[str]:
    """What types alone cannot say, one sentence each."""
    codes = [field.code for field in fields]
    twice = [f"{code}: this code comes twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
    chosen = [field for field in fields if field.type in ("choice", "choices")]
    bare = [f"{field.code}: nothing to choose from" for field in chosen if not field.options]
    return twice + bare
