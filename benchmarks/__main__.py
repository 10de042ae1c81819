"""Runs the benchmarks of this folder, all or those named, and prints their rows: `python -m benchmarks meeting`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main(names: list[str]) -> None:
    every = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_"))
    for module in names or every:
        for row in importlib.import_module(f"benchmarks.{module}").run():
            ratio = f"{row['ratio']:8.2f} x" if row.get("ratio") is not None else ""
            print(f"{module:10} {row['name']:52} {row['value']:12.4g} {row['unit']:10} {ratio}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
