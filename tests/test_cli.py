"""The command line as another program or a new user meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.main import get_command

from xfgrid.cli.main import main, make_app
from xfgrid.terms import LANGUAGES, Terms


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["lost"], "unknown_command", 3),
        (["list", "--home", "{tmp}/nowhere"], "no_home", 6),
        (["new", "--from", "{tmp}/missing.json", "--home", "{tmp}"], "unreadable_file", 4),
        (["paper", "receipt", "--out", "{tmp}/receipt.pdf", "--home", "{tmp}"], "usage_missing", 2),
        (["enrol", "xf.example.cn:8460", "ABCDE", "--home", "{tmp}"], "bad_address", 2),
        (["enrol", "http://", "ABCDE", "--home", "{tmp}"], "bad_address", 2),
        (["serve", "--place", "nowhere", "--home", "{tmp}"], "usage_value", 2),
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


def commands_of(*path: str) -> list[tuple[str, ...]]:
    """Every command below one, as its words."""
    found = make_app(Terms())
    group = get_command(found)
    for name in path:
        group = group.commands[name]
    below = [(*path, name) for name in getattr(group, "commands", {})]
    return [*below, *(deeper for one in below for deeper in commands_of(*one))]


def test_the_list_of_commands_loads_nothing_of_what_they_need() -> None:
    shows = "import sys; from xfgrid.cli.main import main; main(['--help']); print(*sys.modules)"
    *page, modules = subprocess.run(
        [sys.executable, "-c", shows], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert all(any(line.startswith(f"  {name} ") for line in page) for (name, *below) in commands_of() if not below)
    assert {"sqlalchemy", "sqlmodel", "sqlcipher3", "xfgrid.ledger", "xfgrid.journal.desk"} & set(
        modules.split()
    ) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", commands_of(), ids=" ".join)
def test_every_command_explains_itself_in_both_languages_within_the_screen(
    command: tuple[str, ...], language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_LANGUAGE", language)
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*command, "--help"]) == 0
    page = capsys.readouterr().out
    assert Terms(language)("cli.page.usage") in page
    assert "--json" in page or Terms(language)("cli.page.commands") in page
    assert all(cell_len(line) <= 80 for line in page.splitlines() if Terms(language)("cli.page.example") not in line)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["lost"], "unknown_command", "list"),
        (["county", "inti"], "unknown_command", "init"),
        (["show"], "usage_missing", "CASE"),
        (["list", "--vew", "all"], "usage_option", "--view"),
        (["show", "one", "two", "three"], "usage_extra", "two three"),
        (["list", "--view"], "usage_no_value", "--view"),
        (["county", "serve", "--port", "many"], "usage_value", "--port"),
    ],
)
def test_a_wrong_command_line_says_what_was_meant(
    arguments: list[str], code: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) in (2, 3)
    err = capsys.readouterr().err
    assert f"[{code}]" in err
    assert said in err


def test_a_command_whose_libraries_are_not_installed_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["county", "init", "--demo", "--home", str(tmp_path / "county")]) == 0
    monkeypatch.delitem(sys.modules, "sync.county.serve", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)  # as on a computer without the extra `county`
    assert main(["county", "serve", "--home", str(tmp_path / "county")]) == 4
    assert "[not_installed]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("[county]\nprot = 1", "unknown_setting"),
        ("[county]\nport = 99999", "bad_config"),
        ("[[county]]", "bad_config"),
        ("county", "bad_config"),
        ('[county]\ndatabase = "postgresq://x"', "bad_database"),
        ('[county]\ndatabase = "county.db"', "bad_database"),
        (None, "bad_config"),
    ],
)
def test_a_typo_in_the_settings_is_one_sentence_with_a_code(
    settings: str | None, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ("--home", str(tmp_path))
    assert main(["county", "init", "--demo", *home]) == 0
    if settings is None:
        (tmp_path / "config.toml").mkdir()
    else:
        (tmp_path / "config.toml").write_text(settings, encoding="utf-8")
    capsys.readouterr()
    assert main(["county", "devices", *home]) != 0
    assert f"[{code}]" in capsys.readouterr().err
