"""A county with a laptop for each role, and what a device may send it: the ground of tests that send something else."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
from sqlalchemy import func, select

from sync.county.app import make_app
from sync.county.county import County
from sync.county.rate import Rate
from sync.county.tables import COUNTY_TABLES, DeviceRow
from sync.wire.columns import pack
from sync.wire.keys import pack_places
from sync.wire.messages import Cursor, Enrol, Hello, Keys, Message, Pull, Push, Report, Shown, Signed
from sync.wire.payload import Raw
from tests.homes import COUNTY, GRID, OTHER_GRID, TOWN
from tests.sync.kit import Laptop
from xfgrid.case.event import Event, Header, salted, sign
from xfgrid.case.ids import uuid7
from xfgrid.journal.contact.naming import Place
from xfgrid.journal.keys import SigningKey
from xfgrid.journal.opening import COUNTY_VIEWS, JOURNAL_TABLES
from xfgrid.journal.roster import Card
from xfgrid.journal.tables import table_of
from xfgrid.journal.writer import stamp

ROLES = {"grid_worker": GRID, "liaison": GRID, "township": TOWN, "county": COUNTY}


class Stage:
    """A county with one laptop a role, some data, and its HTTP application."""

    def __init__(self, server: County, path: Path) -> None:
        self.server, self.app = server, make_app(server)
        server.rate = Rate(10_000)
        self.laptops = {role: Laptop(server, path / role, role, office) for role, office in ROLES.items()}
        self.victim = Laptop(server, path / "victim", "grid_worker", OTHER_GRID)
        self.secret = self.victim.register(asked="他处不该看到的诉求")
        self.victim.sync()

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of the reply."""

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://county") as client:
                return await client.post(path, content=body)

        response = asyncio.run(ask())
        return response.status_code, response.content

    def stored(self) -> dict[str, int]:
        """Rows of every table."""
        with self.server.store.read() as connection:
            tables = (*JOURNAL_TABLES, *COUNTY_VIEWS, *COUNTY_TABLES)
            return {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in tables}

    def counter(self, role: str) -> int:
        """A request number the county has not seen from this device."""
        device = table_of(DeviceRow)
        with self.server.store.read() as connection:
            query = select(device.c.counter).where(device.c.device == self.laptops[role].identity.device)
            return (connection.scalar(query) or 0) + 1


def messages_of(key: SigningKey, role: str = "grid_worker") -> list[Message]:
    """One of every kind that a device may send."""
    events = pack([event_of(key, ROLES[role], role)])
    return [
        Enrol(key=key.public, secret=bytes(10)),
        Hello(protocol=(1, 1), program="x", cursor=Cursor(), package=0, heads=[], events=events),
        Push(events=events),
        Pull(cursor=Cursor()),
        Shown(packages=[], roster=[Signed(card_of(key, role), Raw(key.sign(card_of(key, role))))]),
        Keys(about=pack_places([Place(f"{key.fingerprint}.1", 1, "00000000")]), ask=True),
        Report(digest=bytes(32)),
    ]


def card_of(key: SigningKey, role: str) -> bytes:
    """A card that nobody signed yet."""
    return Card(10**15, key.public.hex(), ROLES[role], role, "样例").content()


def event_of(key: SigningKey, office: str, role: str, case: str = "", seq: int = 1, prev: str | None = None) -> Event:
    """A record of a case, signed by its writer."""
    head = Header(
        id=uuid7(1, bytes(10)),
        writer=f"{key.fingerprint}.1",
        seq=seq,
        prev=prev,
        case=case or uuid7(2, bytes(10)),
        type="recorded",
        v=1,
        at=stamp(1),
        actor=f"1:{role}@{office}",
        package="1.x",
        bases={},
    )
    return sign(head, None, salted({"note": "塞进来的话"}, bytes(16)), None, key.sign)
