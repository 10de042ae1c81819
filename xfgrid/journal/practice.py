"""A home to practise in: an invented county (样例·虚构), two sample cases, no server; thrown away as a whole."""

from __future__ import annotations

import csv
import secrets
from pathlib import Path

import msgspec

from xfgrid.data import schemas
from xfgrid.journal import package, settings
from xfgrid.journal.desk import Desk, today
from xfgrid.journal.home import make_home
from xfgrid.journal.identity import Identity
from xfgrid.journal.package import Package

NAME = "样例·虚构"
SAMPLES = (
    {
        "asked": "请协调灌溉用水的先后顺序（样例）",
        "facts": "两个村民小组共用一条水渠，近半月轮灌不按约定，下游地里干裂。",
        "place": "桥头村一组水渠",
        "kind": "neighbours",
        "how": "in_person",
    },
    {
        "asked": "要求修好村口坏了的路灯（样例）",
        "facts": "村口三盏路灯坏了一个多月，晚上看不清路。",
        "place": "柳树沟村村口",
        "kind": "other",
        "how": "phone",
    },
)
"""What stands in the practice home, received on the day it is made."""


def make(path: Path) -> Desk:
    """Makes the home in a folder and opens it, as a township clerk of the invented county."""
    home = make_home(path, secrets.token_hex())
    with home.store.write() as connection:
        package.keep(connection, [(_county().content(), b"")])
        settings.put(connection, "identity", msgspec.to_builtins(_clerk()))
    desk = Desk(home)
    for sample in SAMPLES:
        desk.register({**sample, "received": today().isoformat()})
    return desk


def _county() -> Package:
    with (schemas() / "demo" / "offices.csv").open(encoding="utf-8-sig", newline="") as file:
        offices = [
            {name: row[name] or None for name in ("code", "name", "level", "kind", "parent")}
            for row in csv.DictReader(file)
        ]
    return Package(1, NAME, offices)


def _clerk() -> Identity:
    town = next(office for office in _county().tree() if office.level == "township")
    return Identity(secrets.token_hex(32), 1, town.code, "township", "1", NAME, "", "")
