"""The one place where a folded case becomes rows: what both ends sum up of it, and what lists show."""

from __future__ import annotations

from xfgrid.case.clocks import Packages
from xfgrid.case.contact import keys_of
from xfgrid.case.dues import Dues, dues
from xfgrid.case.fold import Case
from xfgrid.case.reasons import postponed, reasons
from xfgrid.journal.digest import case_digest
from xfgrid.journal.search import listed

TITLE_LENGTH = 40


def title(case: Case) -> str:
    """What is asked, in one line; a case whose text was dropped shows its number."""
    first = case.text("asked").strip().partition("\n")[0]
    return (first[:TITLE_LENGTH] + "…" if len(first) > TITLE_LENGTH else first) or case.text("number")


def sum_values(case: Case) -> dict[str, object]:
    """The columns of `case_sum`."""
    return {
        "case": case.id,
        "live": case.live,
        "contact": " ".join(keys_of(case)),
        "events": len(case.events) + len(case.parked),
        "digest": case_digest(map(bytes.fromhex, (*case.events, *case.parked))),
    }


def case_values(case: Case, clocks: Packages) -> dict[str, object]:
    """The columns of `case_row`; `clocks` say what is owed on a live case."""
    owed = dues(case, clocks) if case.live else Dues()
    return {
        "case": case.id,
        "number": case.text("number"),
        "title": title(case),
        "asked": case.text("asked"),
        "place": case.text("place"),
        "kind": case.text("kind"),
        "state": case.state,
        "owner": case.owner,
        "place_office": case.text("place_office"),
        "registrar": case.text("registrar"),
        "received": case.text("received") or case.text("held_on"),
        "due": owed.due,
        "due_kind": owed.kind,
        "provisional": owed.provisional,
        "agenda": owed.agenda,
        "listed": listed(owed.due, case.id),
        "live": case.live,
        "meeting": case.is_meeting,
        "reasons": " ".join(reasons(case)),
        "postponed": postponed(case),
        "conflicts": len(case.conflicts),
    }
