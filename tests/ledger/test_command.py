"""`xfgrid import` as another program and an office clerk meet it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.homes import PASSPHRASE, enrol
from tests.ledger.books import MEDIATION, mediation, written, xls, xlsx
from xfgrid.cli.main import main
from xfgrid.data import schemas


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    return enrol(tmp_path / "home")


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out.splitlines()[-1])


def test_the_answer_has_the_shape_that_stands_in_the_schema(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = written(tmp_path, [MEDIATION, mediation(), mediation("QY2", 受理时间="上周")])
    code, answer = _run(capsys, "import", book, "--home", home)
    jsonschema.validate(answer, json.loads((schemas() / "cli" / "import.schema.json").read_text(encoding="utf-8")))
    assert code == 0
    assert (answer["rows"], answer["cases"], answer["new"], answer["rejected"]) == (2, 1, 1, 1)
    [problem] = answer["problems"]
    assert (problem["sheet"], problem["row"], problem["column"]) == ("台账", 3, "受理时间")


def test_a_dry_run_writes_nothing(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = written(tmp_path, [MEDIATION, mediation()])
    assert _run(capsys, "import", book, "--dry-run", "--home", home)[1]["new"] == 1
    assert _run(capsys, "list", "--home", home)[1]["cases"] == []
    assert _run(capsys, "import", book, "--home", home)[1]["new"] == 1


def test_sheets_are_chosen_by_name_and_unknown_ones_are_listed_unread(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "几张表.xlsx"
    rows = {"一月": [MEDIATION, mediation("1")], "二月": [MEDIATION, mediation("2")], "填表说明": [["请如实填写"]]}
    path.write_bytes(xlsx(rows))
    _, chosen = _run(capsys, "import", path, "--sheet", "二月", "--home", home)
    assert ([sheet["sheet"] for sheet in chosen["sheets"]], chosen["new"]) == (["二月"], 1)
    _, everything = _run(capsys, "import", path, "--home", home)
    assert (everything["rows"], everything["new"]) == (2, 1)
    assert [(s["sheet"], s["rows"], s["layout"]) for s in everything["sheets"]] == [
        ("一月", 1, "mediation"), ("二月", 1, "mediation"), ("填表说明", 0, None),
    ]  # fmt: skip
    assert _run(capsys, "import", path, "--sheet", "填表说明", "--home", home)[1]["error"]["code"] == "unknown_layout"


def test_the_terminal_says_what_a_clerk_needs(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "旧.xls"
    path.write_bytes(xls({"台账": [MEDIATION, mediation(), mediation("2", 纠纷简要情况="")]}, hidden=[2]))
    assert main(["import", str(path), "--home", str(home)]) == 0
    shown = capsys.readouterr().out
    assert "2 行 = 1 件事项 + 1 行未导入" in shown
    assert "“台账”第 3 行，纠纷简要情况：" in shown
    assert "其中 1 行是隐藏的" in shown


def test_a_mend_workbook_never_overwrites_a_file(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = written(tmp_path, [MEDIATION, mediation()])
    code, answer = _run(capsys, "import", book, "--mend", book, "--home", home)
    assert (code, answer["error"]["code"]) == (4, "file_exists")
    assert _run(capsys, "list", "--home", home)[1]["cases"] == []


@pytest.mark.parametrize(("name", "code"), [("没有.xlsx", "file_unreadable"), ("说明.txt", "workbook_foreign")])
def test_bad_files_are_one_sentence(
    name: str, code: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "说明.txt").write_text("不是表格", encoding="utf-8")
    exit_code, answer = _run(capsys, "import", tmp_path / name, "--home", home)
    assert (exit_code, answer["error"]["code"]) == (4, code)
