"""Searching for planted words in every byte a home or county holds, decrypted page by page (样例·虚构).

SQLCipher 4 under a raw key: pages of 4096 bytes, AES-256-CBC under the key itself, the last 80 bytes of a page its
initialisation vector and authentication; the first 16 bytes of the file are a salt. Free pages and the frames of the
write-ahead log are decrypted like any other, so nothing that is only unlinked stays unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.homes import PASSPHRASE
from xfgrid.journal import home

PAGE, RESERVE, SALT = 4096, 80, 16
WAL_HEAD, FRAME_HEAD = 32, 24


def in_home(path: Path, words: Iterable[str]) -> set[str]:
    """Those of the words that stand anywhere in a laptop's home."""
    key = home._vault(path).key(PASSPHRASE)
    database, wal = path / "xfgrid.db", path / "xfgrid.db-wal"
    pieces = [*_pages(database.read_bytes(), key, 0, 0)]
    if wal.exists():
        pieces += _pages(wal.read_bytes(), key, WAL_HEAD, FRAME_HEAD)
    others = [f.read_bytes() for f in path.rglob("*") if f.is_file() and f not in (database, wal)]
    return _found([b"".join(pieces), *others], words)


def in_folder(path: Path, words: Iterable[str]) -> set[str]:
    """Those of the words that stand in any file below a folder: databases, write-ahead logs, backups, logs, exports."""
    return _found([f.read_bytes() for f in path.rglob("*") if f.is_file()], words)


def _pages(data: bytes, key: bytes, head: int, frame: int) -> Iterator[bytes]:
    for at in range(head, len(data) - frame - PAGE + 1, frame + PAGE):
        first = int.from_bytes(data[at : at + 4], "big") == 1 if frame else at == 0
        page = data[at + frame : at + frame + PAGE]
        end = PAGE - RESERVE
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[end : end + 16])).decryptor()
        yield cipher.update(page[SALT if first else 0 : end]) + b"\n"


def _found(pieces: Iterable[bytes], words: Iterable[str]) -> set[str]:
    whole = list(pieces)
    return {word for word in words if any(one in data for one in _spellings(word) for data in whole)}


def _spellings(word: str) -> set[bytes]:
    """A word as UTF-8 and in JSON escapes."""
    return {word.encode(), word.encode("unicode_escape")}
