"""Numbers of persons are found in every spelling, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.case.privacy.spellings import AFTER_A_WORD, SPELLINGS
from xfgrid.case.privacy import MARK, Hit, scan, strike

HARMLESS = [
    line
    for line in (Path(__file__).parent / "harmless.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
PLANTED = st.sampled_from([spelling for _, spelling in SPELLINGS])
WORDS = st.text(st.sampled_from("他说村里的水渠，。！？欠款元年月日①AB \n"), max_size=20)


@pytest.mark.parametrize(("kind", "spelling"), SPELLINGS)
def test_charter_04_a_planted_number_is_found_where_it_stands(kind: str, spelling: str) -> None:
    """Each spelling is found whole, with its kind, at its exact place in the sentence."""
    text = f"他说{spelling}，请记下。"
    assert scan(text) == [Hit(kind, 2, 2 + len(spelling))]


@pytest.mark.parametrize(("kind", "spelling"), AFTER_A_WORD)
def test_charter_04_a_number_is_known_by_the_word_before_it(kind: str, spelling: str) -> None:
    """A number too short or mistyped is still found right after 电话, 账号, 身份证号."""
    assert [hit.kind for hit in scan(f"他的{spelling}。")] == [kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_number_is_left_alone(text: str) -> None:
    """Amounts, dates, document numbers, codes, areas and house numbers stay as they are."""
    assert scan(f"关于{text}的事。") == []
    assert strike(text) == (text, 0)


def test_the_harmless_list_is_long_enough_to_mean_something() -> None:
    """The false-alarm rate is shown on at least 200 different strings, the catch rate on at least 40 spellings."""
    assert len(set(HARMLESS)) >= 200
    assert len(set(SPELLINGS)) >= 40


@given(st.lists(st.tuples(WORDS, PLANTED), min_size=1, max_size=5), WORDS)
def test_charter_04_no_planted_number_outlives_striking(parts: list[tuple[str, str]], tail: str) -> None:
    """Whatever stands around them, planted numbers are gone after one pass and the words around them remain."""
    text = "，".join(f"{words}：{number}。" for words, number in parts) + tail
    struck, count = strike(text)
    assert count >= len(parts)
    assert not any(number in struck for _, number in parts)
    assert tail in struck


@given(st.text(st.sampled_from("0123456789一三八零〇①３８xX -.,·（）()、+\u200b电话账号QY"), max_size=80))
def test_striking_twice_strikes_nothing_more(text: str) -> None:
    """Nothing is left to strike in a struck text, whatever jumble of digits it was."""
    struck, count = strike(text)
    assert strike(struck) == (struck, 0)
    assert struck.count(MARK) == count


@given(st.text(max_size=200))
def test_hits_are_in_order_within_the_text_and_apart(text: str) -> None:
    """Hits are ranges of the text as given, in order, none overlapping another."""
    ends = [edge for hit in scan(text) for edge in (hit.start, hit.end)]
    assert ends == sorted(ends)
    assert all(0 <= edge <= len(text) for edge in ends)


def test_several_numbers_side_by_side_are_each_found() -> None:
    """A pasted row of ID number, two mobiles and a card is struck number by number."""
    row = "320502199003071230 13800138000、13900139000 6222021380013800128"
    assert [hit.kind for hit in scan(row)] == ["id_number", "mobile", "mobile", "bank_card"]
    assert strike(row)[0] == f"{MARK} {MARK}、{MARK} {MARK}"


@pytest.mark.parametrize("text", ["0512-65123456/65123457", "电话：65123456、65123457", "电话 6512-3456 或 6512-3457"])
def test_charter_04_a_second_phone_after_the_first_is_found(text: str) -> None:
    """People write the area code or the word 电话 once and add another phone behind it."""
    assert [hit.kind for hit in scan(text)] == ["phone", "phone"]
