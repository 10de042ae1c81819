"""What is being typed and is no event yet: rows of a local table, never synced, there again after a crash.

A contact stands in a draft sealed under this home's own key, so that no copy of the tables shows it (charter rule 5).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, delete, insert, select

from xfgrid.case.forms import CONTACT
from xfgrid.journal.contact import keyring
from xfgrid.journal.store import Store
from xfgrid.journal.tables import DraftRow

_draft = DraftRow.__table__  # type: ignore[attr-defined]
SEALED = "sealed"
"""Where the contact of a draft stands among its values: hexadecimal, a nonce of 12 bytes and the ciphertext."""
_NONCE = 12


def keep(store: Store, name: str, form: str, values: Mapping[str, object]) -> None:
    """Saves a draft under its name, durably; the former one of that name is replaced."""
    with store.write() as connection:
        row = {
            "id": name,
            "form": form,
            "changed": datetime.now(UTC).isoformat(timespec="seconds"),
            "value": msgspec.json.encode(_closed(connection, name, values)).decode(),
        }
        forget(connection, name)
        connection.execute(insert(_draft).values(row))


def kept(store: Store, name: str) -> dict[str, object]:
    """The draft of a name, empty if there is none."""
    with store.read() as connection:
        value = connection.scalar(select(_draft.c.value).where(_draft.c.id == name))
        return {} if value is None else _opened(connection, name, msgspec.json.decode(value, type=dict[str, object]))


def drop(store: Store, name: str) -> None:
    """Forgets a draft."""
    with store.write() as connection:
        forget(connection, name)


def forget(connection: Connection, name: str) -> None:
    """`drop` inside the caller's write transaction."""
    connection.execute(delete(_draft).where(_draft.c.id == name))


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
    plain = _cipher(connection).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
    return {**values, **msgspec.json.decode(plain, type=dict[str, object])}


def _cipher(connection: Connection) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(keyring.device_key(connection).secret)
