"""Importing a workbook into a home: looked at first, then written page by page, all of a page or nothing.

A cut leaves whole pages; running again completes the rest, because every case and every entry is known again by its
id. Nothing that is there is ever changed: a row whose text differs from what was imported is listed as changed.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from xfgrid.case.fold import Case, advanced, fold
from xfgrid.case.vocabulary import BY_ACTION
from xfgrid.errors import RuleError
from xfgrid.journal import settings
from xfgrid.journal.desk import Desk
from xfgrid.journal.writer import Page
from xfgrid.ledger import carry, mapping
from xfgrid.ledger.identity import Identified, identify
from xfgrid.ledger.layout import FIELDS, Layout, shipped
from xfgrid.ledger.matter import Item, Matter, Remark
from xfgrid.ledger.places import Places
from xfgrid.ledger.reading import Progress, SheetReading, guess_headers, read_workbook, sheet_named
from xfgrid.ledger.standing import Standing, recorded, same, standing
from xfgrid.ledger.workbook import open_workbook

PAGE = 2000
"""Cases written in one transaction."""

LAYOUTS = "ledger_layouts"
"""The setting under which a home remembers layouts made by hand."""


@dataclass(slots=True)
class Import:
    """What an import would do, or did. `cases` are all the workbook speaks of; `new` counts those not here before,
    `live` those of them that the ledger does not call finished, `added` entries on cases that are here; `changed` are rows whose text differs from what was imported, `passed` rows
    with an entry that comes too late, since the case has moved on here."""

    readings: list[SheetReading]
    cases: list[Identified]
    remarks: list[Remark]
    by_hand: Layout | None
    new: int = 0
    live: int = 0
    added: int = 0
    changed: list[Matter] = field(default_factory=list)
    passed: list[Matter] = field(default_factory=list)


def look(
    desk: Desk,
    path: Path,
    sheets: Sequence[str] = (),
    by_hand: Layout | None = None,
    progress: Progress | None = None,
) -> Import:
    """Reads a workbook and compares it with this home; writes nothing.

    Raises FileError, InputError; RuleError `role_may_not` for a role that opens no cases.
    """
    if desk.actor.role not in BY_ACTION["register"].who:
        raise RuleError("role_may_not", action="import", role=desk.actor.role)
    with _uncollected():
        return _look(desk, path, sheets, by_hand, progress)


def _look(desk: Desk, path: Path, sheets: Sequence[str], by_hand: Layout | None, progress: Progress | None) -> Import:
    book = open_workbook(path)
    places = Places(desk.offices, desk.actor.office)
    with desk.home.store.read() as connection:
        layouts = (*shipped(), *mapping.remembered(settings.get(connection, LAYOUTS)))
    readings = read_workbook(book, sheets, layouts, places, desk.today(), by_hand, progress)
    township = desk.offices.township(desk.actor.office) or desk.actor.office
    with desk.home.store.read() as connection:
        cases, shared = identify(readings, township, lambda case: recorded(connection, case))
    remarks = [remark for reading in readings for remark in reading.remarks] + shared
    found = Import(readings, cases, remarks, by_hand)
    for page in _pages(cases):
        with desk.home.store.read() as connection:
            there = standing(connection, [one.case for one in page])
        for one in page:
            here = there.get(one.case)
            if _unchanged(found, one, here) and here:
                found.added += len(list(carry.pending(one, here.done)))
    return found


def write(desk: Desk, looked: Import, progress: Progress | None = None) -> Import:
    """Writes what was looked at, compared anew with the home as it stands; returns what was done."""
    done = replace(looked, new=0, live=0, added=0, changed=[], passed=[])
    with _uncollected():
        for number, page in enumerate(_pages(looked.cases), 1):
            _write_page(done, page, desk)
            if progress:
                progress("write", min(number * PAGE, len(looked.cases)), len(looked.cases))
    if done.by_hand:
        with desk.home.store.write() as connection:
            settings.put(connection, LAYOUTS, mapping.remember(settings.get(connection, LAYOUTS), done.by_hand))
    desk.home.wake("agent")
    return done


def guessed(path: Path, sheet: str) -> dict[str, str]:
    """The headers of a sheet nobody knows, each with what its column probably is, a field or a reason to drop; each
    field once, '' for the rest. FileError as in `look`."""
    found: dict[str, str] = {}
    for header in guess_headers(sheet_named(open_workbook(path), sheet)):
        meaning = mapping.guess(header)
        found.setdefault(header, "" if meaning in FIELDS and meaning in found.values() else meaning)
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Reading and writing rows makes many objects and no cycles: looking for some takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _pages(cases: Sequence[Identified]) -> Iterator[Sequence[Identified]]:
    for start in range(0, len(cases), PAGE):
        yield cases[start : start + PAGE]


def _write_page(done: Import, page: Sequence[Identified], desk: Desk) -> None:
    with desk.home.store.write() as connection, desk.writer.page(connection) as out:
        there = standing(connection, [one.case for one in page])
        for one in page:
            _write(done, out, one, there.get(one.case), desk)


def _unchanged(found: Import, one: Identified, here: Standing | None) -> bool:
    """Counts a case as new or changed; False for one whose text has changed."""
    if here is None:
        found.new += 1
        found.live += not any(matter.finished for matter in one.matters)
    elif not same(one.matter, here.contents):
        found.changed.append(one.matter)
        return False
    return True


def _write(done: Import, out: Page, one: Identified, here: Standing | None, desk: Desk) -> None:
    if not _unchanged(done, one, here):
        return
    case = here.case if here else fold(one.case, [out.add(carry.registration(one, desk.actor))])
    for named in carry.pending(one, here.done if here else set()):
        after = _happened(out, case, named, desk)
        if after is None:
            done.passed.append(one.matter)
        elif here:
            done.added += 1
        case = after or case
    out.folded[case.id] = case


def _happened(out: Page, case: Case, named: tuple[str, Item], desk: Desk) -> Case | None:
    """The case with what an item says, before it the mediation it ended; None where the case has moved on here."""
    if carry.needs_mediation(case, named[1]):
        mediating = _happened(out, case, carry.mediation(case.id), desk)
        if mediating is None:
            return None
        case = mediating
    draft = carry.act_of(case, *named, desk.actor, desk.offices)
    return advanced(case, out.add(draft)) if draft else None
