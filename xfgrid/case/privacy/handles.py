"""Ways to reach or identify a person that are not runs of digits: mail addresses, WeChat and QQ names, passports."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IS = r"[\s:：=是为]*"
_WECHAT = r"(?:[微薇威]信|[vV]信|[wW]e[cC]hat|(?<![A-Za-z])[vwVW][xX])"
_HANDLES = (
    (
        "email",
        re.compile(r"(?<![A-Za-z0-9_.+-])(?P<found>[A-Za-z0-9_.+-]++\s?[@＠]\s?[A-Za-z0-9-]+(?:[.．][A-Za-z0-9-]+)+)"),
    ),
    (
        "account",
        re.compile(
            rf"{_WECHAT}(?:(?:账|帐|昵称)?号码?{_IS}|[\s:：=]+)(?P<found>[A-Za-z][A-Za-z0-9_-]{{5,19}})(?![A-Za-z0-9_-])"
        ),
    ),
    (
        "account",
        re.compile(rf"(?:QQ|qq|ＱＱ)(?:群?号码?)?{_IS}(?P<found>[1-9][0-9]{{4,10}})(?![0-9])"),
    ),
    (
        "passport",
        re.compile(
            rf"(?:护照|通行证|台胞证)(?:号码|号)?{_IS}[(（]?(?P<found>[A-Za-z]{{0,2}}[\s-]?[0-9]{{7,10}})(?![0-9])"
        ),
    ),
)
_TELLING = re.compile("[@＠微薇威vVwWqQＱ照证]")
"""A sign that each of them has and most texts have not, which is seen at once."""


def handles(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each; the telling word before an account or a passport number is left to stand."""
    if _TELLING.search(text):
        for kind, form in _HANDLES:
            for found in form.finditer(text):
                yield kind, *found.span("found")
