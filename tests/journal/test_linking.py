"""并为同一事项: whoever looks at either of two linked cases is told of the other (样例·虚构)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.homes import CASE, COUNTY, PASSPHRASE, desk
from tests.tui.kit import opened, press, seen
from xfgrid.cli.main import main
from xfgrid.errors import RuleError, UnknownError
from xfgrid.journal.desk import Desk


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "town") as opened:
        yield opened


@pytest.fixture
def pair(town: Desk) -> tuple[str, str]:
    return town.register(CASE), town.register({**CASE, "asked": "请修好水渠的闸门"})


def number(town: Desk, case: str) -> str:
    return town.case(case).text("number")


def test_a_link_stands_on_both_cases_and_so_does_its_undoing(town: Desk, pair: tuple[str, str]) -> None:
    one, other = pair
    link, _ = town.act(one, "link", {"as": number(town, other)})
    assert (town.case(one).same_as, town.case(other).same_as) == ({other}, {one})
    town.act(one, "undo", {"undoes": link.hash.hex(), "reason": "看错了"})
    assert (town.case(one).same_as, town.case(other).same_as) == (set(), set())


def test_a_link_with_a_case_that_went_to_another_organ_is_still_taken_back_on_ones_own(
    town: Desk, pair: tuple[str, str]
) -> None:
    one, other = pair
    town.act(other, "assign", {"owner": COUNTY, "due": "2027-01-05"})
    link, _ = town.act(one, "link", {"as": other})
    town.act(one, "undo", {"undoes": link.hash.hex(), "reason": "看错了"})
    assert (town.case(one).same_as, town.case(other).same_as) == (set(), {one})


def test_a_case_is_linked_neither_with_itself_nor_with_a_number_that_nobody_has(
    town: Desk, pair: tuple[str, str]
) -> None:
    one, _ = pair
    with pytest.raises(RuleError, match="link_itself"):
        town.act(one, "link", {"as": number(town, one)})
    with pytest.raises(UnknownError, match="unknown_case"):
        town.act(one, "link", {"as": "AAAAA-9999"})
    assert town.case(one).same_as == set()


def test_a_link_where_one_of_the_cases_is_barred_to_its_author_is_refused_on_both(
    town: Desk, pair: tuple[str, str]
) -> None:
    one, other = pair
    town.act(other, "bar", {"barred": town.actor.staff, "reason": "与一方有利害关系"})
    with pytest.raises(RuleError, match="barred"):
        town.act(one, "link", {"as": other})
    assert (town.case(one).same_as, town.case(other).same_as) == (set(), set())


async def test_the_linked_case_is_named_on_the_screen_and_by_show_on_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    home = tmp_path / "h"
    with desk(home) as town:
        cases = town.register(CASE), town.register({**CASE, "asked": "请修好水渠的闸门"})
        names = [f"{number(town, case)} {town.case(case).text('asked')}" for case in cases]
        town.act(cases[0], "link", {"as": cases[1]})
    for case, name in zip(cases, reversed(names), strict=True):
        assert main(["show", case, "--home", str(home), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["same_as"] == [name]
        assert main(["show", case, "--home", str(home)]) == 0
        assert f"同一事项: {name}" in capsys.readouterr().out
    async with opened(home, size=(100, 40)) as pilot:
        await press(pilot, "enter")
        assert "同一事项" in seen(pilot)
        assert any(name in seen(pilot) for name in names)
