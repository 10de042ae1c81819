"""What a person asks to forget at a laptop: the contact of a case at the resident's wish, and its words with it."""

from __future__ import annotations

from xfgrid.case import acts
from xfgrid.case.event import Event
from xfgrid.errors import RuleError
from xfgrid.journal import drafts, emptying, journal, prints, shred, views
from xfgrid.journal.desk import Desk


def erase(desk: Desk, reference: str, asked_by: str, why: str, *, words: str = "") -> Event:
    """Destroys the contact of a case at somebody's wish, here at once and everywhere else when they synchronise.

    With `words`, the reason given, the free words of every event of the case go as well. and papers made of it on the screen with either. Records who asked (`CHOICES["asked_by"]`) and why
    (`CHOICES["why"]`). RuleError `no_contact` where there is nothing to erase; and what every act raises.
    """
    with desk.home.store.write() as connection:
        case = journal.load(connection, views.find(connection, reference))
        if not emptying.keys(case) and not words:
            raise RuleError("no_contact")
        said = {"asked_by": asked_by, "why": why, "contact": ""}
        asked = [acts.act(case, "erase-contact", desk.actor, said, desk.setting())]
        asked += emptying.struck(case, desk.actor, words, desk.setting()) if words else []
        event, *_ = desk.writer.write(connection, asked)
        emptying.bury(connection, case, desk.identity.device)
        drafts.strike_case(connection, case.id)
    shred.settle(desk.home.store)
    prints.sweep(desk.home)
    desk.home.wake("agent")
    return event
