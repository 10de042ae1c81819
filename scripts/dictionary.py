"""Makes `schemas/wire/words.dict`, the dictionary that every message of protocol 1 is compressed by.

It is trained on the messages of an invented county (样例·虚构) whose laptops write, push and pull small things. Made once:
with another dictionary nobody who has this one can read a message, so another one is another protocol.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import python_calamine
import zstandard

from sync.agent.enrol import enrol
from sync.agent.line import Count, Http
from sync.agent.once import sync_once
from sync.county import codes, service
from sync.county.county import County, init
from sync.county.offices import demo_offices
from sync.wire import payload
from xfgrid.data import schemas
from xfgrid.errors import XfgridError
from xfgrid.journal import home
from xfgrid.journal.desk import Desk

SIZE = 6 << 10
ROUNDS = 250
CAST = (("grid_worker", "371999101201001"), ("township", "371999101"), ("grid_worker", "371999101201"))
PASSPHRASE = "样例口令"
ACTS = ("record", "record", "record", "take", "send-up", "assign", "return", "answer")


class Direct(Http):
    """Carries frames to a county in the same process."""

    def __init__(self, county: County) -> None:
        self.county, self.count = county, Count()

    def __call__(self, path: str, body: bytes) -> bytes:
        return service.handle(self.county, path, body)[1]

    def close(self) -> None:
        pass


def main() -> None:
    samples: list[bytes] = []
    plain = zstandard.ZstdCompressor()

    def compress(data: bytes) -> bytes:
        samples.append(data)
        return plain.compress(data)

    def decompress(data: bytes) -> bytes:
        return zstandard.ZstdDecompressor().decompress(data)

    with patch.object(payload, "compress", compress), patch.object(payload, "decompress", decompress):
        live(random.Random(1))
    small = [sample for sample in samples if len(sample) < 20_000]
    made = zstandard.train_dictionary(SIZE, small, level=payload.THOROUGH, d=6, k=64)
    (schemas() / "wire" / "words.dict").write_bytes(made.as_bytes())
    print(len(small), sum(map(len, small)), len(made.as_bytes()))


def live(dice: random.Random) -> None:
    """Laptops of an invented county write a little and synchronise, again and again."""
    words = sorted(set(texts()))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_:
        county = open_.enter_context(init(Path(folder) / "county", demo_offices(), "清源县（样例·虚构）"))
        paths = []
        for at, (role, office) in enumerate(CAST):
            paths.append(Path(folder) / str(at))
            code = codes.make_code(county, office, role, "样例·经办")
            enrol("http://127.0.0.1:1", code, paths[-1], PASSPHRASE, lambda *_: Direct(county))
        for _ in range(ROUNDS):
            path = dice.choice(paths)
            with Desk.open(path, PASSPHRASE) as desk:
                for _ in range(dice.randint(0, 6)):
                    write(desk, dice, words)
            with home.open_home(path, PASSPHRASE) as opened:
                sync_once(opened, lambda *_: Direct(county))


def write(desk: Desk, dice: random.Random, words: list[str]) -> None:
    """A new case or something that happens on one."""
    day = f"2026-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
    held = [line.case for line in desk.cases()]
    try:
        if not held or dice.random() < 0.3:
            asked, facts, place = dice.choices(words, k=3)
            kind, how = dice.choice(["neighbours", "contract", "other"]), dice.choice(["in_person", "phone"])
            desk.register(
                {"asked": asked, "facts": facts, "place": place[:12], "kind": kind, "received": day, "how": how}
            )
        else:
            said = {"note": dice.choice(words), "on": day, "due": day, "owner": dice.choice(CAST)[1]}
            action = dice.choice(ACTS)
            said |= {"outcome": "explained"} if action == "answer" else {}
            desk.act(dice.choice(held), action, said)
    except XfgridError:
        return


def texts() -> Iterator[str]:
    """The words of the invented ledgers."""
    for path in sorted((schemas() / "demo" / "ledgers").glob("*.xlsx")):
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).to_python():
                yield from (cell for cell in row if isinstance(cell, str) and len(cell) > 8)


if __name__ == "__main__":
    main()
