"""A stick that is not whole: nothing of it is taken, by a laptop or by the county (样例·虚构)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from sync.county import bundle as county_bundle
from sync.wire import bundle, limits
from sync.wire.messages import Noted
from tests.homes import GRID, TOWN
from tests.sync.kit import Laptop, county
from tests.sync.test_bundle import _export, _import
from xfgrid.errors import FileError
from xfgrid.journal.keys import SigningKey

SIZE = slice(124, 128)
"""Where a part says how long its payload is."""
HARM: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "lacks its last part": lambda parts: parts[:-1],
    "lacks one between": lambda parts: [*parts[:1], *parts[2:]],
    "has one twice": lambda parts: [*parts, parts[-1]],
    "has them in another order": lambda parts: [parts[0], *reversed(parts[1:])],
    "has a byte changed": lambda parts: [*parts[:-1], parts[-1][:-1] + bytes([parts[-1][-1] ^ 1])],
    "has a byte more": lambda parts: [*parts, b"X"],
}


def _parts(data: bytes) -> list[bytes]:
    found = []
    while data:
        end = SIZE.stop + int.from_bytes(data[SIZE], "big")
        found.append(data[:end])
        data = data[end:]
    return found


@pytest.mark.parametrize("harm", HARM)
def test_a_stick_that_is_not_whole_gives_nothing(tmp_path: Path, harm: str) -> None:
    with county(tmp_path / "county") as server, patch.object(limits, "PAGE", 1):
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        for _ in range(3):
            grid.register()
        stick = _export(grid, tmp_path / "whole.xfb")
        broken = tmp_path / "broken.xfb"
        broken.write_bytes(b"".join(HARM[harm](_parts(stick.read_bytes()))))
        for read in (lambda: _import(town, broken), lambda: county_bundle.import_(server, broken)):
            with pytest.raises(FileError, match=r"bundle_cut|bundle_untrusted"):
                read()
        assert (town.cases(), town.sync().pulled) == (set(), 0)
        assert _import(town, stick).events == 3


def test_a_file_larger_than_any_stick_is_not_read(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        stick = _export(Laptop(server, tmp_path / "grid", "grid_worker", GRID), tmp_path / "whole.xfb")
        os.truncate(stick, bundle.MAX + 1)
        with pytest.raises(FileError, match="bundle_foreign"):
            county_bundle.import_(server, stick)


class Watched(bytes):
    """Bytes that count what is taken out of them, and out of that."""

    taken = 0

    def __getitem__(self, at: Any) -> Any:
        part = super().__getitem__(at)
        if not isinstance(part, bytes):
            return part
        Watched.taken += len(part)
        return Watched(part)


def test_a_stick_of_many_parts_is_gone_through_once() -> None:
    written = bundle.seal([Noted()] * 500, SigningKey(b"d" * 32), bundle.ANYBODY, bytes(16))
    assert len(bundle.open_bundle(Watched(written)).parts) == 500
    assert Watched.taken < 3 * len(written)
