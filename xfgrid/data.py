"""Where the files under `schemas/` are, in a checkout and in a wheel, and how they are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import tomli

_PACKAGED = Path(__file__).parent / "schemas"
_CHECKOUT = Path(__file__).parent.parent / "schemas"


def schemas() -> Path:
    """The folder of forms, clocks, calendars, terms and JSON Schemas shipped with the program."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


@cache
def read_toml(name: str) -> dict[str, Any]:
    """One TOML file under `schemas/`, by its relative name, for instance `clocks/default.toml`."""
    return tomli.loads((schemas() / name).read_text(encoding="utf-8"))


@cache
def read_folder(name: str) -> tuple[dict[str, Any], ...]:
    """All TOML files of one folder under `schemas/`, in the order of their names."""
    return tuple(read_toml(f"{name}/{path.name}") for path in sorted((schemas() / name).glob("*.toml")))
