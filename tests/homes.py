"""Enrolled homes made directly, without a county, for tests of what happens on one laptop (样例·虚构)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from xfgrid.case.offices import Office
from xfgrid.journal import package, settings
from xfgrid.journal.desk import Desk
from xfgrid.journal.home import make_home
from xfgrid.journal.identity import Identity
from xfgrid.journal.keys import SigningKey
from xfgrid.journal.package import Package
from xfgrid.journal.vault import Vault

PASSPHRASE = "样例口令"
COUNTY, TOWN, COURT = "371999", "371999101", "371999111"
VILLAGE, OTHER_VILLAGE = "371999101201", "371999101202"
GRID, OTHER_GRID = "371999101201001", "371999101202001"

OFFICES = (
    Office(COUNTY, "清源县（样例）", "county", "government", None),
    Office(TOWN, "清源镇", "township", "government", COUNTY),
    Office(COURT, "清源镇司法所", "township", "judicial_office", TOWN),
    Office(VILLAGE, "桥头村", "village", "committee", TOWN),
    Office(OTHER_VILLAGE, "柳树沟村", "village", "committee", TOWN),
    Office(GRID, "桥头村第一网格", "grid", "grid", VILLAGE),
    Office(OTHER_GRID, "柳树沟村第一网格", "grid", "grid", OTHER_VILLAGE),
)

CASE = {
    "asked": "请协调灌溉用水的先后顺序",
    "facts": "两村共用一条水渠，近半月轮灌不按约定，下游地里干裂。",
    "place": "桥头村一组水渠",
    "kind": "neighbours",
    "received": "2026-03-05",
    "how": "in_person",
}
"""What a resident said, as `Desk.register` takes it."""
NUMBER = "13800138000"
CONTACT = {"contact": f"样例 {NUMBER}", "notice_how": "spoken", "notice_by": "样例·经办"}
"""A contact told in confidence, and the notice before it; beside `CASE`."""


def invented_package() -> Package:
    """Serial 1 of the invented county."""
    offices = [msgspec.to_builtins(office) for office in OFFICES]
    return Package(serial=1, county="清源县（样例）", offices=offices)


def enrol(path: Path, role: str = "township", office: str = TOWN, name: str = "样例·经办") -> Path:
    """An enrolled home in `path`, opened by PASSPHRASE; the same path and role make the same device key."""
    key = SigningKey(hashlib.sha256(f"{path.name}:{role}:{office}".encode()).digest())
    identity = Identity(key.seed.hex(), 1, office, role, "1", name, "http://127.0.0.1:1", "00" * 32)
    with make_home(path, PASSPHRASE) as home, home.store.write() as connection:
        settings.put(connection, "identity", msgspec.to_builtins(identity))
        package.keep(connection, [(invented_package().content(), b"")])
    return path


def desk(path: Path, role: str = "township", office: str = TOWN) -> Desk:
    """An open desk on a new enrolled home."""
    return Desk.open(enrol(path, role, office), PASSPHRASE)


CHEAP = Vault(salt="00" * 16, time=1, memory_kib=8, lanes=1)
"""Argon2id at its smallest, for tests that open many homes."""
