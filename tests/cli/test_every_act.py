"""Every action of staff, done from the command line as its help teaches it (样例·虚构)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine

from tests.homes import CASE, OTHER_VILLAGE, PASSPHRASE, VILLAGE, desk
from xfgrid.case.vocabulary import BY_ACTION, GROUPS, STAFF
from xfgrid.cli.main import main
from xfgrid.journal.desk import Desk

Act = Callable[..., dict[str, object]]

NEXT_DAY = dt.datetime(2026, 3, 6, 1, tzinfo=dt.UTC)
A_MONTH = dt.timedelta(days=31)

SAID: dict[str, tuple[str, ...]] = {
    "record": ("--text", "上门看过"),
    "progress": ("--text", "约了双方"),
    "inform": ("how=phone", "sentence=正在协调"),
    "send-up": ("--text", "村里办不了"),
    "assign": ("--to", VILLAGE, "due=2026-03-20"),
    "return": ("--for", VILLAGE, "--text", "不属本单位", "on=2026-03-06"),
    "hand-over": (f"offered={OTHER_VILLAGE}",),
    "lead": ("lead=样例·副镇长",),
    "bar": ("barred=样例·某", "reason=与一方是亲属"),
    "urge": ("--text", "请按期答复"),
    "accept": ("route=6",),
    "notify": ("how=paper", "sentence=已受理"),
    "promise": ("until=2026-03-20", "sentence=20日前修好"),
    "extend": ("days=10", "approver=样例·镇长", "reason=等评估", "how=phone"),
    "pause": ("until=2026-03-16", "reason=等鉴定"),
    "schedule": ("meeting=2026-03",),
    "decide": ("--to", VILLAGE, "due=2026-03-20", "decision=由村委会办理", "sentence=村里来办"),
    "postpone": ("reason=人未到齐",),
    "mediate": ("by=people", "consent_asker=in_person", "consent_other=phone"),
    "refuse": ("side=other",),
    "tell-ways": ("how=in_person",),
    "report-ways": ("how=phone",),
    "agree": ("form=written",),
    "breach": ("reason=未付款",),
    "visit": ("--text", "已履行"),
    "refer": ("where=court", "sentence=可以起诉"),
    "result": ("--text", "法院已立案"),
    "report-result": ("--text", "法院已判决"),
    "answer": ("outcome=solved", "sentence=水渠已修好"),
    "opine": ("opinion=supported", "outcome=solved", "sentence=支持诉求"),
    "tell": ("how=in_person", "sentence=水渠已修好"),
    "withdraw": ("said_how=phone",),
    "reopen": ("said_how=in_person",),
    "ask-review": ("said_how=paper",),
    "decide-review": ("opinion=explained", "how=paper", "sentence=维持"),
    "ask-rereview": ("said_how=paper",),
    "decide-rereview": ("opinion=explained", "how=paper", "sentence=维持"),
    "transfer": ("organ=县纪委监委（样例）",),
    "correct": ("reason=听错了", "kind=contract"),
    "enter-in-error": ("reason=重复登记",),
}

LIVES = (
    "accept notify take record progress inform lead urge promise extend pause resume answer tell close archive reopen",
    "send-up schedule postpone decide return take bar visit withdraw",
    "take mediate fail tell-ways mediate refuse refer result",
    "take mediate agree confirm breach opine",
    "take mediate agree perform answer",
    "take mediate agree answer report-performed",
    "mediate fail schedule answer report-ways",
    "refer answer tell report-result",
    "accept take opine tell ask-review decide-review ask-rereview decide-rereview",
    "assign hand-over correct take transfer",
    "enter-in-error",
)
ELSEWHERE = {
    "set-contact", "open-contact", "erase-contact", "issue-receipt", "settle", "undo", "redact", "link", "take-over",
}  # fmt: skip
"""Acts with a command of their own, or that name another thing than the case: tried below or in their own tests."""


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """It is the day after the case was received."""
    with time_machine.travel(NEXT_DAY) as coordinates:
        yield coordinates


@pytest.fixture
def act(clock: object, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Act:
    """Runs `xfgrid act` on a case of a township's laptop and returns its JSON."""
    home = tmp_path / "town"
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    with desk(home) as laptop:
        case = laptop.register(CASE)

    def acted(action: str, *said: str) -> dict[str, object]:
        words = [part for word in said for part in (("--field", word) if "=" in word else (word,))]
        code = main(["act", case, action, *words, "--home", str(home), "--json"])
        out, err = capsys.readouterr()
        assert code == 0, f"{action}: {out}{err}"
        found: dict[str, object] = json.loads(out.splitlines()[-1])
        return found

    return acted


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.split()[0])
def test_a_life_of_a_case_is_written_act_by_act(act: Act, clock: time_machine.Coordinates, life: str) -> None:
    for action in life.split():
        if action == "close":
            clock.move_to(NEXT_DAY + A_MONTH)  # the resident has had time to rate
        assert act(action, *SAID.get(action, ()))["event"], action


def test_words_struck_by_the_command_are_gone(act: Act, tmp_path: Path) -> None:
    note = act("record", "--text", "样例：写了不该写的")["event"]
    act("redact", f"event={note}", "parts=text", "reason=写了号码")
    with Desk.open(tmp_path / "town", PASSPHRASE) as laptop:
        [line] = laptop.cases()
        event = laptop.case(line.case).events[str(note)]
        assert event.text is not None
        assert event.text.content is None


def test_words_are_struck_a_slip_is_undone_and_the_same_matter_is_linked(act: Act) -> None:
    note = act("record", "--text", "样例：写了不该写的")["event"]
    assert act("redact", f"event={note}", "parts=text", "reason=写了号码")["event"]
    sent = act("send-up", "--text", "点错了")["event"]
    assert act("undo", f"undoes={sent}", "reason=点错了")["state"] == "registered"
    assert act("link", "as=01980000-0000-7000-8000-000000000000")["event"]


def test_what_may_be_chosen_is_said_in_words_with_what_to_type(act: Act) -> None:
    with pytest.raises(AssertionError, match=r"处理途径\(route\).*6 出具信访处理意见"):
        act("accept", "route=request")


def test_no_action_of_staff_is_left_out() -> None:
    staff = {
        action
        for actions in GROUPS.values()
        for action in actions
        if STAFF & BY_ACTION[action].who.keys() and "item" not in BY_ACTION[action].needs and action != "register"
    }
    assert staff == ELSEWHERE | {action for life in LIVES for action in life.split()}
