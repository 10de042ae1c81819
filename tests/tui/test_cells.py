"""Text in cells: nothing is lost, no line is too wide, no sign stands where it may not."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from xfgrid.tui.cells import NOT_FIRST, fit, tidy, wrap

WORDS = st.text(st.sampled_from("村口的路，。、（）“”ab 12 \n…"), max_size=60)


@given(WORDS, st.integers(8, 40))
@settings(max_examples=200)
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", tidy(text))


@given(
    st.text(st.sampled_from("村口的路要修"), min_size=2, max_size=40), st.sampled_from("，。、”）"), st.integers(8, 30)
)
def test_a_closing_sign_never_opens_a_line(text: str, sign: str, width: int) -> None:
    lines = wrap(f"{text}{sign}{text}", width)
    assert not any(line[0] in NOT_FIRST for line in lines)


@given(WORDS, st.integers(0, 30))
def test_fitted_text_has_exactly_the_width(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


def test_stray_spaces_between_chinese_characters_are_taken_out_others_stay() -> None:
    assert tidy("村 口 a b") == "村口 a b"
