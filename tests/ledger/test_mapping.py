"""A ledger nobody knows is mapped by hand once, and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.homes import desk
from tests.ledger.books import written
from tests.ledger.kit import cases, imported
from xfgrid.errors import FileError, InputError
from xfgrid.ledger import importer
from xfgrid.ledger.mapping import layout_of, read_mapping
from xfgrid.terms import Terms

ROWS = [["哪天", "咋回事", "谁家", "结果"], ["2026-3-1", "王建国家的井干了", "王建国", "调解成功"]]
MAP = {"哪天": "日期", "咋回事": "facts", "谁家": "party", "结果": "result"}


def _file(folder: Path, text: str) -> Path:
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mapping_by_hand_reads_the_ledger_and_is_remembered(tmp_path: Path) -> None:
    laptop, book = desk(tmp_path / "laptop"), written(tmp_path, ROWS)
    with pytest.raises(FileError, match="unknown_layout") as error:
        importer.look(laptop, book)
    assert "咋回事" in str(error.value.facts["headers"])
    lines = "\n".join(f'"{header}" = "{what}"' for header, what in MAP.items())
    by_hand = read_mapping(_file(tmp_path, f'title = "井台账"\n[columns]\n{lines}\n'))
    assert imported(laptop, book, by_hand=by_hand).new == 1
    [case] = cases(laptop)
    assert (case.text("facts"), case.state) == ("王某家的井干了", "finished_before")
    again = imported(laptop, book)
    assert (again.rows, again.new) == (1, 0)


def test_two_columns_said_to_be_the_same_are_named_with_what_they_were_said_to_be() -> None:
    with pytest.raises(InputError) as error:
        layout_of({"哪天": "received", "咋回事": "facts", "哪个村": "place", "哪个组": "地点"})
    said = Terms().error(error.value)
    assert "哪个村、哪个组" in said
    assert "地点" in said


def test_a_mapped_ledger_of_settled_matters_brings_none_of_them_live(tmp_path: Path) -> None:
    laptop = desk(tmp_path / "laptop")
    book = written(tmp_path, [["哪天", "咋回事", "化解情况"], ["2026-3-1", "井干了", "已化解"]])
    columns = {"哪天": "received", "咋回事": "facts", "化解情况": importer.guessed(book, "台账")["化解情况"]}
    assert imported(laptop, book, by_hand=layout_of(columns)).live == 0
    [case] = cases(laptop)
    assert (case.state, case.text("outcome")) == ("finished_before", "solved")


def test_a_preview_with_a_mapping_remembers_nothing(tmp_path: Path) -> None:
    laptop, book = desk(tmp_path / "laptop"), written(tmp_path, ROWS)
    assert importer.look(laptop, book, by_hand=layout_of(MAP)).new == 1
    with pytest.raises(FileError, match="unknown_layout"):
        importer.look(laptop, book)


def test_two_people_who_map_the_same_columns_get_the_same_cases(tmp_path: Path) -> None:
    one, other, book = desk(tmp_path / "one"), desk(tmp_path / "other"), written(tmp_path, ROWS)
    imported(one, book, by_hand=layout_of(MAP, "甲"))
    imported(other, book, by_hand=layout_of({k: MAP[k] for k in reversed(MAP) if k != "结果"}, "乙"))
    assert [case.id for case in cases(one)] == [case.id for case in cases(other)]


@pytest.mark.parametrize(
    "header", ["身份证号", "联系电话", "当事人", "民族", "网格员姓名", "特殊群体", "结果13800138000"]
)
def test_charter_02_what_may_not_be_kept_cannot_be_mapped_to_a_field(header: str) -> None:
    with pytest.raises(InputError, match="map_forbidden"):
        layout_of({**MAP, header: "note"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[columns", "bad_map"),
        ("columns = 3", "bad_map"),
        ('[columns]\n"a" = "received"\n"b" = "facts"\n"c" = "facts"', "map_twice"),
        ('[columns]\n"a" = "received"', "map_incomplete"),
        ('[columns]\n"a" = "facts"', "map_incomplete"),
        ('[columns]\n"a" = "天气"', "map_unknown"),
    ],
)
def test_a_wrong_mapping_is_one_sentence(text: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_mapping(_file(tmp_path, text))
    assert error.value.code == code


def test_a_mapping_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="unreadable_file"):
        read_mapping(tmp_path / "nowhere.toml")
