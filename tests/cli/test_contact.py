"""A contact on the command line: asked for, read from a file or standard input, never an argument (样例·虚构)."""

from __future__ import annotations

import io
import json
import os
import pty
import sys
from pathlib import Path

import pytest

from tests.homes import CASE, PASSPHRASE, desk
from xfgrid.cli.main import main

PHONE = "样例 13800138000"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A laptop with one case; a file with a case and one with a contact lie beside it."""
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    with desk(tmp_path / "laptop") as laptop:
        laptop.register(CASE)
    (tmp_path / "case.json").write_text(json.dumps(CASE), encoding="utf-8")
    (tmp_path / "contact").write_text(f"{PHONE}\n样例王某\n", encoding="utf-8")
    return tmp_path / "laptop"


def run(home: Path, *arguments: str) -> int:
    return main([*arguments, "--home", str(home), "--json"])


def read(home: Path, case: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """What opening the contact of a case shows."""
    assert run(home, "contact", "open", case, "--reason", "progress") == 0
    return list(json.loads(capsys.readouterr().out.splitlines()[-1])["contacts"])


def first(home: Path, capsys: pytest.CaptureFixture[str]) -> str:
    run(home, "list")
    return str(json.loads(capsys.readouterr().out.splitlines()[-1])["cases"][0]["case"])


def test_a_new_case_takes_its_contact_from_a_file_with_the_notice_that_was_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home.parent
    line = ["new", "--from", str(folder / "case.json"), "--contact", str(folder / "contact")]
    assert run(home, *line) == 2
    assert "notice_option" in capsys.readouterr().out
    assert run(home, *line, "--notice", "spoken") == 0
    case = json.loads(capsys.readouterr().out.splitlines()[-1])["case"]
    assert read(home, case, capsys) == [{"channel": PHONE, "name": "样例王某"}]


def test_a_contact_is_read_from_standard_input(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = first(home, capsys)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PHONE}\n"))
    assert run(home, "contact", "set", case, "--contact", "-", "--notice", "read_out") == 0
    assert read(home, case, capsys) == [{"channel": PHONE, "name": ""}]


@pytest.mark.parametrize(
    "line",
    [
        ["contact", "set", "CASE", "--contact", "13800138000", "--notice", "spoken"],
        ["act", "CASE", "set-contact", "--field", "contact=13800138000", "--field", "notice_how=spoken"],
        ["new", "--from", "FILE", "--contact", "13800138000", "--notice", "spoken"],
    ],
)
def test_a_number_written_in_a_command_is_refused_with_what_to_do_instead_and_not_repeated(
    home: Path, capsys: pytest.CaptureFixture[str], line: list[str]
) -> None:
    known = {"CASE": first(home, capsys), "FILE": str(home.parent / "case.json")}
    assert run(home, *(known.get(word, word) for word in line)) == 2
    said = capsys.readouterr()
    assert "contact_on_line" in said.out
    assert "--contact ask" in said.err
    assert "13800138000" not in said.out + said.err


def test_without_a_terminal_nothing_is_asked_and_standard_input_is_read_once(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = first(home, capsys)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert run(home, "contact", "set", case) == 2
    assert "no_terminal" in capsys.readouterr().out
    for source in ("ask", "-"):
        assert run(home, "new", "--contact", source) == 2
        assert "stdin_twice" in capsys.readouterr().out


def test_at_a_terminal_the_notice_comes_first_and_nothing_typed_is_shown(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = first(home, capsys)
    shown = _typed([f"{home}", case], ["2", PHONE, PHONE, "样例王某"])
    assert shown.index("能看到的只有") < shown.index("念了告知书") < shown.index("联系方式已加密保存")
    assert "13800138000" not in shown
    assert "样例王某" not in shown
    assert read(home, case, capsys) == [{"channel": PHONE, "name": "样例王某"}]


def _typed(words: list[str], answers: list[str]) -> str:
    """What a terminal shows while somebody answers each question of `contact set`."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "xfgrid", "contact", "set", words[1], "--home", words[0]])
    shown = b""
    for answer in answers:
        while not shown.endswith(b": "):
            shown += os.read(terminal, 4096)
        os.write(terminal, f"{answer}\n".encode())
        shown += os.read(terminal, 4096)
    while True:
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            break
    os.waitpid(pid, 0)
    return shown.decode()


def test_show_says_how_the_contact_stands_why_it_was_opened_and_never_the_name_of_a_key(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = first(home, capsys)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PHONE}\n"))
    run(home, "contact", "set", case, "--contact", "-", "--notice", "read_out")
    read(home, case, capsys)
    run(home, "show", case)
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (found["contact"], found["timeline"][-1]["text"]) == ("sealed", "告知进展")
    main(["show", case, "--home", str(home)])
    said = capsys.readouterr().out
    assert "联系方式已加密保存" in said
    assert found["fields"]["contact"] not in said
    run(home, "erase", case, "--asked-by", "resident", "--reason", "wish")
    capsys.readouterr()
    main(["show", case, "--home", str(home)])
    said = capsys.readouterr().out
    assert "联系方式已销毁" in said
    assert "本人，本人要求" in said
