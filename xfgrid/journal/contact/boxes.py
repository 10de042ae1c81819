"""The table of boxes: which key is wrapped for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec
from sqlalchemy import Boolean, Connection, bindparam, delete, insert, or_, select, update

from xfgrid.journal import shred
from xfgrid.journal.bounds import Word
from xfgrid.journal.contact import names
from xfgrid.journal.contact.hpke import BOX_BYTES
from xfgrid.journal.contact.tables import BoxRow
from xfgrid.journal.stored import chunks
from xfgrid.journal.tables import table_of

_box = table_of(BoxRow)
_FOR = select(_box).where(_box.c.holder.in_(bindparam("named", expanding=True)), _box.c.box != b"")


class Box(msgspec.Struct, frozen=True, array_like=True):
    """A wrapped key. `box` is empty where only is known that somebody else's holder has one."""

    subject: Word
    holder: Word
    maker: Word
    box: Annotated[bytes, msgspec.Meta(max_length=BOX_BYTES)]


def keep(connection: Connection, boxes: Sequence[Box], *, sent: bool) -> list[Box]:
    """Adds boxes that are not here and returns them; `sent` says that the county has them already."""
    there = {(b.subject, b.holder, b.maker) for b in of(connection, [b.subject for b in boxes])}
    fresh = list({key: b for b in boxes if (key := (b.subject, b.holder, b.maker)) not in there}.values())
    if fresh:
        connection.execute(insert(_box), [{**msgspec.structs.asdict(b), "sent": sent, "serial": 0} for b in fresh])
    return fresh


def take(connection: Connection, boxes: Sequence[Box]) -> None:
    """Adds what the county answered; a content takes the place of mere knowledge of a box."""
    named = [{"of": box.subject, "by": box.holder, "made": box.maker} for box in boxes if box.box]
    if named:
        one = (_box.c.subject == bindparam("of"), _box.c.holder == bindparam("by"), _box.c.maker == bindparam("made"))
        connection.execute(delete(_box).where(*one, _box.c.box == b""), named)
    keep(connection, boxes, sent=True)


def of(connection: Connection, subjects: Iterable[str]) -> list[Box]:
    """The boxes of some keys."""
    found: list[Box] = []
    for part in chunks(sorted(set(subjects))):
        found += map(_read, connection.execute(select(_box).where(_box.c.subject.in_(part))))
    return found


def known(connection: Connection, subjects: Iterable[str]) -> set[tuple[str, str]]:
    """Which holders some keys are known to be wrapped to, as (subject, holder)."""
    found: set[tuple[str, str]] = set()
    for part in chunks(sorted(set(subjects))):
        query = select(_box.c.subject, _box.c.holder).where(_box.c.subject.in_(part))
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def unsent(connection: Connection) -> list[Box]:
    """Boxes made here, or carried for others, that the county is not known to have."""
    query = select(_box).where(_box.c.sent.is_(False)).order_by(_box.c.subject, _box.c.holder)
    return [_read(row) for row in connection.execute(query)]


def mark_sent(connection: Connection, boxes: Iterable[Box], device: str = "") -> None:
    """The county has these; those it has in the name of this `device` also where they were carried for others."""
    named = [{"of": b.subject, "by": b.holder, "made": b.maker, "mine": b.maker == device} for b in boxes]
    if named:
        made = or_(_box.c.maker == bindparam("made"), bindparam("mine", type_=Boolean))
        one = (_box.c.subject == bindparam("of"), _box.c.holder == bindparam("by"), _box.c.sent.is_(False), made)
        connection.execute(update(_box).where(*one).values(sent=True), named)


def offer_again(connection: Connection, device: str) -> None:
    """The county has lost its boxes, or some: what is whole here is offered anew in this device's name, and nothing is
    taken for granted any more."""
    connection.execute(delete(_box).where(_box.c.box == b""))
    held = [msgspec.structs.replace(_read(row), maker=device) for row in connection.execute(select(_box))]
    connection.execute(update(_box).where(_box.c.maker == device).values(sent=False))
    keep(connection, held, sent=False)


def openable(connection: Connection, holders: Iterable[str]) -> list[Box]:
    """The boxes that some holders can open, as far as their content is here."""
    return [_read(r) for part in chunks(sorted(set(holders))) for r in connection.execute(_FOR, {"named": part})]


def end_lease(connection: Connection, device: str) -> bool:
    """Deletes what the county has as well, and what is carried for others, who have it too; whether there was any."""
    lent = or_(_box.c.sent.is_(True), _box.c.maker != device)
    return bool(connection.execute(delete(_box).where(lent)).rowcount)


def leave(connection: Connection, cases: Iterable[str], device: str) -> None:
    """Deletes the boxes of the keys of cases that are held elsewhere from now on, of those keys that the county can give,
    and what is carried for others than this `device`."""
    for case in cases:
        mine = _box.c.subject.between(names.case_key(case, ""), names.case_key(case, "g"))
        if connection.execute(delete(_box).where(mine, _box.c.sent.is_(False), _box.c.maker != device)).rowcount:
            shred.wish(connection)
        given = select(_box.c.subject).where(mine, _box.c.sent.is_(True)).distinct()
        drop(connection, list(connection.scalars(given)))


def drop(connection: Connection, subjects: Sequence[str]) -> None:
    """Deletes every box of some keys; the caller settles (`shred`)."""
    for part in chunks(subjects):
        if connection.execute(delete(_box).where(_box.c.subject.in_(part))).rowcount:
            shred.wish(connection)


def _read(row: object) -> Box:
    subject, holder, maker, box = (getattr(row, name) for name in Box.__struct_fields__)
    return Box(subject, holder, maker, bytes(box))
