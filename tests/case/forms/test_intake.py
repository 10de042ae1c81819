"""Filling in the shipped intake: what may be saved, and everything wrong said at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import get_args

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.case.forms.kit import FILLED, field, form
from xfgrid.case.forms import Problem, check, is_transfer_only, iso_date, normal, notice_required
from xfgrid.case.forms.definition import Form, Role
from xfgrid.case.forms.kinds import Kinds
from xfgrid.case.forms.sides import Sides
from xfgrid.case.vocabulary import ROLES
from xfgrid.data import read_toml, schemas
from xfgrid.errors import InputError
from xfgrid.packages import form as shipped
from xfgrid.packages import kinds
from xfgrid.terms import LANGUAGES, catalogue

INTAKE = shipped("intake")
TOLD = {"notice_how": "spoken", "notice_by": "样例员"}


def found(**changed: object) -> list[tuple[str, str]]:
    return [(p.field, p.code) for p in check(INTAKE, {**FILLED, **changed}, today=date(2026, 3, 9))]


def test_a_filled_intake_may_be_saved_with_or_without_a_contact() -> None:
    """The least and the whole of the form are both in order."""
    assert found() == []
    assert found(contact="13800138000", contact_name="样例大姐", other_side="陈某", flags=["minor"], **TOLD) == []


def test_all_problems_are_said_at_once_in_the_order_of_the_form() -> None:
    """An empty intake lists every field it cannot do without."""
    missing = [Problem(f.code, "missing") for f in INTAKE.fields if f.required]
    assert check(INTAKE, {}) == missing
    assert len(missing) == 8


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"received": "前天"}, ("received", "no_date")),
        ({"received": "2026-02-30"}, ("received", "no_date")),
        ({"received": "2026-03-10"}, ("received", "in_future")),
        ({"how": "by_pigeon"}, ("how", "no_option")),
        ({"kind": "邻里"}, ("kind", "no_option")),
        ({"flags": ["minor", "rich"]}, ("flags", "no_option")),
        ({"asked": "改" * 121}, ("asked", "too_long")),
        ({"place": 7}, ("place", "not_text")),
        ({"ethnicity": "汉"}, ("ethnicity", "unknown_field")),
    ],
)
def test_each_wrong_value_has_its_own_code(changed: dict[str, object], problem: tuple[str, str]) -> None:
    """Every kind of mistake is named with its field."""
    assert found(**changed) == [problem]


@pytest.mark.parametrize("code", ["place", "asked", "facts", "other_side", "recorder"])
def test_charter_04_a_number_in_free_words_is_not_saved(code: str) -> None:
    """A phone in any open field is a problem that names the kind of number."""
    problems = check(INTAKE, {**FILLED, code: "找我１３８-0013-8000"})
    assert problems == [Problem(code, "holds_number", {"kinds": ["mobile"]})]


def test_charter_04_the_contact_is_one_channel_and_nothing_else() -> None:
    """Two phones, or an ID number or bank card beside the phone, are refused; an address is a channel too."""
    assert found(contact="13800138000 或 0512-65123456", **TOLD) == [("contact", "two_channels")]
    assert found(contact="13800138000，320502199003071230", **TOLD) == [("contact", "holds_number")]
    assert found(contact="桥头村5组，院门朝东", **TOLD) == []


def test_charter_03_a_contact_without_a_recorded_notice_is_not_saved() -> None:
    """Contact or name need both how and by whom the resident was told; without them neither notice is asked for."""
    assert found(contact="13800138000") == [("notice_how", "notice_missing")]
    assert found(contact_name="样例大姐", notice_how="spoken") == [("notice_by", "notice_missing")]
    assert found(contact="13800138000", **TOLD) == []


@given(
    st.fixed_dictionaries(
        {},
        optional={code: st.sampled_from(["", " ", "某", None]) for code in ("contact", "contact_name", *TOLD)},
    )
)
def test_charter_03_the_gate_needs_a_notice_exactly_when_there_is_a_contact(values: dict[str, object]) -> None:
    """Whatever is filled in, blanks count as nothing."""
    filled = {code for code, value in values.items() if value == "某"}
    expected = bool(filled & {"contact", "contact_name"}) and not filled.issuperset(TOLD)
    assert notice_required(values) is expected


def test_charter_03_no_county_form_can_switch_the_notice_off() -> None:
    """A form with its own sealed field and no notice fields saves nothing that is sealed."""
    reach = field("reach", "怎样找到本人", type="contact", section="sealed", readers=["township"])
    assert [p.code for p in check(form(reach), {"reach": "13800138000"})] == ["notice_missing"]


def test_charter_04_a_report_of_wrongdoing_is_never_saved() -> None:
    """Only the class of art. 30 is handed on with a slip; a form of that class does not pass."""
    assert [item.code for item in kinds().classes if is_transfer_only(item.code)] == ["report"]
    assert found(**{"class": "report"}) == [("class", "transfer_only")]


def test_values_are_saved_in_one_form() -> None:
    """Dates in ISO form, names as labels, options in their order, blanks left out, words as they were said."""
    given = {**FILLED, "received": "２０２６年３月５日", "other_side": "王小明、欧阳娜娜", "flags": "urgent,minor"}
    given |= {"facts": "  雨水流下来  \r\n泡坏墙根 ", "notice_by": "  ", "place": " 桥头村\n 5组 "}
    assert normal(INTAKE, given) == {
        **FILLED,
        "other_side": "王某、欧阳某",
        "flags": ["minor", "urgent"],
        "facts": "雨水流下来\n泡坏墙根",
        "place": "桥头村 5组",
    }


@given(st.fixed_dictionaries({}, optional={f.code: st.one_of(st.text(max_size=30), st.none()) for f in INTAKE.fields}))
def test_saved_values_stay_as_they_are_when_saved_again(values: dict[str, object]) -> None:
    """Bringing values into their form twice changes nothing more."""
    once = normal(INTAKE, values)
    assert normal(INTAKE, once) == once


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from("-/.年"))
def test_a_date_is_read_in_every_usual_spelling(day: date, mark: str) -> None:
    """Dates, times and texts of one day give the same ISO day."""
    second, end = ("月", "日") if mark == "年" else (mark, "")
    text = f"{day.year}{mark}{day.month}{second}{day.day}{end}"
    assert {iso_date(value) for value in (text, day, datetime(day.year, day.month, day.day, 9))} == {day.isoformat()}


def test_charter_04_every_field_says_what_for_and_who_reads_it() -> None:
    """Purpose in both languages and at least one reader, all of them roles; the county reads nothing sealed."""
    assert set(get_args(Role)) == set(ROLES)
    for item in INTAKE.fields:
        assert all(item.purpose)
        assert item.readers
        assert item.section != "sealed" or "county" not in item.readers
    assert {item.code for item in INTAKE.fields if item.section == "sealed"} == {"contact", "contact_name"}


def test_the_eighteen_types_and_three_classes_are_shipped() -> None:
    """The types of a mediation ledger are found by the words ledgers use; two kinds of cases are sensitive."""
    assert len(kinds().types) == 18
    assert [
        kinds().find(words) for words in ("邻里纠纷", "宅 基 地", "其他劳动争议", "物业", "neighbours", "天气")
    ] == [
        "neighbours",
        "homestead",
        "labour",
        "property_management",
        "neighbours",
        None,
    ]
    assert [
        kinds().sensitive(*case) for case in (("marriage_family",), ("contract", ["minor"]), ("contract",), ("x",))
    ] == [
        True,
        True,
        False,
        True,
    ]


def test_no_word_of_a_ledger_names_two_types() -> None:
    """Labels, codes and other words are each used by one type only."""
    names = [name for item in kinds().types for name in {item.code, *item.label, *item.also}]
    assert len(names) == len(set(names))


SHIPPED = {Form: "intake", Kinds: "kinds", Sides: "sides"}


@pytest.mark.parametrize("made", SHIPPED)
def test_shipped_files_fit_the_published_schema(made: type) -> None:
    """Another program may check a forms file with the JSON Schema alone."""
    name = made.__name__.lower()
    schema = msgspec.json.decode((schemas() / f"forms/{name}.schema.json").read_bytes())
    shipped_file = read_toml(f"forms/{SHIPPED[made]}.toml")
    jsonschema.validate(shipped_file, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**shipped_file, "version": 0}, schema)


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": {"zh-CN": "", "en": "x"}},
        {"purpose": {"zh-CN": "只有中文"}},
        {"readers": []},
        {"readers": ["neighbour"]},
        {"colour": "red"},
        {"type": "choice"},
        {"max_length": 0},
    ],
)
def test_charter_04_a_field_without_purpose_or_readers_is_no_field(wrong: dict[str, object]) -> None:
    """A malformed field is refused when the form is read, with an input error."""
    with pytest.raises(InputError) as refused:
        form(field("asked", "要求") | wrong)
    assert refused.value.code == "form_data"


def test_a_code_used_twice_is_refused() -> None:
    """Two fields of one code would overwrite each other."""
    with pytest.raises(InputError):
        form(field("asked", "要求"), field("asked", "又一个"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_and_reason_has_its_sentence(language: str) -> None:
    """Problems, refused reasons and kinds of numbers have words in the catalogue."""
    words = catalogue(language)
    reasons = {entry["code"] for part in ("refused", "column") for entry in read_toml("forms/forbidden.toml")[part]}
    kinds_of_hits = {"id_number", "bank_card", "mobile", "phone", "email", "account", "passport"}
    assert {f"forms.refused.{code}" for code in reasons} <= words.keys()
    assert {f"forms.number.{kind}" for kind in kinds_of_hits} <= words.keys()
