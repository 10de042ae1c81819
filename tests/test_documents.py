"""What the documents name is there: files, links, commands and their options, error codes of devices, modules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from xfgrid.cli.main import make_app
from xfgrid.terms import LANGUAGES, Terms, catalogue

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
ROOMS = ("xfgrid/case", "xfgrid/journal", "sync/agent", "sync/county", "sync/wire")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_of_the_program_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(
        r"`((?:xfgrid|sync|tests|schemas|scripts|benchmarks)/[\w./-]+)`", page.read_text(encoding="utf-8")
    )
    assert [name for name in named if "KIND" not in name and not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_exists_with_its_options(page: Path) -> None:
    assert [line for line in _commands(page) if _fault(line)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_help_and_errors_name_exists_with_its_options(language: str) -> None:
    said = [line for text in catalogue(language).values() for line in re.findall(r"xfgrid [a-z-]+(?: [a-z-]+)*", text)]
    assert len(said) > 80
    assert [line for line in said if _fault(line)] == []


def test_the_map_of_the_house_names_modules_that_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Where to look")[2]
    text = text.partition("\n## ")[0]
    for room in ROOMS:
        part = text.partition(f"**`{room}`**")[2].partition("\n**`")[0]
        named = {name.rstrip("/") for name in re.findall(r"`([a-z_]+(?:/[a-z_]*)?)`", part)}
        there = {path.stem for path in (ROOT / room).rglob("*.py")} | {path.name for path in (ROOT / room).iterdir()}
        assert {name for name in named if name.rpartition("/")[2] not in there} == set(), room
        assert named, room


def test_every_trouble_of_a_device_stands_in_operations_with_what_to_do() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    codes = {key.rpartition(".")[2] for key in catalogue(LANGUAGES[0]) if key.startswith("cli.trouble.")}
    assert {code for code in codes - {"none", "revoked"} if f"| `{code}` |" not in page} == set()


def _commands(page: Path) -> Iterator[str]:
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"```\n(.*?)```", text, re.S):
        yield from re.findall(r"^\s*(xfgrid .*?)(?:\s+#.*)?$", block, re.M)
    yield from re.findall(r"`(xfgrid [^`…]+)`", text)


def _fault(line: str) -> str:
    """What of a command line the program does not know; '' for a good one."""
    command: Any = get_command(make_app(Terms()))
    words = iter(line.split()[1:])
    for word in words:
        if word.startswith("--"):
            known = {name: not parameter.is_flag for parameter in _options(command) for name in parameter.opts}
            if word not in {*known, "--help", "--home"}:
                return word
            if known.get(word, word == "--home"):
                next(words, "")
        elif hasattr(command, "commands"):
            if word not in command.commands:
                return word
            command = command.commands[word]
    return ""


def _options(command: Any) -> list[Any]:
    return [parameter for parameter in command.params if parameter.param_type_name == "option"]
