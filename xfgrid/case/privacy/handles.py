"""Ways to reach or identify a person that are not runs of digits: mail addresses, WeChat and QQ names, passports."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IS = r"[\s:：=是为]*"
_WECHAT = r"(?:[微薇威]信|[vV]信|[wW]e[cC]hat|(?<![A-Za-z])[vwVW][xX])"
_HANDLES = (
    (
        "email",
        ("@", "＠"),
        re.compile(r"(?<![A-Za-z0-9_.+-])(?P<found>[A-Za-z0-9_.+-]++\s?[@＠]\s?[A-Za-z0-9-]+(?:[.．][A-Za-z0-9-]+)+)"),
    ),
    (
        "account",
        ("微", "薇", "威", "v", "V", "w", "W"),
        re.compile(
            rf"{_WECHAT}(?:(?:账|帐|昵称)?号码?{_IS}|[\s:：=]+)(?P<found>[A-Za-z][A-Za-z0-9_-]{{5,19}})(?![A-Za-z0-9_-])"
        ),
    ),
    (
        "account",
        ("QQ", "qq", "ＱＱ"),
        re.compile(rf"(?:QQ|qq|ＱＱ)(?:群?号码?)?{_IS}(?P<found>[1-9][0-9]{{4,10}})(?![0-9])"),
    ),
    (
        "passport",
        ("护照", "通行证", "台胞证"),
        re.compile(
            rf"(?:护照|通行证|台胞证)(?:号码|号)?{_IS}[(（]?(?P<found>[A-Za-z]{{0,2}}[\s-]?[0-9]{{7,10}})(?![0-9])"
        ),
    ),
)
"""Kind, the words of which each has one, and the form: most texts have no such word, which is seen at once."""


def handles(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each; the telling word before an account or a passport number is left to stand."""
    for kind, telling, form in _HANDLES:
        if any(word in text for word in telling):
            for found in form.finditer(text):
                yield kind, *found.span("found")
