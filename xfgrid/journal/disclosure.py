"""Opening a contact. This is the only way to one: the event that says so is written first, in the same transaction.

If anything fails the transaction is undone and nothing was shown; if the commit fails the contact is never returned. So
the openings on record are the openings there were.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from xfgrid.case import acts
from xfgrid.case.contact import Contact, standing, unseal
from xfgrid.case.fold import Case
from xfgrid.case.relations import relation
from xfgrid.case.roles import Actor
from xfgrid.errors import HomeError, IntegrityError, RuleError
from xfgrid.journal import journal, mark, staff, views
from xfgrid.journal.contact import names
from xfgrid.journal.contact.keyring import Keyring
from xfgrid.journal.contact.terms import clock, terms
from xfgrid.journal.desk import Desk


class Second(msgspec.Struct, frozen=True):
    """Another person at this laptop who answers for an opening by somebody the case is not assigned to."""

    name: str
    pin: str


class Opened(msgspec.Struct, frozen=True):
    """What an opening gave: the hash of its event in hex, and the contact; several while two offices disagree on it."""

    event: str
    contacts: list[Contact]


def open_contact(desk: Desk, reference: str, purpose: str, second: Second | None = None) -> Opened:
    """Opens the contact of a case for a purpose of `CHOICES["purpose"]`, and records it.

    Raises HomeError `contact_locked`, `contact_put_back`, `lease_over`; RuleError `no_contact`, `contact_not_here` (待移交联系方式),
    `second_needed`, `second_is_first`, `wrong_pin`, and what every act raises.
    """
    _in_time(desk)
    with desk.home.store.write() as connection:
        case = journal.load(connection, views.find(connection, reference))
        said = {"purpose": purpose, **_answered_for(connection, desk, case, second)}
        [event] = desk.writer.write(connection, [acts.act(case, "open-contact", desk.actor, said, desk.setting())])
        found = Opened(event.hash.hex(), _contacts(connection, case, desk.identity.device))
    desk.home.wake("agent")
    return found


def state(connection: Connection, case: Case, device: str) -> str:
    """How a case's contact stands here: `none`, `erased`, `sealed` (this home holds the key), `waiting` (待移交)."""
    here = standing(case)
    if not here:
        return "erased" if any(event.sealed for event in case.events.values()) else "none"
    ring = Keyring(connection, device)
    reached = any(ring.key(names.case_key(case.id, key)) is not None for key in here.values())
    return "sealed" if reached else "waiting"


def _in_time(desk: Desk) -> None:
    with desk.home.store.write() as connection:  # kept whatever happens next: a jump must not be forgotten
        now, put_back = clock(connection), mark.put_back(connection)
    if put_back:
        raise HomeError("contact_put_back")
    if now.doubted:
        raise HomeError("contact_locked", hours=terms().jump_hours)
    if now.lease_over(terms()):
        raise HomeError("lease_over", days=terms().lease_days)


def _answered_for(connection: Connection, desk: Desk, case: Case, second: Second | None) -> dict[str, object]:
    """The second person, where the case is not assigned to the actor's office."""
    if relation(case, desk.actor, desk.offices) == "owner":
        return {}
    if second is None:
        raise RuleError("second_needed", owner=desk.offices.name(case.owner))
    if second.name == desk.actor.staff:
        raise RuleError("second_is_first")
    staff.check(connection, second.name, second.pin)
    return {"second": str(Actor(second.name, desk.actor.role, desk.actor.office))}


def _contacts(connection: Connection, case: Case, device: str) -> list[Contact]:
    here, ring = standing(case), Keyring(connection, device)
    if not here:
        raise RuleError("no_contact")
    found: list[Contact] = []
    for event, name in sorted(here.items()):
        key = ring.key(names.case_key(case.id, name))
        if key is not None:
            found += _opened(case, event, key)
    if not found:
        raise RuleError("contact_not_here")
    return list(dict.fromkeys(found))


def _opened(case: Case, event: str, key: bytes) -> list[Contact]:
    sealed = case.events[event].sealed
    assert sealed is not None
    assert sealed.content is not None
    try:
        return [unseal(key, case.id, case.events[event].head.id, sealed.content)]
    except IntegrityError:
        return []  # a box that holds another key than it says
