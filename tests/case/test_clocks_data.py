"""The rules of the clocks as data."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from tests.case.clocks_kit import CALENDAR, CLOCKS
from xfgrid.case.calendar import Calendar
from xfgrid.case.canon import canonical
from xfgrid.case.clocks import Clocks, Extension
from xfgrid.data import read_folder, read_toml, schemas
from xfgrid.errors import InputError
from xfgrid.terms import LANGUAGES, catalogue

RULE: dict[str, Any] = {
    "id": "attention",
    "version": 1,
    "kind": "internal",
    "source": "样例·虚构",
    "unit": "natural_days",
    "amount": 7,
    "starts": ["registered"],
    "stops": [],
    "default": True,
}


def schema(name: str) -> Any:
    return json.loads((schemas() / name).read_text(encoding="utf-8"))


def test_every_shipped_file_fits_the_published_schema() -> None:
    for file in read_folder("clocks"):
        jsonschema.validate(file, schema("clocks/clock.schema.json"))
    for table in read_folder("calendar"):
        kind = "fixed" if "fixed" in table else "year"
        jsonschema.validate(table, schema(f"calendar/{kind}.schema.json"))


def test_the_legal_figures_are_those_of_the_articles() -> None:
    """Regulations on Petition Work 2022 art. 23, 34–36; labour mediation art. 14; people's mediation art. 33."""
    figures = {r.id: (r.amount, r.unit, r.source.split("：")[0]) for r in CLOCKS.rules.values() if r.kind == "legal"}
    assert figures == {
        "notice": (15, "natural_days", "《信访工作条例》第二十三条"),
        "objection": (5, "working_days", "《信访工作条例》第二十三条"),
        "handling": (60, "natural_days", "《信访工作条例》第三十四条"),
        "review_request": (30, "natural_days", "《信访工作条例》第三十五条"),
        "review_decision": (30, "natural_days", "《信访工作条例》第三十五条"),
        "rereview_request": (30, "natural_days", "《信访工作条例》第三十六条"),
        "rereview_decision": (30, "natural_days", "《信访工作条例》第三十六条"),
        "labour_arbitration": (15, "natural_days", "《劳动争议调解仲裁法》第十四条"),
        "judicial_confirmation": (30, "natural_days", "《人民调解法》第三十三条"),
    }
    assert CLOCKS.rules["handling"].extension == Extension(30, 1, "本机关、单位负责人", ("approver", "reason", "told"))


def test_five_working_days_is_the_only_legal_limit_in_working_days() -> None:
    assert [r.id for r in CLOCKS.rules.values() if r.kind == "legal" and r.unit == "working_days"] == ["objection"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_step_milestone_and_holiday_has_its_word(language: str) -> None:
    words = catalogue(language)
    needed = {f"clocks.rule.{rule}" for rule in CLOCKS.rules}
    needed |= {f"clocks.rung.{step.id}" for ladder in CLOCKS.ladders.values() for step in ladder.step}
    needed |= {f"clocks.milestone.{name}" for rule in CLOCKS.rules.values() for name in (*rule.starts, *rule.stops)}
    needed |= {f"clocks.holiday.{h['name']}" for table in read_folder("calendar") for h in table.get("holiday", [])}
    assert needed - words.keys() == set()


BROKEN: list[tuple[str, list[dict[str, Any]]]] = [
    ("a milestone nobody reports", [{**RULE, "starts": ["petitioned_in_beijing"]}]),
    ("an unknown field", [{**RULE, "risk_score": 5}]),
    ("hours", [{**RULE, "unit": "hours"}]),
    ("a negative term", [{**RULE, "amount": -1}]),
    ("a ladder that is not there", [{**RULE, "ladder": "nowhere"}]),
    ("a rule given twice", [RULE, {**RULE, "default": False}]),
    ("a clock that nothing meets", [RULE, {**RULE, "id": "x", "default": False}]),
    ("no default", [{**RULE, "default": False}]),
    ("two defaults", [RULE, {**RULE, "id": "other"}]),
    (
        "a legal figure without its article",
        [RULE, {**RULE, "id": "x", "default": False, "stops": ["answered"], "kind": "legal"}],
    ),
]


@pytest.mark.parametrize("rules", [rules for _, rules in BROKEN], ids=[name for name, _ in BROKEN])
def test_rules_that_do_not_fit_are_refused_as_a_whole(rules: list[dict[str, Any]]) -> None:
    with pytest.raises(InputError, match="clock_data"):
        Clocks.from_data([{"rule": rules}], CALENDAR)


def test_a_ladder_step_is_reached_by_days_or_by_postponements_not_both() -> None:
    step = {"id": "x", "to": "county", "offset": 1, "postponed": 2}
    ladder = {"id": "meeting", "version": 1, "source": "样例·虚构", "step": [step]}
    with pytest.raises(InputError, match="clock_data"):
        Clocks.from_data([{"rule": [RULE], "ladder": [ladder]}], CALENDAR)


def test_rules_and_tables_travel_as_json_and_count_the_same() -> None:
    """What a county's package holds is the parsed files; read back from its bytes they make the same clocks."""
    tables, files = (json.loads(canonical(list(read_folder(name)))) for name in ("calendar", "clocks"))
    received = Clocks.from_data(files, Calendar.from_data(tables, CALENDAR.version))
    assert (received.rules, received.ladders) == (CLOCKS.rules, CLOCKS.ladders)
    assert received.calendar.add_working(date(2026, 2, 9), 10) == date(2026, 2, 28)


def test_rules_ask_only_for_classes_and_kinds_that_the_forms_know() -> None:
    known = read_toml("forms/kinds.toml")
    for fact, table in (("class", "class"), ("kind", "type")):
        asked = {value for rule in CLOCKS.rules.values() for value in rule.applies.get(fact, ())}
        assert asked
        assert asked <= {row["code"] for row in known[table]}


def test_a_county_may_replace_rules_by_data_alone() -> None:
    assert Clocks.from_data([{"rule": [RULE]}], CALENDAR).rules.keys() == {"attention"}
