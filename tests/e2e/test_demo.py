"""The whole path with real processes: one command, one line of JSON, every count accounted for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).parents[2]


def test_the_demo_accounts_for_every_row_fills_the_queue_and_ends_in_step(tmp_path: Path) -> None:
    command = ["make", "--silent", "demo", f"DIR={tmp_path / 'demo'}"]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    summary = json.loads(done.stdout.splitlines()[-1])
    imported = summary["imported"]
    assert imported == {"rows": 126, "cases": 126, "rejected": 0}
    assert summary["digests_equal"] is True
    assert summary["written"] == 3
    assert summary["pushed"] >= imported["cases"] + summary["written"]
    assert summary["pulled"] >= 4
    assert summary["requests"] > 0
    assert summary["bytes_up"] > summary["pushed"] * 64
    assert {"case", "title", "reason", "due"} <= summary["queue"][0].keys()
    assert any("上报" in entry["reason"] for entry in summary["queue"])


def test_the_demo_never_empties_a_folder_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("样例", encoding="utf-8")
    command = [sys.executable, "-m", "xfgrid", "demo", "--json", "--dir", str(tmp_path)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert json.loads(done.stdout.splitlines()[-1])["error"]["code"] == "not_a_demo"
    assert (tmp_path / "letters.txt").exists()


def test_a_second_demo_leaves_the_folder_of_one_that_runs_alone(tmp_path: Path) -> None:
    for name in ("xfgrid-demo", "county/xfgrid.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    command = [sys.executable, "-m", "xfgrid", "demo", "--json", "--dir", str(tmp_path)]
    with FileLock(tmp_path / "running.lock"):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout.splitlines()[-1])["error"]["code"] == "demo_runs"
    assert (tmp_path / "county" / "xfgrid.db").exists()
