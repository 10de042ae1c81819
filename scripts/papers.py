"""Draws the papers shown in docs/papers.md: the invented case and meeting of the tests (样例·虚构), a page each."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHOWN = ("receipt", "dispatch", "answer", "ways", "intake", "agenda", "minutes", "minutes_open")
PPI = 56


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from tests import homes
    from tests.papers import kit
    from xfgrid.papers.filled import filled
    from xfgrid.papers.pdf import pictures
    from xfgrid.papers.template import template

    folder = ROOT / "docs" / "papers"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, homes.desk(Path(home) / "h") as laptop:
        facts = kit.facts(laptop)
    for code in SHOWN:
        found = template(code)
        (folder / f"{code}.png").write_bytes(pictures(found, filled(found, facts[code]), PPI)[0])


if __name__ == "__main__":
    main()
