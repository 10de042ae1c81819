"""Events as columns, there and back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from tests.outsider.basics import (
    Message,
    ProtocolError,
    check,
)
from tests.outsider.events import Event, Header, Section, as_at, as_ms, as_uuid, digest_of, halves, section

T = TypeVar("T")
COLUMNS = (
    "digest",
    "words",
    "writers",
    "writer",
    "jumps",
    "id_ms",
    "id_rest",
    "cases_ms",
    "cases_rest",
    "case",
    "type",
    "v",
    "lag",
    "actor",
    "package",
    "shapes",
    "shape",
    "bases",
    "far",
    "body",
    "text",
    "sealed",
    "sigs",
)
NAMED = re.compile(rb'(?<=")[0-9a-f]{64}(?=")')
ABSENT, WHOLE, DROPPED = range(3)


def place_in(table: list[T], item: T) -> int:
    """Where an item stands in a table of distinct ones; it is added if it is new."""
    if item not in table:
        table.append(item)
    return table.index(item)


def differences(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def split(data: bytes, size: int) -> list[bytes]:
    check(len(data) % size == 0, "columns: one is cut")
    return [data[at : at + size] for at in range(0, len(data), size)]


def to_part(sections: list[Section | None]) -> list[Any]:
    states = [ABSENT if part is None else DROPPED if part.content is None else WHOLE for part in sections]
    whole = [part for part in sections if part and part.content is not None]
    dropped = [part.digest for part in sections if part and part.content is None]
    return [states, [part.content for part in whole], b"".join(part.salt for part in whole), b"".join(dropped)]


def to_columns(events: list[Event]) -> list[Any]:
    """Events, those of each writer in chain order, as one array."""
    page: Message = {name: [] for name in COLUMNS}
    cases: list[str] = []
    last: dict[str, tuple[int, str | None]] = {}
    places: dict[str, int] = {}
    bodies: list[Section | None] = []
    for place, event in enumerate(events):
        head, content = event.header, event.body.content if event.body else None
        if last.get(head.writer) != (head.seq - 1, head.prev):
            page["jumps"].append([place, head.seq, bytes.fromhex(head.prev or "")])
        last[head.writer] = head.seq, event.hash.hex()
        page["writer"].append(place_in(page["writers"], head.writer))
        page["case"].append(len(cases) - cases.index(head.case) if head.case in cases else 0)
        place_in(cases, head.case)
        for name in ("type", "actor", "package"):
            page[name].append(place_in(page["words"], getattr(head, name)))
        page["v"].append(head.v)
        page["lag"].append(as_ms(head.at) - halves(head.id)[0])
        page["shape"].append(place_in(page["shapes"], [[name, len(seen)] for name, seen in head.bases.items()]))
        named = [found.decode() for found in NAMED.findall(content or b"")]
        for name in named + [base for seen in head.bases.values() for base in seen]:
            page["bases"].append(place - places[name] if name in places else -place_in(page["far"], name))
        bodies.append(event.body._replace(content=NAMED.sub(b"\0", content)) if event.body and content else event.body)
        places[event.hash.hex()] = place
    for name, uuids in (("id", [event.header.id for event in events]), ("cases", cases)):
        page[f"{name}_ms"] = differences([halves(uuid)[0] for uuid in uuids])
        page[f"{name}_rest"] = b"".join(halves(uuid)[1] for uuid in uuids)
    pairs = [writer.split(".") for writer in page["writers"]]
    page["writers"] = b"".join(bytes.fromhex(device) + int(epoch).to_bytes(4, "big") for device, epoch in pairs)
    page["far"] = bytes.fromhex("".join(page["far"]))
    page["body"], page["text"] = to_part(bodies), to_part([event.text for event in events])
    states, contents, _, dropped = to_part([event.sealed for event in events])
    page["sealed"] = [states, [len(content) for content in contents], b"".join(contents), dropped]
    page["sigs"], page["digest"] = b"".join(event.sig for event in events), digest_of(events)[-8:]
    return [page[name] for name in COLUMNS]


def from_part(states: list[int], contents: list[bytes], salts: list[bytes], dropped: bytes) -> Iterator[Section | None]:
    """A section, or none, for each event; `rebuilt` puts back what a body lacks."""
    whole, digests = iter(zip(contents, salts, strict=True)), iter(split(dropped, 32))
    for state in states:
        if state == WHOLE:
            content, salt = next(whole)
            yield section(content, salt)
        else:
            yield Section(next(digests)) if state == DROPPED else None


def from_sealed(states: list[int], sizes: list[int], data: bytes, dropped: bytes) -> Iterator[Section | None]:
    stream = io.BytesIO(data)
    return from_part(states, [stream.read(size) for size in sizes], [b""] * len(sizes), dropped)


def uuids_of(steps: list[int], rests: bytes) -> Iterator[str]:
    ms = 0
    for step, rest in zip(steps, split(rests, 10), strict=True):
        ms += step
        yield as_uuid(ms, rest)


def rebuilt(page: Message) -> Iterator[Event]:
    """Every event of a page; of hashes, `seq` and `prev` only what cannot be derived was sent."""
    writers = [f"{raw[:16].hex()}.{int.from_bytes(raw[16:], 'big')}" for raw in split(page["writers"], 20)]
    last: dict[str, tuple[int, str | None]] = {}
    jumps = {place: (seq - 1, prev.hex() or None) for place, seq, prev in page["jumps"]}
    cases, appeared = list(uuids_of(page["cases_ms"], page["cases_rest"])), 0
    bodies, texts = (from_part(p[0], p[1], split(p[2], 16), p[3]) for p in (page["body"], page["text"]))
    seals, sigs = from_sealed(*page["sealed"]), split(page["sigs"], 64)
    hashes, far, steps = list[str](), [raw.hex() for raw in split(page["far"], 32)], iter(page["bases"])

    def named(count: int) -> list[str]:
        return [hashes[-n] if n > 0 else far[-n] for n in (next(steps) for _ in range(count))]

    for place, uuid in enumerate(uuids_of(page["id_ms"], page["id_rest"])):
        writer, back = writers[page["writer"][place]], page["case"][place]
        appeared += back == 0
        seq, prev = jumps.get(place) or last[writer]
        body = next(bodies)
        if body and body.content is not None:
            pieces = body.content.split(b"\0")
            names = [name.encode() for name in named(len(pieces) - 1)]
            body = section(b"".join(a + b for a, b in zip(pieces, [*names, b""], strict=True)), body.salt)
        bases = {name: named(count) for name, count in page["shapes"][page["shape"][place]]}
        kind, actor, package = (page["words"][page[name][place]] for name in ("type", "actor", "package"))
        at = as_at(halves(uuid)[0] + page["lag"][place])
        case = cases[appeared - (back or 1)]
        header = Header(uuid, writer, seq + 1, prev, case, kind, page["v"][place], at, actor, package, bases)
        event = Event(header, body, next(texts), next(seals), sigs[place])
        last[writer] = seq + 1, event.hash.hex()
        hashes.append(event.hash.hex())
        yield event


def from_columns(columns: list[Any]) -> list[Event]:
    """The events of a page, which is refused whole where its digest differs."""
    try:
        page = dict(zip(COLUMNS, columns, strict=False))
        events = list(rebuilt(page))
        check(digest_of(events)[-8:] == page["digest"], "columns: the digest differs")
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RuntimeError) as error:
        raise ProtocolError(f"columns: {error!r}") from None
    return events
