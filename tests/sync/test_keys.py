"""Keys on their way: who can open a contact, and who never can (样例·虚构)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, select

from sync.county import admin
from sync.county.county import County
from tests.homes import COUNTY, GRID, OTHER_GRID, TOWN, VILLAGE
from tests.sync.kit import Laptop, county
from xfgrid.case.contact import Contact
from xfgrid.errors import RuleError
from xfgrid.journal import disclosure, roster, staff
from xfgrid.journal.contact import boxes, offices, tend
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.hpke import WrapKey
from xfgrid.journal.contact.keyring import Keyring
from xfgrid.journal.contact.tables import BoxRow
from xfgrid.journal.disclosure import Second
from xfgrid.journal.tables import table_of

BOX = table_of(BoxRow)

PHONE = "样例 13800138000"
NOTICE = {"contact": PHONE, "contact_name": "样例王某", "notice_how": "spoken", "notice_by": "样例·经办"}
THERE = Contact(PHONE, "样例王某")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path / "county") as found:
        yield found


def opened(laptop: Laptop, case: str) -> list[Contact]:
    """What the person at a laptop reads; at an office that does not own the case a colleague answers for it."""
    with laptop.desk() as desk:
        with desk.home.store.write() as connection:
            staff.add(connection, "样例·同事", "2468")
        return disclosure.open_contact(desk, case, "progress", Second("样例·同事", "2468")).contacts


def approve(approver: Laptop, device: Laptop) -> None:
    with approver.desk() as desk, desk.home.store.write() as connection:
        card = tend.find_device(connection, desk.identity, desk.offices, device.identity.device[:8])
        tend.Tender(connection, desk.identity, desk.offices).approve(card)


def both(*laptops: Laptop) -> None:
    """Everybody synchronises, twice: what one needs another may have to make first."""
    for laptop in (*laptops, *laptops):
        assert laptop.sync().in_step


def test_a_contact_given_in_a_grid_is_read_by_grid_and_township_and_by_nobody_else(
    server: County, tmp_path: Path
) -> None:
    town = Laptop(server, tmp_path / "town", "township", TOWN)
    town.sync()
    grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    village = Laptop(server, tmp_path / "village", "grid_worker", VILLAGE)
    above = Laptop(server, tmp_path / "above", "county", COUNTY)
    both(town, grid, village, above)
    approve(town, grid)
    case = grid.register(**NOTICE)
    both(town, grid, village, above)
    assert opened(grid, case) == [THERE]
    assert opened(town, case) == [THERE]
    with pytest.raises(RuleError, match="contact_not_here"):
        opened(village, case)
    with pytest.raises(RuleError, match="role_may_not"):
        opened(above, case)


def test_a_contact_given_before_the_device_was_approved_is_not_lost(server: County, tmp_path: Path) -> None:
    town = Laptop(server, tmp_path / "town", "township", TOWN)
    grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    case = grid.register(**NOTICE)
    both(town)
    both(grid)
    assert opened(grid, case) == [THERE]
    approve(town, grid)
    both(town, grid)
    assert opened(town, case) == [THERE]


def test_the_county_stores_no_key_it_could_open_and_gives_its_own_devices_none(server: County, tmp_path: Path) -> None:
    town = Laptop(server, tmp_path / "town", "township", TOWN)
    above = Laptop(server, tmp_path / "above", "county", COUNTY)
    both(town)
    town.register(**NOTICE)
    both(town, above)
    with server.vault.read() as connection:
        held = connection.execute(select(BOX.c.holder, BOX.c.maker)).all()
    assert {row.maker for row in held} == {town.identity.device}
    assert not any(COUNTY in row.holder.split(":") or above.identity.device in row.holder for row in held)
    with above.desk() as desk, desk.home.store.read() as connection:
        assert connection.execute(select(BOX)).all() == []


def test_a_liaison_reads_the_contact_of_the_own_case_without_any_office_key(server: County, tmp_path: Path) -> None:
    town = Laptop(server, tmp_path / "town", "township", TOWN)
    both(town)
    liaison = Laptop(server, tmp_path / "liaison", "liaison", GRID)
    both(liaison)
    case = liaison.register(**NOTICE)
    both(liaison, town)
    assert opened(liaison, case) == [THERE]
    assert opened(town, case) == [THERE]
    with liaison.desk() as desk, desk.home.store.read() as connection:
        assert Keyring(connection, desk.identity.device).key(_newest(connection, TOWN)) is None


def test_after_a_hand_over_the_new_owner_waits_until_a_holder_has_synchronised(server: County, tmp_path: Path) -> None:
    town, grid, village = _approved_three(server, tmp_path)
    case = grid.register(**NOTICE)
    both(grid, town)
    town.act(case, "assign", owner=VILLAGE, due="2026-12-30")
    town.sync_events()
    village.sync_events()
    with village.desk() as desk, desk.home.store.write() as connection:
        assert disclosure.state(connection, desk.case(case), desk.identity.device) == "waiting"
    with pytest.raises(RuleError, match="contact_not_here"):
        opened(village, case)
    both(town, village)
    assert opened(village, case) == [THERE]


def test_a_revoked_device_opens_nothing_that_is_registered_after_its_office_has_a_new_key(
    server: County, tmp_path: Path
) -> None:
    town, grid, _ = _approved_three(server, tmp_path)
    second = Laptop(server, tmp_path / "second", "grid_worker", GRID)
    both(second, grid)
    approve(grid, second)
    both(grid, second)
    before = second.register(**NOTICE)
    both(second, grid, town)
    admin.revoke(server, grid.identity.device)
    both(town, second)
    after = second.register(**NOTICE)
    both(second, town)
    assert opened(second, before) == opened(second, after) == [THERE]
    with server.vault.read() as connection:
        [key] = (
            connection.scalars(select(BOX.c.subject).where(BOX.c.subject.startswith(f"case:{after}"))).unique().all()
        )
        theirs = connection.execute(select(BOX).where(BOX.c.subject == key)).all()
    with grid.desk() as desk, desk.home.store.write() as connection:
        boxes.keep(connection, [Box(r.subject, r.holder, r.maker, bytes(r.box)) for r in theirs], sent=True)
        assert Keyring(connection, desk.identity.device).key(key) is None


def test_a_revoked_laptop_of_a_township_opens_nothing_registered_later_in_its_villages(
    server: County, tmp_path: Path
) -> None:
    town, _, village = _approved_three(server, tmp_path)
    second = Laptop(server, tmp_path / "second", "township", TOWN)
    both(second, town)
    approve(town, second)
    both(town, second, village)
    before = village.register(**NOTICE)
    both(village, town, second)
    assert opened(second, before) == [THERE]
    admin.revoke(server, second.identity.device)
    both(town, village)
    after = village.register(**NOTICE)
    both(village, town)
    assert opened(village, after) == opened(town, after) == opened(town, before) == [THERE]
    with server.vault.read() as connection:
        every = [Box(r.subject, r.holder, r.maker, bytes(r.box)) for r in connection.execute(select(BOX))]
    with second.desk() as desk, desk.home.store.write() as connection:
        boxes.keep(connection, every, sent=True)
        assert [Keyring(connection, desk.identity.device).key(name) for name in _keys_of(server, after)] == [None]


def test_when_the_only_laptop_of_a_village_dies_the_township_gives_its_key_to_the_next(
    server: County, tmp_path: Path
) -> None:
    town, _, village = _approved_three(server, tmp_path)
    case = village.register(**NOTICE)
    both(village, town)
    admin.revoke(server, village.identity.device)
    both(town)
    fresh = Laptop(server, tmp_path / "fresh", "grid_worker", VILLAGE)
    both(fresh, town)
    with pytest.raises(RuleError, match="contact_not_here"):
        opened(fresh, case)
    approve(town, fresh)
    both(town, fresh)
    assert opened(fresh, case) == [THERE]


def test_nobody_approves_devices_of_another_office_and_a_forged_wrapping_key_is_not_taken(
    server: County, tmp_path: Path
) -> None:
    town, grid, _ = _approved_three(server, tmp_path)
    fresh = Laptop(server, tmp_path / "fresh", "grid_worker", VILLAGE)
    both(fresh, grid, town)
    with grid.desk() as desk, desk.home.store.write() as connection:
        card = roster.card(connection, fresh.identity.device)
        assert card is not None
        with pytest.raises(RuleError, match="not_yours_to_approve"):
            tend.Tender(connection, desk.identity, desk.offices).approve(card)
    with town.desk() as desk, desk.home.store.write() as connection:
        forged = msgspec.structs.replace(card, wrap=WrapKey.fresh().public.hex())
        with pytest.raises(RuleError, match="cannot_approve"):
            tend.Tender(connection, desk.identity, desk.offices).approve(forged)


def test_a_box_of_a_foreign_case_of_a_key_nobody_named_or_for_an_office_that_does_not_see_it_is_not_taken(
    server: County, tmp_path: Path
) -> None:
    _, grid, village = _approved_three(server, tmp_path)
    stranger = Laptop(server, tmp_path / "stranger", "grid_worker", OTHER_GRID)
    case = grid.register(**NOTICE)
    both(grid, stranger, village)
    [named] = _keys_of(server, case)
    unknown = f"case:{case}:00000000"
    with server.vault.read() as connection:
        before = boxes.of(connection, [named, unknown])
    for laptop, subject, holder in (
        (stranger, named, VILLAGE),
        (village, unknown, VILLAGE),
        (grid, named, OTHER_GRID),
        (village, named, f"device:{'0' * 32}"),
        (village, named, "office:371999:0"),
    ):
        with laptop.desk() as desk, desk.home.store.write() as connection:
            found = offices.newest(connection, [holder])
            name = found[holder].name if found else holder
            boxes.keep(connection, [Box(subject, name, laptop.identity.device, bytes(80))], sent=False)
        laptop.sync()
    with server.vault.read() as connection:
        assert set(boxes.of(connection, [named, unknown])) == set(before)


def _keys_of(server: County, case: str) -> list[str]:
    with server.vault.read() as connection:
        found = connection.scalars(select(BOX.c.subject).where(BOX.c.subject.startswith(f"case:{case}")))
        return sorted(set(found))


def _approved_three(server: County, tmp_path: Path) -> tuple[Laptop, Laptop, Laptop]:
    town = Laptop(server, tmp_path / "town", "township", TOWN)
    both(town)
    grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    village = Laptop(server, tmp_path / "village", "grid_worker", VILLAGE)
    both(grid, village, town)
    approve(town, grid)
    approve(town, village)
    both(town, grid, village)
    return town, grid, village


def _newest(connection: Connection, office: str) -> str:
    return offices.newest(connection, [office])[office].name


def test_a_box_the_county_refuses_is_offered_again_when_there_is_news_and_costs_nothing_before(
    server: County, tmp_path: Path
) -> None:
    town, grid, other = (
        *_approved_three(server, tmp_path)[:2],
        Laptop(server, tmp_path / "other", "grid_worker", OTHER_GRID),
    )
    both(other, town)
    approve(town, other)
    both(town, other, grid)
    case = grid.register(**NOTICE)
    both(grid, town)
    [named] = _keys_of(server, case)
    with grid.desk() as desk, desk.home.store.write() as connection:
        ring, key = Keyring(connection, desk.identity.device), offices.newest(connection, [OTHER_GRID])[OTHER_GRID]
        secret = ring.key(named)
        assert secret is not None
        boxes.keep(connection, ring.box(named, secret, {key.name: key.public}), sent=False)
    both(grid)
    assert _makers(server, named, key.name) == set()
    assert grid.sync().requests == 1
    town.act(case, "assign", owner=OTHER_GRID, due="2026-12-30")
    town.sync_events()
    both(grid)
    assert _makers(server, named, key.name) == {grid.identity.device}
    assert grid.sync().requests == 1
    other.sync()
    assert opened(other, case) == [THERE]


def test_a_contact_of_a_case_that_leaves_before_its_keys_were_sent_is_not_lost(server: County, tmp_path: Path) -> None:
    town, _, village = _approved_three(server, tmp_path)
    elsewhere = Laptop(server, tmp_path / "elsewhere", "grid_worker", OTHER_GRID)
    both(elsewhere, town)
    approve(town, elsewhere)
    both(town, elsewhere)
    case = elsewhere.register(**NOTICE, place_office=VILLAGE)
    elsewhere.sync_events()
    town.sync_events()
    town.act(case, "assign", owner=VILLAGE, due="2026-12-30")
    town.sync_events()
    elsewhere.sync()
    assert case not in elsewhere.cases()
    both(town, village)
    assert opened(village, case) == [THERE]
    with elsewhere.desk() as desk, desk.home.store.read() as connection:
        assert boxes.of(connection, _keys_of(server, case)) == []


def _makers(server: County, subject: str, holder: str) -> set[str]:
    with server.vault.read() as connection:
        return {box.maker for box in boxes.of(connection, [subject]) if box.holder == holder}
