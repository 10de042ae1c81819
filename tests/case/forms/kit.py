"""Fields and forms made for tests (样例·虚构)."""

from __future__ import annotations

from typing import Any

from xfgrid.case.forms import Form
from xfgrid.packages import kinds

EVERYBODY = ["liaison", "grid_worker", "township", "county"]

FILLED: dict[str, object] = {
    "how": "in_person",
    "received": "2026-03-05",
    "class": "request",
    "kind": "neighbours",
    "place": "桥头村5组",
    "asked": "要求改檐口，赔修墙费3800元",
    "facts": "屋檐水流到院内，下雨天泡坏墙根，两家争吵三次。",
    "recorder": "样例员",
}
"""An intake that may be saved."""


def field(code: str, zh: str, en: str = "A field", **changed: Any) -> dict[str, Any]:
    """A field as it stands in a forms file."""
    return {
        "code": code,
        "type": "line",
        "section": "text",
        "label": {"zh-CN": zh, "en": en},
        "purpose": {"zh-CN": "办理需要", "en": "Needed to handle the matter"},
        "readers": EVERYBODY,
        "max_length": 100,
    } | changed


def form(*fields: dict[str, Any], version: int = 1) -> Form:
    """A form of these fields, with the shipped classes and types."""
    title = {"zh-CN": "样例·虚构", "en": "Sample"}
    data = {"code": "sample", "version": version, "title": title, "field": list(fields)}
    return Form.from_data(data, kinds().lists())


def option(code: str, zh: str, en: str = "An option") -> dict[str, Any]:
    """An option as it stands in a forms file."""
    return {"code": code, "label": {"zh-CN": zh, "en": en}}
