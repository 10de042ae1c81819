"""`xfgrid paper` as an office clerk meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests import homes
from tests.papers import kit
from xfgrid.cli.main import main
from xfgrid.data import schemas
from xfgrid.journal.desk import Desk


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XFGRID_PASSPHRASE", homes.PASSPHRASE)
    return homes.enrol(tmp_path / "home")


@pytest.fixture
def number(home: Path) -> str:
    with Desk.open(home, homes.PASSPHRASE) as laptop:
        return kit.answered(laptop).text("number")


def _run(capsys: pytest.CaptureFixture[str], home: Path, *arguments: object) -> tuple[int, dict[str, Any], str]:
    capsys.readouterr()
    code = main(["paper", *map(str, arguments), "--home", str(home), "--json"])
    printed = capsys.readouterr()
    return code, json.loads(printed.out.splitlines()[-1]), printed.err


def test_a_receipt_is_written_in_the_form_its_name_says_and_never_over_a_file(
    home: Path, number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "回执.pdf"
    code, answer, _ = _run(capsys, home, "receipt", number, "--out", out)
    jsonschema.validate(answer, json.loads((schemas() / "cli" / "paper.schema.json").read_text(encoding="utf-8")))
    assert (code, answer["form"], answer["size"]) == (0, "pdf", out.stat().st_size)
    assert number in "".join(kit.pdf_pages(out.read_bytes()))
    assert _run(capsys, home, "receipt", number, "--out", out)[1]["error"]["code"] == "file_exists"


def test_the_missing_fonts_are_said_once(
    home: Path, number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = _run(capsys, home, "receipt", number, "--out", tmp_path / "a.pdf")
    again = _run(capsys, home, "ways", number, "--out", tmp_path / "b.pdf")
    assert bool(first[1]["substituted"]) == ("仿宋_GB2312" in first[2])
    assert "仿宋_GB2312" not in again[2]


def test_all_orders_to_one_office_stand_on_one_paper(
    home: Path, number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Desk.open(home, homes.PASSPHRASE) as laptop:
        for _ in range(2):
            laptop.register({**homes.CASE, "kind": "neighbours"})
    _run(capsys, home, "orders", homes.TOWN, "--docx", "--out", tmp_path / "清单")
    text = kit.docx_text((tmp_path / "清单").read_bytes())
    assert text.count("请协调灌溉用水的先后顺序") == 3


def test_every_blank_form_has_a_number_of_its_own(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = set()
    for name in ("1.docx", "2.docx"):
        _run(capsys, home, "intake", "--out", tmp_path / name)
        sheets.add(next(s for s in kit.docx_text((tmp_path / name).read_bytes()).split() if "-B00" in s))
    assert len(sheets) == 2


def test_a_template_written_out_edited_and_laid_into_the_home_is_used(
    home: Path, number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import docx

    path = tmp_path / "模板.docx"
    assert _run(capsys, home, "receipt", "--template", "--out", path)[0] == 0
    document = docx.Document(str(path))
    assert any("{{ number }}" in paragraph.text for paragraph in document.paragraphs)
    document.paragraphs[0].text = "清源镇便民回执"
    (home / "papers").mkdir()
    document.save(str(home / "papers" / "receipt.docx"))
    _run(capsys, home, "receipt", number, "--out", tmp_path / "回执.docx")
    assert kit.docx_text((tmp_path / "回执.docx").read_bytes()).startswith("清源镇便民回执")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["warrant", "x", "--out", "a.pdf"], "unknown_paper"),
        (["receipt", "没有", "--out", "a.pdf"], "unknown_case"),
        (["receipt", "x", "--out", "a.txt"], "paper_form"),
        (["receipt", "x", "--pdf", "--docx", "--out", "a.pdf"], "paper_form"),
        (["orders", "999", "--out", "a.pdf"], "unknown_office"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(
    home: Path, arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(capsys, home, *arguments)[1]["error"]["code"] == code
