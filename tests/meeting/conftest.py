"""What the tests of the joint meeting begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meeting import kit
from xfgrid.journal.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A township's desk a week before the day of the meeting."""
    with kit.at("2026-12-01"), kit.desk(tmp_path / "h") as found:
        yield found
