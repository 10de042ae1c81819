"""What a laptop does when the county refuses the text of an event for numbers of persons in it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from xfgrid.case.acts import Actor
from xfgrid.case.amends import without_numbers
from xfgrid.journal import journal, package, stored
from xfgrid.journal.identity import Identity
from xfgrid.journal.writer import Writer


def strike(connection: Connection, identity: Identity, hashes: Sequence[bytes]) -> None:
    """Writes the redactions that strike the numbers, in the capacity in which each text was written."""
    if not hashes:
        return
    writer = Writer(identity.key, identity.epoch, package.newest_version(connection))
    for event in stored.by_hash(connection, hashes).values():
        case = journal.load(connection, event.head.case)
        draft = without_numbers(case, event.hash.hex(), Actor.parse(event.head.actor))
        if draft:
            writer.write(connection, [draft])
