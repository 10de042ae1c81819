"""Charter rule 4 at the county: a text with numbers of persons is refused, its event is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.homes import GRID, TOWN
from tests.sync.kit import Laptop, county
from xfgrid.case import acts
from xfgrid.case.privacy import MARK
from xfgrid.errors import LineError
from xfgrid.journal import stored

NUMBER = "13800138000"


def test_charter_04_the_county_refuses_a_text_with_a_number_and_its_writer_strikes_it(tmp_path: Path) -> None:
    server = county(tmp_path / "county")
    grid, town = (Laptop(server, tmp_path / role, role, at) for role, at in (("grid_worker", GRID), ("township", TOWN)))
    case = grid.register()
    with grid.desk() as desk:  # a program that does not scan at entry
        desk.write(
            [acts.act(desk.case(case), "record", desk.actor, {"note": f"有事打{NUMBER}，水渠已看过"}, desk.setting())]
        )
    assert grid.sync().in_step
    assert town.sync().in_step
    with server.store.read() as connection:
        for event in stored.events_of(connection, [case]):
            parts = [part.content for part in (event.body, event.text) if part and part.content]
            assert NUMBER.encode() not in b"".join(parts)
    for laptop in (grid, town):
        with laptop.desk() as desk:
            held = desk.case(case)
            [note] = [held.said[key].get("note") for key in held.of_type("recorded")]
            assert note == f"有事打{MARK}，水渠已看过"


def test_a_refusal_that_was_not_heard_is_said_again(tmp_path: Path) -> None:
    server = county(tmp_path / "county")
    grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    case = grid.register()
    grid.sync()
    with grid.desk() as desk:
        desk.write([acts.act(desk.case(case), "record", desk.actor, {"note": f"电话{NUMBER}"}, desk.setting())])

    def deaf(path: str, body: bytes, go: Callable[[], bytes]) -> bytes:
        go()
        raise LineError("unreachable", url="")

    with pytest.raises(LineError):
        grid.sync(deaf)
    assert grid.sync().in_step
    with grid.desk() as desk:
        held = desk.case(case)
        assert [held.said[key]["note"] for key in held.of_type("recorded")] == [f"电话{MARK}"]
