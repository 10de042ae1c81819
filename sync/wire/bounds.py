"""The lists of messages, each with the most it may hold: a longer one is refused before any of it is made."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from sync.wire import limits
from sync.wire.payload import Raw
from xfgrid.journal.bounds import Count, Step, Word

Counts = Annotated[list[Count], Meta(max_length=limits.PAGE)]
Steps = Annotated[list[Step], Meta(max_length=limits.PAGE)]
"""One number an event of a page."""
Jumps = Annotated[list[tuple[Count, Count, Raw]], Meta(max_length=limits.PAGE)]
Shape = Annotated[list[tuple[Word, Count]], Meta(max_length=limits.FIELDS)]
Shapes = Annotated[list[Shape], Meta(max_length=limits.PAGE)]
Named = Annotated[list[Step], Meta(max_length=limits.NAMED)]
Words = Annotated[list[Word], Meta(max_length=3 * limits.PAGE)]
"""A type, an actor and a package an event."""
Section = Annotated[bytes, Meta(max_length=limits.BODY)]
Sections = Annotated[list[Section], Meta(max_length=limits.PAGE)]
Hashes = Annotated[list[Annotated[bytes, Meta(max_length=32)]], Meta(max_length=limits.PAGE)]
Cases = Annotated[list[Word], Meta(max_length=limits.PAGE)]
"""Names of events, and of cases, that a page speaks of."""

BoxWords = Annotated[list[Word], Meta(max_length=2 * limits.BOXES)]
BoxCounts = Annotated[list[Count], Meta(max_length=limits.BOXES)]
BoxSteps = Annotated[list[Step], Meta(max_length=limits.BOXES)]
Acks = Annotated[list[tuple[Word, Word]], Meta(max_length=limits.ENTRIES)]
Payloads = Annotated[list[Annotated[bytes, Meta(max_length=limits.BODY)]], Meta(max_length=limits.CARRIED)]
Content = Annotated[bytes, Meta(max_length=limits.RAW)]
Codes = Annotated[list[Word], Meta(max_length=limits.FEW)]
Facts = Annotated[dict[Word, Word | Count], Meta(max_length=limits.FEW)]
Seen = Annotated[list[Raw], Meta(max_length=limits.FEW)]
