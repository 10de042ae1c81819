"""Writes the JSON Schemas that are made from code; with --check, says which have drifted (exit 1)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from sync.wire.payload import Raw
from sync.wire.schema import KINDS
from xfgrid.case import calendar, clocks, contact, forms
from xfgrid.cli.outputs.commands import COMMANDS
from xfgrid.cli.serve import Stopped
from xfgrid.journal.config import Config
from xfgrid.ledger.layout import Layout
from xfgrid.meeting.rules import Rules

ROOT = Path(__file__).parent.parent / "schemas"


def _schema(model: type) -> Callable[[], str]:
    made = lambda: _named(msgspec.json.schema(model, schema_hook=_raw))  # noqa: E731
    return lambda: msgspec.json.format(msgspec.json.encode(made()), indent=2).decode() + "\n"


def _named(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the names of what travels as arrays."""
    kinds = {kind.__name__: kind for kind in _kinds(msgspec.Struct)}
    arrays = {name: part["prefixItems"] for name, part in schema.get("$defs", {}).items() if part.get("prefixItems")}
    for name in arrays.keys() & kinds.keys():
        for field, item in zip(kinds[name].__struct_fields__, arrays[name], strict=False):
            item["title"] = field
    return schema


def _kinds(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


def _raw(kind: type) -> dict[str, str]:
    """Bytes that travel in the tail of a payload."""
    if kind is not Raw:
        raise NotImplementedError(kind)
    return {"type": "integer", "description": "Bytes of it in the tail."}


GENERATED: dict[str, Callable[[], str]] = {
    "calendar/year.schema.json": _schema(calendar.YearTable),
    "calendar/fixed.schema.json": _schema(calendar.FixedTable),
    "clocks/clock.schema.json": _schema(clocks.ClockFile),
    "contact/terms.schema.json": _schema(contact.Terms),
    "config.schema.json": _schema(Config),
    "ledger/layout.schema.json": _schema(Layout),
    "forms/form.schema.json": _schema(forms.Form),
    "forms/kinds.schema.json": _schema(forms.Kinds),
    "forms/sides.schema.json": _schema(forms.Sides),
    "meeting/rules.schema.json": _schema(Rules),
    **{f"cli/{name}.schema.json": _schema(model) for name, model in (COMMANDS | {"serve": Stopped}).items()},
    **{f"wire/{tag}.schema.json": _schema(kind) for tag, kind in KINDS.items()},
}
"""File under schemas/ → the function that makes its text."""


def main(check: bool) -> int:
    drifted = [name for name, make in GENERATED.items() if not _same(ROOT / name, make())]
    for name in drifted:
        if check:
            print(f"schemas/{name} is not what the code makes; run scripts/schemas.py")
        else:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(GENERATED[name](), encoding="utf-8")
    return 1 if check and drifted else 0


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
