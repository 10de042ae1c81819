"""Commands on cases as a clerk types them: act and what it teaches, conflicts, why a date is what it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.homes import CASE, GRID, PASSPHRASE, TOWN, VILLAGE, desk
from xfgrid.case.roles import Actor
from xfgrid.cli.main import main

Run = Callable[..., Any]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A township's laptop with one case of the grid."""
    with desk(tmp_path / "town") as laptop:
        laptop.register({**CASE, "place_office": GRID})
    return tmp_path / "town"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command and returns its JSON, or its text with `text=True`."""
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)

    def command(*arguments: str, text: bool = False) -> Any:
        code = main([*arguments, "--home", str(home), *([] if text else ["--json"])])
        out = capsys.readouterr().out
        assert code == 0, out
        return out if text else json.loads(out.splitlines()[-1])

    return command


def number(run: Run) -> str:
    return str(run("list")["cases"][0]["number"])


def disputed(home: Path) -> None:
    """Two offices give the case to different villages without having seen each other."""
    from xfgrid.case import acts
    from xfgrid.journal.desk import Desk

    with Desk.open(home, PASSPHRASE) as laptop:
        case = laptop.case(laptop.cases()[0].case)
        drafts = [
            acts.act(case, "assign", actor, {"owner": to, "due": due}, laptop.setting())
            for actor, to, due in (
                (laptop.actor, VILLAGE, "2026-12-20"),
                (Actor("样例·县", "county", "371999"), GRID, "2026-12-10"),
            )
        ]
        laptop.write(drafts)


def test_act_without_an_action_lists_what_is_open_with_words_and_choices(run: Run) -> None:
    offers = {offer["action"]: offer for offer in run("act", number(run))["offers"]}
    assert "outcome" in {part["name"] for part in offers["answer"]["parts"] if part["needed"]}
    said = run("act", number(run), text=True)
    assert "答复：结果 outcome（solved 已解决" in said.replace("\n", "").replace(" " * 16, "")


def test_the_help_of_act_teaches_every_action_of_staff_in_its_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["act", "--help"]) == 0
    said = capsys.readouterr().out
    assert said.index("点单") < said.index("派单、接单、退单") < said.index("调解") < said.index("答复、评单、办结")
    assert "hand-over" in said
    assert "renew-receipt" not in said


def test_show_why_tells_legal_and_internal_terms_apart_each_with_its_count(run: Run) -> None:
    promises = {p["rule"]: p for p in run("show", number(run), "--why")["promises"]}
    assert promises["notice"]["kind"] == "legal"
    assert "2026 年 3 月 5 日收到，次日起算，15 日为 3 月 20 日" in promises["notice"]["why"]
    said = run("show", number(run), "--why", text=True)
    assert said.index("法定期限") < said.index("内部期限")
    assert run("show", number(run))["promises"] == []


def test_a_dispute_is_listed_with_both_sides_and_settled_by_an_act(run: Run, home: Path) -> None:
    disputed(home)
    found = {one["field"]: one for one in run("conflicts")["conflicts"]}
    assert found.keys() == {"owner", "due"}
    assert {side["value"] for side in found["due"]["sides"]} == {"2026-12-20", "2026-12-10"}
    assert found["due"]["value"] == "2026-12-10"
    assert "桥头村" in run("conflicts", number(run), text=True)
    run("act", number(run), "settle", "--to", VILLAGE, "--field", "due=2026-12-20")
    assert run("conflicts")["conflicts"] == []
    shown = run("show", number(run))
    assert (shown["owner"], shown["fields"]["due"]) == (VILLAGE, "2026-12-20")


def test_a_reply_on_paper_is_typed_in_for_the_office_it_came_from(run: Run) -> None:
    run("act", number(run), "assign", "--to", VILLAGE, "--field", "due=2026-12-20")
    run("act", number(run), "take", "--for", VILLAGE, "--field", "on=2026-11-20")
    shown = run("show", number(run))
    assert shown["timeline"][-1]["on"] == "2026-11-20"
    assert (shown["state"], shown["owner"]) == ("handling", VILLAGE)
    assert TOWN != VILLAGE


def test_the_slip_of_a_case_that_is_there_says_that_its_words_are_gone(run: Run) -> None:
    said = run("act", number(run), "transfer", "--field", "organ=县纪委监委（样例）", text=True)
    assert "已移送" in said
    assert "文字和联系方式已销毁" in said
    shown = run("show", number(run), text=True)
    assert "检举控告，不留内容" in shown
    assert CASE["facts"] not in shown


def enrolled(home: Path, office: str) -> None:
    """The county has told this laptop of a computer of an office."""
    from xfgrid.journal import roster
    from xfgrid.journal.home import open_home

    card = roster.Card(serial=1, key="11" * 32, office=office, role="grid_worker", name="样例·村")
    with open_home(home, PASSPHRASE) as laptop, laptop.store.write() as connection:
        roster.keep(connection, [(card.content(), b"")])


def given_to_the_village(run: Run) -> str:
    run("act", number(run), "assign", "--to", VILLAGE, "--field", "due=2027-01-05")
    return number(run)


def test_what_a_township_takes_for_an_office_without_a_computer_is_its_paper_and_the_case_stays_its_own(
    run: Run,
) -> None:
    done = run("act", given_to_the_village(run), "take")
    assert (done["state"], done["owner"], done["served"]) == ("handling", VILLAGE, VILLAGE)


def test_a_township_that_takes_a_case_from_another_office_says_so_and_is_told_so(run: Run) -> None:
    said = run("act", given_to_the_village(run), "take", "--for", TOWN, text=True)
    assert "主办单位改为清源镇。" in said


def test_a_township_that_takes_a_case_from_an_office_with_a_computer_is_told_that_it_now_owes_the_answer(
    run: Run, home: Path
) -> None:
    case = given_to_the_village(run)
    enrolled(home, VILLAGE)
    assert "主办单位改为清源镇。" in run("act", case, "take", text=True)


def test_what_was_sent_up_to_the_township_is_taken_in_its_own_name(run: Run) -> None:
    case = given_to_the_village(run)
    run("act", case, "take")
    run("act", case, "send-up", "--text", "村里办不了")
    assert run("act", case, "take")["owner"] == TOWN
