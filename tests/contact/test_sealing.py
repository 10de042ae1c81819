"""A sealed contact opens with its key, in its case and event, and says nothing else (样例·虚构)."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfgrid.case.contact import SIZES, Contact, seal, split, unseal
from xfgrid.errors import InputError, IntegrityError, RuleError
from xfgrid.journal.contact.hpke import BOX_BYTES, WrapKey, wrap

CASE, EVENT = "01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-000000000002"
KEY = bytes(range(32))
contacts = st.builds(
    Contact,
    st.text(st.characters(exclude_characters="\x00", codec="utf-8"), min_size=1, max_size=60),
    st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=20),
)


@given(contacts)
def test_what_is_sealed_is_opened_again_and_its_length_is_one_of_three(contact: Contact) -> None:
    sealed = seal(KEY, CASE, EVENT, contact)
    assert unseal(KEY, CASE, EVENT, sealed) == contact
    assert len(sealed) - 16 in SIZES


@given(contacts, st.integers(0, 399), st.integers(1, 255))
def test_no_changed_byte_opens(contact: Contact, place: int, change: int) -> None:
    sealed = bytearray(seal(KEY, CASE, EVENT, contact))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(IntegrityError, match="bad_contact"):
        unseal(KEY, CASE, EVENT, bytes(sealed))


def test_nothing_opens_in_another_case_or_event_or_with_another_key() -> None:
    sealed = seal(KEY, CASE, EVENT, Contact("样例 1"))
    for key, case, event in ((bytes(32), CASE, EVENT), (KEY, EVENT, EVENT), (KEY, CASE, CASE)):
        with pytest.raises(IntegrityError, match="bad_contact"):
            unseal(key, case, event, sealed)


def test_one_contact_sealed_in_many_events_and_cases_never_gives_the_same_bytes() -> None:
    contact = Contact("样例 1", "样例")
    sealed = [seal(KEY, f"{CASE}{n % 7}", f"{EVENT}{n}", contact) for n in range(500)]
    pieces = {whole[at : at + 8] for whole in sealed for at in range(len(whole) - 7)}
    assert len(pieces) == sum(len(whole) - 7 for whole in sealed)


def test_a_wrapped_key_opens_for_its_holder_as_what_it_is_and_not_otherwise() -> None:
    holder, other, key = WrapKey.fresh(), WrapKey.fresh(), secrets.token_bytes(32)
    box = wrap(key, holder.public, "case:a:1", "office:b:2")
    assert len(box) == BOX_BYTES
    assert holder.unwrap(box, "case:a:1", "office:b:2") == key
    cut = [box[:-1], box[:16], b"", bytes([box[0] ^ 1]) + box[1:]]
    wrong = [(other, box, "case:a:1", "office:b:2"), (holder, box, "case:a:2", "office:b:2")]
    wrong += [(holder, box, "case:a:1", "office:b:3"), *((holder, one, "case:a:1", "office:b:2") for one in cut)]
    for by, one, subject, name in wrong:
        with pytest.raises(IntegrityError, match="bad_wrap"):
            by.unwrap(one, subject, name)


def test_wrapping_one_key_often_never_gives_the_same_bytes() -> None:
    public = WrapKey.fresh().public
    boxes = [wrap(KEY, public, "case:a:1", "office:b:2") for _ in range(200)]
    pieces = {box[at : at + 8] for box in boxes for at in range(len(box) - 7)}
    assert len(pieces) == sum(len(box) - 7 for box in boxes)


def test_charter_03_a_contact_without_a_notice_or_a_channel_is_not_taken() -> None:
    notice = {"notice_how": "spoken", "notice_by": "样例"}
    with pytest.raises(RuleError, match="notice_missing"):
        split({"asked": "路", "contact": "样例电话"})
    with pytest.raises(InputError, match="contact_no_channel"):
        split({"contact_name": "样例", **notice})
    with pytest.raises(InputError, match="two_channels"):
        split({"contact": "13800138000 13900139000", **notice})
    assert split({"asked": "路", "contact": " ", **notice}) == ({"asked": "路", **notice}, None)
    assert split({"asked": "路", "contact": "样例电话", **notice})[1] == Contact("样例电话")
