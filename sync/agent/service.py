"""The agent as a service of the user who enrolled the laptop, by systemd; elsewhere the line that starts it."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from xfgrid.errors import FileError, HomeError

UNIT = """\
[Unit]
Description=xfgrid: synchronises {home} with its county
StartLimitIntervalSec=0

[Service]
ExecStart={command}
Restart=always
RestartSec=30
UMask=0077
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""
"""Started again however it ended: an agent that found itself wedged ends on purpose."""


def command(home: Path, source: str) -> list[str]:
    """What runs the agent of a home with the key from that source."""
    return [sys.executable, "-m", "xfgrid", "sync", "--key", source, "--home", str(home.resolve())]


def name(home: Path) -> str:
    """The unit of a home; several homes of one user have units of their own."""
    return f"xfgrid-{hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:8]}.service"


def install(home: Path, source: str) -> Path:
    """Writes the unit, starts it now and at every login; the unit's file. Doing it twice changes nothing.

    Raises HomeError `no_systemd` with the line to run where there is no systemd for users, `systemd_failed` where it
    refuses, FileError `file_unwritable`.
    """
    if not shutil.which("systemctl") or _asked("show-environment").returncode:
        raise HomeError("no_systemd", command=_line(command(home, source)))
    path = _folder() / name(home)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(UNIT.format(home=home.resolve(), command=shlex.join(command(home, source))), encoding="utf-8")
    except OSError as error:
        raise FileError("file_unwritable", file=str(path)) from error
    _systemctl("daemon-reload")
    _systemctl("enable", "--now", path.name)
    return path


def installed(home: Path) -> bool:
    """Whether this home has a unit."""
    return (_folder() / name(home)).exists()


def _line(words: list[str]) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _folder() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _systemctl(*arguments: str) -> None:
    done = _asked(*arguments)
    if done.returncode:
        raise HomeError("systemd_failed", reason=done.stderr.strip()[:200])


def _asked(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemctl", "--user", *arguments], capture_output=True, text=True, check=False, timeout=60)
