"""Papers made from an invented case and an invented meeting (样例·虚构), and read back from their files."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

from tests import homes
from xfgrid import packages
from xfgrid.case.fold import Case
from xfgrid.journal.desk import Desk
from xfgrid.papers import blank, cases, meetings
from xfgrid.papers.cases import Here
from xfgrid.papers.meetings import AgendaItem, FormerDecision, Head, MinutesItem, OpenItem, Seal
from xfgrid.papers.template import template
from xfgrid.papers.today import of_today

TODAY = date(2026, 3, 9)
HERE = Here(homes.TOWN, "样例·经办", TODAY)

STORY: list[tuple[str, dict[str, object]]] = [
    ("accept", {"on": "2026-03-06", "route": "6"}),
    ("take", {"on": "2026-03-06"}),
    ("extend", {"on": "2026-03-07", "days": 10, "approver": "样例·负责人", "reason": "等候水利技术人员到现场测量。", "how": "in_person"}),
    ("answer", {"on": "2026-03-09", "outcome": "solved", "sentence": "两村商定单双日轮灌，村水管员登记。"}),
]  # fmt: skip

HEAD = Head(
    "清源镇", "信访工作联席会议", "2026-03-10", "镇二楼会议室", "样例·召集人", ("清源镇司法所", "清源镇派出所", "桥头村"),
    "样例·列席", ("柳树沟村",), "", "〔2026〕3号",
)  # fmt: skip
FORMER = [FormerDecision("QY0001", "村口道路修复", "桥头村", "2026-02-28", "已办结")]
SEAL = Seal("纪要已由召集人核对。", "", "ab" * 32, "cd" * 32)


def answered(laptop: Desk) -> Case:
    """A case that was accepted, taken, extended and answered."""
    case = laptop.register({**homes.CASE, "kind": "neighbours", "class": "request", "recorder": "样例·经办"})
    for action, values in STORY:
        laptop.act(case, action, values)
    return laptop.case(case)


def agenda_items(count: int) -> list[AgendaItem]:
    """Items of every part, the last one late."""
    return [
        AgendaItem(
            no, "late" if no == count else "routine" if no % 5 == 0 else "item", f"QY{no:04}", f"第{no}件灌溉用水事项",
            "邻里", "桥头村", "超过期限 12 天仍未办结", "请协调灌溉用水的先后顺序", "两村共用一条水渠，近半月轮灌不按约定。" * 3,
            ("2026年3月1日 桥头村 到现场查看", "2026年3月5日 清源镇 派单"), ("提出一方：按约定轮灌", "另一方：水不够用"),
            ("内部 办结 2026年3月20日 余10天",), ("人民调解", "向法院起诉"),
        )
        for no in range(1, count + 1)
    ]  # fmt: skip


def minutes_items(count: int) -> list[MinutesItem]:
    """Items decided and, every third one, postponed."""
    return [
        MinutesItem(no, f"QY{no:04}", f"第{no}件灌溉用水事项", ("柳树沟村申请回避。",), "缓议第1次：等候测量结果。")
        if no % 3 == 0
        else MinutesItem(
            no, f"QY{no:04}", f"第{no}件灌溉用水事项", (), "", "由水利站测量后分配水量。", "桥头村", "2026-03-31",
            "镇水利站将在月底前测量，按测量结果轮灌。",
        )
        for no in range(1, count + 1)
    ]  # fmt: skip


def facts(laptop: Desk) -> dict[str, dict[str, Any]]:
    """The facts of every kind of paper."""
    case = answered(laptop)
    made = {"intake": blank.of_nothing("3F2A-B0001", packages.form(), laptop.offices, HERE)}
    made["today"] = of_today(laptop, HERE)
    made["orders"] = cases.of_orders(homes.TOWN, [(case, "2026-03-20")] * 3, laptop.offices, HERE)
    made["agenda"] = meetings.of_agenda(HEAD, FORMER, agenda_items(11))
    made["notice"] = meetings.of_notice(HEAD, agenda_items(11), "2026-03-05")
    made["minutes"] = meetings.of_minutes(HEAD, FORMER, minutes_items(7), SEAL)
    made["minutes_open"] = open_minutes()
    about = cases.of_case(case, laptop.dues(case), laptop.offices, HERE)
    about["acts"]["transferred"] = {"organ": "清源县纪律检查机关（样例）", "on": "2026年3月5日"}
    return {**dict.fromkeys(("receipt", "dispatch", "acceptance", "extension", "answer", "ways", "transfer"), about),
            "supervision": about, **made}  # fmt: skip


def open_minutes() -> dict[str, Any]:
    """The facts of the open minutes."""
    items = [OpenItem(1, "已议定", "桥头村", "2026-03-31"), OpenItem(2, "缓议")]
    return meetings.of_open_minutes(HEAD, FORMER, items, [("邻里", "6"), ("婚姻家庭", "不公布")], SEAL)


def pdf_pages(data: bytes) -> list[str]:
    """The text of every page."""
    import pypdf

    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def docx_text(data: bytes) -> str:
    """Every paragraph and cell, in their order."""
    import docx

    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def squeezed(text: str) -> str:
    """Without spaces and line ends, as two renderings can be compared."""
    return re.sub(r"\s+", "", text)


def said(code: str, given: dict[str, Any]) -> list[str]:
    """What a paper says, block by block and cell by cell."""
    from xfgrid.papers.filled import filled

    blocks = filled(template(code), given)
    cells = [cell for block in blocks for row in ([block.head, *block.rows] if block.head else []) for cell in row]
    return [text for text in (*(b.label for b in blocks), *(b.text for b in blocks), *cells) if text.strip()]


def own(folder: Path, code: str, data: bytes) -> Path:
    """Lays an office's own template into a home; the home."""
    (folder / "papers").mkdir(parents=True, exist_ok=True)
    (folder / "papers" / f"{code}.docx").write_bytes(data)
    return folder
