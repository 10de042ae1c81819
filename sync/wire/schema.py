"""The messages as JSON Schema, for `schemas/wire/`: MessagePack maps, where JSON has base64 text a peer sends bytes."""

from __future__ import annotations

from sync.wire import messages
from sync.wire.messages import Message

KINDS: dict[str, type[Message]] = {
    kind.__struct_config__.tag: kind  # type: ignore[misc]
    for kind in Message.__subclasses__()
    if kind.__module__ == messages.__name__
}
"""Tag → message."""
