"""What measures the program still finds it."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

BENCHMARKS = sorted(path.stem for path in (Path(__file__).parent.parent / "benchmarks").glob("[a-z]*.py"))


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_can_be_begun(name: str) -> None:
    assert callable(importlib.import_module(f"benchmarks.{name}").run)
