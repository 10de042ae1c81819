"""The journal: append events, read them back, and keep the views that are folded from them.

The same code runs on the laptop and at the county. Everything it derives (`case_row`, digests) is a function of the
set of events held; `rebuild` throws it away and makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select, text, update

from xfgrid.case.dues import Dues, dues
from xfgrid.case.event import Event, Section, read
from xfgrid.case.fold import Case, fold
from xfgrid.case.redaction import struck
from xfgrid.case.vocabulary import BY_TYPE, KNOWN_VERSION, known
from xfgrid.journal import indexing, settings, shred
from xfgrid.journal.bulk import insert_rows
from xfgrid.journal.clocks import packages
from xfgrid.journal.digest import add, case_digest, subtract
from xfgrid.journal.rows import case_values
from xfgrid.journal.tables import HELD, PARKED, QUARANTINED, CaseRow, EventRow

_event = EventRow.__table__  # type: ignore[attr-defined]
_case = CaseRow.__table__  # type: ignore[attr-defined]
T = TypeVar("T")
_SUM = "sum"
"""Setting of a laptop: digest, events and cases of everything here."""
_SPOKEN = "vocabulary"
"""Setting: the event types and the version that the program knew which last looked at the parked events."""
CHUNK = 500
"""Cases or hashes named in one statement."""
_NAMED: BindParameter[Any] = bindparam("named", expanding=True)
_PRESENT = select(_event.c.case).where(_event.c.case.in_(_NAMED)).distinct()
_HELD = select(_event.c.hash).where(_event.c.hash.in_(_NAMED))
_OF_CASES = select(_event).where(_event.c.case.in_(_NAMED)).order_by(_event.c.pos)
_IN_GOOD_STANDING = _OF_CASES.where(_event.c.status != QUARANTINED)
_BY_HASH = select(_event).where(_event.c.hash.in_(_NAMED))
_SIZE = sum(
    (func.coalesce(func.length(part), 0) for part in (_event.c.body, _event.c.text, _event.c.sealed)),
    func.length(_event.c.header),
)
_OUTLINES = select(_event.c.hash, _event.c.writer, _event.c.case, _SIZE.label("size")).where(_event.c.hash.in_(_NAMED))
_OF_WRITER = _event.c.writer == bindparam("of")
_CHAIN = select(_event).where(_OF_WRITER, _event.c.seq > bindparam("after")).order_by(_event.c.seq)
_CHAIN = _CHAIN.limit(bindparam("most"))
_HEAD = select(_event.c.seq, _event.c.hash).where(_OF_WRITER).order_by(_event.c.seq.desc()).limit(1)
_DROP_ROWS = delete(_case).where(_case.c.case.in_(_NAMED))
_SUMS = select(_case.c.digest, _case.c.events)
_SUMS_OF = _SUMS.where(_case.c.case.in_(_NAMED))


def append(
    connection: Connection, events: Sequence[Event], status: int = HELD, folded: Mapping[str, Case] | None = None
) -> list[Event]:
    """Adds the events that are not there yet and folds the cases they touch; returns the new ones.

    Idempotent by hash. Events of unknown type or version are parked: kept, counted, not folded. `folded` are cases as
    they stand with these events, where the caller knows them already.
    """
    before = present(connection, sorted({e.head.case for e in events}))
    fresh = _absent(connection, events)
    if status == QUARANTINED:
        insert_rows(connection, _event, [_row(e, status) for e in fresh])
    elif fresh:
        _take(connection, fresh, before, folded or {})
    return fresh


def _take(connection: Connection, fresh: Sequence[Event], before: Set[str], folded: Mapping[str, Case]) -> None:
    """Adds events to the journal, their cases to lists and search, and all to the digest of everything."""
    cases = by_case(fresh)
    known, new = ([case for case in cases if (case in before) is there] for there in (True, False))
    (total, events, number), listed = digest(connection), _sum(connection, known)[2]
    insert_rows(connection, _event, [_row(e, HELD) for e in fresh])
    for part in chunks(new):
        _enlist(connection, [folded.get(case) or fold(case, cases[case]) for case in part])
    project(connection, known, folded)
    now = add(total, case_digest(e.hash for e in fresh))
    _keep_sum(connection, now, events + len(fresh), number + len(cases) - listed)


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


def store(connection: Connection, events: Sequence[Event], status: int = HELD) -> list[Event]:
    """`append` for a caller that folds the touched cases itself, by `project`, in the same transaction."""
    fresh = _absent(connection, events)
    insert_rows(connection, _event, [_row(e, status) for e in fresh])
    return fresh


def _absent(connection: Connection, events: Sequence[Event]) -> list[Event]:
    there = held(connection, [e.hash for e in events])
    return list({e.hash: e for e in events if e.hash not in there}.values())


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


class Outline(NamedTuple):
    """What is known of an event without reading it; `size` in bytes as `Event.size` has it."""

    writer: str
    case: str
    size: int


def outlines(connection: Connection, hashes: Sequence[bytes]) -> dict[bytes, Outline]:
    """Events by their hash, not read; hashes the journal does not hold are left out."""
    return {
        bytes(row.hash): Outline(row.writer, row.case, row.size)
        for part in chunks(hashes)
        for row in connection.execute(_OUTLINES, {"named": part})
    }


def head_of(connection: Connection, writer: str) -> tuple[int, bytes | None]:
    """A writer's highest sequence number and that event's hash, also if it was forgotten; (0, None) for a new writer."""
    row = connection.execute(_HEAD, {"of": writer}).first()
    here = (0, None) if row is None else (row.seq, bytes(row.hash))
    seq, last = settings.get(connection, _mark(writer), (0, None))
    return (seq, bytes.fromhex(last)) if seq > here[0] else here


def newest(connection: Connection) -> int:
    """The place of the event that arrived last; 0 for an empty journal."""
    return connection.scalar(select(func.max(_event.c.pos))) or 0


def arrived(connection: Connection, cases: Sequence[str], to: int) -> list[bytes]:
    """The hashes of the events of these cases that arrived up to a place, in whatever status."""
    named = select(_event.c.hash).where(_event.c.case.in_(_NAMED), _event.c.pos <= to)
    return [bytes(name) for part in chunks(cases) for name in connection.scalars(named, {"named": part})]


def forget(connection: Connection, cases: Sequence[str], device: str) -> None:
    """Drops every event of cases that this home no longer holds.

    The heads of the chains of `device`, this home's own, are kept apart, so that no number is ever used twice.
    """
    for part in chunks(cases):
        mine = select(_event.c.writer).where(_event.c.case.in_(part), _event.c.writer.startswith(f"{device}."))
        for writer in connection.scalars(mine.distinct()).all():
            seq, last = head_of(connection, writer)
            settings.put(connection, _mark(writer), (seq, last.hex() if last else None))
        connection.execute(delete(_event).where(_event.c.case.in_(part)))
    refold(connection, cases)


def mark(connection: Connection, hashes: Sequence[bytes], status: int) -> None:
    """Holds these events in another status from now on and folds their cases anew."""
    refold(connection, sorted(restate(connection, hashes, status)))


def restate(connection: Connection, hashes: Sequence[bytes], status: int) -> set[str]:
    """`mark` for a caller that folds the touched cases itself; returns them. Unknown events stay parked."""
    found = [event for part in chunks(hashes) for event in by_hash(connection, part).values()]
    for event in found:
        one = update(_event).where(_event.c.hash == event.hash)
        connection.execute(one.values(status=_status(event, status)))
    return {event.head.case for event in found}


def in_status(connection: Connection, hashes: Sequence[bytes], status: int) -> list[bytes]:
    """Those of these events that are held in a status."""
    query = select(_event.c.hash).where(_event.c.status == status)
    return [bytes(h) for part in chunks(hashes) for h in connection.scalars(query.where(_event.c.hash.in_(part)))]


def load(connection: Connection, case: str) -> Case:
    """One case as it stands; a case without events has none."""
    return fold(case, events_of(connection, [case]))


def loaded(connection: Connection, cases: Sequence[str]) -> dict[str, Case]:
    """These cases as they stand, by id; those without events are left out."""
    events: dict[str, list[Event]] = {}
    for event in events_of(connection, cases):
        events.setdefault(event.head.case, []).append(event)
    return {case: fold(case, found) for case, found in events.items()}


def project(connection: Connection, cases: Sequence[str], whole: Mapping[str, Case] | None = None) -> dict[str, Case]:
    """Folds these cases anew and writes what lists show of them; a case without events loses its row.

    `whole` are cases that the caller has folded from every event of theirs; the others are read. Returns the folded
    cases by id, without those that have no events.
    """
    given = whole or {}
    found: dict[str, Case] = {}
    for part in chunks(cases):
        folded = {case: given[case] for case in part if case in given}
        folded |= loaded(connection, [case for case in part if case not in given])
        connection.execute(_DROP_ROWS, {"named": part})
        _enlist(connection, list(folded.values()))
        found |= folded
    return found


def _enlist(connection: Connection, cases: Sequence[Case]) -> None:
    """Writes what lists and search show of cases that have no row, and drops what was redacted of them."""
    clocks = packages(connection)
    shred.drop(connection, _struck(cases))
    rows = [case_values(case, dues(case, clocks) if case.live else Dues()) for case in cases]
    insert_rows(connection, _case, rows)
    indexing.index(connection, rows)


def recount(connection: Connection) -> None:
    """Counts days that were estimated anew, after a package came that may hold the calendar they wanted."""
    project(connection, connection.scalars(select(_case.c.case).where(_case.c.provisional)).all())


def _struck(cases: Iterable[Case]) -> dict[bytes, set[str]]:
    """The sections that redactions among these events ask to drop."""
    return {bytes.fromhex(h): parts for case in cases for h, parts in struck(case.events).items() if h in case.events}


def rebuild(connection: Connection) -> None:
    """Makes every view anew from the events; also takes up parked events that the program knows by now."""
    settings.drop(connection, _SPOKEN)
    newly_known(connection)
    connection.execute(delete(_case))
    settings.drop(connection, _SUM)
    project(connection, list(connection.scalars(select(_event.c.case).distinct())))


def newly_known(connection: Connection) -> list[str]:
    """Takes up the parked events that this program knows; the cases they are about, for the caller to fold anew.

    Looks at them once for each vocabulary, since there is no index to find them by.
    """
    spoken = [*sorted(BY_TYPE), KNOWN_VERSION]
    if settings.get(connection, _SPOKEN) == spoken:
        return []
    settings.put(connection, _SPOKEN, spoken)
    cases: set[str] = set()
    for pos, header in connection.execute(select(_event.c.pos, _event.c.header).where(_event.c.status == PARKED)).all():
        head = read(header, None, None, None, b"").head
        if known(head.type, head.v):
            connection.execute(update(_event).where(_event.c.pos == bindparam("at")).values(status=HELD), {"at": pos})
            cases.add(head.case)
    return sorted(cases)


def digest(connection: Connection) -> tuple[bytes, int, int]:
    """Digest over every case here, with the number of events and of cases; kept up to date, so it costs no scan."""
    kept = settings.get(connection, _SUM)
    return (bytes.fromhex(kept[0]), kept[1], kept[2]) if kept else _sum(connection)


def _sum(connection: Connection, cases: Sequence[str] | None = None) -> tuple[bytes, int, int]:
    """Digest, events and cases of some cases, or of all."""
    if cases is None:
        rows = list(connection.execute(_SUMS))
    else:
        rows = [row for part in chunks(cases) for row in connection.execute(_SUMS_OF, {"named": part})]
    return case_digest(row.digest for row in rows), sum(row.events for row in rows), len(rows)


def refold(connection: Connection, cases: Sequence[str], whole: Mapping[str, Case] | None = None) -> None:
    """`project` on a laptop, where one writer at a time also keeps the digest of everything."""
    if not cases:
        return
    total, before = digest(connection), _sum(connection, cases)
    project(connection, cases, whole)
    after = _sum(connection, cases)
    now = subtract(add(total[0], after[0]), before[0])
    _keep_sum(connection, now, *(t + a - b for t, a, b in zip(total[1:], after[1:], before[1:], strict=True)))


def _keep_sum(connection: Connection, digest: bytes, events: int, cases: int) -> None:
    settings.put(connection, _SUM, (digest.hex(), events, cases))


def count_of(connection: Connection, status: int) -> int:
    """How many events are held in a status other than HELD; on a laptop by the index `event_aside`."""
    aside = select(func.count()).select_from(_event).where(_event.c.status == status, text("status <> 0"))
    return connection.scalar(aside) or 0


def aside(connection: Connection, status: int) -> list[bytes]:
    """The events held in a status other than HELD, in order of arrival."""
    query = select(_event.c.hash).where(_event.c.status == status, text("status <> 0")).order_by(_event.c.pos)
    return [bytes(h) for h in connection.scalars(query)]


def _mark(writer: str) -> str:
    return f"head:{writer}"


def _status(event: Event, status: int) -> int:
    return PARKED if status == HELD and not known(event.head.type, event.head.v) else status


def _row(event: Event, status: int) -> dict[str, object]:
    parts: dict[str, object] = {
        "hash": event.hash,
        "case": event.head.case,
        "writer": event.head.writer,
        "seq": event.head.seq,
        "type": event.head.type,
        "status": _status(event, status),
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


def event_of(row: Any) -> Event:
    def part(name: str, salt: bytes | None) -> Section | None:
        found = getattr(row, f"{name}_digest")
        return None if found is None else Section(found, salt, getattr(row, name))

    return read(row.header, part("body", row.body_salt), part("text", row.text_salt), part("sealed", b""), row.sig)


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in parts of at most CHUNK, for statements that name many."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
