"""Numbers both ends hold to. A county may be stricter, never laxer."""

PROTOCOL = 1
"""The protocol this program speaks; a peer names the range it speaks and the highest common one is used."""

BODY = 4 << 20
"""Bytes of one compressed message."""

RAW = 32 << 20
"""Bytes of one message after decompression."""

WORD = 256
"""Characters of a type, actor, package or field name."""

PAGE = 2000
"""Events of one page."""
