"""The real program in a real terminal: started, pasted into, killed, started again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from sqlalchemy import text

from sync.agent import credential
from tests import homes
from tests.ledger.books import written
from tests.tui.kit import disputed, some_cases
from xfgrid.journal import drafts
from xfgrid.journal.desk import Desk
from xfgrid.journal.vault import key_of
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

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def cursor_line(self) -> int:
        return int(self.tmux("display-message", "-p", "#{cursor_y}"))

    def resize(self, width: int, height: int) -> None:
        self.tmux("resize-window", "-x", str(width), "-y", str(height))

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
    terminal.until(lambda shown: "事情发生的地方" in _line(shown, terminal.cursor_line()))
    terminal.paste("桥头村一组水渠")
    terminal.until(lambda shown: "桥头村一组水渠" in shown and _kept(home))
    terminal.kill()
    terminal.start(home, "intake")
    terminal.until(lambda shown: "已恢复上次没有保存的内容" in shown and "桥头村一组水渠" in shown)


def _act(terminal: Terminal) -> None:
    """Opens the dialog that sends a case up."""
    terminal.until(lambda shown: "道路" in shown and "待传" in shown)
    terminal.press("/")
    terminal.until(lambda shown: "输入编号" in _line(shown, terminal.cursor_line()))
    terminal.paste("灌溉")
    terminal.until(lambda shown: "灌溉" in shown and "道路" not in shown)
    terminal.press("Enter", "F8")
    terminal.until(lambda shown: "接单" in shown)
    terminal.press("s", "b")
    terminal.until(lambda shown: "上报" in shown and "接单" not in shown)
    terminal.press("Enter")
    terminal.until(lambda shown: "怎么说" in shown or "说明" in shown)


def _sides(terminal: Terminal) -> None:
    """Opens the sides of a dispute."""
    terminal.until(lambda shown: "灌溉" in shown and "待传" in shown)
    terminal.press("Enter")
    terminal.until(lambda shown: "另写一个" in shown)


def _third(terminal: Terminal) -> None:
    """Chooses to write a third value."""
    terminal.press("3")
    terminal.until(lambda shown: "写在这里" in shown)
    terminal.press("Enter")
    terminal.until(lambda shown: "写在这里" in _line(shown, terminal.cursor_line()))


@pytest.mark.parametrize(
    ("made", "place", "way", "first", "form"),
    [
        (some_cases, "ledger", _act, lambda _: None, "act:send-up:"),
        (disputed, "conflicts", _sides, _third, "settle:"),
    ],
    ids=["a dialog", "a third value of a dispute"],
)
def test_words_typed_over_a_place_survive_kill_9(
    tmp_path: Path,
    terminal: Terminal,
    made: Callable[[Path], object],
    place: str,
    way: Callable[[Terminal], None],
    first: Callable[[Terminal], None],
    form: str,
) -> None:
    made(tmp_path / "h")
    terminal.start(tmp_path / "h", place)
    way(terminal)
    first(terminal)
    terminal.paste("两村一起协商轮灌")
    terminal.until(lambda shown: "两村一起协商轮灌" in shown and _holds(tmp_path / "h", form, "两村一起协商轮灌"))
    terminal.kill()
    terminal.start(tmp_path / "h", place)
    way(terminal)
    terminal.until(lambda shown: "两村一起协商轮灌" in shown and "已恢复" in shown)


def test_a_mapping_survives_kill_9(tmp_path: Path, terminal: Terminal) -> None:
    """Of a ledger nobody knows: what its columns were said to mean is there when the same file is chosen again."""
    home = homes.enrol(tmp_path / "h")
    odd = [["啥时候的事", "怎么回事", "谁和谁"], ["2026-03-05", "王小明家的井干了", "王小明、李强"]]
    ledger = written(tmp_path, odd)

    def choose() -> str:
        terminal.start(home, "imports")
        terminal.until(lambda shown: "离线" in shown)
        terminal.paste(str(ledger))
        terminal.until(lambda shown: ledger.name in shown)
        terminal.press("Enter")
        return terminal.until(lambda shown: "谁和谁" in shown)

    choose()
    for header, meaning in (("啥时候的事", "日期"), ("怎么回事", "事情经过")):
        terminal.until(lambda shown, name=header: name in _line(shown, terminal.cursor_line()))
        terminal.paste(meaning)
        terminal.until(lambda shown, typed=meaning: typed in _line(shown, terminal.cursor_line()))
        terminal.press("Enter")
    terminal.until(lambda _: _holds(home, f"map:{ledger.name}", '"facts"'))
    terminal.kill()
    choose()
    shown = terminal.until(lambda shown: "已恢复" in shown)
    assert re.search("啥时候的事 +日期\n", shown)
    assert re.search("怎么回事 +事情经过\n", shown)


@pytest.mark.parametrize("place", ["today", "intake"])
def test_a_terminal_may_change_its_size_and_below_the_least_it_says_what_is_needed(
    tmp_path: Path, terminal: Terminal, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where a shell has exported the size it had."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    some_cases(tmp_path / "h")
    terminal.start(tmp_path / "h", place)
    terminal.until(lambda shown: "F2 今日" in shown and "待传" in shown)
    for width, height in ((140, 40), (200, 60), (60, 18), (80, 24)):
        terminal.resize(width, height)
        shown = terminal.until(
            lambda shown, last=height - 1: "F2今日" in _line(shown, last).replace(" ", "") and "待传" in shown
        )
        assert cell_len(_line(shown, 0)) == width - 1
    terminal.resize(60, 17)
    terminal.until(lambda shown: "60" in shown and "18" in shown and "今日" not in shown)
    terminal.resize(80, 24)
    terminal.until(lambda shown: "F2 今日" in _line(shown, 23))


def test_the_screen_opens_with_the_key_left_for_it_and_asks_where_there_is_none(
    tmp_path: Path, terminal: Terminal
) -> None:
    some_cases(tmp_path / "h")
    (tmp_path / "h" / "config.toml").write_text('unlock = "file"\n', encoding="utf-8")
    program = [sys.executable, "-m", "xfgrid", "--home", str(tmp_path / "h")]
    terminal.tmux("new-session", "-d", "-x", "80", "-y", "24", *program)
    terminal.until(lambda shown: "口令" in shown)
    terminal.kill()
    credential.keep(tmp_path / "h", key_of(tmp_path / "h", homes.PASSPHRASE), "file")
    terminal.tmux("new-session", "-d", "-x", "80", "-y", "24", *program)
    terminal.until(lambda shown: "灌溉" in shown)


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


def _line(shown: str, number: int) -> str:
    """A line of the screen, '' where the screen is shorter."""
    lines = shown.split("\n")
    return lines[number] if number < len(lines) else ""


def _holds(home: Path, form: str, words: str) -> bool:
    """Whether a draft of this kind holds some words."""
    with Desk.open(home, homes.PASSPHRASE) as desk, desk.home.store.read() as connection:
        query = text("SELECT value FROM draft WHERE id LIKE :name")
        return any(words in value for value in connection.scalars(query, {"name": f"{form}%"}))


def _kept(home: Path) -> bool:
    with Desk.open(home, homes.PASSPHRASE) as desk:
        return drafts.kept(desk.home.store, "intake").get("place") == "桥头村一组水渠"
