"""Papers of a large meeting: an agenda of 40 items with its briefs, and the minutes, as PDF and DOCX.

The floor of each form is one empty page of it made in the same run by the same library. What a process does once, loading
libraries and looking for fonts, is told apart, by a short paper made before. `growth` is four times the items against once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.papers import kit
from xfgrid.papers import meetings
from xfgrid.papers.fonts import installed
from xfgrid.papers.make import Form, make

ITEMS = 40
FORMS: tuple[Form, ...] = ("pdf", "docx")


def run() -> list[dict[str, Any]]:
    """Seconds of each paper; `ratio` to the floor of its form."""
    rows = [_row(f"first paper of a process as {form}", _timed(partial(_first, form)), None) for form in FORMS]
    floors: dict[Form, float] = {"pdf": _floor_pdf(), "docx": _floor_docx()}
    for form, floor in floors.items():
        rows.append(_row(f"one empty page as {form} (floor)", floor, 1.0))
        for name, spent in _papers(form, ITEMS).items():
            rows.append(_row(f"{name} of {ITEMS} items as {form}", spent, spent / floor))
        whole, large = (sum(_papers(form, count).values()) for count in (ITEMS, 4 * ITEMS))
        rows.append(_row(f"growth, agenda and minutes as {form}, {4 * ITEMS} items", large, large / whole))
    return rows


def _first(form: Form) -> None:
    make("notice", meetings.of_notice(kit.HEAD, kit.agenda_items(2), "2026-03-05"), form)


def _papers(form: Form, count: int) -> dict[str, float]:
    agenda = meetings.of_agenda(kit.HEAD, kit.FORMER, kit.agenda_items(count))
    minutes = meetings.of_minutes(kit.HEAD, kit.FORMER, kit.minutes_items(count), kit.SEAL)
    return {
        "agenda with briefs": _timed(lambda: make("agenda", agenda, form)),
        "minutes": _timed(lambda: make("minutes", minutes, form)),
    }


def _floor_pdf() -> float:
    import typst

    return _timed(lambda: typst.compile(b"x", font_paths=installed()))


def _floor_docx() -> float:
    import io

    import docx

    return _timed(lambda: docx.Document().save(io.BytesIO()))


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _row(name: str, value: float, ratio: float | None) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": "s", "ratio": ratio}


if __name__ == "__main__":
    for line in run():
        sys.stdout.write(f"{line['name']:52} {line['value']:10.4g} {line['unit']:4} {line['ratio'] or '':>8.4}\n")
