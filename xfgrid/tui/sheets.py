"""Style sheets that are parsed once."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

KEPT = 1024
"""More than there are sheets, so that none is ever thrown out."""


class Sheets(Stylesheet):
    """Textual parses every sheet again with each kind of screen that is new, and once more for the theme it began with.

    Here what was parsed under the same variables holds.
    """

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(KEPT)

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        self.parse()
