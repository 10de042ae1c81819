"""How a key is written for people: `ctrl+s` is Ctrl+S, `slash` is /."""

from __future__ import annotations

NAMES = {
    "slash": "/", "question_mark": "?", "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "backspace": "Backspace", "delete": "Del", "ideographic_comma": "、", "fullwidth_question_mark": "？",
    "fullwidth_solidus": "／",
}  # fmt: skip


def shown_key(key: str) -> str:
    """One key as people read it."""
    *modifiers, last = key.split("+")
    return "+".join([*(m.capitalize() for m in modifiers), NAMES.get(last) or _plain(last, bool(modifiers))])


def _plain(key: str, modified: bool) -> str:
    return key.upper() if modified or (key.startswith("f") and key[1:].isdigit()) else key
