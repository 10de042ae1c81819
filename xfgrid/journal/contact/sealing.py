"""Registering with a contact: a fresh key for the case, boxes for its holders, the sealed section of the event."""

from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy import Connection

from xfgrid.case.acts import Draft
from xfgrid.case.contact import KEY_BYTES, Contact, keys_of, seal
from xfgrid.case.fold import Case
from xfgrid.case.offices import Offices
from xfgrid.journal.contact import boxes, keyring, names
from xfgrid.journal.contact.keyring import Keyring


def key_name(connection: Connection, case: Case, device: str) -> str:
    """The name of the key to seal a contact of a case with: the one it has, if this home holds it, or a new one."""
    ring = Keyring(connection, device)
    held = [name for name in keys_of(case) if ring.key(names.case_key(case.id, name)) is not None]
    return held[0] if held else secrets.token_hex(4)


def sealed(connection: Connection, draft: Draft, contact: Contact, owner: str, offices: Offices, device: str) -> Draft:
    """The draft with its contact sealed under the key it names; a new key gets its boxes in the same transaction."""
    ring = Keyring(connection, device)
    subject = names.case_key(draft.case, str(draft.body["contact"]))
    key = ring.key(subject)
    if key is None:
        key = secrets.token_bytes(KEY_BYTES)
        wanted = keyring.holders(connection, owner, offices.township(owner))
        if not any(ring.holds(name) for name in wanted):
            wanted |= ring.own()
        boxes.keep(connection, ring.box(subject, key, wanted), sent=False)
    found = key
    return replace(draft, seal=lambda event: seal(found, draft.case, event, contact))
