"""How large a value may be that comes from elsewhere: types of the fields of messages, which msgspec holds to while it
decodes, before the value is made."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from xfgrid.case.canon import SAFE

WORD = 256
"""Characters of a type, actor, package, field or other name."""

Count = Annotated[int, Meta(ge=0, le=SAFE)]
"""A number, time or serial; what JSON can carry fits every column of a database."""
Ordinal = Annotated[int, Meta(ge=0, le=2**31 - 1)]
"""A number that counts 1, 2, 3 … by hand."""
Step = Annotated[int, Meta(ge=-SAFE, le=SAFE)]
"""A difference of two such."""
Word = Annotated[str, Meta(max_length=WORD, pattern=r"^[^\x00]*$")]
"""A name, without the one character that PostgreSQL cannot keep."""
Key = Annotated[bytes, Meta(max_length=32)]
Signature = Annotated[bytes, Meta(max_length=64)]
