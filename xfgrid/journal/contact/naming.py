"""Which events name which keys. A case key is known between machines by an event that says it was sealed under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, Row, Select, select

from xfgrid.case.contact import key_name
from xfgrid.journal.contact import names
from xfgrid.journal.stored import chunks
from xfgrid.journal.tables import EventRow, table_of

_event = table_of(EventRow)


class Place(msgspec.Struct, frozen=True):
    """An event by its place in the chain of its writer, and the key it names: both branches of a fork have a place."""

    writer: str
    seq: int
    key: str


def key_in(body: bytes | None) -> str:
    """The name of the key an event's body says it was sealed under, '' for none."""
    return key_name(msgspec.json.decode(body, type=dict[str, object]).get("contact")) if body else ""


def places(connection: Connection, subjects: Iterable[str]) -> dict[str, Place]:
    """For each of these case keys the first event held here that names it; a key that none names is left out."""
    wanted, found = set(subjects), dict[str, Place]()
    for part in chunks(sorted({names.parts(subject)[1] for subject in wanted})):
        for row in connection.execute(_sealed().where(_event.c.case.in_(part)).order_by(_event.c.pos)):
            subject = _subject(row)
            if subject in wanted:
                found.setdefault(subject, Place(row.writer, row.seq, key_in(row.body)))
    return found


def subjects(connection: Connection, asked: Sequence[Place]) -> dict[Place, str]:
    """The way back: the case keys that the events at these places name; where none does, the place is left out."""
    by_writer: dict[str, set[int]] = {}
    for place in asked:
        by_writer.setdefault(place.writer, set()).add(place.seq)
    found: dict[Place, str] = {}
    for writer, seqs in by_writer.items():
        for part in chunks(sorted(seqs)):
            rows = connection.execute(_sealed().where(_event.c.writer == writer, _event.c.seq.in_(part)))
            found |= {Place(writer, row.seq, key_in(row.body)): _subject(row) for row in rows}
    return {place: found[place] for place in asked if place in found and place.key}


def _sealed() -> Select[tuple[str, str, int, bytes]]:
    query = select(_event.c.case, _event.c.writer, _event.c.seq, _event.c.body)
    return query.where(_event.c.sealed_digest.is_not(None))


def _subject(row: Row[tuple[str, str, int, bytes]]) -> str:
    return names.case_key(row.case, key_in(row.body))
