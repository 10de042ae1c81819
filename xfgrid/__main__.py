"""The console script `xfgrid`."""

from __future__ import annotations

from xfgrid.cli.main import run as main

if __name__ == "__main__":
    main()
