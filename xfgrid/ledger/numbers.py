"""Amounts of money and numbers of people as clerks write them."""

from __future__ import annotations

import re
from decimal import Decimal

from xfgrid.ledger.cells import plain

_AMOUNT = re.compile(r"(?:约|共|计|人民币|¥|￥|rmb)*(\d[\d,，]*(?:\.\d+)?)(万|千)?(?:元|圆|块)?整?", re.IGNORECASE)
_TIMES = {"万": 10_000, "千": 1_000, None: 1}
_PEOPLE = re.compile(r"(?:约|共|近)*(\d+)(?:余|多|来|几)?(?:人|名|户|人次|位)?(?:左右|以上)?")
_CHINESE = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}


def cents(text: str) -> int | None:
    """An amount of money in fen (0.01 yuan), None where there is none to be read: 1,200 · ３８００元 · 1.5万元."""
    found = _AMOUNT.fullmatch(plain(text))
    if not found:
        return None
    return int(Decimal(found[1].replace(",", "")) * _TIMES[found[2]] * 100)


def people(text: str) -> int | None:
    """A number of people, the lower bound of a rough one: 12 · 2人 · 10余人 · 十余户."""
    bare = plain(text)
    found = _PEOPLE.fullmatch(_arabic(bare))
    return int(found[1]) if found else None


def _arabic(text: str) -> str:
    """Chinese numerals up to ninety-nine as digits."""
    return re.sub(r"[零一二两三四五六七八九]?十?[零一二两三四五六七八九]?", _small, text)


def _small(found: re.Match[str]) -> str:
    if "十" not in found[0]:
        return "".join(str(_CHINESE[sign]) for sign in found[0])
    tens, ones = found[0].split("十")
    return str(_CHINESE.get(tens, 1) * 10 + _CHINESE.get(ones, 0))
