"""Contacts: what sealing costs, what they weigh on the wire against the clear floor of the same run, how fast a new device
gets its keys, how fast many contacts end. Every case is a village's: its key is wrapped to village and township."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import _floor
from benchmarks._laptops import TOWN, Row, laptop, served, texts
from sync.agent.enrol import enrol
from sync.agent.once import sync_once
from sync.county import codes, jump
from sync.county.app import make_app
from sync.county.county import County, init
from sync.county.offices import demo_offices
from xfgrid.case import acts
from xfgrid.case.acts import Actor, Setting
from xfgrid.case.contact import Contact, seal
from xfgrid.case.contact.clock import DAY
from xfgrid.case.fold import Case
from xfgrid.journal import home, journal, package, passing
from xfgrid.journal.contact import sealing, tend
from xfgrid.journal.contact.hpke import WrapKey, wrap
from xfgrid.journal.contact.terms import terms, told
from xfgrid.journal.writer import Writer, now_ms

VILLAGE = f"{TOWN}201"
RECORDS, OPEN, ERASED = 10_000, 20_000, 1_000


def run(records: int = RECORDS, open_cases: int = OPEN, erased: int = ERASED) -> Iterator[Row]:
    """The rows; bytes as a ratio to the clear floor."""
    yield from _primitives()
    with tempfile.TemporaryDirectory() as folder:
        least = _floor.measure(Path(folder) / "floor", records)[f"first push of {records}"][1]
        with init(Path(folder) / "county", demo_offices(), "清源县（样例·虚构）") as county:
            county.rate.most = 10**9
            with served(make_app(county)) as url:
                yield from _ours(county, Path(folder), url, (records, open_cases, erased), least)


def _primitives(times: int = 500) -> Iterator[Row]:
    key, holder, contact = bytes(32), WrapKey.fresh(), Contact("13900000000", "样例某")
    for name, work in (
        ("seal a contact", lambda: seal(key, "case", "event", contact)),
        ("wrap a case key for one holder", lambda: wrap(key, holder.public, "case:a:1", "office:b:2")),
    ):
        spent = _timed(lambda work=work: [work() for _ in range(times)])[1]  # type: ignore[misc]
        yield {"name": name, "value": spent / times * 1e6, "unit": "us"}


def _ours(county: County, folder: Path, url: str, sizes: tuple[int, int, int], least: float) -> Iterator[Row]:
    records, open_cases, erased = sizes
    first, second = (laptop(county, folder / name, url) for name in ("first", "second"))
    sync_once(first)
    enrol(url, codes.make_code(county, VILLAGE, "grid_worker", "样例"), folder / "village", "样例口令")
    with home.open_home(folder / "village", "样例口令") as village:
        sync_once(village)
        _approve(first, village)
        sync_once(first)
    cases, spent = _timed(lambda: _write(first, records))
    yield {"name": f"register {records} with contact", "value": spent / records * 1e6, "unit": "us/case"}
    weight = sync_once(first).bytes_up
    yield {
        "name": f"push of {records} with contact, two holders",
        "value": weight,
        "unit": "bytes",
        "ratio": weight / least,
    }
    _write(first, open_cases - records)
    sync_once(first)
    sync_once(second)
    _, spent = _timed(lambda: (_approve(first, second), sync_once(first), sync_once(second)))
    yield {"name": f"approval of a device, {open_cases} open cases", "value": spent, "unit": "s"}
    later = _end(first, cases[:erased])
    sync_once(first)
    with first.store.write() as connection:
        told(connection, later, later)
    _, spent = _timed(lambda: passing.tend_time(first, later))
    yield {"name": f"erasure of {erased} cases at a laptop", "value": spent, "unit": "s"}
    county.clock = lambda: later
    with county.store.write() as connection:
        jump.confirm(county, connection)
    _, spent = _timed(lambda: sync_once(first))
    yield {"name": f"erasure of {erased} cases at the county", "value": spent, "unit": "s"}
    for opened in (first, second):
        opened.store.close()


def _write(opened: home.Home, count: int) -> list[str]:
    identity = opened.identity()
    actor, found = Actor(identity.staff, identity.role, identity.office), []
    with opened.store.write() as connection:
        newest = package.newest(connection)
        tree, writer = newest.tree(), Writer(identity.key, identity.epoch, newest.version)
        with writer.page(connection) as page:
            for n, values in enumerate(texts(count)):
                case = Case(writer.new_id())
                name = sealing.key_name(connection, case, identity.device)
                draft = acts.act(case, "register", actor, {**values, "owner": VILLAGE, "contact": name})
                contact = Contact(f"139{n:08d}", "样例某")
                page.add(sealing.sealed(connection, draft, contact, VILLAGE, tree, identity.device))
                found.append(case.id)
    return found


def _end(opened: home.Home, cases: list[str]) -> int:
    """Ends the cases; returns a time when their contacts are over, ms UTC."""
    identity, today = opened.identity(), dt.date.today().isoformat()
    actor = Actor(identity.staff, identity.role, identity.office)
    with opened.store.write() as connection:
        newest = package.newest(connection)
        writer, setting = Writer(identity.key, identity.epoch, newest.version), Setting(newest.tree(), today)
        said: dict[str, object] = {"said_how": "phone", "on": today}
        writer.write(
            connection, [acts.act(journal.load(connection, c), "withdraw", actor, said, setting) for c in cases]
        )
    return now_ms() + (terms().retention_days + 1) * DAY


def _approve(approver: home.Home, device: home.Home) -> None:
    identity = approver.identity()
    sync_once(approver)
    with approver.store.write() as connection:
        tree = package.newest(connection).tree()
        card = tend.find_device(connection, identity, tree, device.identity().device)
        tend.Tender(connection, identity, tree).approve(card)


def _timed(work: Callable[[], object]) -> tuple[list[str], float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start  # type: ignore[return-value]
