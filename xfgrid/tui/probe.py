"""Asking the terminal how wide it draws signs of ambiguous width, by drawing one and asking where the cursor is."""

from __future__ import annotations

import os
import re
import sys

SIGN = "─"
SECONDS = 0.3
"""A terminal that does not answer in this time is taken for one that draws the sign in one cell."""
_ANSWER = re.compile(rb"\x1b\[(\d+);(\d+)R")


def draws_wide() -> bool:
    """Whether this terminal gives ambiguous signs two cells; False where nobody can be asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return column_after(SIGN) > 2


def column_after(sign: str) -> int:
    """The column, from 1, in which the cursor stands after a sign at the beginning of a line; 0 without an answer."""
    return _ask(sign)


def read_column(answer: bytes) -> int:
    """The column of a cursor position report, 0 if there is none in it."""
    found = _ANSWER.search(answer)
    return int(found[2]) if found else 0


if sys.platform == "win32":

    def _ask(sign: str) -> int:
        import ctypes
        from ctypes import wintypes

        class Info(ctypes.Structure):
            _fields_ = (
                ("size", wintypes._COORD),
                ("cursor", wintypes._COORD),
                ("attributes", wintypes.WORD),
                ("window", wintypes.SMALL_RECT),
                ("maximum", wintypes._COORD),
            )

        info = Info()
        sys.stdout.write(f"\r{sign}")
        sys.stdout.flush()
        handle = ctypes.windll.kernel32.GetStdHandle(-11)
        known = ctypes.windll.kernel32.GetConsoleScreenBufferInfo(handle, ctypes.byref(info))
        sys.stdout.write("\r  \r")
        return int(info.cursor.X) + 1 if known else 0

else:

    def _ask(sign: str) -> int:
        import select
        import termios
        import tty

        source = sys.stdin.fileno()
        before = termios.tcgetattr(source)
        try:
            tty.setcbreak(source)
            sys.stdout.write(f"\r{sign}\x1b[6n")
            sys.stdout.flush()
            answer = b""
            while not answer.endswith(b"R") and select.select([source], [], [], SECONDS)[0]:
                answer += os.read(source, 32)
            return read_column(answer)
        finally:
            sys.stdout.write("\r  \r")
            sys.stdout.flush()
            termios.tcsetattr(source, termios.TCSADRAIN, before)
