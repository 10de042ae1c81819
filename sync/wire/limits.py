"""Numbers both ends hold to, so that no message costs more than a small multiple of its own size. A county may be
stricter, never laxer."""

PROTOCOL = 1
"""The protocol this program speaks; a peer names the range it speaks and the highest common one is used."""

BODY = 4 << 20
"""Bytes of one compressed message."""

RAW = 32 << 20
"""Bytes of one message after decompression, and of the events that a page becomes."""

ENROL = 4 << 10
"""The same of the one message that is read before its sender is known."""

PAGE = 2000
"""Events of one page."""

NAMED = 1 << 17
"""Hashes that the events of one page may name, in bodies and bases."""

FIELDS = 256
"""Fields that one event may write."""

BOXES = 1 << 16
"""Boxes, keys of offices, or places of keys in one message."""

ENTRIES = 1 << 17
"""Entries of the ledger of erasures in one message."""

SIGNED = 1 << 14
"""Packages or cards in one message."""

PACKAGES = 24 << 20
"""Bytes of all packages of a county together, which a new laptop is told at once; the rest of `RAW` is for cards and events."""

EPOCHS = 256
"""Writer epochs of one device."""

CARRIED = 1 << 12
"""Messages inside another one, on a stick."""

FEW = 64
"""What is few by its nature: codes of errors, facts of a refusal."""
