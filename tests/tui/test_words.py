"""What the screen says it says in the words of the screen: keys and places, no options and commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sync
import xfgrid
from tests import homes
from tests.tui.kit import opened, paste, press, seen
from xfgrid.terms import LANGUAGES, OnScreen, catalogue

OF_A_COMMAND = re.compile(r"--[a-z]|xfgrid [a-z]|(?<![\w.])[a-z]+=[a-z]|对照文件|mapping file")
MEANT = {
    "errors.county_behind": "for the county's administrator, who has no screen",
    "errors.contact_locked": "for a supervisor, who has no key for it",
    "errors.several_meetings": "only a command names a meeting by the beginning of its id",
    "meeting.said.none": "said by the command only",
    "errors.unknown_staff": "for the administrator of this computer, who has no key for it",
    "errors.transfer_only": "a slip without a case has no key",
    "screen.help.print_list": "a table is made by the command only",
    "ledger.said.sheet_unread": "said by the command only",
    "ledger.said.more": "said by the command only",
}
"""Sentences that may name a command, and why."""
BY_COMMAND = (
    "xfgrid/cli/", "xfgrid/browser/", "xfgrid/ledger/mapping.py", "xfgrid/journal/contact/tend.py",
    "sync/agent/credential.py", "sync/agent/service.py",
    *(f"sync/county/{name}" for name in ("admin", "aside", "backup", "county", "keysafe", "standing", "offices", "relist", "serve")),
)  # fmt: skip
"""Where the errors are raised that only whoever types a command can meet."""
LITERAL = re.compile(r'"((?:screen|ledger|meeting|case|acts|clocks|forms|papers|cli)\.[\w.{}\[\]\'() ]+)"')


def _sources() -> Iterator[tuple[str, str]]:
    for package in (xfgrid, sync):
        root = Path(package.__path__[0])
        for path in root.rglob("*.py"):
            yield path.relative_to(root.parent).as_posix(), path.read_text(encoding="utf-8")


def _said(language: str) -> dict[str, str]:
    """Every word that code other than that of commands can say, by key."""
    named = {key for where, text in _sources() if not where.startswith(BY_COMMAND) for key in LITERAL.findall(text)}
    forms = [re.compile(re.sub(r"\\{.*?\\}", ".+", re.escape(key))) for key in named]
    return {key: word for key, word in catalogue(language).items() if any(form.fullmatch(key) for form in forms)}


def _errors(language: str) -> dict[str, str]:
    """Every error that can be raised elsewhere than by commands, as the screen says it."""
    words = OnScreen(language)
    raised = {where: text for where, text in _sources() if not where.startswith(BY_COMMAND)}
    codes = [key for key in catalogue(language) if key.startswith("errors.")]
    met = (key for key in codes if any(f'"{key.partition(".")[2]}"' in text for text in raised.values()))
    return {key: words(key) for key in met}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_the_screen_says_names_an_option_or_a_command_unless_it_is_meant(language: str) -> None:
    said = {**_said(language), **_errors(language)}
    assert len(said) > 500
    assert {key for key, word in said.items() if OF_A_COMMAND.search(word)} == set(MEANT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_screen_says_otherwise_is_an_error_and_tells_the_same_facts(language: str) -> None:
    words, own = catalogue(language), "on_screen."
    for key in (key for key in words if key.startswith(own)):
        said = words[f"errors.{key.removeprefix(own)}"]
        assert set(re.findall(r"{(\w+)}", words[key])) == set(re.findall(r"{(\w+)}", said)), key


async def test_an_unknown_number_leads_to_the_ledger_of_the_screen(tmp_path: Path) -> None:
    async with opened(homes.enrol(tmp_path / "h")) as pilot:
        await press(pilot, "ctrl+o")
        await paste(pilot, "ZZZZ-0001")
        await press(pilot, "enter")
        assert "F3，再按 / 查找" in seen(pilot)
        assert "xfgrid" not in seen(pilot)
