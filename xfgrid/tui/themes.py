"""Daylight, night, projector, and one in the sixteen colours of old consoles: sheets of one calm design.

Every tone also has a word beside it.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.theme import Theme

from xfgrid.tui.sheets import Sheets

DAY = Theme(
    "day",
    primary="#2c5c88",
    secondary="#4c5a68",
    warning="#7d5100",
    error="#a52a25",
    success="#2f6b43",
    accent="#2c5c88",
    foreground="#24292f",
    background="#fbfaf6",
    surface="#f2f0e9",
    panel="#e6e3d8",
    dark=False,
)
NIGHT = Theme(
    "night",
    primary="#86b3dd",
    secondary="#9fadba",
    warning="#d9ad5b",
    error="#ee8b80",
    success="#8cc39b",
    accent="#86b3dd",
    foreground="#d9dde2",
    background="#171a1e",
    surface="#1f2328",
    panel="#2b3138",
    dark=True,
)
PROJECTOR = Theme(
    "projector",
    primary="#00408a",
    secondary="#222222",
    warning="#6b3f00",
    error="#a00000",
    success="#005a20",
    accent="#00408a",
    foreground="#000000",
    background="#ffffff",
    surface="#f0f0f0",
    panel="#dddddd",
    dark=False,
    text_alpha=1.0,
)
ASCII = Theme(
    "ascii",
    primary="#00ffff",
    secondary="#c0c0c0",
    warning="#ffff00",
    error="#ff8080",
    success="#00ff00",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000080",
    dark=True,
    text_alpha=1.0,
)
THEMES = {theme.name: theme for theme in (DAY, NIGHT, PROJECTOR, ASCII)}


def use(app: App[Any], name: str) -> None:
    """Sets a theme by the name config.toml knows, before the sheets are read; an unknown one means daylight."""
    for theme in THEMES.values():
        app.register_theme(theme)
    app.theme = name if name in THEMES else DAY.name
    app.stylesheet = Sheets(app.get_css_variables())
