"""Importing a ledger of 10,000 rows end to end, against reading it with calamine and inserting its cells plainly.

Run alone by `python -m benchmarks.ledger`. One row in ten holds a phone number, all have full names to take out.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.homes import desk
from tests.ledger.books import MEDIATION, Cell, mediation
from xfgrid.ledger import importer

ROWS = 10_000
_NAMES = [a + b + c for a in "王李张刘陈杨黄赵周吴" for b in "建国秀英小明强伟" for c in "国英明强伟芳丽军"]
_RESULTS = ("调解成功", "调解不成", "正在调解", None)


def run() -> list[dict[str, Any]]:
    """Rows a second, seconds by step and peak memory; `ratio` of seconds to the floor's. Where other programs have a
    share of the machine, the row by processor time says what this one needs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        _workbook(path)
        floor = _floor(path, Path(folder))
        with desk(Path(folder) / "laptop") as laptop:
            begun, worked = time.perf_counter(), time.process_time()
            looked = importer.look(laptop, path)
            read = time.perf_counter() - begun
            written = importer.write(laptop, looked)
            whole, worked = time.perf_counter() - begun, time.process_time() - worked
            assert written.new == laptop.count() == ROWS
            begun = time.perf_counter()
            importer.look(laptop, path)
            again = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        _row("calamine and plain insert (floor)", ROWS / floor, "rows/s", 1.0),
        _row("import end to end", ROWS / whole, "rows/s", whole / floor),
        _row("the same by processor time", ROWS / worked, "rows/s", worked / floor),
        _row("of it reading, striking, comparing", read, "s", read / floor),
        _row("of it events, signatures, commit", whole - read, "s", (whole - read) / floor),
        _row("the same file again", again, "s", again / floor),
        _row("peak memory of the process", peak, "MB", None),
    ]


def _row(name: str, value: float, unit: str, ratio: float | None) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "ratio": ratio}


def _floor(path: Path, folder: Path) -> float:
    """Seconds for calamine and one durable insert of every row as text into an encrypted file."""
    import python_calamine
    from sqlcipher3 import dbapi2

    begun = time.perf_counter()
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    connection = dbapi2.connect(str(folder / "floor.db"))
    connection.execute(f"PRAGMA key = \"x'{bytes(32).hex()}'\"")
    connection.execute(f"CREATE TABLE ledger ({', '.join(f'c{i}' for i in range(len(MEDIATION)))})")
    marks = ", ".join("?" * len(MEDIATION))
    connection.executemany(f"INSERT INTO ledger VALUES ({marks})", [[str(cell) for cell in row] for row in rows])
    connection.commit()
    connection.close()
    return time.perf_counter() - begun


def _workbook(path: Path) -> None:
    import xlsxwriter

    chance = random.Random(1)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("台账"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, MEDIATION)
        for number in range(ROWS):
            for column, cell in enumerate(_ledger_row(number, chance)):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number + 1, column, dt.datetime.combine(cell, dt.time()), day)
                elif cell is not None:
                    sheet.write(number + 1, column, cell)


def _ledger_row(number: int, chance: random.Random) -> list[Cell]:
    first, second = chance.sample(_NAMES, 2)
    day = dt.date(2025, 1, 1) + dt.timedelta(days=number % 360)
    result = chance.choice(_RESULTS)
    made = result == "调解成功"
    phone = f"（电话13{chance.randrange(10**9):09}）" if number % 10 == 0 else ""
    return mediation(
        f"QY{number:06}",
        调委会="桥头村调委会",
        受理员="曾某",
        受理时间=chance.choice([day, day.isoformat(), f"{day.year}/{day.month}/{day.day}"]),
        案件来源="依申请",
        纠纷类别=chance.choice(["邻里", "房屋宅基地", "山林土地", "婚姻家庭", "合同", "物业"]),
        行政划分=f"清源镇桥头村{number % 9}组",
        主办调解员="欧阳某",
        调解时间=day + dt.timedelta(days=3) if made else None,
        调解书编号=f"（2025）清人调字第{number}号" if made else None,
        调解结果=result,
        协议金=chance.choice(["1,200", 3800, None]),
        履行情况="已履行" if made and number % 3 == 0 else None,
        当事人=f"{first}、{second}",
        协议形式="书面" if made else None,
        纠纷简要情况=f"{first}家新盖的偏房屋檐水流到{second}家院内，下雨天泡坏墙根，两家争吵三次，{second}{phone}要求改檐口并赔偿"
        f"修墙费{chance.randrange(100, 9999)}元。（样例·虚构）",
        农民工="否",
    )


if __name__ == "__main__":
    for line in run():
        sys.stdout.write(f"{line['name']:40} {line['value']:10.4g} {line['unit']:8} {line['ratio'] or '':>8.4}\n")
