"""The catalogue of words is complete in every language."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import sync
import xfgrid
from xfgrid.case.vocabulary import ACTS, NOTHING, SITTING, STATES, Act
from xfgrid.errors import RuleError
from xfgrid.terms import LANGUAGES, Terms, catalogue


def _holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys_with_the_same_holes() -> None:
    chinese, english = (catalogue(language) for language in LANGUAGES)
    assert chinese.keys() == english.keys()
    assert {k for k in chinese if _holes(chinese[k]) != _holes(english[k])} == set()


def test_every_error_the_code_raises_has_its_sentence() -> None:
    form = re.compile(r'[A-Z][a-z]+Error\(\s*"([a-z_]+)"')
    raised = {code for path in _sources() for code in form.findall(path.read_text(encoding="utf-8"))}
    assert raised
    assert {code for code in raised if f"errors.{code}" not in catalogue(LANGUAGES[0])} == set()


def test_every_state_and_every_step_of_a_case_has_a_word() -> None:
    words = catalogue(LANGUAGES[0])
    assert {state for state in STATES if f"case.state.{state}" not in words} == set()
    assert {act.type for act in ACTS if f"case.type.{act.type}" not in words} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", SITTING, ids=lambda act: act.action)
def test_what_a_meeting_refuses_is_said_with_words_for_every_act_and_state_of_it(act: Act, language: str) -> None:
    for state in {act.move.target, *act.move.source} - {"", NOTHING}:
        said = Terms(language).error(RuleError("state_forbids", action=act.action, state=state))
        assert "_" not in said.removesuffix("[state_forbids]")
        assert act.action not in said
        assert catalogue(language)[f"meeting.state.{state}"] in said


def _sources() -> Iterator[Path]:
    for package in (xfgrid, sync):
        yield from Path(package.__path__[0]).rglob("*.py")
