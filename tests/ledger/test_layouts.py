"""The layouts and word lists are data that hold together."""

from __future__ import annotations

import pytest

from tests.ledger.books import GRID, MEDIATION
from xfgrid.data import read_toml
from xfgrid.ledger.columns import recognise
from xfgrid.ledger.layout import CODES, Layout, common, shipped
from xfgrid.ledger.values import code, kind
from xfgrid.packages import refused_column
from xfgrid.terms import LANGUAGES, catalogue

KINDS = {
    "婚姻家庭": "marriage_family", "邻里": "neighbours", "房屋宅基地": "homestead", "合同": "contract", "生产经营": "business",
    "损害赔偿": "damages", "山林土地": "forest_land", "征地拆迁": "land_taking", "环境污染": "pollution",
    "拖欠农民工工资": "unpaid_wages", "其他劳动争议": "labour", "旅游": "tourism", "电子商务": "e_commerce",
    "其他消费": "consumer", "医疗": "medical", "道路交通事故": "traffic", "物业": "property_management", "其他": "other",
}  # fmt: skip
SPELLED = [
    ("邻里纠纷", "neighbours"), ("婚姻家庭矛盾纠纷", "marriage_family"), ("土地承包争议", "forest_land"), ("劳动争议", "labour"),
    ("房屋、宅基地纠纷", "homestead"), ("其他（噪音）", "other"), ("拖欠工资", "unpaid_wages"), ("天气", None), ("", None),
]  # fmt: skip
VALUES = [
    ("result", "调解成功", "agreed"), ("result", "调解不成功", "failed"), ("result", "未达成协议", "failed"),
    ("result", "正在调解", "mediating"), ("result", "改日", None), ("success", "否", "no"), ("success", "未化解", "no"),
    ("success", "已化解", "yes"), ("performed", "未到期", "not_due"), ("performed", "已履行", "yes"),
    ("class", "检举控告类", "report"), ("how", "信访部门移送", "referred"), ("form", "口头协议", "oral"),
]  # fmt: skip


@pytest.mark.parametrize("layout", shipped(), ids=lambda layout: layout.id)
def test_charter_02_no_shipped_layout_reads_a_column_the_form_linter_refuses(layout: Layout) -> None:
    read = [name for rule in (*layout.columns, *common()) if rule.field for name in rule.names]
    assert {name: refused_column(name) for name in read if refused_column(name)} == {}


@pytest.mark.parametrize("layout", shipped(), ids=lambda layout: layout.id)
def test_no_name_of_a_layout_stands_for_two_columns(layout: Layout) -> None:
    names = [name for rule in layout.columns for name in rule.names]
    assert sorted(names) == sorted(set(names))


def test_each_layout_is_recognised_by_its_own_columns() -> None:
    for layout in shipped():
        headers = [rule.names[0] for rule in layout.columns]
        match = recognise(shipped(), headers)
        assert match is not None
        assert match.layout.id == layout.id
    assert all(recognise(shipped(), headers) for headers in (MEDIATION, GRID))


@pytest.mark.parametrize(("text", "expected"), [*KINDS.items(), *SPELLED])
def test_kinds_are_matched_in_the_words_of_ledgers(text: str, expected: str | None) -> None:
    assert kind(text) == expected


@pytest.mark.parametrize(("field", "text", "expected"), VALUES)
def test_values_are_matched_the_negative_before_the_positive(field: str, text: str, expected: str | None) -> None:
    assert code(field, text) == expected


def test_every_coded_field_has_its_words() -> None:
    assert set(read_toml("ledger/values.toml")) - {"wrongdoing", "outcome"} == CODES - {"kind"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_every_reason_has_a_name_on_screen(language: str) -> None:
    from xfgrid.ledger.layout import DROPS, FIELDS

    words = catalogue(language)
    assert {n for n in FIELDS if f"ledger.field.{n}" not in words} == set()
    assert {n for n in DROPS if f"ledger.drop.{n}" not in words} == set()
