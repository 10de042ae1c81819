"""The contact before it is sealed: one channel, perhaps a name, padded so that its length says nothing.

plain = channel ‖ 00 ‖ name ‖ 80 ‖ 00 … 00      (UTF-8; filled up to 32, 96 or 384 bytes)
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xfgrid.case.forms import CHANNELS, CONTACT, notice_required
from xfgrid.case.privacy import scan
from xfgrid.errors import InputError, IntegrityError, RuleError

SIZES = (32, 96, 384)
"""Bytes of a plain envelope. A phone number with a name of six characters fills the first."""

_BETWEEN, _END = b"\x00", b"\x80"


class Contact(msgspec.Struct, frozen=True):
    """How to reach one resident: one channel (a phone, an address, an account), and how to address them, '' if unsaid."""

    channel: str
    name: str = ""

    def pack(self) -> bytes:
        """The padded bytes. InputError `contact_too_long`."""
        data = self.channel.encode() + _BETWEEN + self.name.encode() + _END
        size = next((size for size in SIZES if len(data) <= size), None)
        if size is None or b"\x00" in (self.channel + self.name).encode():
            raise InputError("contact_too_long", most=SIZES[-1])
        return data.ljust(size, b"\x00")

    @classmethod
    def unpack(cls, data: bytes) -> Contact:
        """The way back; IntegrityError `bad_contact` for bytes that are no envelope."""
        words, end, rest = data.rpartition(_END)
        channel, between, name = words.partition(_BETWEEN)
        if not end or not between or rest.strip(b"\x00") or len(data) not in SIZES:
            raise IntegrityError("bad_contact")
        try:
            return cls(channel.decode(), name.decode())
        except UnicodeDecodeError as error:
            raise IntegrityError("bad_contact") from error


def split(values: Mapping[str, object]) -> tuple[dict[str, object], Contact | None]:
    """What may stand in the open, and the contact to be sealed, None if none was given.

    RuleError `notice_missing` where nobody told the resident what it is kept for (charter rule 3); InputError
    `contact_no_channel` for a name without a channel, `two_channels` for more than one, `contact_never_kept` for a number
    that is no channel (charter rule 4).
    """
    rest = {name: value for name, value in values.items() if name not in CONTACT}
    channel, name = (" ".join(str(values.get(part) or "").split()) for part in CONTACT)
    if not channel and not name:
        return rest, None
    if notice_required(values):
        raise RuleError("notice_missing")
    if not channel:
        raise InputError("contact_no_channel")
    kinds = [hit.kind for part in (channel, name) for hit in scan(part)]
    if not CHANNELS.issuperset(kinds):
        raise InputError("contact_never_kept")
    if len(kinds) > 1:
        raise InputError("two_channels")
    return rest, Contact(channel, name)
