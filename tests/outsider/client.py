"""Messages and bundles, as one device asks and believes."""

from __future__ import annotations

import base64
import dataclasses
import http.client
import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.outsider.basics import (
    MAX_BUNDLE,
    MAX_FRAME,
    Message,
    ProtocolError,
    Refused,
    as_object,
    canonical,
    check,
    sha256,
    verify,
)
from tests.outsider.columns import from_columns, to_columns
from tests.outsider.events import Event, Header, as_at, digest_of, now, section, uuid7
from tests.outsider.payload import pack, unpack


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
