"""One line to type in."""

from __future__ import annotations

from textual.geometry import Region
from textual.widgets import Input


class TextLine(Input):
    """Words longer than the line scroll under the cursor, also those pasted at once into an empty one, which Textual
    leaves at their beginning."""

    def on_paste(self) -> None:
        self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        across = self.cursor_screen_offset.x - self.content_region.x + self.scroll_offset.x
        self.scroll_to_region(Region(across, 0, 1, 1), force=True, animate=False)
