"""The journal: append events, and keep the views that are folded from them.

The same code runs on the laptop and at the county, which keeps no lists. Everything it derives (`case_sum`, lists, digests)
is a function of the set of events held; `rebuild` throws it away and makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from sqlalchemy import Connection, bindparam, delete, func, select, update

from xfgrid.case.event import Event, read
from xfgrid.case.fold import Case, fold
from xfgrid.case.redaction import struck
from xfgrid.case.vocabulary import BY_TYPE, KNOWN_VERSION, known
from xfgrid.journal import listing, settings, shred, stored
from xfgrid.journal.bulk import insert_rows
from xfgrid.journal.clocks import SHIPPED
from xfgrid.journal.digest import add, case_digest, subtract
from xfgrid.journal.rows import sum_values
from xfgrid.journal.tables import HELD, PARKED, QUARANTINED, CaseRow, EventRow, SumRow, table_of

_event = table_of(EventRow)
_case = table_of(CaseRow)
_sums = table_of(SumRow)
_SUM = "sum"
"""Setting of a laptop: digest, events and cases of everything here."""
_SPOKEN = "vocabulary"
"""Setting: the event types and the version that the program knew which last looked at the parked events."""
_COUNTED = "counted_by"
"""Setting of a laptop: the shipped rules by which the days in its lists were counted."""
_DROP_SUMS = delete(_sums).where(_sums.c.case.in_(stored.NAMED))
_SUMS = select(_sums.c.digest, _sums.c.events)
_SUMS_OF = _SUMS.where(_sums.c.case.in_(stored.NAMED))


def append(
    connection: Connection, events: Sequence[Event], status: int = HELD, folded: Mapping[str, Case] | None = None
) -> list[Event]:
    """Adds the events that are not there yet and folds the cases they touch; returns the new ones.

    Idempotent by hash. Events of unknown type or version are parked: kept, counted, not folded. `folded` are cases as
    they stand with these events, where the caller knows them already.
    """
    before = stored.present(connection, sorted({e.head.case for e in events}))
    fresh = _absent(connection, events)
    if status == QUARANTINED:
        insert_rows(connection, _event, [stored.row_of(e, status) for e in fresh])
    elif fresh:
        _take(connection, fresh, before, folded or {})
    return fresh


def _take(connection: Connection, fresh: Sequence[Event], before: Set[str], folded: Mapping[str, Case]) -> None:
    """Adds events to the journal, what is derived of their cases, and all to the digest of everything."""
    cases = stored.by_case(fresh)
    known, new = ([case for case in cases if (case in before) is there] for there in (True, False))
    (total, events, number), listed = digest(connection), _sum(connection, known)[2]
    insert_rows(connection, _event, [stored.row_of(e, HELD) for e in fresh])
    for part in stored.chunks(new):
        enlist(connection, [folded.get(case) or fold(case, cases[case]) for case in part])
    project(connection, known, folded)
    now = add(total, case_digest(e.hash for e in fresh))
    _keep_sum(connection, now, events + len(fresh), number + len(cases) - listed)


def store(connection: Connection, events: Sequence[Event], status: int = HELD) -> list[Event]:
    """`append` for a caller that folds the touched cases itself, by `project`, in the same transaction."""
    fresh = _absent(connection, events)
    insert_rows(connection, _event, [stored.row_of(e, status) for e in fresh])
    return fresh


def _absent(connection: Connection, events: Sequence[Event]) -> list[Event]:
    there = stored.held(connection, [e.hash for e in events])
    return list({e.hash: e for e in events if e.hash not in there}.values())


def forget(connection: Connection, cases: Sequence[str], device: str) -> None:
    """Drops every event of cases that this home no longer holds.

    The heads of the chains of `device`, this home's own, are kept apart, so that no number is ever used twice.
    """
    for part in stored.chunks(cases):
        mine = select(_event.c.writer).where(_event.c.case.in_(part), _event.c.writer.startswith(f"{device}."))
        for writer in connection.scalars(mine.distinct()).all():
            seq, last = stored.head_of(connection, writer)
            settings.put(connection, stored.mark_of(writer), (seq, last.hex() if last else None))
        connection.execute(delete(_event).where(_event.c.case.in_(part)))
    refold(connection, cases)


def mark(connection: Connection, hashes: Sequence[bytes], status: int) -> None:
    """Holds these events in another status from now on and folds their cases anew."""
    refold(connection, sorted(restate(connection, hashes, status)))


def restate(connection: Connection, hashes: Sequence[bytes], status: int) -> set[str]:
    """`mark` for a caller that folds the touched cases itself; returns them. Unknown events stay parked."""
    found = [event for part in stored.chunks(hashes) for event in stored.by_hash(connection, part).values()]
    for event in found:
        one = update(_event).where(_event.c.hash == event.hash)
        connection.execute(one.values(status=stored.status_of(event, status)))
    return {event.head.case for event in found}


def load(connection: Connection, case: str) -> Case:
    """One case as it stands; a case without events has none."""
    return fold(case, stored.events_of(connection, [case]))


def loaded(connection: Connection, cases: Sequence[str]) -> dict[str, Case]:
    """These cases as they stand, by id; those without events are left out."""
    events: dict[str, list[Event]] = {}
    for event in stored.events_of(connection, cases):
        events.setdefault(event.head.case, []).append(event)
    return {case: fold(case, found) for case, found in events.items()}


def project(connection: Connection, cases: Sequence[str], whole: Mapping[str, Case] | None = None) -> dict[str, Case]:
    """Folds these cases anew and writes what is derived of them; of a case without events nothing is.

    `whole` are cases that the caller has folded from every event of theirs; the others are read. Returns the folded
    cases by id, without those that have no events.
    """
    given = whole or {}
    found: dict[str, Case] = {}
    for part in stored.chunks(cases):
        folded = {case: given[case] for case in part if case in given}
        folded |= loaded(connection, [case for case in part if case not in given])
        _drop(connection, part)
        enlist(connection, list(folded.values()))
        found |= folded
    return found


def _drop(connection: Connection, cases: Sequence[str]) -> None:
    """Takes away what is derived of these cases."""
    connection.execute(_DROP_SUMS, {"named": cases})
    if listing.kept(connection):
        listing.drop(connection, cases)


def enlist(connection: Connection, cases: Sequence[Case]) -> None:
    """Writes what is derived of cases of which nothing is yet, and drops what was redacted of them."""
    shred.drop(connection, _struck(cases))
    insert_rows(connection, _sums, [sum_values(case) for case in cases])
    if listing.kept(connection):
        listing.enlist(connection, cases)


def recount(connection: Connection, versions: Sequence[str]) -> None:
    """Counts days in the lists of a laptop anew after these versions of the package came: what was estimated, since they may
    hold the calendar it wanted, and what events say under a version that is later than they."""
    cases = set(connection.scalars(select(_case.c.case).where(_case.c.provisional)))
    for version in versions:
        named = func.instr(_event.c.header, f'"package":"{version}"'.encode()) > 0
        cases.update(connection.scalars(select(_event.c.case).where(named).distinct()))
    _project_all(connection, sorted(cases))


def recount_shipped(connection: Connection) -> None:
    """Counts the days in the lists of a laptop anew where another program counted them, by the rules it brought."""
    if settings.get(connection, _COUNTED) != SHIPPED:
        settings.put(connection, _COUNTED, SHIPPED)
        _project_all(connection, connection.scalars(select(_case.c.case).where(_case.c.due > "")).all())


def _struck(cases: Iterable[Case]) -> dict[bytes, set[str]]:
    """The sections that redactions among these events ask to drop."""
    return {bytes.fromhex(h): parts for case in cases for h, parts in struck(case.events).items() if h in case.events}


def rebuild(connection: Connection) -> None:
    """Makes every view anew from the events; also takes up parked events that the program knows by now."""
    settings.drop(connection, _SPOKEN)
    settings.put(connection, _COUNTED, SHIPPED)
    newly_known(connection)
    connection.execute(delete(_sums))
    if listing.kept(connection):
        listing.drop_all(connection)
    settings.drop(connection, _SUM)
    _project_all(connection, connection.scalars(select(_event.c.case).distinct()).all())


def _project_all(connection: Connection, cases: Sequence[str]) -> None:
    """`project` of so many cases that they cannot all be held in memory."""
    for part in stored.chunks(cases):
        project(connection, part)


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
        rows = [row for part in stored.chunks(cases) for row in connection.execute(_SUMS_OF, {"named": part})]
    return case_digest(row.digest for row in rows), sum(row.events for row in rows), len(rows)


def refold(connection: Connection, cases: Sequence[str], whole: Mapping[str, Case] | None = None) -> None:
    """`project` on a laptop, where one writer at a time also keeps the digest of everything; each case counts once however
    often it is named."""
    if not cases:
        return
    cases = sorted(set(cases))
    total, before = digest(connection), _sum(connection, cases)
    project(connection, cases, whole)
    after = _sum(connection, cases)
    now = subtract(add(total[0], after[0]), before[0])
    _keep_sum(connection, now, *(t + a - b for t, a, b in zip(total[1:], after[1:], before[1:], strict=True)))


def _keep_sum(connection: Connection, digest: bytes, events: int, cases: int) -> None:
    settings.put(connection, _SUM, (digest.hex(), events, cases))
