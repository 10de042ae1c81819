"""Taking out of a case what must not be left of it: its words, its contact, what was being typed on it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from xfgrid.case import acts
from xfgrid.case.acts import Actor, Draft, Setting
from xfgrid.case.fold import Case
from xfgrid.journal.contact import erasing
from xfgrid.journal.contact.erasing import Erasure
from xfgrid.journal.contact.naming import key_in
from xfgrid.journal.writer import now_ms, stamp

REPORT = "transfer_only"
"""The reason, in `case.reason` of the catalogue, for which the words of a report of wrongdoing are struck."""
_PAPER = ("via", "for", "on")
"""What an act on paper and all that goes with it say alike."""


def with_slip(case: Case, slip: Draft, setting: Setting) -> list[Draft]:
    """What goes with the slip of a report of wrongdoing that was taken for something else: every word of the case is
    struck and its contact erased, by the same hand and in the same transaction; the caller has to `bury` it."""
    paper = {name: slip.body[name] for name in _PAPER if slip.body.get("for")}
    said = {"asked_by": "supervisor", "why": "not_needed", "contact": "", **paper}
    gone = [acts.act(case, "erase-contact", slip.actor, said, setting)] if keys(case) else []
    return [*gone, *struck(case, slip.actor, REPORT, setting, paper)]


def struck(
    case: Case, actor: Actor, reason: str, setting: Setting, paper: Mapping[str, object] | None = None
) -> list[Draft]:
    """The redactions of every event that still has words of its own, of earlier redactions those they left standing."""
    wordy = [key for key, event in case.events.items() if event.text and event.text.content is not None]
    said = {"reason": reason, "parts": ["text"], **(paper or {})}
    return [acts.act(case, "redact", actor, {"event": key, **said}, setting) for key in wordy]


def keys(case: Case) -> list[str]:
    """Every key under which something of the case is still sealed here, also what was replaced meanwhile."""
    sealed = [e for e in case.events.values() if e.sealed and e.sealed.content is not None]
    return sorted({key_in(e.body.content if e.body else None) for e in sealed})


def bury(connection: Connection, case: Case, device: str) -> None:
    """Destroys the keys of all that is sealed of a case as it was before, and what they sealed; the caller settles."""
    gone = keys(case)
    erasing.enter(connection, [Erasure(case.id, key, stamp(now_ms()), device) for key in gone], erasing.NEW)
    erasing.apply(connection, {(case.id, key) for key in gone})
