"""A cut in the middle leaves whole pages or nothing, and running again completes the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.homes import PASSPHRASE, desk, enrol
from tests.ledger.books import MEDIATION, mediation, written
from tests.ledger.kit import imported
from xfgrid.journal import stored
from xfgrid.journal.desk import Desk
from xfgrid.ledger import importer


class Stopped(Exception):
    """What a screen raises when Esc was pressed."""


def test_an_import_stopped_by_the_user_keeps_whole_pages_and_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "PAGE", 4)
    laptop = desk(tmp_path / "laptop")
    path = written(tmp_path, [MEDIATION, *(mediation(f"QY{i}", 调解结果="调解成功") for i in range(10))])

    def stop(phase: str, done: int, total: int) -> None:
        if phase == "write" and done == 8:
            raise Stopped

    with pytest.raises(Stopped):
        importer.write(laptop, importer.look(laptop, path), stop)
    assert laptop.count() == 8
    found = imported(laptop, path)
    assert (found.new, found.added, laptop.count()) == (2, 0, 10)


def test_stopping_while_reading_writes_nothing(tmp_path: Path) -> None:
    laptop = desk(tmp_path / "laptop")
    path = written(tmp_path, [MEDIATION, *(mediation(f"QY{i}") for i in range(3))])

    def stop(phase: str, done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        importer.look(laptop, path, progress=stop)
    assert laptop.count() == 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_ctrl_c_says_what_is_kept_and_leaves_whole_pages(tmp_path: Path) -> None:
    home = enrol(tmp_path / "home")
    path = written(tmp_path, [MEDIATION, *(mediation(f"QY{i}") for i in range(3 * importer.PAGE))])
    command = [sys.executable, "-m", "xfgrid", "import", str(path), "--home", str(home)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, env={**os.environ, "XFGRID_PASSPHRASE": PASSPHRASE}
    ) as running:
        assert running.stderr is not None
        next(line for line in running.stderr if f"已写 {importer.PAGE}/".encode() in line)
        running.send_signal(signal.SIGINT)
        last = running.stderr.read().decode().splitlines()[-1]
    with Desk.open(home, PASSPHRASE) as laptop:
        assert importer.PAGE <= laptop.count() < 3 * importer.PAGE
        assert f"导入已停止：已写入的 {laptop.count()} 件" in last
    assert running.returncode == 130


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_an_import_killed_in_the_middle_is_completed_by_the_next(tmp_path: Path) -> None:
    home = enrol(tmp_path / "home")
    path = written(
        tmp_path, [MEDIATION, *(mediation(f"QY{i}", 调解结果="调解成功") for i in range(2 * importer.PAGE + 500))]
    )
    command = [sys.executable, "-m", "xfgrid", "import", str(path), "--home", str(home)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, env={**os.environ, "XFGRID_PASSPHRASE": PASSPHRASE}
    ) as running:
        assert running.stderr is not None
        next(line for line in running.stderr if f"已写 {importer.PAGE}".encode() in line)
        running.kill()
    with Desk.open(home, PASSPHRASE) as laptop:
        there = laptop.count()
        assert importer.PAGE <= there < 2 * importer.PAGE + 500
        assert there % importer.PAGE == 0
        assert imported(laptop, path).new == 2 * importer.PAGE + 500 - there
        with laptop.home.store.read() as connection:
            events = list(stored.chain(connection, laptop.writer.name, 0, 20_000))
        assert [event.head.seq for event in events] == list(range(1, 4 * importer.PAGE + 1001))
