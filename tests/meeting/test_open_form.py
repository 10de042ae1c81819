"""What may be read by anybody holds nothing that anybody said, and no count small enough to point at a household."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from tests import homes
from tests.homes import TOWN, VILLAGE
from tests.meeting import kit
from xfgrid.meeting import clerk, minutes, words
from xfgrid.meeting.minutes import Minutes
from xfgrid.meeting.small import published
from xfgrid.meeting.table import looking
from xfgrid.terms import LANGUAGES, Terms

PLANTED = "样例人名甲乙丙"


def written(path: Path) -> tuple[Minutes, Minutes, str]:
    """A meeting in which a name was typed wherever a clerk can type; both forms, and the open one as printed."""
    with kit.at("2026-12-01"), kit.desk(path) as desk:
        said = {"asked": f"{PLANTED}要求修路", "facts": PLANTED, "place": f"{PLANTED}家门口", "other_side": PLANTED}
        cases = [desk.register({**homes.CASE, "kind": "neighbours", **said, **homes.CONTACT}) for _ in range(2)]
        for case in cases:
            desk.act(case, "send-up", {"note": PLANTED})
        meeting = clerk.call(desk, date(2026, 12, 8), convenor=PLANTED, sits_at=f"{PLANTED}会议室")
        for case in cases:
            clerk.present(desk, meeting, case, PLANTED)
        with kit.at("2026-12-04"):
            clerk.freeze(desk, meeting, desk.today(), PLANTED)
        kit.opens(desk, meeting, [TOWN], [VILLAGE], PLANTED)
        clerk.recuse(desk, meeting, cases[0], VILLAGE, PLANTED)
        clerk.note(desk, meeting, cases[0], PLANTED, "asker")
        clerk.decide(desk, meeting, cases[0], kit.decision(decision=PLANTED, sentence=PLANTED))
        clerk.postpone(desk, meeting, cases[1], PLANTED)
        clerk.close(desk, meeting)
        minutes.check(desk, meeting, PLANTED)
        with looking(desk, meeting) as table:
            inside = minutes.internal(table)
            outside = minutes.open_form(inside, table)
        lines = [line for one in LANGUAGES for line in words.minutes_lines(outside, Terms(one), desk.offices)]
    return inside, outside, "\n".join(lines)


def test_open_minutes_hold_no_word_that_anybody_typed(tmp_path: Path) -> None:
    inside, outside, printed = written(tmp_path / "h")
    assert PLANTED in str(inside)
    assert homes.NUMBER not in str(inside)
    assert homes.NUMBER not in printed
    assert PLANTED not in msgspec.json.encode(outside).decode()
    assert PLANTED not in printed
    assert inside.items[0].number not in printed


def test_open_minutes_still_say_what_was_given_to_which_office_until_when(tmp_path: Path) -> None:
    inside, outside, printed = written(tmp_path / "h")
    assert [(i.outcome.kind, i.outcome.owner, i.outcome.due) for i in outside.items] == [
        (i.outcome.kind, i.outcome.owner, i.outcome.due) for i in inside.items
    ]
    assert inside.digest == outside.digest
    assert inside.digest in printed


def test_a_single_hidden_count_takes_another_with_it() -> None:
    counts, least = {"a": 3, "b": 7, "c": 9}, dict.fromkeys("abc", 5)
    assert published(counts, least) == {"a": None, "b": None, "c": 9}
    assert published({"a": 6, "b": 7}, dict.fromkeys("ab", 5)) == {"a": 6, "b": 7}
    assert published({"a": 3}, {"a": 5}) == {}
    assert published({"a": 7, "b": 30}, {"a": 10, "b": 5}) == {"a": None, "b": None}
