"""Contacts: what sealing costs, what they weigh on the wire against the clear floor of the same run, how fast a new device
gets its keys, how fast many contacts are forgotten. Every case is owned by its township and has one box; one owned by a village has a second of 80 bytes."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import _floor
from benchmarks._laptops import laptop, served, texts
from sync.agent.once import sync_once
from sync.county.app import make_app
from sync.county.county import County, init
from sync.county.offices import demo_offices
from xfgrid.case import acts
from xfgrid.case.acts import Actor
from xfgrid.case.contact import Contact
from xfgrid.case.fold import Case
from xfgrid.journal import home, package
from xfgrid.journal.contact import erasing, sealing, tend
from xfgrid.journal.contact.erasing import Erasure
from xfgrid.journal.writer import Writer

RECORDS = 10_000
ERASED = 1_000
Row = dict[str, object]


def run(records: int = RECORDS, erased: int = ERASED) -> Iterator[Row]:
    """The rows; bytes as a ratio to the clear floor."""
    with tempfile.TemporaryDirectory() as folder:
        least = _floor.measure(Path(folder) / "floor", records)[f"first push of {records}"][1]
        with init(Path(folder) / "county", demo_offices(), "清源县（样例·虚构）") as county:
            county.rate.most = 10**9
            with served(make_app(county)) as url:
                yield from _ours(county, Path(folder), url, records, erased, least)


def _ours(county: County, folder: Path, url: str, records: int, erased: int, least: float) -> Iterator[Row]:
    first, second = (laptop(county, folder / name, url) for name in ("first", "second"))
    sync_once(first)
    cases, spent = _timed(lambda: _write(first, records))
    yield {"name": f"register {records} with contact", "value": spent / records * 1e6, "unit": "us/case"}
    weight = sync_once(first).bytes_up
    yield {"name": f"push of {records} with contact", "value": weight, "unit": "bytes", "ratio": weight / least}
    sync_once(second)
    _, spent = _timed(lambda: (_approve(first, second), sync_once(first), sync_once(second)))
    yield {"name": f"approval of a device, {records} open cases", "value": spent, "unit": "s"}
    _, spent = _timed(lambda: _erase(first, cases[:erased]))
    yield {"name": f"erasure of {erased} cases", "value": spent, "unit": "s"}
    for opened in (first, second):
        opened.store.close()


def _write(opened: home.Home, count: int) -> list[tuple[str, str]]:
    identity = opened.identity()
    actor, found = Actor(identity.staff, identity.role, identity.office), []
    with opened.store.write() as connection:
        newest = package.newest(connection)
        tree, writer = newest.tree(), Writer(identity.key, identity.epoch, newest.version)
        with writer.page(connection) as page:
            for n, values in enumerate(texts(count)):
                case = Case(writer.new_id())
                name = sealing.key_name(connection, case, identity.device)
                draft = acts.act(case, "register", actor, {**values, "contact": name})
                contact = Contact(f"139{n:08d}", "样例某")
                page.add(sealing.sealed(connection, draft, contact, identity.office, tree, identity.device))
                found.append((case.id, name))
    return found


def _approve(approver: home.Home, device: home.Home) -> None:
    identity = approver.identity()
    sync_once(approver)
    with approver.store.write() as connection:
        tree = package.newest(connection).tree()
        card = tend.find_device(connection, identity, tree, device.identity().device)
        tend.Tender(connection, identity, tree).approve(card)


def _erase(opened: home.Home, keys: list[tuple[str, str]]) -> None:
    with opened.store.write() as connection:
        erasing.enter(connection, [Erasure(case, key, "2026-11-23T00:00:00.000Z") for case, key in keys], erasing.NEW)
        erasing.apply(connection, set(keys))


def _timed(work: Callable[[], object]) -> tuple[list[tuple[str, str]], float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start  # type: ignore[return-value]
