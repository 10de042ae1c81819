"""What this home can open: whatever a path of boxes leads to from its own device key."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from xfgrid.errors import IntegrityError
from xfgrid.journal import settings
from xfgrid.journal.contact import boxes, names, offices
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.hpke import WrapKey, wrap
from xfgrid.journal.keys import SigningKey

_SECRET = "wrap_key"


def device_key(connection: Connection) -> WrapKey:
    """This home's own wrapping key, made when it is first asked for (in a write transaction)."""
    found = settings.get(connection, _SECRET)
    if found is None:
        found = WrapKey.fresh().secret.hex()
        settings.put(connection, _SECRET, found)
    return WrapKey(bytes.fromhex(found))


def proof_text(public: bytes) -> bytes:
    """What a device signs so that nobody can put another wrapping key beside its name."""
    return b"xfgrid wrapping key 1\n" + public


def proven(key: SigningKey, public: bytes) -> bytes:
    """The device's signature over its wrapping key."""
    return key.sign(proof_text(public))


class Keyring:
    """The keys one device can reach, inside a transaction. Nothing of it is stored."""

    def __init__(self, connection: Connection, device: str) -> None:
        self.connection, self.device = connection, device
        self._keys: dict[str, bytes | None] = {}
        self._privates: dict[str, WrapKey] = {names.device(device): device_key(connection)}

    def private(self, name: str) -> WrapKey | None:
        """The private key of a device or office, None if this home does not hold it."""
        if name not in self._privates and names.parts(name)[0] == "office":
            secret = self.key(name)
            if secret is not None:
                self._privates[name] = WrapKey(secret)
        return self._privates.get(name)

    def key(self, subject: str) -> bytes | None:
        """The 32 bytes of a key by its name, None if no box leads to it."""
        if subject not in self._keys:
            self._keys[subject] = None  # a circle of boxes ends here
            self._keys[subject] = self._open(subject, boxes.of(self.connection, [subject]))
        return self._keys[subject]

    def keys(self, subjects: list[str]) -> dict[str, bytes]:
        """Those of many keys that can be reached."""
        by_subject: dict[str, list[Box]] = {}
        for box in boxes.of(self.connection, subjects):
            by_subject.setdefault(box.subject, []).append(box)
        found = {subject: self._open(subject, held) for subject, held in by_subject.items()}
        return {subject: key for subject, key in found.items() if key is not None}

    def holds(self, name: str) -> bool:
        """Whether this home can open what is wrapped to a holder."""
        return self.private(name) is not None

    def box(self, subject: str, key: bytes, publics: Mapping[str, bytes]) -> list[Box]:
        """The key wrapped to each holder (name → public key)."""
        return [
            Box(subject, holder, self.device, wrap(key, public, subject, holder)) for holder, public in publics.items()
        ]

    def own(self) -> dict[str, bytes]:
        """This device as a holder."""
        name = names.device(self.device)
        return {name: self._privates[name].public}

    def _open(self, subject: str, held: list[Box]) -> bytes | None:
        for box in held:
            holder = self.private(box.holder) if box.box else None
            if holder is None:
                continue
            try:
                key = holder.unwrap(box.box, subject, box.holder)
            except IntegrityError:
                continue  # a box that does not open is no box; another one may
            if _fits(subject, key):
                return key
        return None


def _fits(subject: str, key: bytes) -> bool:
    """An office's private key has to be the one its name says; a case key shows itself when the contact opens."""
    kind, middle = names.parts(subject)
    return kind != "office" or names.office(middle, WrapKey(key).public) == subject


def holders(connection: Connection, owner: str, township: str | None) -> dict[str, bytes]:
    """Who must be able to open a case owned by an office: that office and its township, as far as they have keys."""
    found = offices.newest(connection, [owner, township])
    return {key.name: key.public for key in found.values()}
