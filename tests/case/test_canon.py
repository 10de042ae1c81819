"""Canonical JSON is RFC 8785, byte for byte, for everything an event may hold; anything else is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from xfgrid.case.canon import canonical, decode
from xfgrid.errors import IntegrityError

RFC = json.loads((Path(__file__).parent / "vectors" / "rfc8785.json").read_text(encoding="utf-8"))
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_it_is_the_rfc8785_library_byte_for_byte(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(VALUES)
def test_what_was_encoded_decodes_to_the_same_value(value: object) -> None:
    assert decode(canonical(value)) == value


@pytest.mark.parametrize("example", RFC["canonical"], ids=lambda e: e["output"][:20])
def test_it_gives_the_published_output_of_the_rfc(example: dict[str, str]) -> None:
    assert canonical(json.loads(example["input"])) == example["output"].encode()


@pytest.mark.parametrize("text", RFC["refused"])
def test_published_examples_an_event_may_not_hold_are_refused(text: str) -> None:
    with pytest.raises(IntegrityError):
        canonical(json.loads(text))


DEEP = b"[" * 17 + b"]" * 17
BAD = [b"", b"{", b' {"a":1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'"\\u0041"', b"1.0", b"-0", b"\xff", b'"\\ud800"']


@pytest.mark.parametrize("data", [*BAD, DEEP, b"[" * 100_000], ids=lambda d: repr(d[:20]))
def test_bytes_in_any_other_form_are_refused(data: bytes) -> None:
    with pytest.raises(IntegrityError):
        decode(data)


@pytest.mark.parametrize("value", ["\ud800", 1.5, float("nan"), b"bytes", {1: "key"}, {"é": 1}, 2**53, object()])
def test_values_json_has_no_one_form_for_are_refused(value: object) -> None:
    with pytest.raises(IntegrityError):
        canonical(value)
