"""Every error a person may read, as one tree.

    XfgridError
    ├── InputError            what was typed or given cannot be used           exit 2
    │   ├── UnknownError      names a case, office, action or code nobody knows exit 3
    │   └── FileError         a file is missing, foreign, broken or locked     exit 4
    ├── RuleError             a gate, role or charter rule says no             exit 5
    ├── HomeError             this home is not ready: not enrolled, wrong key  exit 6
    ├── LineError             the county cannot be reached or answers wrongly  exit 7
    │   └── RefusedError      the county understood and said no                exit 8
    ├── IntegrityError        a signature, hash, chain or digest does not fit  exit 9
    └── StoppedError          the user stopped long work; finished pages stay  exit 130

An error carries a stable `code` and the `facts` its sentence needs; the sentences stand in
`schemas/terms/<language>/errors.toml` under the same code: what happened, what is safe, what to do. Where that names an
option or a command, `on_screen.toml` says it for the screen.
"""

from __future__ import annotations

import errno
from typing import ClassVar


class XfgridError(Exception):
    """Base of all errors shown to people. `code` names the sentence, `facts` fill it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class InputError(XfgridError):
    """What was typed or given cannot be used; nothing was changed."""

    exit_code = 2


class UnknownError(InputError):
    """A name or number that nothing here answers to."""

    exit_code = 3


class FileError(InputError):
    """A file is missing, foreign, broken or locked; it was left as it is."""

    exit_code = 4


class RuleError(XfgridError):
    """A workflow gate, a role or a charter rule forbids the act."""

    exit_code = 5


class HomeError(XfgridError):
    """This home cannot be opened or has not been enrolled."""

    exit_code = 6


class LineError(XfgridError):
    """The county was not reached, or what answered was not it; unsent work is kept."""

    exit_code = 7


class RefusedError(LineError):
    """The county understood the request and refused it."""

    exit_code = 8


class IntegrityError(XfgridError):
    """Bytes do not fit their hash, signature, chain or digest."""

    exit_code = 9


class StoppedError(XfgridError):
    """The user stopped long work between two pages; what was finished stays, the rest was not begun."""

    exit_code = 130


_WHY = {
    errno.ENOENT: "missing",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "forbidden",
    errno.ENOSPC: "full",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no_folder",
    errno.EBUSY: "busy",
    errno.EIO: "device",
    errno.ENAMETOOLONG: "name_too_long",
}
_WHY_SQLITE = {
    "SQLITE_CANTOPEN": "missing",
    "SQLITE_READONLY": "forbidden",
    "SQLITE_PERM": "forbidden",
    "SQLITE_FULL": "full",
    "SQLITE_BUSY": "busy",
    "SQLITE_NOTADB": "foreign",
    "SQLITE_CORRUPT": "foreign",
    "SQLITE_ERROR": "foreign",
}


def why(error: Exception) -> str:
    """Why the system or SQLite refused a file, as a code of `schemas/terms/<language>/reasons.toml`; what has no code, by
    the name its makers gave it."""
    if isinstance(error, OSError):
        return _WHY.get(error.errno or 0, errno.errorcode.get(error.errno or 0, "other"))
    name = str(getattr(error, "sqlite_errorname", "")) or type(error).__name__
    return _WHY_SQLITE.get(name, name)
