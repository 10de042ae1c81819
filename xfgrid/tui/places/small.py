"""What is shown while the terminal is too small for anything else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from xfgrid.tui.places.over import Over

LEAST = (60, 18)
"""Columns and lines."""


class Small(Over[None]):
    """Says how large the terminal has to be; it goes by itself once it is."""

    DEFAULT_CSS = "Small { align: center middle; background: $background; } Small Static { width: auto; padding: 0 1; }"

    def compose(self) -> ComposeResult:
        yield Static(self.terms("screen.small", width=LEAST[0], height=LEAST[1]), markup=False)
