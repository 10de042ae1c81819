"""Who a home is, and the key it signs with."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from xfgrid.journal.keys import SigningKey


class Identity(msgspec.Struct, frozen=True):
    """Who this home is after enrolment. `seed` is the device key's seed in hex, `county_key` the county's public key."""

    seed: str
    epoch: int
    office: str
    role: str
    staff: str
    name: str
    url: str
    county_key: str

    @property
    def key(self) -> SigningKey:
        return _key(self.seed)

    @property
    def device(self) -> str:
        """The fingerprint the county knows this device by."""
        return self.key.fingerprint


@lru_cache(maxsize=16)
def _key(seed: str) -> SigningKey:
    """Deriving a key from its seed costs as much as a signature, and an exchange asks for it at every step."""
    return SigningKey(bytes.fromhex(seed))
