"""What an import must never store (charter rules 2 and 4): searched for in every byte that is left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.case.privacy.spellings import SPELLINGS
from tests.case.privacy.test_scan import HARMLESS
from tests.homes import PASSPHRASE, desk, enrol
from tests.ledger.books import MEDIATION, Cell, mediation, written
from tests.ledger.kit import cases, facts, imported_rows
from xfgrid.cli.main import main
from xfgrid.journal.desk import Desk

PEOPLE = [
    ("王建国、李秀英", "王建国说李秀英家的树挡光", "王某说李某家的树挡光"),
    ("甲方：欧阳和平 乙方：阿依古丽·买买提", "欧阳和平与阿依古丽·买买提争地", "欧阳某与阿某争地"),
    ("王　强（13800138000）", "王强要求退还押金", "王某要求退还押金"),
    ("申请人:赵六\n被申请人:钱多多等3人", "赵六诉钱 多 多欠款", "赵某诉钱某欠款"),
    ("陈某、胡某", "陈某家屋檐滴水到胡某家", "陈某家屋檐滴水到胡某家"),
    ("桥头村3组村民等5人", "桥头村3组村民反映水渠不通", "桥头村3组村民反映水渠不通"),
    ("清源县大地物业有限公司、张和平", "张和平称清源县大地物业有限公司不修电梯", "张某称某公司不修电梯"),
]


def _everything(laptop: Desk) -> bytes:
    """Every byte of all tables, decrypted, and of every file of the home."""
    store = laptop.home.path.parent / "decrypted.db"
    with laptop.home.store.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute(f"ATTACH DATABASE '{store}' AS plain KEY ''")
        raw.execute("SELECT sqlcipher_export('plain')").fetchall()
        raw.execute("DETACH DATABASE plain")
    return b"".join(path.read_bytes() for path in [store, *laptop.home.path.rglob("*")] if path.is_file())


def test_charter_04_no_spelling_of_a_number_is_left_anywhere(tmp_path: Path) -> None:
    laptop = desk(tmp_path / "laptop")
    row = lambda i, number: mediation(  # noqa: E731
        f"QY{i}", 当事人=f"王建国 {number}", 纠纷简要情况=f"屋檐滴水，联系{number}。", 行政划分=f"桥头村{number}", 调解结果=f"待定 {number}",
        纠纷转化情况=f"找{number}", 调解书编号=number, 特殊群体=f"残疾 {number}", 受理员=number, 协议金=f"问{number}",
    )  # fmt: skip
    rows = [row(i, number) for i, (_, number) in enumerate(SPELLINGS)]
    rejected = [mediation(f"B{i}", 受理时间=f"见{number}") for i, (_, number) in enumerate(SPELLINGS)]
    found = imported_rows(
        laptop, [[*MEDIATION, "联系电话", "身份证号码"], *([*r, "13800138000", "x"] for r in rows + rejected)]
    )
    assert (found.cases, found.rejected) == (len(SPELLINGS), len(SPELLINGS))
    left = (
        _everything(laptop) + json.dumps([p.reason for p in found.problems + found.notes], ensure_ascii=False).encode()
    )
    assert [number for _, number in SPELLINGS if number.encode() in left] == []
    assert "王建国".encode() not in left
    assert "残疾".encode() not in left
    assert "屋檐滴水".encode() in left, "the search itself finds what is there"
    assert found.struck >= 5 * len(SPELLINGS)
    assert found.dropped >= 5 * len(SPELLINGS)


def test_charter_04_a_number_as_case_number_is_struck_and_the_row_is_kept(tmp_path: Path) -> None:
    laptop = desk(tmp_path / "laptop")
    imported_rows(laptop, [MEDIATION, mediation("13800138000"), mediation("410781199001011234", 纠纷简要情况="另一件")])
    assert laptop.count() == 2
    left = _everything(laptop)
    assert b"13800138000" not in left
    assert b"410781199001011234" not in left


def test_harmless_numbers_survive_an_import(tmp_path: Path) -> None:
    laptop = desk(tmp_path / "laptop")
    found = imported_rows(
        laptop, [MEDIATION, *(mediation(f"H{i}", 纠纷简要情况=f"关于{t}的事") for i, t in enumerate(HARMLESS))]
    )
    kept = set(facts(laptop))
    assert (found.struck, [t for t in HARMLESS if f"关于{t}的事".strip() not in kept]) == (0, [])


@pytest.mark.parametrize(("parties", "account", "kept"), PEOPLE)
def test_charter_01_names_in_a_party_column_leave_the_rows_texts(
    parties: str, account: str, kept: str, tmp_path: Path
) -> None:
    laptop = desk(tmp_path / "laptop")
    imported_rows(laptop, [MEDIATION, mediation(当事人=parties, 纠纷简要情况=account)])
    assert facts(laptop) == [kept]


def test_charter_02_columns_about_persons_are_dropped_whatever_they_are_called(tmp_path: Path) -> None:
    laptop = desk(tmp_path / "laptop")
    headers = [
        "重点人员",
        "风险等级",
        "民族",
        "文化程度",
        "经纬度",
        "手 机 号",
        "身份证\n号码",
        "户籍地址",
        "是否满意",
        "上访次数",
        "银行卡号",
    ]
    row: list[Cell] = [*mediation(), *(f"绝密{i}" for i in range(len(headers)))]
    found = imported_rows(laptop, [[*MEDIATION, *headers], row])
    dropped = {column.header for column in found.sheets[0].columns if column.drop in ("forbidden", "contact")}
    assert dropped >= set(headers)
    assert "绝密".encode() not in _everything(laptop)
    assert found.dropped == len(headers) + 1


def test_neither_the_mend_workbook_nor_the_terminal_shows_a_number_or_a_dropped_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import openpyxl

    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    home = enrol(tmp_path / "home")
    bad = mediation("QY1", 受理时间="请打13800138000", 当事人="王建国", 纠纷简要情况="王建国的事")
    path = written(tmp_path, [MEDIATION, bad, mediation("QY2", 协议金="打13800138000问")])
    assert main(["import", str(path), "--mend", str(tmp_path / "mend.xlsx"), "--home", str(home)]) == 0
    shown = "".join(capsys.readouterr())
    sheet = openpyxl.load_workbook(tmp_path / "mend.xlsx").worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1] for row in cells] == ["行号", 2, 3]
    assert [row[4] for row in cells[1:]] == ["请打〔已划去〕", "打〔已划去〕问"]
    for text in (shown, str(cells)):
        assert "13800138000" not in text
        assert "王建国" not in text
    assert "原来的台账文件没有改动" in shown
    assert laptop_text(home) == ["两家因屋檐滴水争吵，要求改檐口。"]


def laptop_text(home: Path) -> list[str]:
    """The accounts of a home's cases."""
    with Desk.open(home, PASSPHRASE) as laptop:
        return [case.text("facts") for case in cases(laptop)]
