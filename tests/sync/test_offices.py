"""A county's own office list: read or refused with the line and the reason, then published as a new version."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sync.county import feeds
from sync.county.county import County, init, open_county_home
from sync.county.offices import read_offices
from sync.county.relist import relist
from tests.homes import CASE, COUNTY, OFFICES, OTHER_VILLAGE, TOWN, VILLAGE, desk
from xfgrid.case.offices import Office
from xfgrid.cli.main import main
from xfgrid.data import schemas
from xfgrid.errors import FileError, RuleError
from xfgrid.journal import journal

HEAD = "code,name,level,kind,parent,valid_from,valid_to"
COUNTY_LINE = "1,甲县（样例）,county,government,,,"
TOWN_LINE = "11,乙镇,township,,1,,"
TODAY = dt.date(2026, 3, 5)


def _file(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "单位名录.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        (["code,name", "1,甲县"], "offices_columns", None),
        ([HEAD, COUNTY_LINE, "11,,township,,1,,"], "offices_missing", 3),
        ([HEAD, COUNTY_LINE, "11,乙镇,省,,1,,"], "offices_word", 3),
        ([HEAD, COUNTY_LINE, "11,乙镇,township,公司,1,,"], "offices_word", 3),
        ([HEAD, COUNTY_LINE, "11,乙镇,township,,1,去年,"], "offices_date", 3),
        ([HEAD, COUNTY_LINE, "11,乙镇,township,,1,2026-02-01,2026-01-01"], "offices_dates", 3),
        ([HEAD, COUNTY_LINE, TOWN_LINE, "11,丙镇,township,,1,,"], "offices_twice", 4),
        ([HEAD, COUNTY_LINE, "11,乙镇,township,,9,,"], "offices_parent", 3),
        ([HEAD, COUNTY_LINE, "111,丙村,village,,1,,", "11,乙镇,township,,111,,"], "offices_level", 4),
        ([HEAD, COUNTY_LINE, "11,乙镇,township,,12,,", "12,丙镇,township,,11,,"], "offices_circle", 4),
        ([HEAD, COUNTY_LINE, "2,另一个县,county,,,,"], "offices_roots", 3),
        ([HEAD, TOWN_LINE.replace(",1,", ",,")], "offices_roots", 2),
        ([HEAD], "offices_roots", 1),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_the_line_and_the_reason(
    tmp_path: Path, lines: list[str], code: str, line: int | None
) -> None:
    with pytest.raises(FileError) as refused:
        read_offices(_file(tmp_path, *lines))
    assert refused.value.code == code
    assert line is None or code == "offices_circle" or refused.value.facts["line"] == line


def test_chinese_headers_and_words_in_gbk_are_read_and_rows_may_stand_in_any_order(tmp_path: Path) -> None:
    rows = ("上级,名称,代码,层级", "11,丙村,111,村", "1,乙镇,11,乡镇", ",甲县,1,县", ",,,")
    found = read_offices(_file(tmp_path, *rows, encoding="gbk"))
    assert found == [
        Office("1", "甲县", "county", "government", None),
        Office("11", "乙镇", "township", "government", "1"),
        Office("111", "丙村", "village", "committee", "11"),
    ]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00\x80" * 9)
    with pytest.raises(FileError):
        read_offices(tmp_path / "a.csv")


@pytest.fixture
def county(tmp_path: Path) -> County:
    return init(tmp_path / "county", OFFICES, "清源县（样例）")


def _changed(code: str, **fields: str) -> list[Office]:
    return [
        Office(**({n: getattr(o, n) for n in Office.__slots__} | (fields if o.code == code else {}))) for o in OFFICES
    ]


def test_a_new_list_is_a_new_version_that_says_what_changed_and_drops_no_office(county: County) -> None:
    listed = [o for o in _changed(VILLAGE, name="桥头社区") if o.code != OTHER_VILLAGE and o.parent != OTHER_VILLAGE]
    listed.append(Office("371999102", "白河镇", "township", "government", COUNTY))
    found = relist(county, listed, TODAY)
    assert [[o.code for o in offices] for offices in (found.added, found.renamed, found.moved, found.changed)] == [
        ["371999102"], [VILLAGE], [], [],
    ]  # fmt: skip
    assert {(o.code, o.valid_to) for o in found.ended} == {
        (OTHER_VILLAGE, "2026-03-04"), (f"{OTHER_VILLAGE}001", "2026-03-04"),
    }  # fmt: skip
    assert relist(county, listed, dt.date(2026, 3, 6)).nothing
    with county.store.read() as connection:
        from xfgrid.journal import package

        newest = package.newest(connection)
    assert (newest.serial, newest.tree().name(VILLAGE), newest.tree().name(OTHER_VILLAGE)) == (
        2,
        "桥头社区",
        "柳树沟村",
    )


def test_a_dry_run_publishes_nothing_and_another_county_is_refused(county: County) -> None:
    assert relist(county, _changed(TOWN, name="新镇"), TODAY, dry_run=True).renamed
    assert relist(county, _changed(TOWN, name="新镇"), TODAY).renamed
    with pytest.raises(RuleError):
        relist(county, [Office("9", "别的县", "county", "government", None)], TODAY)


def test_the_cases_of_a_village_that_moves_to_another_township_move_feeds_with_it(
    county: County, tmp_path: Path
) -> None:
    with desk(tmp_path / "laptop", "grid_worker", VILLAGE) as laptop:
        case = laptop.case(laptop.register({**CASE, "kind": "neighbours"}))
    other = Office("371999102", "白河镇", "township", "government", COUNTY)
    relist(county, [*OFFICES, other], TODAY)
    with county.store.write() as connection:
        from xfgrid.journal import package

        feeds.accept(connection, package.newest(connection).tree(), list(case.events.values()))
    relist(county, [*_changed(VILLAGE, parent=other.code), other], TODAY)
    with county.store.read() as connection:
        assert feeds.members_of(connection, [case.id])[case.id] == {VILLAGE, other.code, COUNTY}
        assert [feeds.feed(connection, code).cases for code in (TOWN, other.code, VILLAGE)] == [0, 1, 1]
        assert feeds.feed(connection, other.code).digest == journal.digest(connection)[0]


def test_the_command_answers_in_the_shape_of_its_schema_and_lists_what_it_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "county"
    first = _file(tmp_path, HEAD, COUNTY_LINE, TOWN_LINE)
    assert main(["county", "init", "--offices", str(first), "--home", str(home)]) == 0
    second = _file(tmp_path, HEAD, COUNTY_LINE, TOWN_LINE, "111,丙村,village,,11,2026-01-01,")
    answers = [_run(capsys, home, "import", str(second), *extra) for extra in (["--dry-run"], [], [])]
    schema = json.loads((schemas() / "cli" / "county-offices-import.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(answers[0], schema)
    assert [(a["written"], len(a["added"])) for a in answers] == [(False, 1), (True, 1), (False, 0)]
    listed = _run(capsys, home)["offices"]
    assert [(o["code"], o["valid_from"]) for o in listed] == [("1", ""), ("11", ""), ("111", "2026-01-01")]
    with open_county_home(home) as county:
        assert relist(county, read_offices(second), TODAY).nothing


def _run(capsys: pytest.CaptureFixture[str], home: Path, *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    main(["county", "offices", *arguments, "--home", str(home), "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found
