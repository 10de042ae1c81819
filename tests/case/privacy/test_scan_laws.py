"""Any number of a person, in any script and grouping, is found; random figures seldom raise an alarm."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xfgrid.case.privacy import scan

SCRIPTS = (
    "0123456789",
    "０１２３４５６７８９",
    "零一二三四五六七八九",
    "〇壹贰叁肆伍陆柒捌玖",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "₀₁₂₃₄₅₆₇₈₉",
)
GAPS = ("", " ", "-", "－", ".", "·", "\u00a0", "\u3000", "\u200b", " - ", "——")
GROUPS = {
    "mobile": [(11,), (3, 4, 4), (3, 3, 5), (4, 4, 3), (1,) * 11, (2, 2, 2, 2, 2, 1)],
    "id_number": [(18,), (6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (1,) * 18],
    "bank_card": [(19,), (4, 4, 4, 4, 3), (6, 13), (1,) * 19],
    "phone": [(12,), (4, 8), (4, 4, 4), (1,) * 12],
}


def figures(count: int) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from("0123456789"), min_size=count, max_size=count)


def with_luhn(digits: str) -> str:
    total = sum(sum(map(int, str(int(d) * (2 - i % 2)))) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


MOBILES = st.builds("1{}{}".format, st.sampled_from("3456789"), figures(9))
BIRTHS = st.dates().filter(lambda day: 1920 <= day.year <= 2026).map(lambda day: day.strftime("%Y%m%d"))
IDS = st.builds("{}{}{}{}".format, st.sampled_from(["11", "32", "65"]), figures(4), BIRTHS, figures(4))
CARDS = figures(16).map(lambda tail: with_luhn("62" + tail))
PHONES = st.builds("0512{}{}".format, st.sampled_from("3456789"), figures(7))
NUMBERS = st.one_of(
    st.tuples(st.just("mobile"), MOBILES),
    st.tuples(st.just("id_number"), IDS),
    st.tuples(st.just("bank_card"), CARDS),
    st.tuples(st.just("phone"), PHONES),
)


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, str]:
    """A number of a person with its kind, its digits each in some script, grouped with one kind of separator."""
    kind, digits = draw(NUMBERS)
    scripts = draw(st.lists(st.sampled_from(SCRIPTS), min_size=len(digits), max_size=len(digits)))
    if draw(st.booleans()):
        scripts = scripts[:1] * len(digits)
    gap, groups = draw(st.sampled_from(GAPS)), draw(st.sampled_from(GROUPS[kind]))
    written = [script[int(digit)] for script, digit in zip(scripts, digits, strict=True)]
    starts = [sum(groups[:n]) for n in range(len(groups))]
    return kind, gap.join("".join(written[at : at + size]) for at, size in zip(starts, groups, strict=True))


CARD_LIKE_AN_ID = "6 2 0 0 0 0 1 9 9 0 0 1 0 1 1 2 3 4 1"
"""Its first eighteen digits are a region, a birth date and four more (样例·虚构)."""


@settings(max_examples=300)
@example(("bank_card", CARD_LIKE_AN_ID))
@given(spelled())
def test_charter_04_any_number_in_any_spelling_is_found_whole(number: tuple[str, str]) -> None:
    """Mobiles, IDs, cards and phones are found from their first to their last sign."""
    kind, spelling = number
    assert [(hit.kind, hit.start, hit.end) for hit in scan(f"找{spelling}。")] == [(kind, 1, 1 + len(spelling))]


@pytest.mark.parametrize(
    ("length", "most"),
    [(7, 0), (8, 0), (9, 0), (10, 0), (12, 0.06), (13, 0.01), (14, 0.01), (15, 0.02), (16, 0.04), (18, 0.02), (20, 0)],
)
def test_random_figures_seldom_raise_an_alarm(length: int, most: float) -> None:
    """Of 2,000 random figures of a length that no mobile has, at most this share is taken for a person's number."""
    dice = random.Random(length)
    texts = ["".join(dice.choices("0123456789", k=length)) for _ in range(2_000)]
    assert sum(map(bool, map(scan, texts))) <= most * len(texts)
