"""Forged, replayed, cut, oversized and foreign messages at every endpoint, from every role: refused in signed words,
never a server error, nothing stored, nothing told."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec
import pytest
import zstandard

from sync.county import admin, codes
from sync.wire import frame, limits, messages, payload
from sync.wire.code import read
from sync.wire.columns import pack, unpack
from sync.wire.messages import PATHS, Cursor, Enrol, Hello, Pull, Push, Refusal, Shown, Signed
from sync.wire.payload import Raw
from tests.homes import COUNTY, GRID, OTHER_GRID, TOWN
from tests.sync.kit import county
from tests.sync.stage import ROLES, Stage, card_of, event_of, messages_of
from xfgrid.journal import home, package, stored
from xfgrid.journal.keys import SigningKey

STRANGER, LATER = SigningKey(b"s" * 32), SigningKey(b"l" * 32)


@pytest.fixture(scope="module")
def stage(both: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    path = tmp_path_factory.mktemp(f"hostile-{both}")
    with county(path / "county") as server:
        yield Stage(server, path)


def test_requests_of_a_stranger_are_refused_everywhere(stage: Stage) -> None:
    before = stage.stored()
    for message in messages_of(STRANGER):
        path = PATHS[type(message)]
        asked = frame.request(path, message, STRANGER, 1)
        status, reply = stage.post(path, asked)
        answer = frame.open_reply(reply, frame.digest(asked), stage.server.key.public)
        assert isinstance(answer, Refusal)
        assert status in (401, 403)
    assert stage.stored() == before


@pytest.mark.parametrize("path", sorted(set(PATHS.values()) - {PATHS[Enrol], PATHS[Shown]}))
def test_what_a_stranger_sends_is_refused_before_it_is_looked_into(stage: Stage, path: str) -> None:
    assert stage.post(path, frame.seal_request(path, b"neither zstd nor MessagePack", STRANGER, 1))[0] == 401
    device = bytes.fromhex(stage.victim.identity.device)
    forged = frame.seal_request(path, b"neither zstd nor MessagePack", STRANGER, 10**6)
    assert stage.post(path, forged[:4] + device + forged[20:])[0] == 401


def test_an_enrolment_is_small_or_is_not_looked_into(stage: Stage) -> None:
    padded = {"t": "enrol", "key": STRANGER.public, "secret": bytes(10), "unknown": bytes(limits.ENROL)}
    asked = frame.seal_request(PATHS[Enrol], payload.encode(padded), STRANGER, 1)
    status, reply = stage.post(PATHS[Enrol], asked)
    answer = frame.open_reply(reply, frame.digest(asked), stage.server.key.public)
    assert (status, answer) == (400, Refusal(code="bad_message", county_key=stage.server.key.public))


def test_what_a_device_shows_that_is_not_known_is_small_or_is_not_looked_into(stage: Stage) -> None:
    card = card_of(STRANGER, "county")
    shown = Shown(packages=[], roster=[Signed(card + b" " * limits.ENROL, Raw(STRANGER.sign(card)))])
    status, reply = stage.post(PATHS[Shown], asked := frame.request(PATHS[Shown], shown, STRANGER, 1))
    assert (status, frame.open_reply(reply, frame.digest(asked), stage.server.key.public)) == (
        400,
        Refusal(code="bad_message"),
    )


@pytest.mark.parametrize("role", ROLES)
def test_requests_in_the_name_of_another_device_are_refused(stage: Stage, role: str) -> None:
    before = stage.stored()
    device = bytes.fromhex(stage.laptops[role].identity.device)
    for message in messages_of(STRANGER):
        path = PATHS[type(message)]
        asked = frame.request(path, message, STRANGER, 10**6)
        status, _ = stage.post(path, asked[:4] + device + asked[20:])
        assert status == 401
    assert stage.stored() == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", PATHS.values())
def test_cut_changed_and_meaningless_frames_are_refused(stage: Stage, role: str, path: str) -> None:
    before, dice = stage.stored(), random.Random(f"{role}{path}")
    key = stage.laptops[role].identity.key
    message = next(m for m in messages_of(key) if PATHS[type(m)] == path)
    whole = frame.request(path, message, key, 10**9)
    broken = [whole[: dice.randrange(len(whole))] for _ in range(6)]
    for _ in range(12):
        at = dice.randrange(len(whole))
        broken.append(whole[:at] + bytes([whole[at] ^ 1 + dice.randrange(255)]) + whole[at + 1 :])
    broken += [b"", b"\x00" * 200, dice.randbytes(500), whole + b"x", "你好".encode() * 50]
    for body in broken:
        status, reply = stage.post(path, body)
        assert 400 <= status < 500, body
        assert b"asked" not in reply
    assert stage.stored() == before


@pytest.mark.parametrize("role", ROLES)
def test_well_signed_nonsense_is_refused(stage: Stage, role: str) -> None:
    before, first = stage.stored(), stage.counter(role)
    key = stage.laptops[role].identity.key
    payloads = [
        b"",
        b"\xc1",
        msgspec.msgpack.encode({"t": "nothing"}),
        msgspec.msgpack.encode([1] * 50),
        b"\x91" * 5000,
    ]
    bomb = zstandard.ZstdCompressor().compress(bytes(limits.RAW + 1))
    packed = [_payload(part) for part in (*map(payload.compress, payloads), bomb, b"no zstd")]
    whole = payload.encode(Pull(cursor=Cursor()))
    tails = [
        whole + b"x",
        whole[:3],
        b"\xff" * 4 + whole[4:],
        _payload(_asking_for_tail(5)),
        _payload(_asking_for_tail(-1)),
    ]
    for number, data in enumerate([*packed, *tails]):
        for path in PATHS.values():
            asked = frame.seal_request(path, data, key, first + number)
            status, _ = stage.post(path, asked)
            assert status == 400
    assert stage.stored() == before


def _payload(packed: bytes) -> bytes:
    return len(packed).to_bytes(4, "big") + packed


def _asking_for_tail(length: int) -> bytes:
    """A push that names more bytes of its tail than there are."""
    events = [length, *[[] for _ in range(22)]]
    return payload.compress(msgspec.msgpack.encode({"t": "push", "events": events}))


def test_too_much_is_refused_before_it_is_read_to_the_end(stage: Stage) -> None:
    before = stage.stored()
    for path in PATHS.values():
        assert stage.post(path, b"XFGQ" + bytes(limits.BODY + 500))[0] == 413
    assert stage.stored() == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", sorted(set(PATHS.values()) - {PATHS[Enrol]}))
def test_an_old_request_sent_again_tells_nothing_new(stage: Stage, role: str, path: str) -> None:
    key, number = stage.laptops[role].identity.key, stage.counter(role)
    message = next(m for m in messages_of(key, role) if PATHS[type(m)] == path)
    old = frame.request(path, message, key, number)
    assert stage.post(path, old)[0] == 200
    assert stage.post("/v1/pull", frame.request("/v1/pull", Pull(cursor=Cursor()), key, number + 1))[0] == 200
    before = stage.stored()
    status, reply = stage.post(path, old)
    assert status == 409
    answer = frame.open_reply(reply, frame.digest(old), stage.server.key.public)
    assert answer == Refusal(code="replayed", facts={"counter": number + 1})
    assert stage.stored() == before


def test_an_enrolment_code_that_was_used_enrols_nobody_else_and_adds_nothing_for_the_same(stage: Stage) -> None:
    code = codes.make_code(stage.server, GRID, "grid_worker", "样例·经办")
    secret = read(code)[1]
    first = frame.request(PATHS[Enrol], Enrol(key=LATER.public, secret=secret), LATER, 1)
    assert stage.post(PATHS[Enrol], first)[0] == 200
    before = stage.stored()
    assert stage.post(PATHS[Enrol], first)[0] == 200, "a lost reply costs nothing"
    stolen = frame.request(PATHS[Enrol], Enrol(key=STRANGER.public, secret=secret), STRANGER, 1)
    assert stage.post(PATHS[Enrol], stolen)[0] == 403
    assert stage.stored() == before


@pytest.mark.parametrize("role", ["grid_worker", "liaison"])
def test_another_feed_cannot_be_read_by_naming_it(stage: Stage, role: str) -> None:
    key = stage.laptops[role].identity.key
    greeting = Hello(protocol=(1, 1), program="x", cursor=Cursor(), package=0, heads=[], own=True)
    named = [Cursor("", feed, 0) for feed in (OTHER_GRID, TOWN, COUNTY)]
    asking: list[Pull | Hello] = [Pull(cursor=cursor, own=True) for cursor in named]
    asking += [msgspec.structs.replace(greeting, cursor=cursor) for cursor in named]
    for message in asking:
        path, feed = PATHS[type(message)], message.cursor.feed
        asked = frame.request(path, message, key, stage.counter(role))
        status, reply = stage.post(path, asked)
        answer = frame.open_reply(reply, frame.digest(asked), stage.server.key.public)
        assert status == 200
        assert isinstance(answer, messages.Pulled | messages.Welcome)
        assert answer.feed.name != feed
        shown = unpack(answer.page.events) if answer.page.events is not None else []
        assert stage.secret not in {event.head.case for event in shown}


def test_events_nobody_may_write_are_shown_to_nobody(stage: Stage) -> None:
    laptop = stage.laptops["grid_worker"]
    key = SigningKey(bytes.fromhex(laptop.identity.seed))
    with home.open_home(laptop.path, "样例口令") as opened, opened.store.read() as connection:
        seq, prev = stored.head_of(connection, f"{key.fingerprint}.1")
        assert package.newest(connection)
    last = prev.hex() if prev else None
    stolen = event_of(key, GRID, "grid_worker", stage.secret, seq + 1, last)
    raised = event_of(key, TOWN, "township", stage.secret, seq + 2, stolen.hash.hex())
    foreign = event_of(stage.victim.identity.key, OTHER_GRID, "grid_worker", stage.secret)
    forged = msgspec.structs.replace(foreign, sig=bytes(64))
    body = Push(events=pack([stolen, raised, forged]))
    asked = frame.request("/v1/push", body, key, stage.counter("grid_worker"))
    _, reply = stage.post("/v1/push", asked)
    answer = frame.open_reply(reply, frame.digest(asked), stage.server.key.public)
    assert isinstance(answer, messages.Pushed)
    assert [held.reason for held in answer.held] == ["out_of_reach", "wrong_actor", "bad_signature"]
    assert {row["event"] for row in admin.quarantine(stage.server)} == {stolen.hash.hex(), raised.hash.hex()}
    assert stage.victim.sync().pulled == 0


def test_a_program_that_speaks_no_version_of_the_county_s_is_told_which_it_speaks(stage: Stage) -> None:
    key, before = stage.laptops["grid_worker"].identity.key, stage.stored()
    for spoken, status in (((2, 3), 426), ((0, 0), 426), ((0, 2), 200)):
        greeting = Hello(protocol=spoken, program="x", cursor=Cursor(), package=0, heads=[])
        asked = frame.request(PATHS[Hello], greeting, key, stage.counter("grid_worker"))
        code, reply = stage.post(PATHS[Hello], asked)
        assert code == status
        answer = frame.open_reply(reply, frame.digest(asked), stage.server.key.public)
        assert status == 200 or answer == Refusal(code="protocol_unknown", facts={"spoken": 1})
    assert stage.stored() == before


def test_more_events_than_a_page_holds_are_refused_and_none_is_kept(stage: Stage) -> None:
    key, before = stage.laptops["grid_worker"].identity.key, stage.stored()
    chain = [event_of(key, GRID, "grid_worker")]
    while len(chain) <= limits.PAGE:
        chain.append(event_of(key, GRID, "grid_worker", seq=len(chain) + 1, prev=chain[-1].hash.hex()))
    asked = frame.request(PATHS[Push], Push(events=pack(chain)), key, stage.counter("grid_worker"))
    assert stage.post(PATHS[Push], asked)[0] == 400
    assert stage.stored() == before
