"""What no form may ask and no import may keep: the linter of charter rules 2 to 4.

The words stand in `schemas/forms/forbidden.toml`; they are compared after everything that hides a word is taken
out: width, spaces, marks between signs, traditional forms, camelCase, letters set apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xfgrid.case.forms.gates import NOTICE
from xfgrid.case.forms.problem import Problem
from xfgrid.case.words import spelled, squeezed

if TYPE_CHECKING:
    from xfgrid.case.forms.definition import Field, Form

_FIGURES_AS_LETTERS = str.maketrans("01345$@", "oieassa")
"""`sc0re` and `r1sk` are read both ways."""

_LONG_WORD = 8
"""English words of this length are also looked for inside other words."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One kind of words that are refused, by its reason code."""

    code: str
    chinese: re.Pattern[str]
    english: re.Pattern[str]
    harmless: re.Pattern[str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Refused:
        """From one `[[refused]]` table of `forbidden.toml`."""
        long = [word for word in data["en"] if len(word) >= _LONG_WORD and " " not in word]
        return cls(
            code=data["code"],
            chinese=_any(map(squeezed, [*data["zh"], *long])),
            english=re.compile(rf"\b(?:{_any(map(spelled, data['en'])).pattern})(?:s|es)?\b"),
            harmless=_any(form(word) for word in data.get("except", []) for form in (squeezed, spelled)),
        )

    def found_in(self, words: str) -> bool:
        """Whether the words hold a refused one."""
        return bool(
            self.chinese.search(self.harmless.sub(" ", squeezed(words)))
            or self.english.search(self.harmless.sub(" ", spelled(words)))
        )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({*words} - {""}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


@dataclass(frozen=True, slots=True)
class Column:
    """Headers that name a party or a channel: one of the core words, and nothing but these and what stands around."""

    code: str
    core: re.Pattern[str]
    whole: re.Pattern[str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Column:
        """From one `[[column]]` table of `forbidden.toml`."""
        core, around = (list(map(squeezed, data[key])) for key in ("any", "around"))
        return cls(
            data["code"], _any(core), re.compile(rf"(?:{_any(core + around).pattern}|[0-9一二三四五甲乙丙ab])++")
        )

    def named_by(self, header: str) -> bool:
        """Whether a squeezed header is such a one; takes no longer on a hostile header than on a plain one."""
        return bool(self.core.search(header) and self.whole.fullmatch(header))


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Everything that `forbidden.toml` refuses."""

    refused: tuple[Refused, ...]
    columns: tuple[Column, ...]
    variants: Mapping[int, int]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Forbidden:
        """From the whole of `forbidden.toml`."""
        return cls(
            refused=tuple(map(Refused.from_data, data["refused"])),
            columns=tuple(map(Column.from_data, data["column"])),
            variants=str.maketrans(data["variants"]["from"], data["variants"]["to"]),
        )

    def reason(self, words: str) -> str | None:
        """Why these words are refused in a form: the code of the first kind that holds them, or None."""
        plain = words.translate(self.variants)
        readings = {plain, plain.translate(_FIGURES_AS_LETTERS)}
        return next((kind.code for kind in self.refused if any(map(kind.found_in, readings))), None)

    def refused_column(self, header: str) -> str | None:
        """Why a spreadsheet's column is not kept: `party`, `contact` or a reason of the forms, or None.

        Brackets and what they hold are hints of the sheet and not looked at: 联系电话（必填） is 联系电话.
        """
        plain = re.sub(r"[(（\[【].*?[)）\]】]", "", header).translate(self.variants)
        named = next((column.code for column in self.columns if column.named_by(squeezed(plain))), None)
        return named or self.reason(header)

    def lint(self, form: Form) -> list[Problem]:
        """Everything for which a form is refused, field by field; an empty list lets it pass.

        Words are looked at in the codes, labels, purposes and options of both languages. Beyond words: a contact is
        sealed, there is one of it, the county never reads what is sealed, and a form with a contact records the notice.
        """
        worded = [Problem(field.code, code) for field in form.fields if (code := self._worded(field))]
        return worded + list(_structure(form))

    def _worded(self, field: Field) -> str | None:
        options = (words for option in field.options for words in (option.code, *option.label))
        reasons = map(self.reason, (field.code, *field.label, *options, *field.purpose))
        return next((code for code in reasons if code), None)


def _structure(form: Form) -> Iterator[Problem]:
    contacts = [field for field in form.fields if field.type == "contact"]
    sealed = [field for field in form.fields if field.section == "sealed"]
    yield from (Problem(field.code, "second_contact") for field in contacts[1:])
    yield from (Problem(field.code, "contact_unsealed") for field in contacts if field not in sealed)
    yield from (Problem(field.code, "sealed_to_county") for field in sealed if "county" in field.readers)
    if sealed and not {field.code for field in form.fields}.issuperset(NOTICE):
        yield Problem(sealed[0].code, "no_notice")
