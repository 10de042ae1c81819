"""How the passphrase of a home becomes the raw key of its database: Argon2id, its parameters and salt in `vault.json`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from xfgrid.errors import FileError, HomeError

KEY_BYTES = 32


class Vault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Argon2id parameters; the defaults cost about a tenth of a second on an old laptop's core."""

    salt: str
    time: int = 2
    memory_kib: int = 65536
    lanes: int = 1

    def key(self, passphrase: str) -> bytes:
        """The raw database key, 32 bytes."""
        from argon2.low_level import Type, hash_secret_raw

        secret, salt = passphrase.encode(), bytes.fromhex(self.salt)
        return hash_secret_raw(secret, salt, self.time, self.memory_kib, self.lanes, KEY_BYTES, Type.ID)


def exists(path: Path) -> bool:
    """Whether a home was made here."""
    return (path / "vault.json").exists()


def key_of(path: Path, passphrase: str) -> bytes:
    """The raw database key a passphrase stands for in this home, right or wrong. HomeError `no_home`."""
    if not exists(path):
        raise HomeError("no_home", home=str(path))
    return _vault(path).key(passphrase)


def _vault(path: Path) -> Vault:
    try:
        return msgspec.json.decode((path / "vault.json").read_bytes(), type=Vault)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FileError("bad_vault", home=str(path)) from error
