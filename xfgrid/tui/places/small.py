"""What is shown while the terminal is too small for anything else."""

from __future__ import annotations

from textual.app import ComposeResult

from xfgrid.tui.places.over import Over
from xfgrid.tui.widgets.prose import Fact, Facts


class Small(Over[None]):
    """Says how many columns and lines the terminal has to have; it goes by itself once it has."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._least = {"width": width, "height": height}

    def compose(self) -> ComposeResult:
        yield Facts([Fact("", self.terms("screen.small", **self._least))])
