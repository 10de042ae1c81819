"""A file to choose: the path is typed, the list below completes it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from textual import on
from textual.message import Message

from xfgrid.tui.widgets.messages import Done
from xfgrid.tui.widgets.pick import Option, Pick

MOST = 200
"""Names read from one folder; who has more types on."""


class Paths(Pick):
    """Enter on a folder goes into it, on a file chooses it. `suffixes` are the endings of the files offered."""

    class Chosen(Message):
        """A path was entered; whether there is such a file is for the listener to find out."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    def __init__(self, suffixes: Collection[str], placeholder: str) -> None:
        super().__init__((), free=True, placeholder=placeholder)
        self._suffixes = frozenset(suffixes)

    def _show(self, typed: str) -> None:
        self.propose([Option(path, path) for path in completions(typed, self._suffixes)])
        super()._show(typed)

    @on(Done)
    def _chosen(self, message: Done) -> None:
        message.stop()
        path = self.value.strip("'\"")  # a file dragged onto the terminal comes in quotes
        if path.endswith(os.sep):
            self._show(path)
        elif path:
            self.post_message(self.Chosen(Path(path).expanduser()))


def completions(typed: str, suffixes: Collection[str]) -> list[str]:
    """What the typed beginning of a path can become: folders, with a separator at the end, then files, by name.

    Hidden names only after a dot was typed; nothing for a folder that cannot be read.
    """
    folder, _, begin = typed.rpartition(os.sep) if os.sep in typed else ("", "", typed)
    shown = folder + os.sep if os.sep in typed else ""
    found = sorted(
        _names(Path(shown or ".").expanduser(), begin, suffixes), key=lambda name: (name[-1] != os.sep, name)
    )
    return [shown + name for name in found[:MOST]]


def _names(folder: Path, begin: str, suffixes: Collection[str]) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(begin) and (begin.startswith(".") or not entry.name.startswith(".")):
                    if entry.is_dir():
                        yield entry.name + os.sep
                    elif Path(entry.name).suffix.lower() in suffixes:
                        yield entry.name
    except OSError:
        return
