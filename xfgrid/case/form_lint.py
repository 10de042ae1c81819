"""What no form may ask and no import may keep: the linter of charter rules 2 to 4.

The words stand in `schemas/forms/forbidden.toml`; they are compared after everything that hides a word is taken
out: width, spaces, marks between signs, traditional forms, camelCase, letters set apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_LONG_WORD = 8
"""English words of this length are also looked for inside other words."""


def squeezed(words: str) -> str:
    """The signs that carry meaning and nothing between them: `风 险-等级` and `风险等级` are the same."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())


def spelled(words: str) -> str:
    """English words apart, one space between: `riskScore`, `risk_score` and `r i s k score` are the same."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", unicodedata.normalize("NFKC", words))
    apart = re.sub(r"[^a-z0-9]+", " ", apart.casefold()).strip()
    return re.sub(r"\b(?:[a-z] ){2,}[a-z]\b", lambda letters: letters[0].replace(" ", ""), apart)


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
    """Headers that name a party or a channel: made of these words and nothing else."""

    code: str
    header: re.Pattern[str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Column:
        """From one `[[column]]` table of `forbidden.toml`."""
        core, around = (_any(map(squeezed, data[key])).pattern for key in ("any", "around"))
        return cls(data["code"], re.compile(rf"(?:{around})*(?:{core})(?:{core}|{around}|[0-9一二三四五甲乙丙ab])*"))


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
        return next((kind.code for kind in self.refused if kind.found_in(plain)), None)

    def refused_column(self, header: str) -> str | None:
        """Why a spreadsheet's column is not kept: `party`, `contact` or a reason of the forms, or None.

        Brackets and what they hold are hints of the sheet and not looked at: 联系电话（必填） is 联系电话.
        """
        plain = re.sub(r"[(（\[【].*?[)）\]】]", "", header).translate(self.variants)
        named = next((column.code for column in self.columns if column.header.fullmatch(squeezed(plain))), None)
        return named or self.reason(header)
