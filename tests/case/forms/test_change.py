"""A form replaced while someone fills it in costs no word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.case.forms.kit import field, form, option
from xfgrid.case.forms import Form, carry_over

OLD = form(
    field("asked", "要求"),
    field("story", "经过", type="text", max_length=4000),
    field("kind", "种类", type="choice", section="body", options=[option("hen", "鸡"), option("dog", "狗")]),
    field("marks", "标记", type="choices", section="body", options=[option("hen", "鸡"), option("dog", "狗")]),
    field("day", "日期", type="date", section="body"),
    field("reach", "联系", type="contact", section="sealed", readers=["township"]),
    field("notice_how", "怎样告知"),
)
NEW = form(
    field("asked", "要求", max_length=10),
    field("facts", "经过", type="text", max_length=4000, was=["story"]),
    field("kind", "种类", type="choice", section="body", options=[option("hen", "鸡")]),
    field("marks", "标记", type="choices", section="body", options=[option("hen", "鸡")]),
    field("day", "日期", type="line", section="body"),
    field("contact", "联系", type="contact", section="sealed", readers=["township"], was=["reach"]),
    field("notice_how", "怎样告知", type="choice", options=[option("spoken", "口头")]),
    version=2,
)


def test_values_follow_renamed_fields_and_the_rest_is_left_over() -> None:
    """Renamed, lengthened and retyped fields keep their words; gone options are left for the writer to place."""
    values = {"asked": "改檐口，赔三千八百元，并道歉", "story": "一\n二", "kind": "dog", "marks": ["hen"]}
    values |= {"day": "前天", "reach": "13800138000", "notice_how": "在门口说的"}
    kept, left = carry_over(values, OLD, NEW)
    assert kept == {
        "asked": "改檐口，赔三千八百元，并道歉",
        "facts": "一\n二",
        "marks": ["hen"],
        "day": "前天",
        "contact": "13800138000",
    }
    assert left == {"kind": "dog", "notice_how": "在门口说的"}


def test_charter_05_sealed_words_never_move_to_an_open_field() -> None:
    """A field that is no longer sealed, or only now sealed, does not take the old value over."""
    open_now = form(field("reach", "联系"))
    assert carry_over({"reach": "13800138000"}, OLD, open_now) == ({}, {"reach": "13800138000"})
    assert carry_over({"reach": "门牌"}, open_now, OLD) == ({}, {"reach": "门牌"})


CODES = st.sampled_from(["asked", "story", "facts", "kind", "marks", "day", "reach", "contact", "notice_how", "gone"])
VALUES = st.one_of(st.text(max_size=40), st.none(), st.lists(st.sampled_from(["hen", "dog"])), st.integers())


@given(st.dictionaries(CODES, VALUES), st.sampled_from([(OLD, NEW), (NEW, OLD), (OLD, OLD), (NEW, NEW)]))
def test_every_value_is_kept_or_left_over_untouched(values: dict[str, object], forms: tuple[Form, Form]) -> None:
    """No value is lost, doubled or changed, and what is kept has a field."""
    kept, left = carry_over(values, *forms)
    assert sorted(map(repr, [*kept.values(), *left.values()])) == sorted(map(repr, values.values()))
    assert set(kept) <= {made.code for made in forms[1].fields}
    assert all(values[code] == value for code, value in left.items())
