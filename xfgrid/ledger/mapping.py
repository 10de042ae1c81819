"""A ledger nobody knows, mapped by hand: a TOML file that says what each header is; then a layout like any other.

    title = "某镇排查台账"
    [columns]
    "啥时候的事" = "received"
    "怎么回事"   = "facts"
    "谁和谁"     = "party"

On the right stands a field, or a reason to drop the column; both may be given by their names on screen (日期, 当事人).
What the charter forbids cannot be mapped to a field.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
import tomli

from xfgrid.case.canon import canonical
from xfgrid.case.privacy import scan
from xfgrid.errors import FileError, InputError
from xfgrid.ledger.columns import other_column
from xfgrid.ledger.layout import DROPS, FIELDS, PERSONAL, Layout, Rule, header_keys, own_names, shipped
from xfgrid.terms import LANGUAGES, Terms

IDENTIFYING = frozenset({"number", "received", "asked", "facts", "place"})
"""Fields that case ids are made from; a mapping that differs only elsewhere is the same layout."""


def read_mapping(path: Path) -> Layout:
    """The layout of a mapping file. FileError if it cannot be read, InputError for what it may not say."""
    try:
        data = tomli.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise FileError("unreadable_file", file=path.name) from error
    except tomli.TOMLDecodeError as error:
        raise InputError("bad_map", reason=str(error)) from error
    columns = data.get("columns")
    if not isinstance(columns, dict) or not all(isinstance(what, str) for what in columns.values()):
        raise InputError("bad_map", reason="[columns]")
    return layout_of(columns, str(data.get("title", "")))


def layout_of(columns: Mapping[str, str], title: str = "") -> Layout:
    """A layout from header → field or reason to drop. InputError where a header may not be read, a field is unknown
    or named twice, or date or account are missing."""
    rules = tuple(_rule(header, what.strip()) for header, what in columns.items())
    fields = [rule.field for rule in rules if rule.field]
    twice = next((name for name in fields if fields.count(name) > 1), "")
    if twice:
        headers = "、".join(rule.names[0] for rule in rules if rule.field == twice)
        raise InputError("map_twice", headers=headers, meaning=twice)
    account = tuple(name for name in ("facts", "asked") if name in fields)[:1]
    if "received" not in fields or not account:
        raise InputError("map_incomplete")
    name = title or "、".join(rule.names[0] for rule in rules if rule.field)
    titles = dict.fromkeys(LANGUAGES, name)
    return Layout(_id(rules), 1, titles, "", account, rules, by_hand=True)


def _rule(header: str, what: str) -> Rule:
    name = _by_name().get(what, what)
    if name in DROPS:
        return Rule(names=(header,), drop=name)
    if name not in FIELDS:
        raise InputError("map_unknown", header=header, field=what, known=" ".join(sorted(FIELDS | DROPS)))
    if other_column(header, "")[1] in PERSONAL or scan(header):
        raise InputError("map_forbidden", header=header)
    return Rule(names=(header,), field=name)


def guess(header: str) -> str:
    """What a column probably is, a field or a reason to drop, '' where no layout has such a header."""
    field, drop = other_column(header, "")
    if drop in PERSONAL:
        return drop
    rules = (rule for layout in shipped() if (rule := own_names(layout.columns).get(header_keys(header)[0])))
    return next((rule.field or rule.drop for rule in rules), field)


@cache
def _by_name() -> dict[str, str]:
    """Every name on screen of a field or a reason to drop, in every language."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        terms = Terms(language)
        found |= {terms(f"ledger.field.{name}"): name for name in FIELDS}
        found |= {terms(f"ledger.drop.{name}"): name for name in DROPS}
    return found


def _id(rules: tuple[Rule, ...]) -> str:
    parts = sorted([header_keys(r.names[0])[0], r.field] for r in rules if r.field in IDENTIFYING)
    return f"by-hand-{hashlib.sha256(canonical(parts)).hexdigest()[:12]}"


def remembered(value: object) -> tuple[Layout, ...]:
    """Layouts from the value they were remembered by."""
    return msgspec.convert(value or [], tuple[Layout, ...])


def remember(value: object, layout: Layout) -> object:
    """The value with one more layout; one of the same id is replaced."""
    kept = [one for one in remembered(value) if one.id != layout.id]
    return msgspec.to_builtins([*kept, layout])
