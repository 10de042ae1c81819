"""What is shown while the terminal is too small for anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

if TYPE_CHECKING:
    from xfgrid.tui.app import Program

LEAST = (60, 18)
"""Columns and lines."""


class Small(ModalScreen[None]):
    """Says how large the terminal has to be; it goes by itself once it is."""

    DEFAULT_CSS = "Small { align: center middle; background: $background; } Small Static { width: auto; padding: 0 1; }"

    def compose(self) -> ComposeResult:
        yield Static(cast("Program", self.app).terms("screen.small", width=LEAST[0], height=LEAST[1]), markup=False)
