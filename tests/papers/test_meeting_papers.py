"""The papers of a meeting that was held: agenda, notice, minutes for the members and for anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import pytest

from tests.homes import CONTACT, NUMBER, TOWN, VILLAGE
from tests.meeting import kit as meetings
from tests.papers import kit
from xfgrid.journal.desk import Desk
from xfgrid.meeting import clerk, minutes
from xfgrid.meeting.table import looking
from xfgrid.papers.make import make
from xfgrid.papers.of_meeting import of_meeting

PLANTED = "样例人名甲乙丙"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """A desk, and a meeting in which a name was typed wherever a clerk can type."""
    with meetings.at("2026-12-01"), meetings.desk(tmp_path_factory.mktemp("m") / "h") as desk:
        cases = [meetings.case(desk, f"{PLANTED}要求修路", **CONTACT), meetings.sent_up(desk, "要求清理河道")]
        meeting = clerk.call(desk, date(2026, 12, 8), convenor=PLANTED, members=meetings.MEMBERS, sits_at="镇会议室")
        for case in cases:
            clerk.present(desk, meeting, case, f"{PLANTED}一事需要研究")
        with meetings.at("2026-12-02"):
            clerk.freeze(desk, meeting, desk.today())
        meetings.opens(desk, meeting, meetings.MEMBERS, [VILLAGE], PLANTED)
        clerk.recuse(desk, meeting, cases[0], VILLAGE, f"{PLANTED}是亲属")
        clerk.note(desk, meeting, cases[0], "希望年内修好", "asker")
        clerk.decide(desk, meeting, cases[0], meetings.decision(owner=TOWN))
        clerk.postpone(desk, meeting, cases[1], "等候测量")
        clerk.close(desk, meeting)
        minutes.check(desk, meeting, PLANTED)
        yield desk, meeting


def _text(held: tuple[Desk, str], kind: str, form: Literal["pdf", "docx"] = "docx") -> str:
    data = make(kind, of_meeting(held[0], kind, held[1]), form).data
    return kit.squeezed("".join(kit.pdf_pages(data)) if form == "pdf" else kit.docx_text(data))


def test_the_agenda_tells_of_each_item_what_is_asked_and_by_when(held: tuple[Desk, str]) -> None:
    text = _text(held, "agenda")
    for words in (
        "清源镇信访工作联席会议",
        "没有需要报告的议定事项",
        "要求清理河道",
        "内部期限：",
        "以有关机关答复为准",
    ):
        assert words in text


def test_the_notice_names_day_place_and_members(held: tuple[Desk, str]) -> None:
    text = _text(held, "notice")
    assert "清源镇、清源镇司法所：" in text
    assert "定于2026年12月8日在镇会议室召开" in text
    assert "2026年12月2日" in text


def test_the_minutes_tell_the_one_office_the_one_date_and_what_the_resident_is_told(held: tuple[Desk, str]) -> None:
    text = _text(held, "minutes")
    assert "会议议定：由村委会牵头商定轮灌。由清源镇主办，2027年12月30日前办结。告诉本人：村里月底前来商定。" in text
    assert "缓议（第1次）：等候测量。" in text
    assert "桥头村回避" in text
    with looking(held[0], held[1]) as table:
        found = minutes.internal(table)
    assert found.digest.upper() in text
    assert found.chain.upper() in text


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_open_minutes_hold_no_word_anybody_typed(held: tuple[Desk, str], form: Literal["pdf", "docx"]) -> None:
    text = _text(held, "minutes_open", form)
    assert not any(words in text for words in (PLANTED, "修路", "清理河道", "等候测量", "镇会议室", "村委会牵头"))
    assert "清源镇2027年12月30日" in text


@pytest.mark.parametrize("kind", ["agenda", "notice", "minutes", "minutes_open"])
def test_every_paper_of_a_meeting_is_set_as_pdf(held: tuple[Desk, str], kind: str) -> None:
    assert "联席会议" in _text(held, kind, "pdf")


@pytest.mark.parametrize("kind", ["agenda", "notice", "minutes", "minutes_open"])
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_no_paper_of_a_meeting_holds_what_was_told_in_confidence(
    held: tuple[Desk, str], kind: str, form: Literal["pdf", "docx"]
) -> None:
    assert NUMBER not in _text(held, kind, form)
