"""Searching for planted words in every byte a home or county holds, decrypted page by page (样例·虚构).

SQLCipher 4 under a raw key: pages of 8192 bytes, AES-256-CBC under the key itself, the last 80 bytes of a page its
initialisation vector and authentication; the first 16 bytes of the file are a salt. Free pages and the frames of the
write-ahead log are decrypted like any other, so nothing that is only unlinked stays unseen.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdf
import zstandard
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from sync.county import erasures
from sync.county.county import County
from sync.wire import payload
from sync.wire.bundle import open_bundle
from tests.homes import PASSPHRASE
from xfgrid.journal import vault

PAGE, RESERVE, SALT = 8192, 80, 16
WAL_HEAD, FRAME_HEAD = 32, 24


def in_home(path: Path, words: Iterable[str]) -> set[str]:
    """Those of the words that stand anywhere in a laptop's home."""
    key = vault._vault(path).key(PASSPHRASE)
    database, wal = path / "xfgrid.db", path / "xfgrid.db-wal"
    pieces = [*_pages(database.read_bytes(), key, 0, 0)]
    if wal.exists():
        pieces += _pages(wal.read_bytes(), key, WAL_HEAD, FRAME_HEAD)
    others = [f.read_bytes() for f in path.rglob("*") if f.is_file() and f not in (database, wal)]
    return _found([b"".join(pieces), *others], words)


def in_folder(path: Path, words: Iterable[str]) -> set[str]:
    """Those of the words that stand in any file below a folder: databases, write-ahead logs, backups, logs, exports."""
    return _found([piece for f in path.rglob("*") if f.is_file() for piece in _unpacked(f.read_bytes())], words)


def in_file(path: Path, words: Iterable[str]) -> set[str]:
    """Those of the words that stand in a file; archives and bundles are looked into."""
    return _found(_unpacked(path.read_bytes()), words)


def in_postgresql(county: County, words: Iterable[str]) -> set[str]:
    """What stands in the files of a county's own tables, after the night's work and a checkpoint."""
    erasures.settle(county)
    with county.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        root = Path(str(connection.exec_driver_sql("SHOW data_directory").scalar()))
        oid = connection.exec_driver_sql("SELECT oid FROM pg_database WHERE datname = current_database()").scalar()
    return in_folder(root / "base" / str(oid), words)


def _unpacked(data: bytes) -> list[bytes]:
    """The bytes of a file and of what is packed in it: bundles, DOCX and other archives, zstd, what a PDF prints."""
    if data[:4] == b"XFGB":
        return [data, *(piece for part in open_bundle(data).parts for piece in _payload(part.payload))]
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return [data, *(piece for name in packed.namelist() for piece in _unpacked(packed.read(name)))]
    if data[:4] == zstandard.MAGIC_NUMBER.to_bytes(4, "little"):
        return [data, payload.decompress(data)]
    return [data, *_printed(data)] if data[:5] == b"%PDF-" else [data]


def _printed(data: bytes) -> Iterator[bytes]:
    """The streams of a PDF, and what its pages say: their letters stand there as numbers of glyphs, line by line."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = pypdf.generic.IndirectObject(number, 0, reader).get_object()
        yield found.get_data() if isinstance(found, pypdf.generic.StreamObject) else repr(found).encode()
    yield "".join("".join(page.extract_text().split()) for page in reader.pages).encode()


def opened_reply(reply: bytes) -> bytes:
    """The content of a reply's frame, unpacked."""
    return b"\n".join(_payload(reply[72:]))


def _payload(data: bytes) -> list[bytes]:
    """The packed and the plain part of a message (`sync/wire/payload.py`)."""
    at = 4 + int.from_bytes(data[:4], "big")
    return [payload.decompress(data[4:at]), data[at:]]


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
    """A word as UTF-8, in JSON escapes, and without blanks."""
    return {word.encode(), word.encode("unicode_escape"), "".join(word.split()).encode()}
