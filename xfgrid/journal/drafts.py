"""What is being typed and is no event yet: rows of a local table, never synced, there again after a crash.

A contact stands in a draft sealed under a key of this home, so that no copy of the tables shows it (charter rule 5). With
the draft it goes physically, and from one that nobody touches for `draft_days` it is struck.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from xfgrid.case.forms import CONTACT
from xfgrid.journal import shred
from xfgrid.journal.contact import keyring
from xfgrid.journal.contact.terms import clock
from xfgrid.journal.store import Store
from xfgrid.journal.tables import DraftRow, table_of
from xfgrid.journal.writer import stamp

_draft = table_of(DraftRow)
SEALED = "sealed"
"""Where the contact of a draft stands among its values: hexadecimal, a nonce of 12 bytes and the ciphertext."""
_NONCE = 12
_INFO = b"xfgrid draft 1"


def keep(store: Store, name: str, form: str, values: Mapping[str, object]) -> None:
    """Saves a draft under its name, durably; the former one of that name is replaced. `form` says in which it was typed: of
    the intake the version of the package, of an act `act`."""
    with store.write() as connection:
        row = {
            "id": name,
            "form": form,
            "changed": stamp(clock(connection).known),
            "value": msgspec.json.encode(_closed(connection, name, values)).decode(),
        }
        forget(connection, name)
        connection.execute(insert(_draft).values(row))


def form_of(store: Store, name: str) -> str:
    """The form in which the draft of a name was typed, '' if there is none."""
    with store.read() as connection:
        return connection.scalar(select(_draft.c.form).where(_draft.c.id == name)) or ""


def kept(store: Store, name: str) -> dict[str, object]:
    """The draft of a name, empty if there is none."""
    with store.read() as connection:
        value = connection.scalar(select(_draft.c.value).where(_draft.c.id == name))
        return {} if value is None else _opened(connection, name, msgspec.json.decode(value, type=dict[str, object]))


def drop(store: Store, name: str) -> None:
    """Forgets a draft, and what the database kept of it."""
    with store.write() as connection:
        forget(connection, name)
    shred.settle(store)


def forget(connection: Connection, name: str) -> None:
    """`drop` inside the caller's write transaction; the caller settles (`shred`)."""
    if connection.execute(delete(_draft).where(_draft.c.id == name)).rowcount:
        shred.wish(connection)


def strike(connection: Connection, before: int) -> None:
    """Takes the contacts out of the drafts last touched before a best-known time, ms UTC; the caller settles."""
    _strike(connection, _draft.c.changed < stamp(before))


def strike_case(connection: Connection, case: str) -> None:
    """Takes the contacts out of the drafts on a case, whose resident wishes to be forgotten; the caller settles."""
    _strike(connection, _draft.c.id.endswith(case))


def forget_case(connection: Connection, case: str) -> None:
    """Forgets the drafts on a case of which no word may be left; the caller settles."""
    if connection.execute(delete(_draft).where(_draft.c.id.endswith(case))).rowcount:
        shred.wish(connection)


def _strike(connection: Connection, which: ColumnElement[bool]) -> None:
    for row in connection.execute(select(_draft).where(which)).all():
        values = msgspec.json.decode(row.value, type=dict[str, object])
        if values.pop(SEALED, None) is not None:
            value = msgspec.json.encode(values).decode()
            connection.execute(update(_draft).where(_draft.c.id == row.id).values(value=value))
            shred.wish(connection)


def _closed(connection: Connection, name: str, values: Mapping[str, object]) -> dict[str, object]:
    rest = {key: value for key, value in values.items() if key not in CONTACT}
    contact = {key: value for key, value in values.items() if key in CONTACT and value}
    if contact:
        nonce = secrets.token_bytes(_NONCE)
        sealed = _cipher(connection).encrypt(nonce, msgspec.json.encode(contact), name.encode())
        rest[SEALED] = (nonce + sealed).hex()
    return rest


def _opened(connection: Connection, name: str, values: dict[str, object]) -> dict[str, object]:
    sealed = bytes.fromhex(str(values.pop(SEALED, "")))
    if not sealed:
        return values
    try:
        plain = _cipher(connection).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
    except InvalidTag:
        return values  # of a key this home no longer has: the words stay, the contact is lost
    return {**values, **msgspec.json.decode(plain, type=dict[str, object])}


def _cipher(connection: Connection) -> ChaCha20Poly1305:
    secret = keyring.device_key(connection).secret
    return ChaCha20Poly1305(HKDF(SHA256(), len(secret), salt=None, info=_INFO).derive(secret))
