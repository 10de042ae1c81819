"""Keys on the wire: boxes of case keys as columns, and what hello and welcome say of keys and erasures.

A box is 80 bytes that nothing can compress, so everything around it is kept small: cases stand once, with the eight hex
digits of their keys as four bytes, holders and makers are numbers into a list of names.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sync.wire import forms
from sync.wire.payload import Raw
from xfgrid.errors import IntegrityError
from xfgrid.journal.contact import names
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.erasing import Erasure
from xfgrid.journal.contact.hpke import BOX_BYTES
from xfgrid.journal.contact.offices import OfficeKey

_NAME = 4


class Subjects(msgspec.Struct, frozen=True, array_like=True):
    """Some case keys: differences of the leading 48 bits of the case ids, their other 80 bits, the names of the keys."""

    cases_ms: list[int]
    cases_rest: Raw
    keys: Raw


class Boxes(msgspec.Struct, frozen=True, array_like=True):
    """Boxes of case keys. `subject`, `holder`, `maker` index `subjects` and `words`; `whole` is 0 where only is said
    that the holder has a box."""

    subjects: Subjects
    words: list[str]
    subject: list[int]
    holder: list[int]
    maker: list[int]
    whole: list[int]
    boxes: Raw


class Lacks(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a laptop says of keys in a hello: up to which serials it knows office keys and their boxes, how many entries
    of the ledger it has, which it acknowledges, and which were made there."""

    office_keys: int = 0
    office_boxes: int = 0
    erased: int = 0
    acks: list[tuple[str, str]] = []
    erasures: list[Erasure] = []


class Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the county answers in a welcome. `erasures` have to be applied before the page is; `resend` asks for the
    laptop's whole ledger. `vault` names the key store: a new name says that it was lost or put back."""

    office_keys: list[OfficeKey] = []
    office_keys_to: int = 0
    office_boxes: list[Box] = []
    office_boxes_to: int = 0
    erasures: list[Erasure] = []
    resend: bool = False
    vault: str = ""


def pack_subjects(subjects: Sequence[str]) -> Subjects:
    """Names of case keys as columns."""
    pairs = [subject.split(":")[1:] for subject in subjects]
    ms, rest = forms.split([case for case, _ in pairs])
    return Subjects(ms, Raw(rest), Raw(b"".join(bytes.fromhex(key) for _, key in pairs)))


def unpack_subjects(found: Subjects) -> list[str]:
    """The way back; IntegrityError `bad_page`."""
    try:
        cases, keys = forms.join(found.cases_ms, found.cases_rest), forms.cut(found.keys, _NAME)
        return [names.case_key(case, key.hex()) for case, key in zip(cases, keys, strict=True)]
    except (ValueError, OverflowError) as error:
        raise IntegrityError("bad_page") from error


def pack_boxes(boxes: Sequence[Box]) -> Boxes:
    """Boxes of case keys as columns."""
    subjects = {name: at for at, name in enumerate(dict.fromkeys(b.subject for b in boxes))}
    words = {name: at for at, name in enumerate(dict.fromkeys(n for b in boxes for n in (b.holder, b.maker)))}
    return Boxes(
        pack_subjects(list(subjects)),
        list(words),
        [subjects[b.subject] for b in boxes],
        [words[b.holder] for b in boxes],
        [words[b.maker] for b in boxes],
        [int(bool(b.box)) for b in boxes],
        Raw(b"".join(b.box for b in boxes)),
    )


def unpack_boxes(found: Boxes) -> list[Box]:
    """The way back; IntegrityError `bad_page` where the columns do not fit together."""
    subjects = unpack_subjects(found.subjects)
    try:
        pieces = forms.slices(found.whole, found.boxes, BOX_BYTES)
        rows = zip(found.subject, found.holder, found.maker, pieces, strict=True)
        return [Box(subjects[s], found.words[h], found.words[m], box) for s, h, m, box in rows]
    except (ValueError, IndexError, StopIteration, RuntimeError) as error:
        raise IntegrityError("bad_page") from error
