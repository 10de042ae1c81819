"""Where an input method opens its candidates: at the terminal's own cursor.

Textual moves it as one types, but not on the first focus of a screen nor when the layout changes.
"""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def follow(screen: Screen[Any]) -> None:
    """Keeps the terminal's cursor on the focused control of a screen, whenever its layout is made anew."""
    screen.screen_layout_refresh_signal.subscribe(screen, lambda _: park(screen))


def park(screen: Screen[Any]) -> None:
    """Puts the cursor where the focused control has its own."""
    focused = screen.focused
    offset = getattr(focused, "cursor_screen_offset", None)
    if offset is not None and screen.is_current:
        screen.app.cursor_position = offset
