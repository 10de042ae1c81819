"""Keys on the wire: boxes of case keys as columns, and what hello and welcome say of keys and erasures.

A box is 80 bytes that nothing can compress, so everything around it is kept small: a case key is named by the place of an
event that names it, with the eight hex digits of the key as four bytes; holders and makers are numbers into a list of names.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Annotated

import msgspec

from sync.wire import bounds, forms, limits
from sync.wire.payload import Raw
from xfgrid.errors import IntegrityError
from xfgrid.journal.bounds import Count, Word
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.erasing import Erasure
from xfgrid.journal.contact.hpke import BOX_BYTES
from xfgrid.journal.contact.naming import Place
from xfgrid.journal.contact.offices import OfficeKey

_NAME = 4
Erasures = Annotated[list[Erasure], msgspec.Meta(max_length=limits.ENTRIES)]
OfficeKeys = Annotated[list[OfficeKey], msgspec.Meta(max_length=limits.BOXES)]
OfficeBoxes = Annotated[list[Box], msgspec.Meta(max_length=limits.BOXES)]


class Places(msgspec.Struct, frozen=True, array_like=True):
    """Case keys, each by an event that names it: distinct writers, index of the writer, difference of `seq` to the place
    before, names of the keys."""

    writers: Raw
    writer: bounds.BoxCounts
    seq: bounds.BoxSteps
    keys: Raw


class Boxes(msgspec.Struct, frozen=True, array_like=True):
    """Boxes of the case keys that a request speaks of: `subject` is the difference to that of the box before, `holder` and
    `maker` index `words`; `whole` is 0 where only is said that the holder has a box."""

    words: bounds.BoxWords
    subject: bounds.BoxSteps
    holder: bounds.BoxCounts
    maker: bounds.BoxCounts
    whole: bounds.BoxCounts
    boxes: Raw


class Lacks(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a laptop says of keys in a hello: up to which serials it knows office keys and their boxes, how many entries
    of the ledger it has, which it acknowledges, and which were made there."""

    office_keys: Count = 0
    office_boxes: Count = 0
    erased: Count = 0
    acks: bounds.Acks = []
    erasures: Erasures = []


class Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the county answers in a welcome. `erasures` have to be applied before the page is; `resend` asks for the
    laptop's whole ledger. `vault` names the key store: a new name says that it was lost or put back."""

    office_keys: OfficeKeys = []
    office_keys_to: Count = 0
    office_boxes: OfficeBoxes = []
    office_boxes_to: Count = 0
    erasures: Erasures = []
    resend: bool = False
    vault: Word = ""


def pack_places(places: Sequence[Place]) -> Places:
    """Places of events as columns."""
    writers = {name: at for at, name in enumerate(dict.fromkeys(place.writer for place in places))}
    return Places(
        Raw(b"".join(map(forms.writer_bytes, writers))),
        [writers[place.writer] for place in places],
        forms.steps([place.seq for place in places]),
        Raw(b"".join(bytes.fromhex(place.key) for place in places)),
    )


def unpack_places(found: Places) -> list[Place]:
    """The way back; IntegrityError `bad_page`."""
    try:
        writers, keys = forms.writer_names(found.writers), forms.cut(found.keys, _NAME)
        rows = zip(found.writer, accumulate(found.seq), keys, strict=True)
        return [Place(writers[writer], seq, key.hex()) for writer, seq, key in rows]
    except (ValueError, IndexError) as error:
        raise IntegrityError("bad_page") from error


def pack_boxes(boxes: Sequence[Box], subjects: Sequence[str]) -> Boxes:
    """Boxes of these case keys as columns."""
    places = {name: at for at, name in enumerate(subjects)}
    words = {name: at for at, name in enumerate(dict.fromkeys(n for b in boxes for n in (b.holder, b.maker)))}
    return Boxes(
        list(words),
        forms.steps([places[b.subject] for b in boxes]),
        [words[b.holder] for b in boxes],
        [words[b.maker] for b in boxes],
        [int(bool(b.box)) for b in boxes],
        Raw(b"".join(b.box for b in boxes)),
    )


def unpack_boxes(found: Boxes, subjects: Sequence[str]) -> list[Box]:
    """The way back; IntegrityError `bad_page` where the columns do not fit together."""
    try:
        pieces = forms.slices(found.whole, found.boxes, BOX_BYTES)
        rows = list(zip(accumulate(found.subject), found.holder, found.maker, pieces, strict=True))
        if any(min(s, h, m) < 0 for s, h, m, _ in rows):
            raise IndexError("no such name")
        return [Box(subjects[s], found.words[h], found.words[m], box) for s, h, m, box in rows]
    except (ValueError, IndexError, StopIteration, RuntimeError) as error:
        raise IntegrityError("bad_page") from error
