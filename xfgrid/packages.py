"""The forms, and what no form may ask, read from `schemas/` into the plain types of `xfgrid.case`."""

from __future__ import annotations

from functools import cache

from xfgrid.case.form_lint import Forbidden
from xfgrid.data import read_toml


@cache
def forbidden() -> Forbidden:
    """What no form may ask and no import may keep, as shipped; no county can take a line away."""
    return Forbidden.from_data(read_toml("forms/forbidden.toml"))


def refused_column(header: str) -> str | None:
    """Why a spreadsheet's column is not kept (a reason code), or None when it may be read."""
    return forbidden().refused_column(header)
