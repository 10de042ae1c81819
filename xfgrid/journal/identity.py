"""Who a home is, and the key it signs with."""

from __future__ import annotations

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
        return SigningKey(bytes.fromhex(self.seed))

    @property
    def device(self) -> str:
        """The fingerprint the county knows this device by."""
        return self.key.fingerprint
