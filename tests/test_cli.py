"""The command line as another program or a new user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xfgrid.cli.main import main


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["lost"], "bad_usage", 2),
        (["list", "--home", "{tmp}/nowhere"], "no_home", 6),
        (["new", "--from", "{tmp}/missing.json", "--home", "{tmp}"], "unreadable_file", 4),
    ],
)
def test_bad_input_is_one_sentence_with_a_code_and_an_exit_code(
    arguments: list[str],
    code: str,
    exit_code: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", "样例口令")
    given = [argument.format(tmp=tmp_path) for argument in arguments]
    assert main([*given, "--json"]) == exit_code
    out, err = capsys.readouterr()
    answer = json.loads(out.splitlines()[-1])
    assert answer["error"]["code"] == code
    assert answer["error"]["message"] in err
    assert "Traceback" not in err


def test_every_command_teaches_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    commands = [line.split()[0] for line in capsys.readouterr().out.split("Commands:")[1].splitlines() if line.strip()]
    for command in commands:
        assert main([command, "--help"]) == 0
        assert "--help" in capsys.readouterr().out
