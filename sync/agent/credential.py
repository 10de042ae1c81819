"""Where an agent that nobody sits before has the key of its database from.

`keyring`  the keyring of the operating system, if there is one
`file`     `agent.key` in the home, readable by its owner only: whoever has the disk has the data; chosen, never assumed
`pipe`     one line on standard input, the passphrase, from a program that is unlocked already
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from xfgrid.errors import FileError, HomeError, InputError
from xfgrid.journal.vault import key_of

SOURCES = ("keyring", "file", "pipe")
FILE = "agent.key"
_SERVICE = "xfgrid"


def keep(home: Path, key: bytes, source: str) -> None:
    """Leaves the raw key where the agent will look.

    HomeError `no_keyring`, FileError `file_unwritable`, InputError `bad_value` where nothing can be left.
    """
    if source not in ("keyring", "file"):
        raise InputError("bad_value", field="--key", value=source)
    if source == "file":
        _write(home / FILE, key)
    else:
        _remember(home, key)


def find(home: Path, source: str) -> bytes:
    """The raw key from one of `SOURCES`.

    Raises HomeError `no_credential` where it has none for this home, FileError `credential_open` for a file that
    others may read, InputError `bad_value` for another source.
    """
    if source not in SOURCES:
        raise InputError("bad_value", field="--key", value=source)
    if source == "pipe":
        return key_of(home, sys.stdin.readline().rstrip("\r\n"))
    try:
        return bytes.fromhex(_read(home / FILE) if source == "file" else _remembered(home))
    except (FileNotFoundError, ValueError) as error:
        raise HomeError("no_credential", source=source, home=str(home)) from error


def _remember(home: Path, key: bytes) -> None:
    import keyring  # looks through everything installed for its backends, which a file need not wait for
    from keyring.errors import KeyringError

    try:
        if not keyring.get_keyring().priority > 0:
            raise HomeError("no_keyring")
        keyring.set_password(_SERVICE, _name(home), key.hex())
    except KeyringError as error:
        raise HomeError("no_keyring") from error


def _remembered(home: Path) -> str:
    """The key in hex; another word where the keyring has none."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        return keyring.get_password(_SERVICE, _name(home)) or "none"
    return "none"


def _name(home: Path) -> str:
    return str(home.resolve())


def _write(path: Path, key: bytes) -> None:
    try:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
    except OSError as error:
        raise FileError("file_unwritable", file=str(path)) from error


def _read(path: Path) -> str:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise FileError("credential_open", file=str(path))
    return path.read_text(encoding="ascii").strip()
