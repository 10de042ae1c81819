"""What the county holds of a device's feed, to compare with the laptop."""

from __future__ import annotations

from sqlalchemy import select

from sync.county import feeds
from sync.county.county import County
from sync.county.tables import DeviceRow
from xfgrid.errors import UnknownError

_device = DeviceRow.__table__  # type: ignore[attr-defined]


def digest(county: County, device: str) -> dict[str, object]:
    """`{"feed", "digest", "events", "cases"}` of the feed a device reads; UnknownError `unknown_device`."""
    with county.store.read() as connection:
        name = connection.scalar(select(_device.c.feed).where(_device.c.device == device))
        if name is None:
            raise UnknownError("unknown_device", device=device)
        found = feeds.feed(connection, name)
    return {"feed": name, "digest": found.digest.hex(), "events": found.events, "cases": found.cases}
