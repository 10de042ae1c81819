"""Events as columns: what can be derived is not sent, equal things stand together, so that zstd finds them.

`pack` and `unpack` are inverse for every well-formed event. The hash of an event is never sent: `unpack` rebuilds the
canonical header bytes and computes it, and the sum of all hashes of the page has to fit `digest`. What has no compact
form here (an id that is no UUID, a hash that is not 64 hex digits) is no well-formed event.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from sync.wire import bounds, forms, limits, sections
from sync.wire.payload import Raw
from sync.wire.sections import Part, Seals, content_of
from xfgrid.case.event import Event, Header, check_built, event_hash
from xfgrid.errors import IntegrityError
from xfgrid.journal.digest import case_digest

REF = b"\0"
"""Stands in a body for a hash it names; JSON has no such byte."""
_HASH = re.compile(rb"(?<=\")[0-9a-f]{64}(?=\")")
SIGNATURE = 64
DIGEST = 8
T = TypeVar("T", bound=Hashable)
Shape = tuple[tuple[str, int], ...]


class Columns(msgspec.Struct, frozen=True, array_like=True):
    """A page of events; `docs/protocol.md`, "Events as columns", says what each column holds."""

    digest: Raw
    words: bounds.Words
    writers: Raw
    writer: bounds.Counts
    jumps: bounds.Jumps
    id_ms: bounds.Steps
    id_rest: Raw
    cases_ms: bounds.Steps
    cases_rest: Raw
    case: bounds.Counts
    type: bounds.Counts
    v: bounds.Counts
    lag: bounds.Steps
    actor: bounds.Counts
    package: bounds.Counts
    shapes: bounds.Shapes
    shape: bounds.Counts
    bases: bounds.Named
    far: Raw
    body: Part
    text: Part
    sealed: Seals
    sigs: Raw


def pack(events: Sequence[Event]) -> Columns:
    """The columns of some events. IntegrityError `bad_header` for an event that has no compact form."""
    try:
        return _pack(events)
    except (ValueError, OverflowError) as error:
        raise IntegrityError("bad_header") from error


def unpack(columns: Columns) -> list[Event]:
    """The events of a page, each held to the form. IntegrityError `bad_page` where the columns do not fit together."""
    try:
        events = list(_events(columns))
    except (ValueError, IndexError, KeyError, OverflowError, OSError, RuntimeError) as error:
        raise IntegrityError("bad_page") from error
    if _digest(events) != columns.digest:
        raise IntegrityError("bad_page")
    return events


def _pack(events: Sequence[Event]) -> Columns:
    heads = [e.head for e in events]
    writers, cases, words = _table(h.writer for h in heads), _table(h.case for h in heads), _words(heads)
    shape = [tuple((name, len(found)) for name, found in sorted(h.bases.items())) for h in heads]
    shapes = _table(shape)
    refs = _Refs()
    body = sections.part([e.body for e in events], [refs.event(e) for e in events])
    id_ms, id_rest = forms.split([h.id for h in heads])
    cases_ms, cases_rest = forms.split(list(cases))
    return Columns(
        digest=_digest(events),
        words=list(words),
        writers=_raw(map(forms.writer_bytes, writers)),
        writer=[writers[h.writer] for h in heads],
        jumps=list(_jumps(events)),
        id_ms=id_ms,
        id_rest=Raw(id_rest),
        cases_ms=cases_ms,
        cases_rest=Raw(cases_rest),
        case=list(_back(cases[h.case] for h in heads)),
        type=[words[h.type] for h in heads],
        v=[h.v for h in heads],
        lag=[forms.from_stamp(h.at) - forms.time_of(h.id) for h in heads],
        actor=[words[h.actor] for h in heads],
        package=[words[h.package] for h in heads],
        shapes=[list(s) for s in shapes],
        shape=[shapes[s] for s in shape],
        bases=refs.refs,
        far=_raw(map(forms.hash_bytes, refs.far)),
        body=body,
        text=sections.part([e.text for e in events], [content_of(e.text) for e in events]),
        sealed=sections.seals([e.sealed for e in events]),
        sigs=_raw(e.sig for e in events),
    )


def _table(items: Iterable[T]) -> dict[T, int]:
    """Distinct items in order of appearance, each with its number."""
    return {item: at for at, item in enumerate(dict.fromkeys(items))}


def _back(places: Iterable[int]) -> Iterator[int]:
    """Places in a table as 0 for the next one that has not appeared yet, n for the n-th last of those that have."""
    seen = 0
    for place in places:
        yield seen - place
        seen = max(seen, place + 1)


def _words(heads: Sequence[Header]) -> dict[str, int]:
    return _table(word for h in heads for word in (h.type, h.actor, h.package))


def _digest(events: Sequence[Event]) -> Raw:
    """Tells whether both ends computed the same hashes; the request or reply around it is signed."""
    return Raw(case_digest(e.hash for e in events)[-DIGEST:])


def _raw(parts: Iterable[bytes]) -> Raw:
    return Raw(b"".join(parts))


def _jumps(events: Sequence[Event]) -> Iterator[tuple[int, int, Raw]]:
    """Where an event does not follow the previous one of its writer in this page: place, seq, prev."""
    last: dict[str, tuple[int, str | None]] = {}
    for at, event in enumerate(events):
        head = event.head
        if last.get(head.writer) != (head.seq - 1, head.prev):
            yield at, head.seq, Raw(forms.hash_bytes(head.prev) if head.prev is not None else b"")
        last[head.writer] = (head.seq, event.hash.hex())


class _Refs:
    """Hashes of earlier events as numbers: n > 0 is the event n places before in this page, −n the n-th of `far`."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}
        self.far: dict[str, int] = {}
        self.refs: list[int] = []

    def event(self, event: Event) -> bytes:
        """Takes the refs of the next event, those in its body before its bases; returns the body without them."""
        content = content_of(event.body)
        if REF in content:
            raise ValueError("no compact form")
        hashes = [found.decode() for found in _HASH.findall(content)]
        hashes += [base for _, bases in sorted(event.head.bases.items()) for base in bases]
        at = len(self.place)
        self.refs += [at - self.place[h] if h in self.place else -self.far.setdefault(h, len(self.far)) for h in hashes]
        self.place[event.hash.hex()] = at
        return _HASH.sub(REF, content)


def _events(columns: Columns) -> Iterator[Event]:
    heads = _Heads(columns)
    parts = (
        sections.of_part(columns.body, heads.whole),
        sections.of_part(columns.text),
        sections.of_seals(columns.sealed),
    )
    room = limits.RAW
    for at, (body, text, seal, sig) in enumerate(zip(*parts, forms.cut(columns.sigs, SIGNATURE), strict=True)):
        head, header = heads.head(at)
        event = Event(event_hash(header, body, text, seal), header, head, body, text, seal, sig)
        room -= event.size
        if room < 0:
            raise ValueError("too much of what stands there once")
        check_built(event)
        heads.place(event)
        yield event


class _Heads:
    """Headers one after the other; `prev` and bases come from the events rebuilt before."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.writers = forms.writer_names(columns.writers)
        self.ids = forms.join(columns.id_ms, columns.id_rest)
        self.cases = forms.join(columns.cases_ms, columns.cases_rest)
        self.case = list(_places(columns.case))
        self.far = [h.hex() for h in forms.cut(columns.far, forms.HASH)]
        self.jumps = {at: (seq, prev) for at, seq, prev in columns.jumps}
        self.bases = iter(columns.bases)
        self.hashes: list[str] = []
        self.last: dict[str, tuple[int, str]] = {}

    def whole(self, content: bytes) -> bytes:
        """A body with the hashes it names."""
        if content.count(REF) > limits.NAMED:
            raise ValueError("too many hashes")
        first, *rest = content.split(REF)
        at = len(self.hashes)
        return first + b"".join(self._base(at).encode() + part for part in rest)

    def head(self, at: int) -> tuple[Header, bytes]:
        """The header of the event at a place, and its canonical bytes."""
        c, writer = self.columns, self.writers[self.columns.writer[at]]
        seq, prev = self._before(at, writer)
        head = Header(
            id=self.ids[at],
            writer=writer,
            seq=seq,
            prev=prev,
            case=self.cases[self.case[at]],
            type=c.words[c.type[at]],
            v=c.v[at],
            at=forms.stamp(forms.time_of(self.ids[at]) + c.lag[at]),
            actor=c.words[c.actor[at]],
            package=c.words[c.package[at]],
            bases={name: [self._base(at) for _ in range(n)] if n else [] for name, n in c.shapes[c.shape[at]]},
        )
        return head, msgspec.json.encode(head, order="sorted")

    def place(self, event: Event) -> None:
        """Takes note of a rebuilt event."""
        self.hashes.append(event.hash.hex())
        self.last[event.head.writer] = (event.head.seq, event.hash.hex())

    def _before(self, at: int, writer: str) -> tuple[int, str | None]:
        if at in self.jumps:
            seq, prev = self.jumps[at]
            return seq, prev.hex() or None
        seq, last = self.last[writer]
        return seq + 1, last

    def _base(self, at: int) -> str:
        ref = next(self.bases)
        return self.hashes[at - ref] if ref > 0 else self.far[-ref]


def _places(back: Iterable[int]) -> Iterator[int]:
    """The way back from `_back`."""
    seen = 0
    for steps in back:
        if not 0 <= steps <= seen:
            raise ValueError("no such case")
        yield seen - steps
        seen += not steps
