"""The doctor says where everything is and what to look at, also of a home that does not open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.homes import CASE, PASSPHRASE, desk
from xfgrid.cli.main import main


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with desk(tmp_path / "laptop") as laptop:
        laptop.register(CASE)
    return tmp_path / "laptop"


def examined(home: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, bool]]:
    assert main(["doctor", "--home", str(home), "--json"]) == 0
    return {one["name"]: (one["value"], one["ok"]) for one in json.loads(capsys.readouterr().out)["checks"]}


def test_a_home_tells_where_it_is_whose_and_what_waits(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    found = examined(home, capsys)
    assert found["home"] == (str(home), True)
    assert "清源镇" in found["opened"][0]
    assert found["pending"] == ("1", True)
    assert found["reached"] == ("—", True)


def test_a_home_that_does_not_open_is_told_with_its_reason(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", "不是这个")
    value, fine = examined(home, capsys)["opened"]
    assert "wrong_key" in value
    assert not fine


def test_a_folder_that_is_no_home_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = examined(tmp_path / "nowhere", capsys)
    assert found["home"] == (str(tmp_path / "nowhere"), False)
    assert "opened" not in found
