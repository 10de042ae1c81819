"""What no USB stick brings, and no home believes of one: keys forged, broken, foreign, or of a computer taken out (样例·虚构)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from sync.county import behind
from sync.county import bundle as county_bundle
from sync.county.county import County
from sync.wire import bundle as wire
from sync.wire import carried
from sync.wire.messages import Push, Shown, Signed
from tests.homes import COUNTY, OTHER_GRID
from tests.sync.kit import Laptop, county
from tests.sync.test_bundle import _export, _import
from tests.sync.test_keys import NOTICE, approve, both
from tests.sync.test_stick_keys import _approved, _boxes, _counted, _shown, down, up
from xfgrid.errors import IntegrityError, LineError, RefusedError
from xfgrid.journal.contact import naming, offices
from xfgrid.journal.contact.boxes import Box


@pytest.fixture
def server(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path / "county") as found:
        yield found


def test_a_computer_of_the_county_is_given_no_key_by_any_stick(server: County, tmp_path: Path) -> None:
    town, village = _approved(server, tmp_path)
    above = Laptop(server, tmp_path / "above", "county", COUNTY)
    village.register(**NOTICE)
    stick = up(server, village)
    down(server, above)
    _import(above, stick)
    _import(above, _export(town, tmp_path / "town.xfb"))
    assert _boxes(above) == []


def _resealed(laptop: Laptop, stick: Path, change: Callable[[Shown], Shown], file: Path) -> Path:
    """The stick again with another beginning, signed by the laptop: what a changed program could write."""
    found = wire.read_file(stick)
    pushes = [found.message(at, Push) for at in range(1, len(found.parts))]
    messages = [change(found.message(0, Shown)), *pushes]
    file.write_bytes(wire.seal(messages, laptop.identity.key, wire.ANYBODY, secrets.token_bytes(16)))
    return file


def _with_boxes(*payloads: bytes) -> Callable[[Shown], Shown]:
    return lambda shown: msgspec.structs.replace(shown, boxes=list(payloads))


def test_a_stick_with_a_part_of_keys_that_does_not_decode_is_refused_whole(server: County, tmp_path: Path) -> None:
    town, village = _approved(server, tmp_path)
    case = village.register(**NOTICE)
    stick = _export(village, tmp_path / "up.xfb")
    [*_, good] = _shown(stick).boxes
    message = carried.unpack([good])[0]
    assert message.boxes is not None
    short = msgspec.structs.replace(message, boxes=msgspec.structs.replace(message.boxes, holder=[7]))
    broken = [b"", b"x", good[:-1], good + b"x", carried.payload.encode(short), carried.payload.encode(Shown([], []))]
    for at, payload in enumerate(broken):
        bad = _resealed(village, stick, _with_boxes(good, payload), tmp_path / f"{at}.xfb")
        for read in (lambda bad=bad: _import(town, bad), lambda bad=bad: county_bundle.import_(server, bad)):
            with pytest.raises((LineError, IntegrityError)):
                read()
    assert case not in town.cases()
    assert [row for row in _counted(server) if case in row[0]] == []
    assert county_bundle.import_(server, stick).events == 1


def test_forged_boxes_of_foreign_cases_keys_and_holders_are_not_taken_by_county_or_laptop(
    server: County, tmp_path: Path
) -> None:
    town, village = _approved(server, tmp_path)
    other = Laptop(server, tmp_path / "other", "grid_worker", OTHER_GRID)
    both(other, town)
    approve(town, other)
    both(town, other)
    case = village.register(**NOTICE)
    up(server, village)
    both(town)
    before, held = _counted(server), _boxes(town)
    with town.desk() as desk, desk.home.store.read() as connection:
        [subject] = {box.subject for box in held if box.subject.startswith(f"case:{case}:")}
        places = naming.places(connection, [subject])
        office = offices.newest(connection, [OTHER_GRID])[OTHER_GRID].name
    mine, maker = other.identity.device, village.identity.device
    forged = [
        Box(subject, office, mine, bytes(80)),
        Box(subject, f"device:{mine}", mine, bytes(80)),
        Box(subject, office, maker, bytes(80)),
        Box(subject, office, mine, bytes(79) + b"\1"),
    ]
    made = carried.pack([], [Box(office, f"device:{mine}", mine, bytes(79))], forged, places)
    stick = _resealed(other, _export(other, tmp_path / "o.xfb"), _with_boxes(*made), tmp_path / "forged.xfb")
    county_bundle.import_(server, stick)
    _import(town, stick)
    assert _counted(server) == before
    assert _boxes(town) == held


class Before(msgspec.Struct, tag_field="t", tag="shown"):
    """`shown` as it was before it could have keys."""

    packages: list[Signed]
    roster: list[Signed]


def test_an_older_program_passes_over_the_keys_and_takes_the_events(server: County, tmp_path: Path) -> None:
    village = _approved(server, tmp_path)[1]
    village.register(**NOTICE)
    found = wire.read_file(_export(village, tmp_path / "up.xfb"))
    assert found.message(0, Shown).boxes != []
    assert len(found.message(0, Before).roster) == 1


def test_a_county_whose_database_was_copied_back_by_hand_takes_no_stick_either(server: County, tmp_path: Path) -> None:
    town, village = _approved(server, tmp_path)
    village.register()
    for laptop in (town, village):
        behind.note(server, laptop.identity.device)
    with pytest.raises(RefusedError, match="county_behind"):
        up(server, village)
