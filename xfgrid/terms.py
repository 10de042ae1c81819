"""The words shown to people: one catalogue a language, `schemas/terms/<language>/*.toml`.

A key is `<file>.<path in the file>`, for instance `errors.unknown_case` or `case.state.registered`.
Chinese is the first language; English is kept complete (a test compares both).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import tomli

from xfgrid.data import schemas
from xfgrid.errors import XfgridError

LANGUAGES = ("zh-CN", "en")


def _flat(prefix: str, node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            yield from _flat(key, value)
        else:
            yield key, str(value)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All words of one language, by key."""
    files = sorted((schemas() / "terms" / language).glob("*.toml"))
    return {key: word for file in files for key, word in _area(language, file.stem).items()}


@cache
def _area(language: str, name: str) -> dict[str, str]:
    """The words of one file, none where there is no such file; read when the first of them is asked for."""
    file = schemas() / "terms" / language / f"{name}.toml"
    return dict(_flat(name, tomli.loads(file.read_text(encoding="utf-8")))) if file.exists() else {}


class _Dots(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


class Terms:
    """The words of one language; called with a key and the facts the sentence names.

    `own` are the words of a county's own forms, by key: they come before those of the catalogue.
    """

    def __init__(self, language: str = "zh-CN") -> None:
        self.language = language
        self.own: Mapping[str, str] = {}

    def __call__(self, key: str, /, **facts: object) -> str:
        word = self._words(key)[key]
        return word.format_map(facts) if facts else word

    def _words(self, key: str) -> dict[str, str]:
        """The words among which a key stands."""
        return _area(self.language, key.partition(".")[0])

    def get(self, key: str, default: str) -> str:
        """The word, or `default` for terms that another version or county added."""
        return self.own.get(key) or self._words(key).get(key, default)

    def choice(self, field: str, code: str) -> str:
        """The word for one of the few things a field may say, the code itself where it has none. A ledger mapped by hand
        has a code of its own."""
        known = "by-hand" if field == "source" and code.startswith("by-hand-") else code
        return self.get(f"case.choice.{field}.{known}", code)

    def failed(self, code: str, **known: object) -> str:
        """The sentence of an error of which a home kept only the code; facts that are not known are dots."""
        return self.get(f"errors.{code}", code).format_map(_Dots(known))

    def error(self, error: XfgridError) -> str:
        """The sentence of an error, its code in brackets; what its facts name is said in words."""
        facts = {name: self._worded(name, value, error.facts) for name, value in error.facts.items()}
        return f"{self(f'errors.{error.code}', **facts)} [{error.code}]"

    def _worded(self, name: str, value: object, facts: Mapping[str, object]) -> object:
        """Reasons, states, actions, roles and types of events by their words; fields and choices by their words and the names they are typed by."""
        if not isinstance(value, str):
            return value
        if name == "reason":
            words = (
                self.get(f"{area}.{value}", "") for area in ("reasons", "forms.refused", "forms.unfit", "forms.problem")
            )
            return next(filter(None, words), value)
        if name == "meaning":
            return self._typed(f"ledger.field.{value}", value)
        if name in ("field", "fields", "part"):
            return " ".join(self._typed(f"case.field.{one}", one) for one in value.split(" "))
        if name == "roles":
            return " ".join(self._typed(f"case.role.{one}", one) for one in value.split())
        if name == "known" and "part" in facts:
            return "  ".join(self._chosen(f"case.choice.{facts['part']}.{one}", one) for one in value.split())
        if name in ("state", "action", "role", "type"):
            return " / ".join(self._coded(name, one) for one in value.split(" / "))
        return value

    def _coded(self, group: str, code: str) -> str:
        """The word of a code of cases, else of meetings."""
        return self.get(f"case.{group}.{code}", self.get(f"meeting.{group}.{code}", code))

    def _typed(self, key: str, name: str) -> str:
        word = self.get(key, "")
        return f"{word}({name})" if word else name

    def _chosen(self, key: str, code: str) -> str:
        return " ".join(filter(None, [code, self.get(key, "")]))


class OnScreen(Terms):
    """The words of the screen: its errors say keys and places where those of a command say options, and names without
    the codes that only a command takes."""

    def _words(self, key: str) -> dict[str, str]:
        return _errors_on_screen(self.language) if key.startswith("errors.") else super()._words(key)

    def _typed(self, key: str, name: str) -> str:
        return self.get(key, name)

    def _chosen(self, key: str, code: str) -> str:
        return self.get(key, code)


@cache
def _errors_on_screen(language: str) -> dict[str, str]:
    own = {f"errors.{key.partition('.')[2]}": words for key, words in _area(language, "on_screen").items()}
    return {**_area(language, "errors"), **own}
