"""What a command says in Chinese is Chinese: codes of the program, of ledgers and of the system are put into words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import homes
from tests.ledger.books import GRID, grid, written
from tests.ledger.kit import imported
from tests.sync.kit import Laptop, county
from xfgrid.cli.main import main
from xfgrid.journal.desk import Desk
from xfgrid.ledger import importer
from xfgrid.ledger.layout import shipped
from xfgrid.ledger.mapping import layout_of
from xfgrid.terms import LANGUAGES, catalogue

LATIN = re.compile(r"[a-z]{3,}")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XFGRID_PASSPHRASE", homes.PASSPHRASE)
    return homes.enrol(tmp_path / "h")


def test_a_case_from_a_ledger_says_how_it_came_and_from_which_ledger_in_words(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = written(tmp_path, [["哪天", "咋回事"], ["2026-3-1", "井干了"]], "怪.xlsx")
    with Desk.open(home, homes.PASSPHRASE) as desk:
        imported(desk, written(tmp_path, [GRID, grid(1)]))
        importer.write(desk, importer.look(desk, odd, by_hand=layout_of({"哪天": "received", "咋回事": "facts"})))
        cases = [line.case for line in desk.cases()]
    told = []
    for case in cases:
        assert main(["show", case, "--home", str(home)]) == 0
        told.append(capsys.readouterr().out)
    assert {line.split()[1] for one in told for line in one.splitlines() if line.startswith("方式")} == {"从台账导入"}
    found = {line.split()[1] for one in told for line in one.splitlines() if line.startswith("来源台账")}
    assert found == {"矛盾纠纷排查化解台账", "自己对照的台账"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_ledger_that_is_known_has_its_title_as_the_word_of_its_cases(language: str) -> None:
    words = catalogue(language)
    assert {one.id: words[f"case.choice.source.{one.id}"] for one in shipped()} == {
        one.id: one.title[language] for one in shipped()
    }


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("import", "没有.xlsx"), "没有这个文件或文件夹"),
        (("import", "."), "这是一个文件夹，不是文件"),
        (("bundle", "import", "没有.xfb"), "没有这个文件或文件夹"),
        (("bundle", "export", "没有/乙.xfb"), "没有这个文件或文件夹"),
    ],
)
def test_why_a_file_cannot_be_read_or_written_is_said_in_words(
    home: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], said: str
) -> None:
    assert main([*command, "--home", str(home)]) == 4
    assert said in capsys.readouterr().err


def test_the_county_lists_its_devices_and_offices_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with county(tmp_path / "county") as server:
        Laptop(server, tmp_path / "town", "township", homes.TOWN)
    for command in ("devices", "offices"):
        assert main(["county", command, "--home", str(tmp_path / "county")]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if LATIN.search(re.sub(r"^\w{8} ", "", line))] == []
