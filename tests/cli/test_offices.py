"""Whoever has to name an office finds its code where they are: on the laptop as at the county (样例·虚构)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import homes
from xfgrid.cli.main import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XFGRID_PASSPHRASE", homes.PASSPHRASE)
    return homes.enrol(tmp_path / "h")


def said(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(command)
    return code, *capsys.readouterr()


def test_a_laptop_lists_its_offices_with_codes_narrowed_by_a_name_or_a_code(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--home", str(home))
    everything = json.loads(said(capsys, "offices", *here, "--json")[1])["offices"]
    assert [one["code"] for one in everything] == [office.code for office in homes.OFFICES]
    code, out, _ = said(capsys, "offices", "司法", *here)
    assert (code, out.split()) == (0, [homes.COURT, "清源镇司法所", "乡镇", "司法所"])
    assert len(said(capsys, "offices", homes.VILLAGE, *here)[1].splitlines()) == 2
    assert said(capsys, "offices", "没有这个", *here)[0] == 0


def test_an_unknown_code_on_a_laptop_names_the_command_that_lists_them_there(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with homes.Desk.open(home, homes.PASSPHRASE) as desk:
        case = desk.register(homes.CASE)
    code, _, err = said(capsys, "act", case, "assign", "--to", "404", "--home", str(home))
    assert (code, "[unknown_office]" in err) == (3, True)
    assert "xfgrid offices" in err
    assert said(capsys, "offices", "--home", str(home))[0] == 0
