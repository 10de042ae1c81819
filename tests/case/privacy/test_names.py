"""Names given are replaced by labels; none is ever guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfgrid.case.privacy import label, strike_names

LABELS = {
    "王小明": "王某",
    "王明": "王某",
    " 王 小 明 ": "王某",
    "王某": "王某",
    "王某某": "王某",
    "欧阳娜娜": "欧阳某",
    "欧阳某": "欧阳某",
    "司马光": "司马某",
    "东方": "东某",
    "买买提·艾合买提": "买某",
    "王小明（户主）": "王某",
    "清源县大地物业有限公司": "某公司",
    "小明超市": "某超市",
    "桥头蔬菜专业合作社": "某合作社",
    "桥头村村民委员会": "桥头村村民委员会",
    "清源派出所": "清源派出所",
    "某公司": "某公司",
    "": "",
}


@pytest.mark.parametrize(("name", "expected"), LABELS.items())
def test_charter_04_a_name_becomes_a_label(name: str, expected: str) -> None:
    """Persons are a surname and 某, units their kind, public bodies keep their name, labels stay."""
    assert label(name) == expected
    assert label(expected) == expected


def test_charter_04_given_names_are_replaced_wherever_they_stand() -> None:
    """Each name given is replaced, the longest first, with or without spaces inside, and counted."""
    text = "王小明与王小明的兄弟王 小 明、欧阳娜娜争吵，王小没有到场。"
    struck, count = strike_names(text, ["王小", "王小明", "欧阳娜娜"])
    assert struck == "王某与王某的兄弟王某、欧阳某争吵，王某没有到场。"
    assert count == 5


def test_no_name_is_guessed() -> None:
    """Without names given, and with labels or single signs only, the text stays as it is."""
    text = "王小明与李四争吵。"
    assert strike_names(text, []) == (text, 0)
    assert strike_names(text, ["王", "王某", "", " "]) == (text, 0)


@given(
    st.lists(st.text(st.sampled_from("王李欧阳小明某"), max_size=4), max_size=5),
    st.text("王李欧阳小明某去，", max_size=40),
)
def test_a_replaced_name_is_gone(names: list[str], text: str) -> None:
    """Replacing names never lengthens a text by more than the labels and never touches other signs."""
    struck, count = strike_names(text, names)
    assert struck.count("，") == text.count("，")
    assert (struck == text) is (count == 0)
