"""The agent as a process nobody sits before: where its key comes from, what it logs, and what it does when it hangs."""

from __future__ import annotations

import json
import os
import shlex
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from sync.agent import credential, loop, service, watchdog
from sync.wire import log
from tests.homes import GRID, PASSPHRASE
from tests.sync.kit import Direct, Laptop, county
from tests.sync.test_process import server
from xfgrid.cli.main import main
from xfgrid.errors import FileError, HomeError, InputError
from xfgrid.journal import home, settings
from xfgrid.journal.status import status

SYSTEMCTL = '#!/bin/sh\necho "$@" >> "$(dirname "$0")/asked"\n'


class Remembering(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    """An enrolled laptop with one case that is not sent yet."""
    with county(tmp_path / "county") as opened:
        found = Laptop(opened, tmp_path / "grid", "grid_worker", GRID)
        found.register()
        yield found


def _points_to(laptop: Laptop, url: str, **config: int) -> None:
    """The laptop's county is at that address from now on."""
    with home.open_home(laptop.path, PASSPHRASE) as opened, opened.store.write() as connection:
        settings.put(connection, "identity", {**settings.get(connection, "identity"), "url": url})
    lines = [f"{name} = {value}" for name, value in config.items()]
    (laptop.path / "config.toml").write_text("\n".join(["[sync]", *lines]), encoding="utf-8")


@contextmanager
def agent(command: list[str], path: Path) -> Iterator[subprocess.Popen[str]]:
    """A running agent; ended with the block."""
    environment = {k: v for k, v in os.environ.items() if k != "XFGRID_PASSPHRASE"}
    process = subprocess.Popen(
        command, cwd=path, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_what_install_sets_up_runs_without_a_person_and_logs_no_word_of_a_case(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "systemctl").write_text(SYSTEMCTL)
    (tmp_path / "bin" / "systemctl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    assert main(["sync", "install", "--key", "file", "--home", str(laptop.path), "--json"]) == 0
    unit = Path(json.loads(capsys.readouterr().out.splitlines()[-1])["unit"])
    assert f"enable --now {unit.name}" in (tmp_path / "bin" / "asked").read_text()
    assert stat.S_IMODE((laptop.path / credential.FILE).stat().st_mode) == 0o600
    [line] = [found for found in unit.read_text().splitlines() if found.startswith("ExecStart=")]
    with server(tmp_path / "county") as (_, url):
        _points_to(laptop, url)
        with agent(shlex.split(line.partition("=")[2]), tmp_path) as running:
            assert running.stderr is not None
            told = running.stderr.readline()
            assert main(["sync", "status", "--home", str(laptop.path), "--json"]) == 0
            found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (found["runs"], found["installed"], found["pending"], found["in_step"]) == (True, True, 0, True)
    entry = json.loads(told)
    assert (entry["event"], entry["pushed"]) == ("exchange", 1)
    assert all(isinstance(value, int) for key, value in entry.items() if key not in log.WORDS)
    assert not loop.running(laptop.path)


def test_a_new_address_is_kept_once_the_same_county_answered_there_and_no_other(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    county(tmp_path / "other").close()
    here = ["--home", str(laptop.path), "--json"]
    with server(tmp_path / "other") as (_, elsewhere), server(tmp_path / "county") as (_, url):
        assert main(["sync", "address", elsewhere, *here]) == 7
        assert "wrong_county" in "".join(capsys.readouterr())
        assert main(["sync", "address", url, *here]) == 0
        assert main(["sync", "--once", *here]) == 0
        assert json.loads(capsys.readouterr().out.splitlines()[-1])["in_step"]


def test_the_status_of_a_failed_exchange_names_the_address_and_of_no_home_makes_none(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    with home.open_home(laptop.path, PASSPHRASE) as opened:
        loop.step(opened)
        url = opened.identity().url
    assert main(["sync", "status", "--home", str(laptop.path)]) == 0
    said = capsys.readouterr().out
    assert f"（{url}）" in said
    assert "{" not in said
    assert main(["sync", "status", "--home", str(tmp_path / "nowhere")]) != 0
    assert not (tmp_path / "nowhere").exists()


def test_an_agent_that_hangs_ends_itself_and_says_why_on_screen(laptop: Laptop, tmp_path: Path) -> None:
    credential.keep(laptop.path, home.key_of(laptop.path, PASSPHRASE), "file")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        _points_to(laptop, f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=3600, watchdog=1)
        with agent(service.command(laptop.path, "file"), tmp_path) as hanging:
            assert hanging.wait() == watchdog.EXIT
            assert hanging.stderr is not None
            assert json.loads(hanging.stderr.readline())["code"] == loop.WEDGED
    with laptop.desk() as desk:
        assert (status(desk).error, status(desk).pending) == (loop.WEDGED, 1)
    assert laptop.sync().in_step


def test_the_passphrase_comes_by_a_pipe_from_an_unlocked_program(laptop: Laptop, tmp_path: Path) -> None:
    with server(tmp_path / "county") as (_, url):
        _points_to(laptop, url)
        command = [*service.command(laptop.path, "pipe"), "--once", "--json"]
        done = subprocess.run(command, cwd=tmp_path, input=PASSPHRASE + "\n", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["pushed"] == 1


def test_a_key_file_that_others_can_read_is_not_used(laptop: Laptop) -> None:
    credential.keep(laptop.path, bytes(32), "file")
    (laptop.path / credential.FILE).chmod(0o640)
    with pytest.raises(FileError, match="credential_open"):
        credential.find(laptop.path, "file")


def test_the_keyring_keeps_a_key_for_each_home_and_without_one_nothing_is_set_up(
    laptop: Laptop, tmp_path: Path
) -> None:
    before = keyring.get_keyring()
    try:
        keyring.set_keyring(NoKeyring())
        with pytest.raises(HomeError, match="no_keyring"):
            credential.keep(laptop.path, b"k" * 32, "keyring")
        keyring.set_keyring(Remembering())
        credential.keep(laptop.path, b"k" * 32, "keyring")
        assert credential.find(laptop.path, "keyring") == b"k" * 32
        with pytest.raises(HomeError, match="no_credential"):
            credential.find(tmp_path / "another", "keyring")
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize("source", ["pipe", "somewhere"])
def test_a_key_can_only_be_left_where_the_agent_looks(laptop: Laptop, source: str) -> None:
    with pytest.raises(InputError, match="bad_value"):
        credential.keep(laptop.path, bytes(32), source)


def test_where_there_is_no_systemd_the_line_to_run_is_said(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    assert main(["sync", "install", "--key", "file", "--home", str(laptop.path), "--json"]) == HomeError.exit_code
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])["error"]
    assert answer["code"] == "no_systemd"
    assert shlex.join([sys.executable, "-m", "xfgrid", "sync", "--key", "file"]) in answer["message"]


def test_the_screen_can_see_how_far_an_exchange_has_come(laptop: Laptop) -> None:
    for _ in range(3):
        laptop.register(facts="水" * 20_000)
    seen: list[int] = []
    with home.open_home(laptop.path, PASSPHRASE) as opened:

        def look() -> None:
            with laptop.desk() as desk:
                seen.append(status(desk).left)

        loop.exchange(opened, lambda *_: Direct(laptop.county), look)
    assert seen == sorted(seen, reverse=True)
    assert seen[0] > 0
    with laptop.desk() as desk:
        assert status(desk).left == 0
