"""Staff sign-ins of one home: a name and a short PIN, so that who acts is not simply which laptop it was.

The PIN keeps colleagues apart on a shared laptop; what protects the data is the passphrase of the home. The person of the
enrolment signs in by the passphrase alone.
"""

from __future__ import annotations

import re

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection

from xfgrid.errors import InputError, RuleError, UnknownError
from xfgrid.journal import settings

_NAME = "staff"
_ALLOWED = re.compile(r"[^:@\s][^:@]{0,62}")
_PIN = re.compile(r"\d{4,12}", re.ASCII)
_hasher = PasswordHasher(time_cost=2, memory_cost=16384, parallelism=1)


def add(connection: Connection, name: str, pin: str) -> None:
    """A new sign-in, or a new PIN for one. InputError `bad_staff`, `bad_pin` (4 to 12 digits)."""
    if not _ALLOWED.fullmatch(name):
        raise InputError("bad_staff", name=name)
    if not _PIN.fullmatch(pin):
        raise InputError("bad_pin")
    settings.put(connection, _NAME, {**_all(connection), name: _hasher.hash(pin)})


def listed(connection: Connection) -> list[str]:
    """The names that can sign in here, sorted."""
    return sorted(_all(connection))


def check(connection: Connection, name: str, pin: str) -> None:
    """UnknownError `unknown_staff` for a name nobody has here; RuleError `wrong_pin`."""
    known = _all(connection)
    if name not in known:
        raise UnknownError("unknown_staff", name=name, known=" ".join(sorted(known)))
    try:
        _hasher.verify(known[name], pin)
    except VerifyMismatchError as error:
        raise RuleError("wrong_pin", name=name) from error


def _all(connection: Connection) -> dict[str, str]:
    return dict(settings.get(connection, _NAME, {}))
