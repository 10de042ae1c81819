"""Our bytes are those of an independent script: header, sections, hash, signature, ids and digests."""

from __future__ import annotations

import ast
import json
import runpy
import uuid
from pathlib import Path
from typing import Any

import msgspec
import pytest
import uuid6

from xfgrid.case.canon import canonical
from xfgrid.case.event import Event, Header, Section, check, read, salted, sealed, sign
from xfgrid.case.ids import uuid7, uuid8
from xfgrid.errors import IntegrityError
from xfgrid.journal.digest import add, case_digest, subtract
from xfgrid.journal.keys import SigningKey, verify

HERE = Path(__file__).parent / "vectors"


def load(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


EVENTS = load("events.json")
BY_TITLE = {e["title"]: e for e in EVENTS["events"]}
WHOLE = [e for e in EVENTS["events"] if all("content" in s for s in e["sections"].values())]


def section(vector: dict[str, Any], name: str) -> Section | None:
    found = vector["sections"].get(name)
    if found is None:
        return None
    raw = bytes.fromhex if name == "sealed" else str.encode
    content = raw(found["content"]) if "content" in found else None
    salt = bytes.fromhex(found["salt"]) if "salt" in found else None
    return Section(bytes.fromhex(found["digest"]), b"" if name == "sealed" else salt, content)


def stored(vector: dict[str, Any]) -> Event:
    parts = [section(vector, name) for name in ("body", "text", "sealed")]
    return read(vector["header"].encode(), *parts, bytes.fromhex(vector["sig"]))


def test_the_script_shares_no_code_with_the_program() -> None:
    tree = ast.parse((HERE / "make.py").read_text(encoding="utf-8"))
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    imported |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    allowed = {"__future__", "hashlib", "json", "pathlib", "rfc8785"}
    assert imported <= allowed | {"cryptography.hazmat.primitives.asymmetric.ed25519"}


def test_the_files_are_what_the_script_writes() -> None:
    script = runpy.run_path(str(HERE / "make.py"), run_name="make")
    for name, value in script["vectors"]().items():
        assert (HERE / name).read_text(encoding="utf-8") == script["rendered"](value), name


@pytest.mark.parametrize("vector", EVENTS["events"], ids=lambda v: v["title"])
def test_a_stored_event_has_the_hash_form_and_signature_of_the_vector(vector: dict[str, Any]) -> None:
    event = stored(vector)
    assert event.hash.hex() == vector["hash"]
    assert verify(bytes.fromhex(EVENTS["key"]["public"]), event.hash, event.sig)
    check(event)


@pytest.mark.parametrize("vector", WHOLE, ids=lambda v: v["title"])
def test_an_event_we_write_is_the_vector_byte_for_byte(vector: dict[str, Any]) -> None:
    parts = vector["sections"]
    made = {n: salted(json.loads(parts[n]["content"]), bytes.fromhex(parts[n]["salt"])) for n in parts if n != "sealed"}
    seal = sealed(bytes.fromhex(parts["sealed"]["content"])) if "sealed" in parts else None
    signer = SigningKey(bytes.fromhex(EVENTS["key"]["seed"])).sign
    event = sign(msgspec.convert(vector["head"], Header), made.get("body"), made.get("text"), seal, signer)
    assert event == stored(vector)


def test_dropping_a_section_with_its_salt_changes_neither_hash_nor_signature() -> None:
    whole = BY_TITLE["first event of a writer, body and text"]
    dropped = BY_TITLE["the first event after its text was dropped with its salt: same hash, same signature"]
    assert (whole["hash"], whole["sig"]) == (dropped["hash"], dropped["sig"])
    assert set(stored(dropped).values()) == {"flags", "kind", "people", "received"}


def bent(vector: dict[str, Any], **changes: object) -> Event:
    event = stored(vector)
    head = msgspec.to_builtins(event.head) | changes
    return read(canonical(head), event.body, event.text, event.sealed, event.sig)


FIRST = WHOLE[0]
BAD_HEADS: list[dict[str, object]] = [
    {"seq": 0},
    {"seq": 2},
    {"prev": "0" * 64},
    {"v": 0},
    {"id": FIRST["head"]["id"].upper()},
    {"case": "1"},
    {"writer": "w"},
    {"at": "2026-03-05T08:01:01Z"},
    {"type": "Registered"},
    {"actor": "nobody"},
    {"actor": "a:b:township@1"},
    {"bases": {"state": ["x"]}},
    {"bases": {"state": ["b" * 64, "a" * 64]}},
    {"bases": {"state": ["a" * 64, "a" * 64]}},
    {"more": 1},
]


@pytest.mark.parametrize("change", BAD_HEADS, ids=str)
def test_a_header_of_any_other_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        check(bent(FIRST, **change))


@pytest.mark.parametrize("header", [b"", b"{}", b"[]", b"[" * 100_000, b'{"id":1}', b"\xff"], ids=lambda h: repr(h[:8]))
def test_bytes_that_are_no_header_are_refused_without_a_crash(header: bytes) -> None:
    with pytest.raises(IntegrityError):
        read(header, None, None, None, b"")


SALT, DATA = bytes(16), b"{}"
BAD_SECTIONS = {
    "a digest that does not fit": Section(bytes(31) + b"\1", SALT, DATA),
    "a salt kept after its content was dropped": Section(b"\1" * 32, SALT, None),
    "a short salt": Section(sealed(b"\0" * 15 + DATA).digest, bytes(15), DATA),
    "a digest of another length": Section(b"\1" * 33, None, None),
    "the digest that means absent": Section(bytes(32), None, None),
    "content that is no object": Section(sealed(SALT + b"[]").digest, SALT, b"[]"),
}


@pytest.mark.parametrize("title", BAD_SECTIONS)
def test_a_section_that_does_not_fit_is_refused(title: str) -> None:
    event = stored(FIRST)
    with pytest.raises(IntegrityError):
        check(read(event.header, BAD_SECTIONS[title], event.text, None, event.sig))


def test_uuid7_is_the_example_of_rfc_9562_and_reads_back_in_another_library() -> None:
    example = load("ids.json")["uuid7"]
    made = uuid.UUID(uuid7(example["unix_ms"], bytes.fromhex(example["random"])))
    assert str(made) == example["uuid"]
    assert uuid6.UUID(int=made.int).time == example["unix_ms"]
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


@pytest.mark.parametrize("example", load("ids.json")["uuid8"], ids=lambda e: e["uuid"])
def test_uuid8_of_the_same_parts_is_the_same_everywhere(example: dict[str, Any]) -> None:
    made = uuid8(*example["parts"])
    assert made == example["uuid"]
    assert (uuid.UUID(made).version, uuid.UUID(made).variant) == (8, uuid.RFC_4122)


def test_digests_of_cases_and_of_a_feed_are_sums_that_wrap() -> None:
    vector = load("digests.json")
    total = bytes(32)
    for case in vector["cases"]:
        digest = case_digest(map(bytes.fromhex, case["events"]))
        assert digest.hex() == case["digest"]
        assert subtract(add(total, digest), digest) == total
        total = add(total, digest)
    assert total.hex() == vector["feed"]
