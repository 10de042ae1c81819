"""`xfgrid demo`: the main job on an invented county (样例·虚构), by the same commands a person would type.

A server process, three laptops, two workbooks, cases written while the server is down; then everything meets.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from filelock import FileLock, Timeout

from xfgrid.cli.demo_cases import GRID, LIAISON, VISITS
from xfgrid.cli.shell import Answer, Shell
from xfgrid.data import schemas
from xfgrid.errors import InputError, UnknownError
from xfgrid.journal.desk import today

PEOPLE = {
    "grid_worker": (GRID, "样例·网格员"),
    "liaison": (LIAISON, "样例·联户员"),
    "township": ("371999101", "样例·镇经办"),
}
"""Role → its office's code and the name it is enrolled under; all invented."""

PASSPHRASE = "demo-passphrase"
MARK, LOCK = "xfgrid-demo", "running.lock"
"""In the demo's folder: what tells that a demo made it, and what one holds while it runs."""
TOTALS = ("pushed", "pulled", "requests", "bytes_up", "bytes_down", "conflicts")


class Demo(msgspec.Struct):
    """What the run did; `imported` holds rows, cases, rejected; byte counts are sums over all synchronisations."""

    imported: dict[str, int]
    written: int
    pushed: int
    pulled: int
    requests: int
    bytes_up: int
    bytes_down: int
    conflicts: int
    queue: list[dict[str, str]]
    digests_equal: bool


def demo(
    shell: Shell,
    as_role: Annotated[str, typer.Option("--as", metavar="|".join(PEOPLE))] = "township",
    folder: Annotated[Path, typer.Option("--dir")] = Path(".demo"),
) -> Answer:
    if as_role not in PEOPLE:
        raise UnknownError("unknown_role", role=as_role, known=" ".join(PEOPLE))
    run = Run(_claimed(folder.resolve()), shell)
    try:
        with FileLock(run.folder / LOCK, timeout=0):
            summary = run.all(as_role)
    except Timeout:
        raise InputError("demo_runs", folder=str(run.folder)) from None
    return Answer(summary, msgspec.json.encode(summary).decode())


class Run:
    """One run of the demo in a folder of its own."""

    def __init__(self, folder: Path, shell: Shell) -> None:
        self.folder, self.shell = folder, shell
        self.environment = {**os.environ, "XFGRID_PASSPHRASE": PASSPHRASE}
        self.server: subprocess.Popen[str] | None = None
        self.totals = dict.fromkeys(TOTALS, 0)
        self.devices: dict[str, str] = {}
        self.port = 0

    def all(self, role: str) -> Demo:
        """The whole path in the emptied folder, then, at a terminal, the screen of a role until it is closed."""
        _empty(self.folder)
        try:
            summary = self.whole_path()
            if sys.stdin.isatty() and sys.stdout.isatty():
                self.screen(role)
        finally:
            self.stop_server()
        return summary

    def whole_path(self) -> Demo:
        """From an empty folder to a queue on which the unresolved cases stand."""
        self._say("county")
        self._command("county", "county", "init", "--demo")
        self._start_server()
        self._say("enrol")
        for role in PEOPLE:
            self._enrol(role)
        self._say("import")
        imported = self._import()
        self.stop_server()
        self._say("offline")
        written = self._write_cases()
        self._start_server()
        self._say("sync")
        for role in (*PEOPLE, *PEOPLE):
            self._sync(role)
        queue = self._command("township", "queue")["queue"]
        entries = [{name: entry[name] for name in ("case", "title", "reason", "due")} for entry in queue]
        return Demo(imported, written, **self.totals, queue=entries, digests_equal=self._digests_equal())

    def screen(self, role: str) -> None:
        """The program on the laptop of a role, until it is closed."""
        from xfgrid.cli.beyond import Agent
        from xfgrid.tui import run

        run(self.folder / role, PASSPHRASE, "queue" if role == "township" else "today", Agent())

    def stop_server(self) -> None:
        """Ends the server this run started."""
        if self.server is not None:
            self.server.terminate()
            self.server.wait()
            self.server = None

    def _enrol(self, role: str) -> None:
        office, name = PEOPLE[role]
        code = self._command("county", "county", "enrol", "--office", office, "--role", role, "--name", name)["code"]
        self.devices[role] = self._command(role, "enrol", f"http://127.0.0.1:{self.port}", code)["device"]

    def _import(self) -> dict[str, int]:
        total = {"rows": 0, "cases": 0, "rejected": 0}
        for workbook in sorted((schemas() / "demo" / "ledgers").glob("*.xlsx")):
            found = self._command("township", "import", str(workbook))
            total = {name: total[name] + found[name] for name in total}
        return total

    def _write_cases(self) -> int:
        for role, ago, said in VISITS:
            values = {**said, "received": (today() - timedelta(ago)).isoformat()}
            self._command(role, "new", "--from", "-", stdin=json.dumps(values, ensure_ascii=False))
        first = self._command("grid_worker", "list")["cases"][0]["case"]
        self._command("grid_worker", "act", first, "send-up", "--text", "涉及邻村水渠，网格协调不了，请镇里定")
        return len(VISITS)

    def _sync(self, role: str) -> None:
        report = self._command(role, "sync", "--once")
        self.totals = {name: self.totals[name] + report[name] for name in TOTALS}

    def _digests_equal(self) -> bool:
        return all(
            self._command(role, "digest") == self._command("county", "digest", "--device", device)
            for role, device in self.devices.items()
        )

    def _start_server(self) -> None:
        command = [*self._program(), "county", "serve", "--home", str(self.folder / "county"), "--port", str(self.port)]
        self.server = subprocess.Popen(command, env=self.environment, stderr=subprocess.PIPE, text=True)
        assert self.server.stderr is not None
        for line in self.server.stderr:
            if "http://" in line:
                self.port = int(line.split("http://", 1)[1].split(":")[1].split()[0].strip("/。."))
                return
        raise InputError("demo_failed", step="serve")

    def _command(self, home: str, *arguments: str, stdin: str | None = None) -> dict[str, Any]:
        command = [*self._program(), *arguments, "--home", str(self.folder / home), "--json"]
        done = subprocess.run(command, env=self.environment, input=stdin, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise InputError("demo_failed", step=f"{' '.join(arguments)}: {done.stderr.strip()[-400:]}")
        return dict(json.loads(done.stdout.splitlines()[-1]))

    def _program(self) -> list[str]:
        return [sys.executable, "-m", "xfgrid"]

    def _say(self, step: str) -> None:
        self.shell.progress(self.shell.terms(f"cli.demo.{step}"))


def _claimed(folder: Path) -> Path:
    """A folder marked as the demo's: a new or empty one, or one that an earlier demo made."""
    mark = folder / MARK
    if folder.exists() and not mark.exists() and any(folder.iterdir()):
        raise InputError("not_a_demo", folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text("样例·虚构\n", encoding="utf-8")
    return folder


def _empty(folder: Path) -> None:
    """Deletes what an earlier demo left."""
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
