"""How many versions of its lists a county may publish: as many as it can tell a new laptop of (样例·虚构)."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sync.county.county import County
from sync.county.relist import relist
from sync.county.rules import publish
from sync.wire import limits
from tests.homes import GRID, OFFICES, TOWN, VILLAGE
from tests.sync.kit import Laptop, county
from xfgrid.case.offices import Office
from xfgrid.errors import RuleError
from xfgrid.journal import package

MANY = [Office(f"{GRID}{n:05d}", f"第{n}网格", "grid", "grid", VILLAGE) for n in range(20_000)]


def _fill(server: County) -> None:
    """As many versions of a large list as there is room for."""
    with server.store.write() as connection:
        listed: list[dict[str, str | None]] = [{n: getattr(o, n) for n in Office.__slots__} for o in (*OFFICES, *MANY)]
        large = msgspec.structs.replace(package.newest(connection), offices=listed)
        for serial in range(2, 2 + limits.PACKAGES // len(large.content())):
            server.publish(connection, msgspec.structs.replace(large, serial=serial))


def test_as_many_lists_as_a_county_may_publish_a_new_laptop_is_told_at_once_and_one_more_is_refused(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        _fill(server)
        for more in (lambda: relist(server, OFFICES, server.today()), lambda: publish(server, [], [])):
            with pytest.raises(RuleError, match="packages_full"):
                more()
        with server.store.read() as connection:
            told = package.versions(connection)
            assert sum(len(content) for content, _ in package.signed(connection, 0)) > limits.PACKAGES * 0.8
        laptop = Laptop(server, tmp_path / "town", "township", TOWN)
        assert laptop.sync().in_step
        with laptop.desk() as desk:
            assert desk.version == told[-1]
