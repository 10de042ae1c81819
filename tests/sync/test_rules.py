"""A county's own terms reach every laptop; what was promised before keeps its rules (样例·虚构)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.county.rules import publish
from tests.homes import GRID, TOWN
from tests.sync.kit import Laptop, county
from xfgrid.case.clocks import Promise
from xfgrid.data import schemas
from xfgrid.errors import InputError

SEVEN = 'id = "settled"\nversion = 2\nkind = "internal"\n'


def rules(path: Path, days: int) -> list[Path]:
    """The shipped rules with another number of days to settle, as a county would write them."""
    shipped = (schemas() / "clocks" / "internal.toml").read_text(encoding="utf-8")
    head, tail = shipped.split(SEVEN)
    changed = head + SEVEN.replace("version = 2", "version = 3") + tail.replace("amount = 7", f"amount = {days}", 1)
    (path / "internal.toml").write_text(changed, encoding="utf-8")
    return [path / "internal.toml", *(schemas() / "clocks" / name for name in ("legal.toml", "meeting.toml"))]


def settled(laptop: Laptop, case: str) -> Promise:
    with laptop.desk() as desk:
        return {p.rule.id: p for p in desk.dues(desk.case(case)).promises}["settled"]


def test_a_changed_term_counts_for_later_cases_on_every_laptop_and_never_for_earlier_ones(tmp_path: Path) -> None:
    server = county(tmp_path / "county")
    grid, town = (Laptop(server, tmp_path / role, role, at) for role, at in (("grid_worker", GRID), ("township", TOWN)))
    before = grid.register()
    grid.sync()
    publish(server, rules(tmp_path, 10), [])
    grid.sync()
    after = grid.register()
    assert grid.sync().in_step
    assert town.sync().in_step
    for laptop in (grid, town):
        assert [(settled(laptop, case).rule.version, settled(laptop, case).last.day) for case in (before, after)] == [
            (2, 12),
            (3, 15),
        ]


YEAR = """year = 2003
version = 1
source = ["样例·虚构"]

[[holiday]]
name = "new_years_day"
off = ["01-01"]
make_up = ["02-22"]
"""


def test_a_year_of_its_own_makes_estimated_days_exact_on_every_laptop_also_of_earlier_promises(tmp_path: Path) -> None:
    server = county(tmp_path / "county")
    town = Laptop(server, tmp_path / "town", "township", TOWN)
    case = town.register(received="2003-02-07")
    assert _notice(town, case) == ("2003-02-24", True)  # the 22nd is a Saturday
    town.sync()
    (tmp_path / "2003.toml").write_text(YEAR, encoding="utf-8")
    publish(server, [], [tmp_path / "2003.toml"])
    publish(server, rules(tmp_path, 10), [])  # what is not given again stays
    town.sync()
    assert _notice(town, case) == ("2003-02-22", False)


def _notice(laptop: Laptop, case: str) -> tuple[str, bool]:
    with laptop.desk() as desk:
        promises = desk.dues(desk.case(case)).promises
    return next((p.due.isoformat(), p.provisional) for p in promises if p.rule.id == "notice")


def test_rules_that_do_not_fit_together_are_refused_and_nothing_is_published(tmp_path: Path) -> None:
    server = county(tmp_path / "county")
    with pytest.raises(InputError, match="clock_data"):
        publish(server, rules(tmp_path, -1), [])
    laptop = Laptop(server, tmp_path / "town", "township", TOWN)
    laptop.sync()
    assert settled(laptop, laptop.register()).rule.version == 2
