"""The table of clocks people read is the table the program counts by."""

from __future__ import annotations

from pathlib import Path

from tests.case.clocks_kit import CLOCKS
from xfgrid.case.clocks import Rule
from xfgrid.terms import Terms

PAGE = Path(__file__).parents[2] / "docs" / "clocks.md"
UNITS = {"natural_days": "日", "working_days": "个工作日", "months": "个月"}


def row(rule: Rule, words: Terms) -> str:
    """One rule as a line of the table."""
    starts = "、".join(words(f"clocks.milestone.{name}") for name in rule.starts)
    stops = "、".join(words(f"clocks.milestone.{name}") for name in rule.stops) or "–"
    cells = [words(f"clocks.rule.{rule.id}"), starts, term(rule), stops, moves(rule), rule.source.replace("|", "｜")]
    return "| " + " | ".join(cells) + " |"


def term(rule: Rule) -> str:
    if rule.unit == "agreed":
        return f"所定之日（未定的 {rule.amount} 日）"
    return f"{rule.amount} {UNITS[rule.unit]}" if rule.amount else "当日"


def moves(rule: Rule) -> str:
    extended = f"可延 {rule.extension.times} 次，各不超过 {rule.extension.max_days} 日" if rule.extension else ""
    paused = f"可停，累计不超过 {rule.pause_cap} 日" if rule.pause_cap else ""
    return "；".join(filter(None, (extended, paused))) or "–"


def test_the_page_shows_every_clock_with_its_figure_and_source_legal_and_internal_apart() -> None:
    legal, internal = PAGE.read_text(encoding="utf-8").split("## 内部期限")
    words = Terms("zh-CN")
    for kind, part in (("legal", legal), ("internal", internal)):
        shown = [line for line in part.splitlines() if line.startswith("| ") and not line.startswith("| 期限")]
        assert shown == [row(rule, words) for rule in CLOCKS.rules.values() if rule.kind == kind]
