"""Writes schemas/calendar/<year>.toml from the package `chinesecalendar`; with --check, says which differ (exit 1)."""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

from chinese_calendar import constants

FOLDER = Path(__file__).parent.parent / "schemas" / "calendar"
VERSION = 1

NOTICE = "国务院办公厅关于{}年部分节假日安排的通知"
FIRST_NOTICE = 2006
UNKNOWN = "国务院办公厅当年的节假日休息安排，通知标题待核"
NUMBERS = {2006: "国办发明电〔2005〕35号", 2007: "国办发明电〔2006〕49号", 2020: "国办发明电〔2019〕16号"}
LATER = {
    2015: "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知（国发明电〔2015〕1号）",
    2019: "国务院办公厅关于调整2019年劳动节假期安排的通知（国办发明电〔2019〕3号）",
    2020: "国务院办公厅关于延长2020年春节假期的通知（国办发明电〔2020〕1号）",
}
NOTES = {2005: "国办发明电〔2005〕35号另定2005年12月31日（星期六）上班，本表所据的数据未收，从其数据。"}


def main(check: bool) -> int:
    texts = {FOLDER / f"{year}.toml": _text(year) for year in _years()}
    differing = [p for p, text in texts.items() if not p.is_file() or p.read_text(encoding="utf-8") != text]
    for path in differing:
        if check:
            print(f"schemas/calendar/{path.name} differs from chinesecalendar; run scripts/calendars.py")
        else:
            path.write_text(texts[path], encoding="utf-8")
    return 1 if check and differing else 0


def _years() -> range:
    return range(min(constants.holidays).year, max(constants.holidays).year + 1)


def _text(year: int) -> str:
    lines = [f"year = {year}", f"version = {VERSION}", f"source = {_array(_sources(year))}"]
    if year in NOTES:
        lines.append(f'note = "{NOTES[year]}"')
    for name, (off, made_up) in _festivals(year).items():
        lines += ["", "[[holiday]]", f'name = "{name}"', f"off = {_array(off)}"]
        if made_up:
            lines.append(f"make_up = {_array(made_up)}")
    return "\n".join(lines) + "\n"


def _festivals(year: int) -> dict[str, tuple[list[str], list[str]]]:
    """Per festival, days off and weekend days worked, as MM-DD; in the order of the year."""
    found: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for column, table in enumerate((constants.holidays, constants.workdays)):
        for day in sorted(d for d in table if d.year == year):
            found[constants.Holiday(table[day]).name][column].append(f"{day:%m-%d}")
    return found


def _sources(year: int) -> list[str]:
    own = [_notice(year)] + ([LATER[year]] if year in LATER else [])
    new_year = constants.Holiday.new_years_day.value
    turn = [d for t in (constants.holidays, constants.workdays) for d in t if t[d] == new_year and _december(d, year)]
    return own + ([_notice(year + 1)] if turn else [])


def _december(day: date, year: int) -> bool:
    return day.year == year and day.month == 12


def _notice(year: int) -> str:
    if year < FIRST_NOTICE:
        return UNKNOWN
    return NOTICE.format(year) + (f"（{NUMBERS[year]}）" if year in NUMBERS else "")


def _array(items: list[str]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
