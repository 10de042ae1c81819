"""The real program in a real terminal: started, pasted into, killed, started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import homes
from tests.tui.kit import some_cases
from xfgrid.tui.plain import STAND_INS

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
LONGEST = 120.0
START = (
    "import sys; from pathlib import Path; from xfgrid.tui import run; run(Path(sys.argv[1]), sys.argv[2], sys.argv[3])"
)


class Terminal:
    """A terminal of 80 × 24 with the program in it."""

    def __init__(self, socket: Path) -> None:
        self._socket = str(socket)

    def tmux(self, *arguments: str) -> str:
        command = ["tmux", "-S", self._socket, "-f", "/dev/null", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
        )
        return done.stdout

    def start(self, home: Path, place: str) -> None:
        command = [sys.executable, "-c", START, str(home), homes.PASSPHRASE, place]
        self.tmux("new-session", "-d", "-x", "80", "-y", "24", *command)

    def paste(self, text: str) -> None:
        self.tmux("set-buffer", text)
        self.tmux("paste-buffer", "-p")

    def until(self, holds: Callable[[str], bool]) -> str:
        """The screen once it holds; fails with what it shows instead."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            if holds(shown := self.tmux("capture-pane", "-p")):
                return shown
            time.sleep(0.05)
        pytest.fail(f"never seen; the screen shows:\n{shown}")

    def kill(self) -> None:
        """kill -9 of the program; returns once its terminal is gone with it."""
        program, terminal = map(int, self.tmux("list-panes", "-F", "#{pane_pid} #{pid}").split())
        os.kill(program, signal.SIGKILL)
        end = time.monotonic() + LONGEST
        while _lives(terminal) and time.monotonic() < end:
            time.sleep(0.01)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path / "s")
    yield made
    subprocess.run(["tmux", "-S", str(tmp_path / "s"), "kill-server"], capture_output=True, check=False)


def test_what_was_pasted_survives_kill_9(tmp_path: Path, terminal: Terminal) -> None:
    home = homes.enrol(tmp_path / "h")
    terminal.start(home, "intake")
    terminal.until(lambda shown: "婚姻家庭" in shown)
    terminal.tmux("send-keys", "2", "Enter")
    terminal.until(lambda shown: "邻里" in shown and "合同" not in shown)
    terminal.paste("桥头村一组水渠")
    terminal.until(lambda shown: "桥头村一组水渠" in shown and _kept(home))
    terminal.kill()
    terminal.start(home, "intake")
    terminal.until(lambda shown: "已恢复上次没有保存的内容" in shown and "桥头村一组水渠" in shown)


def test_the_theme_for_old_consoles_draws_no_sign_of_ambiguous_width(tmp_path: Path, terminal: Terminal) -> None:
    some_cases(tmp_path / "h")
    (tmp_path / "h" / "config.toml").write_text('theme = "ascii"\n', encoding="utf-8")
    terminal.start(tmp_path / "h", "today")
    shown = terminal.until(lambda shown: "灌溉" in shown and "待传" in shown)
    assert "离线 * 待传 3" in shown
    assert set(shown) & {chr(code) for code in STAND_INS} == set()


def test_leaving_the_program_gives_the_terminal_back(tmp_path: Path, terminal: Terminal) -> None:
    some_cases(tmp_path / "h")
    terminal.tmux("new-session", "-d", "-x", "80", "-y", "24", "sh")
    command = f"{sys.executable} -c '{START}' {tmp_path / 'h'} {homes.PASSPHRASE} today; echo left-$?"
    terminal.tmux("send-keys", command, "Enter")
    terminal.until(lambda shown: "灌溉" in shown)
    terminal.tmux("send-keys", "C-q")
    terminal.until(lambda shown: "left-0" in shown)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _kept(home: Path) -> bool:
    from xfgrid.journal import drafts
    from xfgrid.journal.desk import Desk

    with Desk.open(home, homes.PASSPHRASE) as desk:
        return drafts.kept(desk.home.store, "intake").get("place") == "桥头村一组水渠"
