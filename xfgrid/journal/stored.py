"""The events a journal holds, as they are stored: finding them, reading them, and the row each becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, bindparam, func, select, text

from xfgrid.case.event import Event, Section, read
from xfgrid.case.vocabulary import known
from xfgrid.journal import settings
from xfgrid.journal.tables import HELD, PARKED, QUARANTINED, EventRow, table_of

_event = table_of(EventRow)
T = TypeVar("T")
CHUNK = 500
"""Cases or hashes named in one statement."""
NAMED: BindParameter[Any] = bindparam("named", expanding=True)
_PRESENT = select(_event.c.case).where(_event.c.case.in_(NAMED)).distinct()
_HELD = select(_event.c.hash).where(_event.c.hash.in_(NAMED))
_OF_CASES = select(_event).where(_event.c.case.in_(NAMED)).order_by(_event.c.pos)
_IN_GOOD_STANDING = _OF_CASES.where(_event.c.status != QUARANTINED)
_BY_HASH = select(_event).where(_event.c.hash.in_(NAMED))
SIZE = sum(
    (func.coalesce(func.length(part), 0) for part in (_event.c.body, _event.c.text, _event.c.sealed)),
    func.length(_event.c.header),
)
"""Bytes of a row, as `Event.size` has them."""
_OF_WRITER = _event.c.writer == bindparam("of")
_CHAIN = select(_event).where(_OF_WRITER, _event.c.seq > bindparam("after")).order_by(_event.c.seq)
_CHAIN = _CHAIN.limit(bindparam("most"))
_HEAD = select(_event.c.seq, _event.c.hash).where(_OF_WRITER).order_by(_event.c.seq.desc()).limit(1)


def by_case(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Events by the case they are about."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.head.case, []).append(event)
    return found


def present(connection: Connection, cases: Sequence[str]) -> set[str]:
    """Those of these cases of which the journal holds any event."""
    found: set[str] = set()
    for part in chunks(cases):
        found.update(connection.scalars(_PRESENT, {"named": part}))
    return found


def held(connection: Connection, hashes: Sequence[bytes]) -> set[bytes]:
    """Which of these events the journal holds, in whatever status."""
    found: set[bytes] = set()
    for part in chunks(hashes):
        found.update(connection.scalars(_HELD, {"named": part}))
    return found


def events_of(connection: Connection, cases: Sequence[str], *, all_statuses: bool = False) -> Iterator[Event]:
    """The events of some cases in order of arrival, without the quarantined unless asked for."""
    query = _OF_CASES if all_statuses else _IN_GOOD_STANDING
    for part in chunks(cases):
        yield from map(event_of, connection.execute(query, {"named": part}))


def everything(connection: Connection) -> Iterator[Event]:
    """Every event in good standing, in order of arrival."""
    query = select(_event).where(_event.c.status != QUARANTINED).order_by(_event.c.pos)
    yield from map(event_of, connection.execute(query))


def by_hash(connection: Connection, hashes: Sequence[bytes]) -> dict[bytes, Event]:
    """Events by their hash; hashes the journal does not hold are left out."""
    found: dict[bytes, Event] = {}
    for part in chunks(hashes):
        rows = connection.execute(_BY_HASH, {"named": part}).all()
        found.update((event.hash, event) for event in map(event_of, rows))
    return found


def chain(connection: Connection, writer: str, after: int, limit: int) -> Iterator[Event]:
    """A writer's events above a sequence number, in their order, at most `limit`; read as far as they are taken."""
    with connection.execute(_CHAIN, {"of": writer, "after": after, "most": limit}) as rows:
        yield from map(event_of, rows)


def head_of(connection: Connection, writer: str) -> tuple[int, bytes | None]:
    """A writer's highest sequence number and that event's hash, also if it was forgotten; (0, None) for a new writer."""
    row = connection.execute(_HEAD, {"of": writer}).first()
    here = (0, None) if row is None else (row.seq, bytes(row.hash))
    seq, last = settings.get(connection, mark_of(writer), (0, None))
    return (seq, bytes.fromhex(last)) if seq > here[0] else here


def newest(connection: Connection) -> int:
    """The place of the event that arrived last; 0 for an empty journal."""
    return connection.scalar(select(func.max(_event.c.pos))) or 0


def arrived(connection: Connection, cases: Sequence[str], to: int) -> list[bytes]:
    """The hashes of the events of these cases that arrived up to a place, in whatever status."""
    named = select(_event.c.hash).where(_event.c.case.in_(NAMED), _event.c.pos <= to)
    return [bytes(name) for part in chunks(cases) for name in connection.scalars(named, {"named": part})]


def count_of(connection: Connection, status: int) -> int:
    """How many events are held in a status other than HELD; on a laptop by the index `event_aside`."""
    aside = select(func.count()).select_from(_event).where(_event.c.status == status, text("status <> 0"))
    return connection.scalar(aside) or 0


def aside(connection: Connection, status: int) -> list[bytes]:
    """The events held in a status other than HELD, in order of arrival."""
    query = select(_event.c.hash).where(_event.c.status == status, text("status <> 0")).order_by(_event.c.pos)
    return [bytes(h) for h in connection.scalars(query)]


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in parts of at most CHUNK, for statements that name many."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def event_of(row: Any) -> Event:
    """The event in a row of the table. IntegrityError `bad_header` where its bytes are no header."""

    def part(name: str, salt: bytes | None) -> Section | None:
        found = getattr(row, f"{name}_digest")
        return None if found is None else Section(found, salt, getattr(row, name))

    return read(row.header, part("body", row.body_salt), part("text", row.text_salt), part("sealed", b""), row.sig)


def row_of(event: Event, status: int) -> dict[str, object]:
    """The row of an event that is held in a status; one of unknown type or version is parked."""
    parts: dict[str, object] = {
        "hash": event.hash,
        "case": event.head.case,
        "writer": event.head.writer,
        "seq": event.head.seq,
        "type": event.head.type,
        "status": status_of(event, status),
        "header": event.header,
        "sig": event.sig,
        "sealed_digest": event.sealed.digest if event.sealed else None,
        "sealed": event.sealed.content if event.sealed else None,
    }
    for name, section in (("body", event.body), ("text", event.text)):
        parts[f"{name}_digest"] = section.digest if section else None
        parts[f"{name}_salt"] = section.salt if section else None
        parts[name] = section.content if section else None
    return parts


def status_of(event: Event, status: int) -> int:
    """The status of an event that is to be held in one: PARKED where this program does not know its type or version."""
    return PARKED if status == HELD and not known(event.head.type, event.head.v) else status


def mark_of(writer: str) -> str:
    """The setting in which the head of a chain stands whose events were forgotten."""
    return f"head:{writer}"
