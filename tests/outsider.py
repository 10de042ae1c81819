"""A client of the sync protocol that knows `docs/protocol.md` and nothing of the program: it imports none of it.

Read it beside that page; each part names the section it follows. It keeps all in memory and leaves contacts and their keys
alone (样例·虚构).
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import http.client
import io
import os
import re
import struct
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import msgspec
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

WIRE = Path(__file__).parent.parent / "schemas" / "wire"
WORDS = zstandard.ZstdCompressionDict((WIRE / "words.dict").read_bytes())
MAX_FRAME, MAX_CONTENT, MAX_BUNDLE = 4 << 20, 32 << 20, 256 << 20
Message = dict[str, Any]
T = TypeVar("T")


class ProtocolError(Exception):
    """Something arrived that has to be dropped."""


class Refused(Exception):
    """The county said no, and signed it: a code, and the facts to it."""


def check(condition: object, what: str) -> None:
    if not condition:
        raise ProtocolError(what)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def verify(key: bytes, signature: bytes, message: bytes, what: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise ProtocolError(f"{what}: the signature does not fit") from None


def canonical(value: object) -> bytes:
    """RFC 8785, for what events may hold (decision 0003)."""
    return msgspec.json.encode(value, order="sorted")


def as_object(content: bytes) -> Message:
    return msgspec.json.decode(content, type=dict[str, Any])


# Frames: the payload ------------------------------------------------------------------------------------------------


@cache
def shapes_of(message: str) -> Message:
    shapes: Message = as_object((WIRE / f"{message}.schema.json").read_bytes())["$defs"]
    return shapes


class Tail:
    """The byte strings that `schemas/wire` calls "Bytes of it in the tail", in message order.

    Without data it collects them and leaves their lengths; with data it puts them back.
    """

    def __init__(self, message: str, data: bytes | None = None) -> None:
        self.shapes, self.root = shapes_of(message), {"$ref": message.capitalize()}
        self.data, self.at, self.parts = data, 0, list[bytes]()

    def walk(self, shape: Message, value: Any) -> Any:
        if "$ref" in shape:
            return self.walk(self.shapes[shape["$ref"].rsplit("/", 1)[-1]], value)
        if "anyOf" in shape:
            return value if value is None else self.walk(shape["anyOf"][0], value)
        if "in the tail" in shape.get("description", ""):
            return self.move(value)
        if isinstance(value, dict):
            known = shape.get("properties", {})
            return {key: self.walk(known.get(key, {}), item) for key, item in value.items()}
        if isinstance(value, list):
            first, rest = shape.get("prefixItems", []), shape.get("items") or {}
            return [self.walk(first[i] if i < len(first) else rest, item) for i, item in enumerate(value)]
        return value

    def move(self, value: Any) -> Any:
        if self.data is None:
            self.parts.append(value)
            return len(value)
        check(0 <= value <= len(self.data) - self.at, "payload: the tail is cut")
        self.at += value
        return self.data[self.at - value : self.at]


def pack(message: Message) -> bytes:
    tail = Tail(message["t"])
    content = msgspec.msgpack.encode(tail.walk(tail.root, message))
    packed = zstandard.ZstdCompressor(dict_data=WORDS, write_dict_id=False, write_content_size=True).compress(content)
    return struct.pack(">I", len(packed)) + packed + b"".join(tail.parts)


def unpack(payload: bytes) -> Message:
    end = 4 + int.from_bytes(payload[:4], "big")
    check(4 <= end <= len(payload), "payload: cut")
    try:
        size = zstandard.frame_content_size(payload[4:end])
        check(0 <= size <= MAX_CONTENT, "payload: states no size, or too large a one")
        content = zstandard.ZstdDecompressor(dict_data=WORDS).decompress(payload[4:end])
        message = msgspec.msgpack.decode(content, type=dict[str, Any])
        tail = Tail(message["t"], payload[end:])
        whole: Message = tail.walk(tail.root, message)
    except (zstandard.ZstdError, msgspec.MsgspecError, KeyError, TypeError, OSError) as error:
        raise ProtocolError(f"payload: {error}") from None
    check(tail.at == len(payload) - end, "payload: bytes left in the tail")
    return whole


# Model: events, as vectors/events.json shows them -------------------------------------------------------------------


class Section(NamedTuple):
    """A part of an event: of a dropped one only the digest is left, a sealed one has no salt (decision 0004)."""

    digest: bytes
    salt: bytes = b""
    content: bytes | None = None


def section(content: bytes, salt: bytes) -> Section:
    return Section(sha256(salt + content), salt, content)


class Header(msgspec.Struct, frozen=True):
    id: str
    writer: str
    seq: int
    prev: str | None
    case: str
    type: str
    v: int
    at: str
    actor: str
    package: str
    bases: dict[str, list[str]]


@dataclass(frozen=True)
class Event:
    """A signed event; its hash is its name."""

    header: Header
    body: Section | None = None
    text: Section | None = None
    sealed: Section | None = None
    sig: bytes = b""

    @cached_property
    def hash(self) -> bytes:
        digests = [part.digest if part else bytes(32) for part in (self.body, self.text, self.sealed)]
        return sha256(b"xfgrid event 1\n" + b"".join(digests) + canonical(self.header))


def digest_of(events: Iterable[Event]) -> bytes:
    """Model 4: the sum of the event hashes modulo 2²⁵⁶."""
    return (sum(int.from_bytes(event.hash, "big") for event in events) % (1 << 256)).to_bytes(32, "big")


def now() -> int:
    return time.time_ns() // 1_000_000


def uuid7(ms: int) -> str:
    rest = int.from_bytes(os.urandom(10), "big")
    rest = rest & ~(0xF << 76 | 0x3 << 62) | 7 << 76 | 2 << 62
    return as_uuid(ms, rest.to_bytes(10, "big"))


def as_uuid(ms: int, rest: bytes) -> str:
    text = (ms.to_bytes(6, "big") + rest).hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def halves(uuid: str) -> tuple[int, bytes]:
    raw = bytes.fromhex(uuid.replace("-", ""))
    return int.from_bytes(raw[:6], "big"), raw[6:]


def as_ms(at: str) -> int:
    return (datetime.fromisoformat(at) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def as_at(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{ms % 1000:03}Z"


def registered(office: str, asked: str, facts: str, place: str, kind: str, received: str) -> Message:
    """A new case (case.md, 登记). Nobody saw an earlier value of what it writes, `state` included."""
    body = {"how": "in_person", "kind": kind, "owner": office, "place_office": office, "received": received}
    text = {"asked": asked, "facts": facts, "place": place}
    return {"type": "registered", "body": body, "text": text, "bases": {name: [] for name in (*body, *text, "state")}}


def recorded(note: str) -> Message:
    """A note (case.md, 记录). It writes no field, so it names no base."""
    return {"type": "recorded", "text": {"note": note}, "bases": {}}


# Events as columns --------------------------------------------------------------------------------------------------

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


# Messages -----------------------------------------------------------------------------------------------------------


def read_code(code: str) -> tuple[bytes, bytes]:
    """Enrolment: ten bytes that name the county, ten secret ones, three characters that catch a slip."""
    letters = code.replace("-", "").strip().upper()
    sum_of = base64.b32encode(sha256(letters[:32].encode()))[:3].decode()
    check(len(letters) == 35 and letters[32:] == sum_of, "code: a character is wrong or missing")
    raw = base64.b32decode(letters[:32])
    return raw[:10], raw[10:]


@dataclass
class Client:
    """One device: its key, what the county said of it, and the events it holds."""

    url: str
    code: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    counter: int = 0
    county_key: bytes = b""
    actor: str = ""
    office: str = ""
    writer: str = ""
    package: str = ""
    packages: int = 0
    cards: dict[str, Message] = field(default_factory=dict)
    events: dict[bytes, Event] = field(default_factory=dict)
    head: tuple[int, str | None] = (0, None)
    cursor: list[Any] = field(default_factory=lambda: ["", "", 0])
    feed: list[Any] = field(default_factory=list)
    left: int = 0

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def device(self) -> bytes:
        return sha256(self.public)[:16]

    @property
    def digest(self) -> bytes:
        return digest_of(self.events.values())

    @property
    def in_step(self) -> bool:
        return bool(self.feed) and self.left == 0 and self.digest == self.feed[2]

    def frame(self, path: str, message: Message, counter: int) -> bytes:
        """Frames: a request, signed for its path and its number."""
        payload, place = pack(message), self.device + struct.pack(">Q", counter)
        signature = self.key.sign(b"xfgrid request 1\n" + f"POST {path}\n".encode() + place + sha256(payload))
        return b"XFGQ" + place + signature + struct.pack(">I", len(payload)) + payload

    def post(self, path: str, frame: bytes) -> bytes:
        place = urlsplit(self.url)
        line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        try:
            line.request("POST", path, frame)
            return line.getresponse().read(MAX_FRAME + 1)
        finally:
            line.close()

    def believe(self, request: bytes, reply: bytes) -> Message:
        """Frames: what the county said to this very request; whatever else came is dropped."""
        check(72 <= len(reply) <= MAX_FRAME and reply[:4] == b"XFGR", "reply: no frame")
        signature, length, payload = reply[4:68], reply[68:72], reply[72:]
        check(int.from_bytes(length, "big") == len(payload), "reply: cut")
        key = self.county_key or unpack(payload).get("county_key", b"")
        check(sha256(key)[:10] == read_code(self.code)[0], "reply: not from the county of the code")
        verify(key, signature, b"xfgrid reply 1\n" + sha256(request) + sha256(payload), "reply")
        message = unpack(payload)
        if message["t"] == "refusal":
            raise Refused(message["code"], message.get("facts", {}))
        return message

    def ask(self, path: str, message: Message) -> Message:
        self.counter += 1
        request = self.frame(path, message, self.counter)
        return self.believe(request, self.post(path, request))

    def enrol(self) -> Message:
        answer = self.ask("/v1/enrol", {"t": "enrol", "key": self.public, "secret": read_code(self.code)[1]})
        self.county_key, self.office = answer["county_key"], answer["office"]
        self.actor = f"样例·虚构:{answer['role']}@{answer['office']}"
        self.writer = f"{self.device.hex()}.{answer['writer']}"
        self.learn(answer)
        return answer

    def hello(self, own: bool = False) -> Message:
        """The first message of every exchange; its reply carries the first page."""
        seq, name = self.head
        heads = [[int(self.writer.split(".")[1]), seq, bytes.fromhex(name)]] if name else []
        answer = self.ask(
            "/v1/hello",
            {
                "t": "hello",
                "protocol": [1, 1],
                "program": "outsider 1",
                "cursor": self.cursor,
                "package": self.packages,
                "heads": heads,
                "roster": max(card["serial"] for card in self.cards.values()),
                "own": own,
            },
        )
        self.learn(answer)
        self.take(answer)
        return answer

    def pull(self, limit: int = 500, own: bool = False) -> Message:
        answer = self.ask("/v1/pull", {"t": "pull", "cursor": self.cursor, "limit": limit, "own": own})
        self.take(answer)
        return answer

    def push(self, events: list[Event]) -> Message:
        """Keeps what was taken: below or at the head of its writer, neither held nor passed over."""
        answer = self.ask("/v1/push", {"t": "push", "events": to_columns(events)})
        heads = {f"{self.device.hex()}.{epoch}": seq for epoch, seq, _ in answer["heads"]}
        refused = {name for name, _ in answer.get("held", [])} | set(answer.get("passed", []))
        taken = [event for event in events if event.header.seq <= heads.get(event.header.writer, 0)]
        self.events |= {event.hash: event for event in taken if event.hash not in refused}
        return answer

    def report(self) -> Message:
        return self.ask("/v1/report", {"t": "report", "digest": self.digest, "in_step": self.in_step})

    def write(self, case: str, draft: Message) -> Event:
        """Model 1: one signed event at the end of this writer's chain."""
        ms, (seq, prev) = now(), self.head
        body, text = (section(canonical(draft[n]), os.urandom(16)) if n in draft else None for n in ("body", "text"))
        header = Header(
            uuid7(ms),
            self.writer,
            seq + 1,
            prev,
            case,
            draft["type"],
            1,
            as_at(ms),
            self.actor,
            self.package,
            draft["bases"],
        )
        unsigned = Event(header, body, text)
        self.head = seq + 1, unsigned.hash.hex()
        return dataclasses.replace(unsigned, sig=self.key.sign(unsigned.hash))

    # What each end verifies

    def learn(self, answer: Message) -> None:
        """Packages and roster: signed by the county; of one device the card with the highest serial counts."""
        for content, signature in answer.get("packages", []):
            verify(self.county_key, signature, content, "package")
            if (serial := as_object(content)["serial"]) > self.packages:
                self.packages, self.package = serial, f"{serial}.{sha256(content).hex()[:8]}"
        for content, signature in answer.get("roster", []):
            verify(self.county_key, signature, content, "card")
            card = as_object(content)
            device = sha256(bytes.fromhex(card["key"]))[:16].hex()
            self.cards[device] = max(card, self.cards.get(device, card), key=lambda each: int(each["serial"]))

    def take(self, answer: Message) -> None:
        """Pull: forget what is gone, add the events, set the cursor; or do nothing of it."""
        _, seq, left, gone, columns = answer["page"]
        events = {event.hash: event for event in (from_columns(columns) if columns else [])}
        kept = {name: event for name, event in self.events.items() if event.header.case not in gone}
        for event in events.values():
            self.examine(event)
        check_chains((kept | events).values())
        self.events, self.feed, self.left = kept | events, answer["feed"], left
        self.cursor = [answer["epoch"], answer["feed"][0], seq]

    def examine(self, event: Event) -> None:
        """An event's signature, role and office against the card of its writer."""
        card = self.cards.get(event.header.writer.split(".")[0])
        if card is None:
            raise ProtocolError("event: its writer is on no card")
        verify(bytes.fromhex(card["key"]), event.sig, event.hash, "event")
        check(event.header.actor.endswith(f":{card['role']}@{card['office']}"), "event: another role or office")

    def read(self, bundle: bytes) -> None:
        """Bundles: takes in a file of the county for this device; passes over pages it has read."""
        for message in parts_of(bundle, self.county_key, self.device):
            self.learn(message)
            same = self.cursor[:2] == [message["epoch"], message["feed"][0]]
            if not same or message["page"][1] > self.cursor[2]:
                self.take(message)


def check_chains(events: Iterable[Event]) -> None:
    """Model 1. A feed may leave gaps in a chain; what stands side by side must fit."""
    names = {(event.header.writer, event.header.seq): event.hash.hex() for event in events}
    for event in events:
        head = event.header
        check((head.prev is None) == (head.seq == 1), "chain: only a first event has nothing before it")
        check(names.get((head.writer, head.seq - 1), head.prev) == head.prev, "chain: another event stands before")


def parts_of(bundle: bytes, county: bytes, device: bytes) -> list[Message]:
    """Bundles: the messages of a county's file, which is refused whole where a part is missing, double or changed."""
    check(len(bundle) <= MAX_BUNDLE, "bundle: too large")
    messages, names, at = list[Message](), set[bytes](), 0
    while at < len(bundle):
        check(bundle[at : at + 4] == b"XFGB" and len(bundle) - at >= 128, "bundle: cut")
        head, signature = bundle[at + 4 : at + 60], bundle[at + 60 : at + 124]
        end = at + 128 + int.from_bytes(bundle[at + 124 : at + 128], "big")
        payload, at = bundle[at + 128 : end], end
        verify(county, signature, b"xfgrid bundle 1\n" + head + sha256(payload), "bundle")
        name, number, of, signer, receiver = struct.unpack(">16sII16s16s", head)
        check(signer == sha256(county)[:16] and receiver == device, "bundle: not from the county, or for another")
        names.add(name)
        messages.append(unpack(payload))
        check(number == len(messages), "bundle: a part is missing or double")
    check(messages and len(messages) == of and len(names) == 1, "bundle: it lacks a part")
    return messages
