"""Values at and beyond every bound, made from the schemas of the messages: what a program gone wrong may send, signed well.

A schema is walked together with a value in the form that MessagePack has; bytes that travel in the tail are `Raw`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from sync.wire import payload
from sync.wire.messages import Message
from sync.wire.payload import Raw

SAFE, INT, LONG = 2**53 - 1, 2**31, 2**63
NUMBERS = (0, -1, INT, SAFE, SAFE + 1, LONG, 2 * LONG - 1, -LONG)
WORDS = ("", "样例\0", "x" * 256, "x" * 257)
SIZES = (0, 31, 81, 1000)

Schema = dict[str, Any]
Definitions = dict[str, Schema]


def schema(kind: type[Message]) -> tuple[Schema, Definitions]:
    """The schema of a message and the named ones it refers to."""
    whole = msgspec.json.schema(kind, schema_hook=lambda _: {"type": "tail"})
    return whole, whole["$defs"]


def sent(value: object) -> bytes:
    """The payload of a message given as MessagePack has it."""
    return payload.encode(value)


def plain(value: Any) -> Any:
    """A message, or a part of one, as MessagePack has it."""
    if isinstance(value, list | tuple):
        return list(map(plain, value))
    if not isinstance(value, msgspec.Struct):
        return value
    found, shape = {name: plain(getattr(value, name)) for name in value.__struct_fields__}, value.__struct_config__
    return list(found.values()) if shape.array_like else found if shape.tag is None else {"t": shape.tag, **found}


def example(node: Schema, names: Definitions) -> Any:
    """The smallest value of a schema."""
    node = _found(node, names)
    match node.get("type"):
        case "object":
            return {name: example(node["properties"][name], names) for name in node.get("required", ())}
        case "array":
            items = node.get("prefixItems", ())
            return [example(item, names) for item in items[: node.get("minItems", 0)]]
        case "tail":
            return Raw()
        case "integer":
            return max(0, node.get("minimum", 0))
        case "string":
            return b"" if "contentEncoding" in node else ""
        case "boolean":
            return False
    return node["enum"][0] if "enum" in node else None


def fullest(node: Schema, names: Definitions) -> Any:
    """A value of a schema whose every list is as long as it may be, of things as small as can be."""
    node = _found(node, names)
    if node.get("type") == "object" and "properties" in node:
        return {name: fullest(part, names) for name, part in node["properties"].items()}
    if node.get("type") == "array" and "prefixItems" in node:
        return [fullest(item, names) for item in node["prefixItems"]]
    if node.get("type") == "array":
        return [fullest(node["items"], names)] * node["maxItems"]
    return example(node, names)


def bombs(node: Schema, names: Definitions, count: int) -> Iterator[Any]:
    """A value for each list in a schema, in which that one list has so many of the smallest there are."""
    for whole, part in _nodes(node, names):
        if part.get("type") == "array" and "prefixItems" not in part:
            item = msgspec.msgpack.encode(example(part["items"], names), enc_hook=len)
            yield whole(msgspec.Raw(b"\xdd" + count.to_bytes(4, "big") + item * count))


def changed(value: Any, node: Schema, names: Definitions) -> Iterator[Any]:
    """The value with one thing in it at a bound or beyond it, one after the other; also such as it does not name."""
    node = _found(node, names)
    if isinstance(value, dict):
        for name, part in node.get("properties", {}).items():
            old = value[name] if name in value else example(part, names)
            yield from ({**value, name: new} for new in changed(old, part, names))
    elif isinstance(value, list) and "prefixItems" in node:
        for at, part in enumerate(node["prefixItems"]):
            old = value[at] if at < len(value) else example(part, names)
            yield from ([*value[:at], new, *value[at + 1 :]] for new in changed(old, part, names))
    elif isinstance(value, list):
        item = value[0] if value else example(node["items"], names)
        yield []
        yield from ([new, *value[1:]] for new in changed(item, node["items"], names))
        yield [item] * (node["maxItems"] + 1)
    else:
        yield from _extremes(node)


def _extremes(node: Schema) -> Iterator[Any]:
    match node.get("type"):
        case "integer":
            yield from NUMBERS
        case "string" if "contentEncoding" in node:
            yield from map(bytes, SIZES)
        case "string":
            yield from WORDS
        case "tail":
            yield from (Raw(size) for size in SIZES)
        case "boolean":
            yield from (False, True)
    yield None


def unbounded(node: Schema, names: Definitions) -> Iterator[Schema]:
    """The lists, words and numbers of a schema that may be of any size."""
    for _, part in _nodes(node, names):
        match part.get("type"):
            case "array" if "maxItems" not in part and "prefixItems" not in part:
                yield part
            case "object" if "maxProperties" not in part and "properties" not in part:
                yield part
            case "string" if "maxLength" not in part or ("pattern" not in part and "contentEncoding" not in part):
                yield part
            case "integer" if not {"minimum", "maximum"} <= part.keys():
                yield part


def _nodes(node: Schema, names: Definitions) -> Iterator[tuple[Any, Schema]]:
    """Every part of a schema, with what makes a smallest value of the whole around a value of that part."""
    node = _found(node, names)
    yield (lambda part: part), node
    for name, below in node.get("properties", {}).items():
        for around, part in _nodes(below, names):
            yield lambda new, a=around, n=name: {**example(node, names), n: a(new)}, part
    for at, below in enumerate(node.get("prefixItems", ())):
        for around, part in _nodes(below, names):
            yield lambda new, a=around, n=at: _placed(node, names, n, a(new)), part
    for below in (node["items"],) if isinstance(node.get("items"), dict) else ():
        for around, part in _nodes(below, names):
            yield lambda new, a=around: [a(new)], part
    for below in (*node.get("anyOf", ()), *filter(None, (node.get("additionalProperties"), node.get("propertyNames")))):
        if isinstance(below, dict):
            yield from _nodes(below, names)


def _placed(node: Schema, names: Definitions, at: int, new: Any) -> list[Any]:
    filled = [example(part, names) for part in node["prefixItems"]]
    return [*filled[:at], new, *filled[at + 1 :]]


def _found(node: Schema, names: Definitions) -> Schema:
    """The schema that is meant: a name looked up, of several kinds the first that is not null."""
    if "$ref" in node:
        return _found(names[node["$ref"].rpartition("/")[2]], names)
    kinds = [kind for kind in node.get("anyOf", ()) if kind.get("type") != "null"]
    return _found(kinds[0], names) if kinds else node
