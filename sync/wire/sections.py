"""The sections of a page of events as columns: words to be compressed, what is sealed beside them, as it never shortens."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from sync.wire import forms
from sync.wire.bounds import Counts, Sections
from sync.wire.payload import Raw
from xfgrid.case.event import ABSENT as NO_DIGEST
from xfgrid.case.event import SALT_BYTES, Section

ABSENT, WHOLE, DROPPED = 0, 1, 2


class Part(msgspec.Struct, frozen=True, array_like=True):
    """One kind of section over all events: its state, and the bytes of those that are whole or dropped."""

    state: Counts
    content: Sections
    salts: Raw
    digests: Raw


class Seals(msgspec.Struct, frozen=True, array_like=True):
    """The sealed sections of all events: their states, sizes and bytes of those that are whole, digests of the dropped."""

    state: Counts
    sizes: Counts
    content: Raw
    digests: Raw


def content_of(section: Section | None) -> bytes:
    """What a section holds, nothing where it is absent or dropped."""
    return section.content or b"" if section is not None else b""


def part(sections: Sequence[Section | None], contents: Sequence[bytes]) -> Part:
    """Salted sections as columns; `contents` is what travels for each."""
    state = _states(sections)
    whole = [content for content, is_ in zip(contents, state, strict=True) if is_ == WHOLE]
    return Part(state, whole, Raw(b"".join(s.salt or b"" for s in sections if s is not None)), _digests(sections))


def seals(sections: Sequence[Section | None]) -> Seals:
    """Sealed sections as columns."""
    whole = [s.content for s in sections if s is not None and s.content is not None]
    return Seals(_states(sections), list(map(len, whole)), Raw(b"".join(whole)), _digests(sections))


def of_part(found: Part, again: Callable[[bytes], bytes] = lambda content: content) -> Iterator[Section | None]:
    """The way back from `part`; `again` makes a content of what travelled. ValueError where the columns do not fit."""
    salts = forms.slices([state == WHOLE for state in found.state], found.salts, SALT_BYTES)
    return _sections(found.state, map(again, found.content), salts, found.digests)


def of_seals(found: Seals) -> Iterator[Section | None]:
    """The way back from `seals`."""
    contents = forms.pieces(found.content, found.sizes)
    return _sections(found.state, iter(contents), iter([b""] * len(found.state)), found.digests)


def _states(sections: Sequence[Section | None]) -> list[int]:
    return [ABSENT if s is None else DROPPED if s.content is None else WHOLE for s in sections]


def _digests(sections: Sequence[Section | None]) -> Raw:
    return Raw(b"".join(s.digest for s in sections if s is not None and s.content is None))


def _sections(
    states: Sequence[int], contents: Iterator[bytes], salts: Iterator[bytes], dropped: Raw
) -> Iterator[Section | None]:
    digests = forms.slices([state == DROPPED for state in states], dropped, forms.HASH)
    for state, salt, digest in zip(states, salts, digests, strict=True):
        if state == ABSENT:
            yield None
        elif state == DROPPED:
            if digest == NO_DIGEST:
                raise ValueError("no digest")
            yield Section(digest, None, None)
        else:
            content = next(contents)
            yield Section(hashlib.sha256(salt + content).digest(), salt, content)
