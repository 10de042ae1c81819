"""A county restored from a backup takes back what it signed itself and forgot: devices, revocations, packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sync.agent import bundle
from sync.county import admin, backup, relist, service
from sync.county import bundle as county_bundle
from sync.county.county import County, offices, open_county_home
from sync.wire import frame, messages
from sync.wire.messages import Hello, Shown, Signed
from sync.wire.payload import Raw
from tests.homes import GRID, OFFICES, OTHER_VILLAGE, PASSPHRASE, TOWN, VILLAGE
from tests.sync.kit import Laptop, county
from xfgrid.case.offices import Office
from xfgrid.errors import RefusedError
from xfgrid.journal import home, package, roster
from xfgrid.journal.keys import SigningKey
from xfgrid.journal.roster import Card

NEW_YEAR = date(2026, 1, 1)
NEW = Office("371999101203", "新设村（样例）", "village", "committee", TOWN)


class World:
    """A county that can be put back to its backup, and its laptops."""

    def __init__(self, path: Path) -> None:
        self.path, self.server = path, county(path / "county")
        self.laptops: list[Laptop] = []
        self.town = self.laptop("town", "township", TOWN)

    def laptop(self, name: str, role: str = "grid_worker", office: str = GRID) -> Laptop:
        self.laptops.append(Laptop(self.server, self.path / name, role, office))
        return self.laptops[-1]

    def backed_up(self) -> Path:
        return backup.backup(self.server, self.path / f"{len(list(self.path.glob('*.db')))}.db")

    def restore(self, saved: Path) -> None:
        self.server.close()
        backup.restore(self.path / "county", saved)
        self.server = open_county_home(self.path / "county")
        for laptop in self.laptops:
            laptop.county = self.server

    def publish(self, *listed: Office) -> None:
        relist.relist(self.server, listed, NEW_YEAR)

    def revoked(self) -> set[object]:
        return {d["device"] for d in admin.devices(self.server) if d["revoked"]}

    def newest(self) -> str:
        with self.server.store.read() as connection:
            return package.newest_version(connection)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.server.close()


def _forgotten(world: World) -> tuple[Laptop, str]:
    """A laptop that was enrolled after the backup the county is put back to, and its case, which the township has read."""
    saved, grid = world.backed_up(), world.laptop("grid")
    case = grid.register()
    for laptop in (grid, world.town):
        laptop.sync()
    world.restore(saved)
    return grid, case


def _settled(*laptops: Laptop) -> None:
    """Everybody synchronises until all are in step, in two rounds."""
    for laptop in (*laptops, *laptops):
        said = laptop.sync()
    assert said.in_step
    assert all(laptop.sync().in_step for laptop in laptops)
    assert all(laptop.sync().quarantined == 0 for laptop in laptops)


@pytest.mark.parametrize("first", ["the device", "another"])
def test_a_device_enrolled_after_the_backup_comes_back_with_its_work_whoever_synchronises_first(
    world: World, first: str
) -> None:
    saved = world.backed_up()
    grid = world.laptop("grid")
    cases = {grid.register(asked=f"备份之后的第 {n} 件事") for n in range(3)}
    for laptop in (grid, world.town):
        laptop.sync()
    world.restore(saved)
    cases.add(grid.register(asked="恢复之后的事"))
    _settled(*((grid, world.town) if first == "the device" else (world.town, grid)))
    assert (world.town.cases(), grid.cases()) == (cases, cases)
    assert [d["trouble"] for d in admin.devices(world.server)] == [[], []]


def test_what_a_device_wrote_that_never_comes_back_is_there_by_the_laptops_that_read_it(world: World) -> None:
    _, case = _forgotten(world)
    _settled(world.town)
    late = world.laptop("late", "township", TOWN)
    assert late.sync().in_step
    assert late.cases() == {case}


def test_the_stick_of_a_device_that_a_restored_county_forgot_is_believed_there_and_on_another_laptop(
    world: World,
) -> None:
    saved = world.backed_up()
    grid = world.laptop("grid")
    cases = [grid.register(asked="第一件"), grid.register(asked="第二件")]
    world.restore(saved)
    world.town.sync()  # in the new epoch, before it knows of the device
    _stick(grid, world.path / "one.xfb")
    with home.open_home(world.town.path, PASSPHRASE) as opened:
        assert bundle.import_(opened, world.path / "one.xfb").events == 2
    said = world.town.sync()
    assert (said.in_step, said.quarantined) == (True, 0)
    world.restore(saved)
    assert county_bundle.import_(world.server, world.path / "one.xfb").events == 2
    _settled(world.town, grid)
    assert world.town.cases() == set(cases)


def test_a_device_revoked_after_the_backup_is_revoked_again_by_whoever_knows(world: World) -> None:
    thief, village = world.laptop("grid"), world.laptop("village", "grid_worker", VILLAGE)
    saved = world.backed_up()
    admin.revoke(world.server, thief.identity.device)
    world.town.sync()
    world.restore(saved)
    village.sync()
    world.town.sync()
    assert world.revoked() == {thief.identity.device}
    with pytest.raises(RefusedError, match="revoked"):
        thief.sync()
    village.sync()
    assert _card(village, thief).revoked, "it hears of it, although it had read the roster since the restore"


def test_an_old_card_lets_nobody_in_of_whom_a_newer_one_is_known_that_says_he_was_revoked(world: World) -> None:
    saved = world.backed_up()
    thief = world.laptop("grid")
    thief.register()
    for laptop in (thief, world.town):
        laptop.sync()
    admin.revoke(world.server, thief.identity.device)
    world.town.sync()
    _stick(thief, world.path / "thief.xfb")
    world.restore(saved)
    world.town.sync()
    for _ in range(2):
        with pytest.raises(RefusedError, match="revoked"):
            thief.sync()
    assert county_bundle.import_(world.server, world.path / "thief.xfb").events == 0
    assert world.revoked() == {thief.identity.device}


def test_whoever_came_in_by_his_old_card_first_is_out_again_with_the_first_laptop_that_knows(world: World) -> None:
    saved = world.backed_up()
    thief = world.laptop("grid")
    thief.sync()
    admin.revoke(world.server, thief.identity.device)
    world.town.sync()
    world.restore(saved)
    thief.sync()
    assert world.revoked() == set()
    world.town.sync()
    assert world.revoked() == {thief.identity.device}
    assert _card(world.town, thief).revoked


def test_what_the_county_signed_counts_for_nothing_in_the_place_of_something_else(world: World) -> None:
    with home.open_home(world.town.path, PASSPHRASE) as opened, opened.store.read() as connection:
        [(card, by)] = roster.signed(connection, [world.town.identity.device])
        [(listed, sig)] = package.signed(connection, 0)
    shown = Shown(packages=[Signed(card, Raw(by))], roster=[Signed(listed, Raw(sig))])
    path = messages.PATHS[Shown]
    asked = frame.request(path, shown, world.town.identity.key, 1)
    assert service.handle(world.server, path, asked)[0] == 200
    assert len(admin.devices(world.server)) == 1
    assert world.town.sync().in_step


@pytest.mark.parametrize("change", ["another signer", "a changed word", "a package in its place"])
def test_a_card_that_the_county_did_not_sign_lets_nobody_in(world: World, change: str) -> None:
    stranger = SigningKey(bytes([7]) * 32)
    card = Card(9, stranger.public.hex(), TOWN, "township", "生人")
    content, sig = card.content(), stranger.sign(card.content())
    with home.open_home(world.town.path, PASSPHRASE) as opened, opened.store.read() as connection:
        [known] = roster.signed(connection, [world.town.identity.device])
        [listed] = package.signed(connection, 0)
    if change == "a changed word":
        content, sig = (
            known[0].replace(world.town.identity.key.public.hex().encode(), stranger.public.hex().encode()),
            known[1],
        )
    if change == "a package in its place":
        content, sig = listed
    shown = Shown(packages=[], roster=[Signed(content, Raw(sig))])
    answer = _asked(world.server, stranger, shown)
    assert (answer.code, len(admin.devices(world.server))) == ("unknown_device", 1)
    hello = Hello(protocol=(1, 1), program="", cursor=messages.Cursor(), package=1, heads=[])
    assert _asked(world.server, stranger, hello).code == "unknown_device"


def test_whoever_shows_the_card_of_another_is_not_let_in_under_either_name(world: World) -> None:
    saved = world.backed_up()
    grid = world.laptop("grid")
    grid.sync()
    with home.open_home(grid.path, PASSPHRASE) as opened, opened.store.read() as connection:
        [(content, sig)] = roster.signed(connection, [grid.identity.device])
    world.restore(saved)
    stranger = SigningKey(bytes([8]) * 32)
    shown = Shown(packages=[], roster=[Signed(content, Raw(sig))])
    assert _asked(world.server, stranger, shown).code == "unknown_device"
    assert _asked(world.server, _Pretender(stranger.seed, grid.identity.device), shown).code == "bad_request_signature"
    assert len(admin.devices(world.server)) == 1


def test_a_package_published_after_the_backup_is_in_force_again_and_its_cases_are_where_it_says(world: World) -> None:
    grid = world.laptop("grid")
    grid.register()
    grid.sync()
    other = world.laptop("other", "grid_worker", OTHER_VILLAGE)
    saved = world.backed_up()
    moved = [replace(o, parent=OTHER_VILLAGE) if o.code == GRID else o for o in OFFICES]
    world.publish(*moved, NEW)
    version = world.newest()
    new = world.laptop("new", "grid_worker", NEW.code)
    case = new.register()
    for laptop in (grid, world.town, other, new):
        laptop.sync()
    assert other.cases() == grid.cases() != set()
    world.restore(saved)
    assert world.newest() != version
    _settled(new, other, world.town, grid)
    assert world.newest() == version
    assert other.cases() == grid.cases()
    assert case in new.cases() & world.town.cases()
    assert offices(world.server)[GRID].parent == OTHER_VILLAGE


def test_what_was_published_since_the_restore_stays_in_force_with_the_offices_that_come_back(world: World) -> None:
    saved = world.backed_up()
    world.publish(*OFFICES, NEW)
    lost = world.newest()
    new = world.laptop("new", "grid_worker", NEW.code)
    for laptop in (world.town, new):
        laptop.sync()
    world.restore(saved)
    renamed = [replace(o, name="清源镇（新名）") if o.code == TOWN else o for o in OFFICES]
    world.publish(*renamed)
    assert world.newest().partition(".")[0] == lost.partition(".")[0], "one serial, two contents"
    idle = world.laptop("idle", "township", TOWN)
    _settled(new, world.town, idle)
    tree = offices(world.server)
    assert (tree.name(TOWN), tree.name(NEW.code)) == ("清源镇（新名）", NEW.name)
    assert {_versions(laptop) for laptop in (new, world.town, idle)} == {_versions(world.town)}
    assert world.newest() in _versions(idle)
    assert lost in _versions(idle)


def test_no_serial_of_a_card_is_used_twice_although_the_countys_clock_is_behind_after_a_restore(world: World) -> None:
    saved = world.backed_up()
    first = world.laptop("first")
    for laptop in (first, world.town):
        laptop.sync()
    serial = _card(world.town, first).serial
    world.restore(saved)
    world.server.clock = lambda: 1_000
    world.town.sync()
    late = world.laptop("late")
    world.town.sync()
    known = [_card(world.town, laptop).serial for laptop in (first, late)]
    assert serial < known[0] < known[1]


def test_a_laptop_that_read_the_countys_stick_of_the_new_epoch_still_shows_what_was_forgotten(world: World) -> None:
    grid, case = _forgotten(world)
    county_bundle.export(world.server, world.town.identity.device, world.path / "back.xfb")
    with home.open_home(world.town.path, PASSPHRASE) as opened:
        bundle.import_(opened, world.path / "back.xfb")
    _settled(world.town)
    assert {d["device"] for d in admin.devices(world.server)} == {lap.identity.device for lap in (world.town, grid)}
    assert world.town.cases() == {case}


def test_nothing_is_shown_where_nothing_was_forgotten(world: World) -> None:
    world.town.sync()
    saved = world.backed_up()
    world.restore(saved)
    paths: list[str] = []

    def heard(path: str, body: bytes, go: Callable[[], bytes]) -> bytes:
        paths.append(path)
        return go()

    assert world.town.sync(heard).in_step
    assert "/v1/shown" not in paths


def _stick(laptop: Laptop, path: Path) -> None:
    with home.open_home(laptop.path, PASSPHRASE) as opened:
        bundle.export(opened, path)


def _card(here: Laptop, of: Laptop) -> Card:
    with home.open_home(here.path, PASSPHRASE) as opened, opened.store.read() as connection:
        found = roster.card(connection, of.identity.device)
    assert found is not None
    return found


def _versions(laptop: Laptop) -> tuple[str, ...]:
    with home.open_home(laptop.path, PASSPHRASE) as opened, opened.store.read() as connection:
        return tuple(package.versions(connection))


class _Pretender(SigningKey):
    """Signs by a key of its own in the name of another device."""

    def __init__(self, seed: bytes, name: str) -> None:
        super().__init__(seed)
        self.name = name

    @property
    def fingerprint(self) -> str:
        return self.name


def _asked(server: County, key: SigningKey, message: messages.Message) -> messages.Refusal:
    path = messages.PATHS[type(message)]
    asked = frame.request(path, message, key, 1)
    answer = frame.open_reply(service.handle(server, path, asked)[1], frame.digest(asked), server.key.public)
    assert isinstance(answer, messages.Refusal)
    return answer
