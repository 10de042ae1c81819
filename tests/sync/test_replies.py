"""What a laptop does with a reply that is not its county's answer to its request: nothing (样例·虚构)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import msgspec
import pytest
from sqlalchemy import update

from sync.wire import frame, payload
from sync.wire.columns import Columns, unpack
from sync.wire.messages import PATHS, Hello, Push, Welcome
from tests.homes import GRID, TOWN
from tests.sync.kit import Laptop, county
from xfgrid.errors import LineError
from xfgrid.journal.status import status
from xfgrid.journal.tables import EventRow, table_of

pytestmark = pytest.mark.usefixtures("both")

HARM: dict[str, Callable[[bytes, bytes], bytes]] = {
    "cut": lambda reply, stale: reply[:-1],
    "changed": lambda reply, stale: reply[:-1] + bytes([reply[-1] ^ 1]),
    "stale": lambda reply, stale: stale,
    "empty": lambda reply, stale: b"",
    "a page of the proxy": lambda reply, stale: b"<html>504</html>",
}


@pytest.mark.parametrize("harm", HARM)
def test_a_reply_that_does_not_verify_is_dropped_and_the_next_exchange_goes_on(tmp_path: Path, harm: str) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        seen: list[bytes] = []

        def heard(path: str, body: bytes, reach: Callable[[], bytes]) -> bytes:
            seen.append(reach())
            return seen[-1]

        grid.sync(heard)
        case = town.register(place_office=GRID)
        town.sync()
        with pytest.raises(LineError):
            grid.sync(lambda path, body, reach: HARM[harm](reach(), seen[0]))
        assert grid.cases() == set()
        report = grid.sync()
        assert (report.in_step, report.pulled, grid.cases()) == (True, 1, {case})


def test_an_event_whose_signature_does_not_fit_is_held_with_its_reason_and_the_rest_flows(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        forged, good = (grid.register() for _ in range(2))
        grid.sync()
        event = table_of(EventRow)
        with server.store.write() as connection:
            connection.execute(update(event).where(event.c.case == forged).values(sig=bytes(64)))
        report = town.sync()
        assert (report.quarantined, town.cases()) == (1, {good})
        with town.desk() as desk:
            assert status(desk).held == {"bad_signature": 1}


def test_what_the_county_says_it_passed_over_is_offered_again_as_something_whose_predecessor_is_missing(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        grid.register()
        offered: list[tuple[bool, list[bytes]]] = []

        def passes_over(path: str, body: bytes, reach: Callable[[], bytes]) -> bytes:
            asked, reply = frame.open_request(path, body), reach()
            if path == PATHS[Push]:
                push = payload.decode(asked.payload, Push)
                offered.append((push.missing, [event.hash for event in unpack(push.events)]))
            if path != PATHS[Hello]:
                return reply
            [event] = unpack(cast(Columns, payload.decode(asked.payload, Hello).events))
            answer = cast(Welcome, frame.open_reply(reply, frame.digest(body), server.key.public))
            passed = msgspec.structs.replace(answer, passed=[event.hash])
            offered.append((False, [event.hash]))
            return frame.reply(passed, server.key, frame.digest(body))

        assert grid.sync(passes_over).in_step
        [first, again] = offered
        assert again == (True, first[1])
