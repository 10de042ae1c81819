"""Keys of contacts by USB stick: a village without any line gives, reads, receives and forgets contacts (样例·虚构)."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from sync.county import admin, erasures, jump
from sync.county import bundle as county_bundle
from sync.county.county import County
from sync.wire import bundle as wire
from sync.wire import carried
from sync.wire.messages import Shown
from tests.homes import OTHER_GRID, TOWN, VILLAGE
from tests.sync.kit import Laptop, county
from tests.sync.test_bundle import _export, _import
from tests.sync.test_keys import BOX, NOTICE, THERE, approve, both, opened
from xfgrid.case.contact.clock import DAY
from xfgrid.errors import FileError, HomeError, RuleError
from xfgrid.journal import forgetting
from xfgrid.journal.contact import boxes
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.keyring import Keyring
from xfgrid.journal.store import Store


@pytest.fixture
def server(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path / "county") as found:
        yield found


def up(server: County, laptop: Laptop) -> Path:
    """A stick of a laptop, read by the county, and kept."""
    stick = _export(laptop, laptop.path.with_name(f"{laptop.path.name}-{secrets.token_hex(3)}.xfb"))
    county_bundle.import_(server, stick)
    return stick


def down(server: County, laptop: Laptop) -> Path:
    """A stick of the county, read by a laptop, and kept."""
    stick = laptop.path.with_name(f"for-{laptop.path.name}-{secrets.token_hex(3)}.xfb")
    county_bundle.export(server, laptop.identity.device, stick)
    _import(laptop, stick)
    return stick


def round_trip(server: County, *laptops: Laptop) -> None:
    """Every laptop's stick to the county and back."""
    for laptop in laptops:
        up(server, laptop)
    for laptop in laptops:
        down(server, laptop)


def _approved(server: County, folder: Path) -> tuple[Laptop, Laptop]:
    """A township with a line, and a village that never had one since it was enrolled, approved by stick."""
    town = Laptop(server, folder / "town", "township", TOWN)
    both(town)
    village = Laptop(server, folder / "village", "grid_worker", VILLAGE)
    town.sync()
    approve(town, village)
    both(town)
    down(server, village)
    return town, village


def _boxes(laptop: Laptop) -> list[Box]:
    with laptop.desk() as desk, desk.home.store.read() as connection:
        return [Box(r.subject, r.holder, r.maker, bytes(r.box)) for r in connection.execute(select(BOX))]


def _kept(laptop: Laptop, case: str) -> list[Box]:
    """The boxes of a case here that hold anything."""
    return [box for box in _boxes(laptop) if box.subject.startswith(f"case:{case}:") and box.box]


def _counted(server: County) -> list[tuple[str, str, str]]:
    with server.vault.read() as connection:
        return sorted((r.subject, r.holder, r.maker) for r in connection.execute(select(BOX)))


def test_a_contact_of_a_village_without_a_line_is_opened_at_the_township_after_the_stick_was_at_the_county(
    server: County, tmp_path: Path
) -> None:
    town, village = _approved(server, tmp_path)
    case = village.register(**NOTICE)
    stick = up(server, village)
    there = _counted(server)
    county_bundle.import_(server, stick)
    assert _counted(server) == there, "a second time changes nothing"
    both(town)
    assert opened(town, case) == opened(village, case) == [THERE]
    with village.desk() as desk, desk.home.store.read() as connection:
        assert boxes.unsent(connection) != []
    down(server, village)
    with village.desk() as desk, desk.home.store.read() as connection:
        assert boxes.unsent(connection) == [], "the county's stick says that it has them"


def test_a_village_reads_by_stick_alone_what_is_handed_over_to_it_and_no_longer_what_left(
    server: County, tmp_path: Path
) -> None:
    town, village = _approved(server, tmp_path)
    case = town.register(**NOTICE)
    both(town)
    town.act(case, "assign", owner=VILLAGE, due="2026-12-30")
    both(town)
    old = down(server, village)
    assert opened(village, case) == [THERE]
    up(server, village)
    both(town)
    town.act(case, "assign", owner=OTHER_GRID, due="2027-01-30")
    both(town)
    down(server, village)
    assert _kept(village, case) == []
    _import(village, old)
    assert _kept(village, case) == [], "an old stick does not bring the key back"
    assert opened(town, case) == [THERE]


def test_where_nobody_has_a_line_keys_are_made_given_and_approved_by_stick_alone(
    server: County, tmp_path: Path
) -> None:
    town = Laptop(server, tmp_path / "town", "township", TOWN)
    village = Laptop(server, tmp_path / "village", "grid_worker", VILLAGE)
    round_trip(server, town)
    case = village.register(**NOTICE)
    for _ in range(2):
        round_trip(server, town, village)
    round_trip(server, town)
    assert opened(town, case) == [THERE]
    approve(town, village)
    second = town.register(**NOTICE)
    town.act(second, "assign", owner=VILLAGE, due="2026-12-30")
    round_trip(server, town, village)
    assert opened(village, second) == [THERE]
    assert town.sync().in_step
    assert village.sync().in_step


def test_the_township_reads_a_village_s_stick_opens_at_once_and_hands_the_keys_in_for_it(
    server: County, tmp_path: Path
) -> None:
    town, village = _approved(server, tmp_path)
    second = Laptop(server, tmp_path / "second", "grid_worker", VILLAGE)
    both(second, town)
    approve(town, second)
    both(town, second)
    case = village.register(**NOTICE)
    _import(town, _export(village, tmp_path / "up.xfb"))
    assert opened(town, case) == [THERE]
    both(town, second)
    assert opened(second, case) == [THERE]
    assert {maker for subject, _, maker in _counted(server) if case in subject} == {town.identity.device}


def test_the_township_s_stick_for_a_village_brings_approval_and_keys_and_none_of_other_offices(
    server: County, tmp_path: Path
) -> None:
    town = Laptop(server, tmp_path / "town", "township", TOWN)
    both(town)
    village = Laptop(server, tmp_path / "village", "grid_worker", VILLAGE)
    other = Laptop(server, tmp_path / "other", "grid_worker", OTHER_GRID)
    town.sync()
    approve(town, village)
    approve(town, other)
    mine, theirs = town.register(**NOTICE), town.register(**NOTICE, place_office=OTHER_GRID)
    for case, owner in ((mine, VILLAGE), (theirs, OTHER_GRID)):
        town.act(case, "assign", owner=owner, due="2026-12-30")
    both(town)
    stick = _export(town, tmp_path / "down.xfb", VILLAGE)
    _import(village, stick)
    assert opened(village, mine) == [THERE]
    holders = {box.holder.split(":")[1] for box in _boxes_on(stick)}
    assert holders == {VILLAGE, village.identity.device}
    _import(other, stick)
    assert _boxes(other) == []


def _shown(stick: Path) -> Shown:
    return wire.read_file(stick).message(0, Shown)


def _boxes_on(stick: Path) -> list[Box]:
    """The boxes on a laptop's stick; the names of case keys are not on it."""
    messages = carried.unpack(_shown(stick).boxes)
    return [box for m in messages for box in [*m.office_boxes, *carried.in_places(m, {})]]


def test_an_erasure_reaches_the_village_by_stick_is_acknowledged_by_stick_and_no_old_stick_undoes_it(
    server: County, tmp_path: Path
) -> None:
    town, village = _approved(server, tmp_path)
    case = village.register(**NOTICE)
    ups, downs = [up(server, village)], [down(server, village)]
    both(town)
    with town.desk() as desk:
        forgetting.erase(desk, case, "resident", "wish")
    town.sync()
    assert {row["device"] for row in erasures.outstanding(server)} == {village.identity.device}
    downs.append(down(server, village))
    ups.append(up(server, village))
    assert erasures.outstanding(server) == []
    for _ in range(2):
        for stick in downs:
            _import(village, stick)
        for stick in ups:
            county_bundle.import_(server, stick)
            _import(town, stick)
        for laptop in (town, village):
            assert _kept(laptop, case) == []
            with laptop.desk() as desk:
                assert _sealed(desk.home.store) == 0
            with pytest.raises(RuleError, match="no_contact"):
                opened(laptop, case)
    assert not [subject for subject, *_ in _counted(server) if case in subject]
    assert _sealed(server.store) == 0
    assert erasures.outstanding(server) == [], "an old stick is not taken for an older image"


def _sealed(store: Store) -> int:
    with store.read() as connection:
        return len(connection.exec_driver_sql("SELECT 1 FROM event WHERE sealed IS NOT NULL").all())


def test_a_laptop_enrolled_after_an_erasure_that_reads_an_old_stick_first_forgets_when_it_meets_the_county(
    server: County, tmp_path: Path
) -> None:
    town, village = _approved(server, tmp_path)
    case = village.register(**NOTICE)
    old = up(server, village)
    both(town)
    with town.desk() as desk:
        forgetting.erase(desk, case, "resident", "wish")
    both(town)
    fresh = [Laptop(server, tmp_path / name, "township", TOWN) for name in ("line", "stick")]
    for laptop in fresh:
        _import(laptop, old)
        assert _kept(laptop, case) != [], "nobody has told it yet"
    both(fresh[0])
    round_trip(server, fresh[1])
    for laptop in fresh:
        assert _kept(laptop, case) == []
        with laptop.desk() as desk:
            assert _sealed(desk.home.store) == 0
        _import(laptop, old)
        assert _kept(laptop, case) == []


def test_a_wish_told_in_a_village_without_a_line_is_heard_everywhere_by_stick(server: County, tmp_path: Path) -> None:
    town, village = _approved(server, tmp_path)
    case = village.register(**NOTICE)
    old = up(server, village)
    both(town)
    with village.desk() as desk:
        forgetting.erase(desk, case, "resident", "wish")
    up(server, village)
    county_bundle.import_(server, old)
    both(town)
    assert _kept(town, case) == []
    assert not [subject for subject, *_ in _counted(server) if case in subject]


def test_a_village_put_back_to_an_older_image_forgets_again_with_the_county_s_next_stick(
    server: County, tmp_path: Path
) -> None:
    town, village = _approved(server, tmp_path)
    case = village.register(**NOTICE)
    up(server, village)
    down(server, village)
    both(town)
    shutil.copytree(village.path, tmp_path / "image")
    with town.desk() as desk:
        forgetting.erase(desk, case, "resident", "wish")
    town.sync()
    down(server, village)
    up(server, village)
    shutil.rmtree(village.path)
    shutil.copytree(tmp_path / "image", village.path)
    down(server, village)
    assert _kept(village, case) == []
    with pytest.raises(RuleError, match="no_contact"):
        opened(village, case)


def test_when_the_lease_is_over_an_old_stick_gives_no_key_and_a_new_one_does(server: County, tmp_path: Path) -> None:
    town, village = _approved(server, tmp_path)
    case = village.register(**NOTICE)
    up(server, village)
    both(town)
    old, other = down(server, village), _export(town, tmp_path / "town.xfb", VILLAGE)
    start = server.clock()
    for day in range(60):
        with time_machine.travel((start + day * DAY) / 1000, tick=False), village.desk():
            pass
    with time_machine.travel((start + 60 * DAY) / 1000, tick=False):
        for stick in (old, other):
            _import(village, stick)
            assert _kept(village, case) == []
        with pytest.raises(HomeError, match="lease_over"):
            opened(village, case)
        with server.store.write() as connection:
            jump.confirm(server, connection)
        down(server, village)
        assert opened(village, case) == [THERE]


def test_a_box_for_the_former_key_of_an_office_does_not_come_back_with_an_old_stick(
    server: County, tmp_path: Path
) -> None:
    town, village = _approved(server, tmp_path)
    stolen = Laptop(server, tmp_path / "stolen", "grid_worker", VILLAGE)
    both(stolen, town)
    approve(town, stolen)
    both(town, stolen)
    case = village.register(**NOTICE)
    old = up(server, village)
    admin.revoke(server, stolen.identity.device)
    both(town)
    round_trip(server, village)
    both(town)
    after = [row for row in _counted(server) if case in row[0]]
    county_bundle.import_(server, old)
    assert [row for row in _counted(server) if case in row[0]] == after
    with server.vault.read() as connection:
        every = [Box(r.subject, r.holder, r.maker, bytes(r.box)) for r in connection.execute(select(BOX))]
    with stolen.desk() as desk, desk.home.store.write() as connection:
        boxes.keep(connection, every, sent=True)
        ring = Keyring(connection, stolen.identity.device)
        assert [ring.key(subject) for subject, *_ in after] == [None] * len(after)
    with pytest.raises(FileError, match="bundle_untrusted"):
        _import(town, _export(stolen, tmp_path / "stolen.xfb"))
    assert _taken_of_revoked(server, stolen) == after


def _taken_of_revoked(server: County, stolen: Laptop) -> list[tuple[str, str, str]]:
    stolen.register(**NOTICE)
    before = _counted(server)
    up(server, stolen)
    assert _counted(server) == before, "the county takes no key of a revoked computer"
    cases = {subject.split(":")[1] for subject, *_ in before if subject.startswith("case:")}
    assert len(cases) == 1
    return [row for row in before if row[0].startswith("case:")]
