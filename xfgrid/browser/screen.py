"""What a browser's session runs: the screen on a home, which asks for the passphrase itself."""

from __future__ import annotations

import sys
from pathlib import Path

from xfgrid.tui import run

if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), None, sys.argv[2]))
