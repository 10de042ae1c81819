"""What a person asks to forget at a laptop: the contact of a case at the resident's wish, and its words with it."""

from __future__ import annotations

from xfgrid.case import acts
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.errors import RuleError
from xfgrid.journal import drafts, journal, prints, shred, views
from xfgrid.journal.contact import erasing
from xfgrid.journal.contact.erasing import Erasure
from xfgrid.journal.contact.naming import key_in
from xfgrid.journal.desk import Desk
from xfgrid.journal.writer import now_ms, stamp


def erase(desk: Desk, reference: str, asked_by: str, why: str, *, words: str = "") -> Event:
    """Destroys the contact of a case at somebody's wish, here at once and everywhere else when they synchronise.

    With `words`, the reason given, the free words of every event of the case go as well. and papers made of it on the screen with either. Records who asked (`CHOICES["asked_by"]`) and why
    (`CHOICES["why"]`). RuleError `no_contact` where there is nothing to erase; and what every act raises.
    """
    with desk.home.store.write() as connection:
        case = journal.load(connection, views.find(connection, reference))
        keys = _keys(case)
        if not keys and not words:
            raise RuleError("no_contact")
        said = {"asked_by": asked_by, "why": why, "contact": ""}
        asked = [acts.act(case, "erase-contact", desk.actor, said, desk.setting())]
        asked += [_redaction(case, key, desk, words) for key in _wordy(case)] if words else []
        event, *_ = desk.writer.write(connection, asked)
        now = stamp(now_ms())
        entries = [Erasure(case.id, key, now, desk.identity.device) for key in keys]
        erasing.enter(connection, entries, erasing.NEW)
        erasing.apply(connection, {(case.id, key) for key in keys})
        drafts.strike_case(connection, case.id)
    shred.settle(desk.home.store)
    prints.sweep(desk.home)
    desk.home.wake("agent")
    return event


def _keys(case: Case) -> list[str]:
    """Every key under which something of the case is still sealed here, also what was replaced meanwhile."""
    sealed = [e for e in case.events.values() if e.sealed and e.sealed.content is not None]
    return sorted({key_in(e.body.content if e.body else None) for e in sealed})


def _wordy(case: Case) -> list[str]:
    """The events that still have words of their own."""
    skip = ("redacted", "contact_erased")
    return [k for k, e in case.events.items() if e.text and e.text.content is not None and e.head.type not in skip]


def _redaction(case: Case, event: str, desk: Desk, reason: str) -> acts.Draft:
    said = {"event": event, "reason": reason, "parts": ["text"]}
    return acts.act(case, "redact", desk.actor, said, desk.setting())
