"""What a resident trusts us with: one way to reach them, sealed under a key of the case alone."""

from __future__ import annotations

from xfgrid.case.contact.envelope import SIZES, Contact, split
from xfgrid.case.contact.retention import Terms, due_on
from xfgrid.case.contact.sealing import KEY_BYTES, seal, unseal
from xfgrid.case.contact.standing import key_name, keys_of, standing, wished

__all__ = [
    "KEY_BYTES",
    "SIZES",
    "Contact",
    "Terms",
    "due_on",
    "key_name",
    "keys_of",
    "seal",
    "split",
    "standing",
    "unseal",
    "wished",
]
