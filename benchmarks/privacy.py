"""The privacy scan against the least that could look for a number: one search for seven figures in a row.

Texts are invented narratives of about 150 signs (样例·虚构); the floor finds no spaced, full-width or Chinese figures.
"""

from __future__ import annotations

import re
import timeit
from collections.abc import Callable, Iterator

from xfgrid.case.privacy import scan, strike, strike_names
from xfgrid.packages import refused_column

PLAIN = (
    "样例甲家新盖的偏房屋檐水流到样例乙家院内，下雨天泡坏墙根，两家为此争吵三次，样例乙要求改檐口并赔偿修墙费3800元。"
    "村干部3月5日到场丈量，相邻处宽约0.4米，1998年的宅基证上写明以老核桃树为界，树去年被雷击倒，现双方对界线各执一词，"
    "涉及约2.3亩。双方同意先清理水沟，两周之内再谈赔偿，由村调委会记录在案，等待答复，未尽事宜另行商议并写入协议。"
)
WITH_NUMBER = PLAIN[:75] + "联系我１３８-0013 8000，" + PLAIN[75:]
FLOOR = re.compile(r"\d{7}")
Row = dict[str, object]


def run() -> Iterator[Row]:
    """Microseconds a text, each as a ratio to the floor on the same text."""
    for words, text in (("no number", PLAIN), ("one number", WITH_NUMBER)):
        floor = _cost(lambda text=text: FLOOR.search(text))
        yield _row(f"floor: \\d{{7}}, {words}, {len(text)} signs", floor, None)
        yield _row(f"scan, {words}", _cost(lambda text=text: scan(text)), floor)
        yield _row(f"strike, {words}", _cost(lambda text=text: strike(text)), floor)
    floor = _cost(lambda: PLAIN.replace("样例甲", "样某"))
    yield _row("floor: str.replace of one name", floor, None)
    yield _row("strike_names, two names", _cost(lambda: strike_names(PLAIN, ("样例甲", "样例乙"))), floor)
    yield _row("refused_column, 当事人诉求", _cost(lambda: refused_column("当事人诉求"), 500), None)


def _cost(call: Callable[[], object], number: int = 5_000) -> float:
    """The least microseconds a call of seven rounds."""
    return min(timeit.repeat(call, number=number, repeat=7)) / number * 1e6


def _row(name: str, value: float, floor: float | None) -> Row:
    return {"name": name, "value": value, "unit": "µs", "ratio": value / floor if floor else None}


if __name__ == "__main__":
    for row in run():
        ratio = f"{row['ratio']:8.2f} x" if row["ratio"] else ""
        print(f"{row['name']:52} {row['value']:10.4g} {row['unit']} {ratio}")
