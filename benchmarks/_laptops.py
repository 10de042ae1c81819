"""An invented county (样例·虚构) whose laptops write records of about 600 bytes, and a server for it on loopback."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from sync.agent.enrol import enrol
from sync.county import codes
from sync.county.county import County
from sync.county.offices import demo_offices
from xfgrid.case import acts
from xfgrid.case.acts import Actor, Setting
from xfgrid.case.fold import Case
from xfgrid.case.offices import Offices
from xfgrid.journal import home, journal, package, stored
from xfgrid.journal.writer import Writer

TOWN = "371999101"
WORDS = (
    "水渠轮灌田埂道路排水邻里宅基地围墙采光噪声垃圾清运拖欠工资合同赔偿承包地边界果树树枝老井旱厕路灯维修漏雨养殖气味"
)
Row = dict[str, object]


def texts(count: int) -> list[dict[str, object]]:
    dice = random.Random(1)
    words = lambda n: "".join(dice.choices(WORDS, k=n))  # noqa: E731
    return [
        {"asked": words(24), "facts": words(120), "place": words(8), "kind": "neighbour", "received": "2026-03-05",
         "how": "in_person", "number": f"A1B2-{n:05d}", "place_office": f"{TOWN}201", "owner": TOWN}
        for n in range(count)
    ]  # fmt: skip


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    config = uvicorn.Config(app, port=0, log_config=None, server_header=False, date_header=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def process(county: Path) -> Iterator[str]:
    """The URL of a server of a county's home, in a process of its own, as it runs in an office."""
    start = "import sys, pathlib; from sync.county.serve import serve; serve(pathlib.Path(sys.argv[1]), port=0)"
    with subprocess.Popen([sys.executable, "-c", start, str(county)], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip()
        finally:
            running.terminate()


def laptop(county: County, path: Path, url: str) -> home.Home:
    enrol(url, codes.make_code(county, TOWN, "township", "样例"), path, "样例口令")
    return home.open_home(path, "样例口令")


def write(opened: home.Home, texts: list[dict[str, object]]) -> None:
    identity = opened.identity()
    with opened.store.read() as connection:
        version = package.newest_version(connection)
    writer = Writer(identity.key, identity.epoch, version)
    actor = Actor("1", identity.role, identity.office)
    drafts = [acts.act(Case(writer.new_id()), "register", actor, text) for text in texts]
    with opened.store.write() as connection:
        writer.write(connection, drafts)


def note(opened: home.Home) -> None:
    """A note of thirty characters on each of ten cases."""
    identity = opened.identity()
    with opened.store.read() as connection:
        version = package.newest_version(connection)
        cases = [journal.load(connection, e.head.case) for e in list(stored.everything(connection))[:10]]
    writer, actor = Writer(identity.key, identity.epoch, version), Actor("1", identity.role, identity.office)
    setting = Setting(Offices(demo_offices()), "2026-03-09")
    drafts = [
        acts.act(c, "record", actor, {"note": n, "on": "2026-03-09"}, setting)
        for c, n in zip(cases, notes(), strict=True)
    ]
    with opened.store.write() as connection:
        writer.write(connection, drafts)


def notes() -> list[str]:
    dice = random.Random(2)
    return ["".join(dice.choices(WORDS, k=30)) for _ in range(10)]
