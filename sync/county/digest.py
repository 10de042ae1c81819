"""What the county holds of a device's feed, to compare with the laptop."""

from __future__ import annotations

from sqlalchemy import select

from sync.county import admin, feeds
from sync.county.county import County
from sync.county.tables import DeviceRow
from xfgrid.journal.tables import table_of

_device = table_of(DeviceRow)


def digest(county: County, device: str) -> dict[str, object]:
    """`{"feed", "digest", "events", "cases"}` of the feed a device reads, named as in `admin.find`."""
    with county.store.read() as connection:
        whole = admin.find(connection, device)
        name = connection.execute(select(_device.c.feed).where(_device.c.device == whole)).scalar_one()
        found = feeds.feed(connection, name)
    return {"feed": name, "digest": found.digest.hex(), "events": found.events, "cases": found.cases}
