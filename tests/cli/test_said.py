"""What commands say to a person: the names that other commands take, and what was not done (样例·虚构)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sync.county.county import init
from tests import homes
from xfgrid.cli.beyond import Agent
from xfgrid.cli.main import main
from xfgrid.errors import InputError
from xfgrid.journal.vault import exists


def test_a_new_case_is_told_by_its_number_and_to_programs_by_its_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", homes.PASSPHRASE)
    home = str(homes.enrol(tmp_path / "h"))
    (tmp_path / "case.json").write_text(json.dumps(homes.CASE), encoding="utf-8")
    new = ["new", "--from", str(tmp_path / "case.json"), "--home", home]
    assert main(new) == 0
    said = capsys.readouterr().out
    assert main(["list", "--home", home, "--json"]) == 0
    [case] = json.loads(capsys.readouterr().out)["cases"]
    assert case["number"] in said
    assert main([*new, "--json"]) == 0
    assert json.loads(capsys.readouterr().out).keys() == {"case"}


def test_the_county_command_for_clocks_publishes_nothing_where_it_is_given_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(tmp_path / "county", homes.OFFICES, "清源县（样例）").close()
    versions = set()
    for _ in range(2):
        assert main(["county", "clocks", "--home", str(tmp_path / "county"), "--json"]) == 0
        versions.add(json.loads(capsys.readouterr().out)["version"])
    assert len(versions) == 1


def test_the_screen_too_takes_no_address_without_its_beginning_and_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="bad_address"):
        Agent().join("xf.example.cn:8460", "ABCDE", tmp_path / "h", homes.PASSPHRASE)
    assert not exists(tmp_path / "h")
