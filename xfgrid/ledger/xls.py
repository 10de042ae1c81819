"""What an .xls says beside its cells: its password and its hidden rows, from the record stream (MS-XLS 2.4)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from xfgrid.errors import FileError
from xfgrid.ledger.container import Marks

_BOUNDSHEET, _FILEPASS, _ROW, _BOF, _EOF = 0x0085, 0x002F, 0x0208, 0x0809, 0x000A
_HIDDEN = 0x20
"""The bit fDyZero of a ROW record."""

STREAMS = ("Workbook", "Book")


def marks(name: str, data: bytes) -> dict[str, Marks]:
    """The marks of every sheet by its name. FileError `workbook_locked`, or `workbook_broken` if the file is damaged."""
    stream = _stream(name, data)
    try:
        return {sheet: Marks(frozenset(_hidden(stream, at))) for sheet, at in _sheets(name, stream)}
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise FileError("workbook_broken", file=name) from error


def _stream(name: str, data: bytes) -> bytes:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            if compound.exists("EncryptedPackage"):
                raise FileError("workbook_locked", file=name)
            found = next((stream for stream in STREAMS if compound.exists(stream)), None)
            if found is None:
                raise FileError("workbook_foreign", file=name)
            return bytes(compound.openstream(found).read())
    except FileError:
        raise
    except Exception as error:  # whatever a damaged file makes the library stumble over
        raise FileError("workbook_broken", file=name) from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(name: str, stream: bytes) -> Iterator[tuple[str, int]]:
    """Name of every sheet and where its records begin."""
    for kind, record in _records(stream, 0):
        if kind == _FILEPASS:
            raise FileError("workbook_locked", file=name)
        if kind == _BOUNDSHEET:
            length, wide = record[6], record[7] & 1
            text = record[8 : 8 + length * (2 if wide else 1)]
            yield text.decode("utf-16-le" if wide else "latin-1"), struct.unpack_from("<I", record)[0]
        if kind == _EOF:
            return


def _hidden(stream: bytes, at: int) -> Iterator[int]:
    """The hidden rows of a sheet, from 1; substreams of charts inside it have records of their own."""
    depth = 0
    for kind, record in _records(stream, at):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if kind == _ROW and depth == 1 and struct.unpack_from("<H", record, 12)[0] & _HIDDEN:
            yield int(struct.unpack_from("<H", record)[0]) + 1
