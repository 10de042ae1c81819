"""Names of keys and their holders, as boxes carry them."""

from __future__ import annotations

from xfgrid.journal.contact.hpke import short


def case_key(case: str, key: str) -> str:
    """The key of a case: `case:<id>:<8 hex digits>`."""
    return f"case:{case}:{key}"


def office(code: str, public: bytes) -> str:
    """A key of an office: `office:<code>:<16 hex digits of the SHA-256 of its public key>`."""
    return f"office:{code}:{short(public)}"


def device(name: str) -> str:
    """The wrapping key of a device: `device:<fingerprint of its signing key>`."""
    return f"device:{name}"


def parts(name: str) -> tuple[str, str]:
    """Kind and middle part of a name: the id of the case, the code of the office, or the device."""
    kind, _, rest = name.partition(":")
    return kind, rest.partition(":")[0]
