"""The ids of imported cases, which can never change: computed here a second time from their description."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from uuid import UUID

from tests.homes import TOWN, desk
from tests.ledger.books import GRID, MEDIATION, grid, mediation
from tests.ledger.kit import cases, imported_rows


def _expected(*parts: object) -> str:
    """UUIDv8 of RFC 9562 from SHA-256 over the RFC 8785 bytes of a list of strings and small integers."""
    text = json.dumps(["xfgrid ledger 1", *parts], ensure_ascii=False, separators=(",", ":"))
    bits = bytearray(hashlib.sha256(text.encode()).digest()[:16])
    bits[6] = bits[6] & 0x0F | 0x80
    bits[8] = bits[8] & 0x3F | 0x80
    return str(UUID(bytes=bytes(bits)))


def test_a_row_with_a_number_is_known_by_township_layout_and_number(tmp_path: Path) -> None:
    laptop = desk(tmp_path / "laptop")
    imported_rows(laptop, [MEDIATION, mediation("ＱＹ 0007")])
    assert [case.id for case in cases(laptop)] == [_expected(TOWN, "mediation", "number", "QY0007")]


def test_a_row_without_a_number_is_known_by_its_struck_content_and_its_place_among_equals(tmp_path: Path) -> None:
    laptop = desk(tmp_path / "laptop")
    row = grid(1, 事件简述="电话 13800138000，两家争吵")
    imported_rows(laptop, [GRID, row, row])
    content = ("2026-04-01", "桥头村5组", "李某与张某邻里纠纷", "电话〔已划去〕,两家争吵")
    assert {case.id for case in cases(laptop)} == {_expected(TOWN, "grid", "content", *content, n) for n in (0, 1)}


def test_imported_entries_are_known_by_case_kind_and_day(tmp_path: Path) -> None:
    laptop = desk(tmp_path / "laptop")
    imported_rows(laptop, [MEDIATION, mediation("1", 调解结果="调解成功", 调解时间="2026-03-09")])
    [case] = cases(laptop)
    named = {str(event.values()["item"]) for event in case.events.values()}
    days = [("registered", "2026-03-06"), ("agreed", "2026-03-09")]
    assert named == {_expected(case.id, kind, day) for kind, day in days}
