"""Boxes and the case keys they are of, as columns: what was packed comes back, and what does not fit is refused."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire.keys import Boxes, Places, pack_boxes, pack_places, unpack_boxes, unpack_places
from sync.wire.payload import Raw, decode, encode
from xfgrid.errors import IntegrityError
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.hpke import BOX_BYTES
from xfgrid.journal.contact.naming import Place

PLACES = st.lists(
    st.builds(
        Place,
        st.sampled_from([f"{'a' * 32}.1", f"{'a' * 32}.2", f"{'b' * 32}.1"]),
        st.integers(1, 2**31),
        st.binary(min_size=4, max_size=4).map(bytes.hex),
    ),
    unique=True,
    max_size=8,
)
SUBJECTS = [f"case:{n}:00000000" for n in range(4)]
BOXES = st.lists(
    st.builds(
        Box,
        st.sampled_from(SUBJECTS),
        st.sampled_from(["office:1:2", "device:3"]),
        st.sampled_from(["4", "5"]),
        st.sampled_from([b"", bytes(BOX_BYTES), b"\1" * BOX_BYTES]),
    ),
    max_size=8,
)


@given(PLACES)
def test_places_come_back_as_they_were(places: list[Place]) -> None:
    assert unpack_places(decode(encode(pack_places(places)), Places)) == places


@given(BOXES)
def test_boxes_come_back_as_they_were(boxes: list[Box]) -> None:
    assert unpack_boxes(decode(encode(pack_boxes(boxes, SUBJECTS)), Boxes), SUBJECTS) == boxes


def test_columns_that_do_not_fit_together_are_no_boxes() -> None:
    packed = pack_boxes([Box(SUBJECTS[1], "office:1:2", "4", bytes(BOX_BYTES))], SUBJECTS)
    changes = [{"subject": [9]}, {"subject": [-1]}, {"holder": [7]}, {"whole": [1, 1]}, {"boxes": Raw(bytes(81))}]
    for changed in changes:
        with pytest.raises(IntegrityError, match="bad_page"):
            unpack_boxes(msgspec.structs.replace(packed, **changed), SUBJECTS)
    places = pack_places([Place(f"{'a' * 32}.1", 1, "00000000")])
    for change in ({"writer": [3]}, {"writers": Raw(bytes(19))}, {"keys": Raw(bytes(8))}, {"seq": []}):
        with pytest.raises(IntegrityError, match="bad_page"):
            unpack_places(msgspec.structs.replace(places, **change))
