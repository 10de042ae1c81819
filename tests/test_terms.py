"""The catalogue of words is complete in every language."""

from __future__ import annotations

import string

from xfgrid.terms import LANGUAGES, catalogue


def _holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys_with_the_same_holes() -> None:
    chinese, english = (catalogue(language) for language in LANGUAGES)
    assert chinese.keys() == english.keys()
    assert {k for k in chinese if _holes(chinese[k]) != _holes(english[k])} == set()
