"""`docs/protocol.md` holds: its bytes decode as it says, its matrix names tests that exist, its limits are those of the code."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from sync.county.service import STATUS
from sync.wire import bundle, frame, limits, payload
from sync.wire.columns import Columns
from sync.wire.messages import Cursor, Pull, Refusal
from xfgrid.case.event import SECTION_BYTES, Header
from xfgrid.journal.keys import SigningKey

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
DEVICE, COUNTY = SigningKey(b"d" * 32), SigningKey(b"c" * 32)


def _hex(title: str) -> bytes:
    found = re.search(rf"{title}.*?```\n(.*?)```", PAGE, re.S)
    assert found is not None, title
    return bytes.fromhex("".join(found.group(1).split()))


def test_the_worked_request_is_the_message_the_page_says() -> None:
    asked = frame.open_request("/v1/pull", _hex("The request, 151 bytes"))
    assert (asked.device, asked.counter) == (DEVICE.fingerprint, 42)
    assert asked.signed_by(DEVICE.public)
    message = payload.decode(asked.payload, Pull)
    assert message == Pull(cursor=Cursor("0011223344556677", "371999101", 7), limit=100)
    assert DEVICE.public.hex() in PAGE
    assert COUNTY.public.hex() in PAGE


def test_the_worked_reply_answers_that_request_and_no_other() -> None:
    asked = frame.digest(_hex("The request, 151 bytes"))
    reply = frame.open_reply(_hex("The reply refuses"), asked, COUNTY.public)
    assert reply == Refusal(code="too_many", facts={"seconds": 9})


def test_the_dictionary_is_the_one_the_page_names() -> None:
    shipped = (ROOT / "schemas" / "wire" / "words.dict").read_bytes()
    assert hashlib.sha256(shipped).hexdigest() in PAGE


def test_every_test_named_in_the_matrix_exists() -> None:
    named = set(re.findall(r"`(test_\w+\.py)`", PAGE))
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert named
    assert named <= there


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    sizes = {"A frame": limits.BODY, "its content": limits.RAW, "a section of more than": SECTION_BYTES}
    for words, size in sizes.items():
        assert re.search(rf"{words}[^.|]*?{size >> 20} MiB", PAGE), words
    assert f"{bundle.MAX >> 20} MiB" in PAGE
    assert f"{limits.PAGE} events" in PAGE


def test_the_page_names_the_columns_in_the_order_they_travel_in() -> None:
    found = re.search(r"The array holds, in this order:\n`(.*?)`", PAGE, re.S)
    assert found is not None
    assert tuple(found.group(1).split()) == Columns.__struct_fields__


def test_the_page_names_every_key_of_a_header_and_every_code_of_a_refusal() -> None:
    events = PAGE.partition("## Events\n")[2].partition("## Frames")[0]
    keys = {key for row in re.findall(r"^\| (`.*?) \|", events, re.M) for key in re.findall(r"`(\w+)`", row)}
    assert keys == set(Header.__struct_fields__)
    codes = set(re.findall(r"`(\w+)`", PAGE.partition("Codes: ")[2].partition("A path that")[0]))
    assert set(STATUS) - {"unknown_path"} <= codes
