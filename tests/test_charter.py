"""`docs/charter.md` holds: every rule names its tests, each file named is there, and says which rule it holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "charter.md").read_text(encoding="utf-8")
RULES = range(1, 11)


def _rows(heading: str) -> dict[int, str]:
    """The rows of the table under a heading, by the number of their rule."""
    part = PAGE.partition(heading)[2].partition("\n## ")[0]
    return {int(number): row for number, row in re.findall(r"^\| (\d+) \|(.*)\|$", part, re.M)}


TESTS = _rows("## Which tests hold which rule")


def _files(row: str) -> list[Path]:
    """The test files and folders a row names; a bare name stands in some folder of tests."""
    named = re.findall(r"`(?:(tests/[\w/]+(?:\.py)?/?)|(test_\w+\.py))`", row)
    return [ROOT / path if path else next((ROOT / "tests").rglob(name), ROOT / name) for path, name in named]


def test_all_ten_rules_are_listed_and_have_tests() -> None:
    assert list(_rows("## Always")) == list(TESTS) == list(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_every_test_a_rule_names_is_there_and_some_test_bears_its_number(rule: int) -> None:
    files = _files(TESTS[rule])
    assert files
    assert [str(file) for file in files if not file.exists()] == []
    inside = [found for file in files for found in ([file] if file.is_file() else file.rglob("test_*.py"))]
    assert any(f"def test_charter_{rule:02}_" in file.read_text(encoding="utf-8") for file in inside)


def test_a_test_that_bears_the_number_of_a_rule_stands_in_a_file_the_rule_names() -> None:
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for number in {int(n) for n in re.findall(r"def test_charter_(\d\d)_", file.read_text(encoding="utf-8"))}:
            places = _files(TESTS[number])
            assert file in places or any(place in file.parents for place in places), f"{file.name}: rule {number}"


def test_a_rule_that_waits_for_the_residents_page_says_so() -> None:
    waiting = {rule for rule, row in TESTS.items() if row.rsplit("|", 1)[-1].strip() != "–"}
    assert waiting == {6, 7, 9, 10}
