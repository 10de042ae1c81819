"""The messages, one struct each. `docs/protocol.md` says what each means; `schemas/wire/` has their JSON Schemas.

They travel as MessagePack maps with a tag `t`; unknown fields are ignored, missing ones have the defaults below, so
that a newer peer can add fields. Hashes, keys and signatures are binary.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from sync.wire import bounds, limits
from sync.wire.columns import Columns
from sync.wire.keys import Boxes, Given, Lacks, OfficeBoxes, OfficeKeys, Places
from sync.wire.payload import Raw
from xfgrid.journal.bounds import Count, Key, Signature, Word


class Message(msgspec.Struct, frozen=True, tag_field="t", omit_defaults=True, kw_only=True):
    """Base of all messages."""


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """How far a laptop has read: the county's epoch, its feed, the last commit number applied."""

    epoch: Word = ""
    feed: Word = ""
    seq: Count = 0


class Head(msgspec.Struct, frozen=True, array_like=True):
    """The highest event known of one writer epoch of the asking device: epoch, seq, hash."""

    epoch: Count
    seq: Count
    hash: Raw


Heads = Annotated[list[Head], msgspec.Meta(max_length=limits.EPOCHS)]


class Held(msgspec.Struct, frozen=True, array_like=True):
    """An event the county does not show to anybody, and why; its place in the chain is kept."""

    hash: Key
    reason: Word


Helds = Annotated[list[Held], msgspec.Meta(max_length=limits.PAGE)]


class Signed(msgspec.Struct, frozen=True, array_like=True):
    """A package or a device's card: canonical bytes and the county's signature over them."""

    content: bounds.Content
    sig: Raw


Signeds = Annotated[list[Signed], msgspec.Meta(max_length=limits.SIGNED)]


class Feed(msgspec.Struct, frozen=True, array_like=True):
    """A feed as it stands at the county: last commit number, digest, number of events and cases."""

    name: Word
    seq: Count
    digest: Raw
    events: Count
    cases: Count


class Page(msgspec.Struct, frozen=True, array_like=True):
    """Commits `after` < n ≤ `seq` of a feed. Apply `gone` first, then `events`; `left` commits remain above `seq`."""

    after: Count
    seq: Count
    left: Count
    gone: bounds.Cases
    events: Columns | None


class Enrol(Message, frozen=True, tag="enrol"):
    """A new device shows its public key and the secret half of its enrolment code; `wrap` is its wrapping key, `proof`
    its signature over that."""

    key: Key
    secret: Key
    wrap: Key = b""
    proof: Signature = b""
    protocol: tuple[Count, Count] = (1, 1)


class Enrolled(Message, frozen=True, tag="enrolled"):
    """Who the device is from now on; `epoch` is the county's."""

    county_key: Key
    office: Word
    role: Word
    name: Word
    writer: Count
    packages: Signeds
    roster: Signeds
    epoch: Word = ""


class Hello(Message, frozen=True, tag="hello"):
    """The first message of every exchange; carries the first push and asks for the first page.

    `package` is the highest serial of a package that the county told, `packages` the first 4 bytes of the SHA-256 of the
    versions up to it, with blanks between; `revoked` how many of the cards up to the serial `roster` say so. `seen` are
    the first 8 bytes of hashes that the county must know in the epoch of the cursor, or it was put back unnoticed."""

    protocol: tuple[Count, Count]
    program: Word
    cursor: Cursor
    package: Count
    heads: Heads
    roster: Count = 0
    events: Columns | None = None
    limit: Count = 500
    room: Count = 0
    own: bool = False
    new_writer: bool = False
    missing: bool = False
    keys: Lacks = Lacks()
    seen: bounds.Seen = []
    packages: Key = b""
    revoked: Count = 0


class Welcome(Message, frozen=True, tag="welcome"):
    """What the county took, what the device lacks, and the first page; `boxes`, on a stick only, are payloads of `keys`
    messages."""

    protocol: Count
    time: Count
    epoch: Word
    feed: Feed
    heads: Heads
    page: Page
    held: Helds = []
    packages: Signeds = []
    roster: Signeds = []
    writer: Count = 0
    forked: bool = False
    passed: bounds.Hashes = []
    keys: Given = Given()
    boxes: bounds.Payloads = []


class Push(Message, frozen=True, tag="push"):
    """More events, in chain order. `missing` says that the sender cannot supply the predecessors the county lacks."""

    events: Columns
    missing: bool = False


class Pushed(Message, frozen=True, tag="pushed"):
    """What the county has of the device after a push. `gone` are cases of the pushed events that it holds, but not in
    the device's feed; `passed` are pushed events below a head that it did not take, since what they follow is not here."""

    heads: Heads
    held: Helds = []
    forked: bool = False
    passed: bounds.Hashes = []
    gone: bounds.Cases = []


class Pull(Message, frozen=True, tag="pull"):
    """Asks for the page after the cursor, of at most `limit` events and about `room` bytes of them (0: what the county
    gives); `own` asks for the device's own events too."""

    cursor: Cursor
    limit: Count = 500
    room: Count = 0
    own: bool = False


class Pulled(Message, frozen=True, tag="pulled"):
    """A page and the feed as it stood when the page was read."""

    epoch: Word
    feed: Feed
    page: Page


class Shown(Message, frozen=True, tag="shown"):
    """Opens a laptop's bundle: what a reader without a line needs to believe the events in it; of keys, what a hello
    says and payloads of `keys` messages. On the line, without keys, it shows a county what it signed and has forgotten."""

    packages: Signeds
    roster: Signeds
    keys: Lacks = Lacks()
    boxes: bounds.Payloads = []


class Report(Message, frozen=True, tag="report"):
    """What the device tells about itself when it has changed: counts and codes, never content. `in_step` is false
    while its digest differs although nothing is left to push or pull; `errors` are codes of failed exchanges."""

    digest: Key
    in_step: bool = True
    parked: Count = 0
    held: Count = 0
    errors: bounds.Codes = []


class Keys(Message, frozen=True, tag="keys"):
    """Office keys and boxes made on this device; with `ask`, a question for every box of the case keys in `about`."""

    office_keys: OfficeKeys = []
    office_boxes: OfficeBoxes = []
    about: Places | None = None
    boxes: Boxes | None = None
    ask: bool = False


class Keyed(Message, frozen=True, tag="keyed"):
    """All boxes there are of the keys asked about; their content only where the asking device can open it.

    `refused` and `office_refused` are the boxes of the request, by number, that were not taken and may be offered again.
    """

    boxes: Boxes | None = None
    refused: bounds.BoxCounts = []
    office_refused: bounds.BoxCounts = []


class Noted(Message, frozen=True, tag="noted"):
    """The county has read what needs no other answer."""


class Refusal(Message, frozen=True, tag="refusal"):
    """The county says no. `code` names the sentence, `facts` fill it; to a device it does not know yet it shows its key."""

    code: Word
    facts: bounds.Facts = {}
    county_key: Key = b""


Request = Enrol | Hello | Push | Pull | Shown | Keys | Report
Reply = Enrolled | Welcome | Pushed | Pulled | Keyed | Noted | Refusal

PATHS: dict[type[Message], str] = {
    Enrol: "/v1/enrol",
    Hello: "/v1/hello",
    Push: "/v1/push",
    Pull: "/v1/pull",
    Shown: "/v1/shown",
    Keys: "/v1/keys",
    Report: "/v1/report",
}
"""Where each request goes; all by POST."""
