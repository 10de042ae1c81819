"""What is shown while the terminal is too small for anything else."""

from __future__ import annotations

from textual.app import ComposeResult

from xfgrid.tui.places.over import Over
from xfgrid.tui.widgets.prose import Fact, Facts

LEAST = (60, 18)
"""Columns and lines."""


class Small(Over[None]):
    """Says how large the terminal has to be; it goes by itself once it is."""

    def compose(self) -> ComposeResult:
        yield Facts([Fact("", self.terms("screen.small", width=LEAST[0], height=LEAST[1]))])
