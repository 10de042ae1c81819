"""The life of a case from the desk, as its people meet it (样例·虚构)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.homes import CASE, OTHER_VILLAGE, TOWN, VILLAGE, desk
from xfgrid.case import acts
from xfgrid.case.acts import Offer
from xfgrid.case.clocks import why
from xfgrid.case.roles import Actor
from xfgrid.errors import InputError, RuleError
from xfgrid.journal.desk import Desk, today
from xfgrid.terms import Terms

Act = Callable[..., str]
DUE = {"owner": VILLAGE, "due": "2026-12-20"}
ON_PAPER = {"via": "paper", "for": VILLAGE}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "town") as opened:
        yield opened


@pytest.fixture
def case(town: Desk) -> str:
    return town.register({**CASE, "received": (town.today() - timedelta(days=1)).isoformat()})


@pytest.fixture
def act(town: Desk, case: str) -> Act:
    """Does an act on the case and returns the state it led to."""
    return lambda action, **values: town.act(case, action, values)[1].state


def test_sent_up_decided_handled_on_paper_answered_told_and_closed_only_after_silence(
    town: Desk, case: str, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert act("send-up", note="村里资金不足") == "sent_up"
    assert act("schedule", meeting="2026-12") == "on_agenda"
    assert act("decide", **DUE, decision="由村委会清淤", sentence="村里来清淤") == "assigned"
    assert act("take", **ON_PAPER, on=town.today().isoformat()) == "handling"
    assert town.case(case).owner == VILLAGE
    assert act("answer", outcome="solved", sentence="水渠已清淤") == "answered"
    with pytest.raises(RuleError, match="state_forbids"):
        act("close")
    assert act("tell", how="in_person", sentence="水渠已清淤") == "awaiting_rating"
    with pytest.raises(RuleError, match="still_rating"):
        act("close")
    later = town.today() + timedelta(days=60)
    monkeypatch.setattr(Desk, "today", lambda _: later)
    assert act("close") == "closed"
    assert town.case(case).get("rating") is None  # 未评, never 满意
    assert town.dues(town.case(case)).due == ""


def test_mediation_needs_both_sides_and_ends_for_good_when_one_refuses(act: Act) -> None:
    with pytest.raises(RuleError, match="act_needs"):
        act("mediate", by="people", consent_asker="in_person")
    assert act("mediate", by="people", consent_asker="in_person", consent_other="phone") == "mediating"
    assert act("refuse", side="other") == "mediation_ended"
    assert act("tell-ways", how="in_person") == "handling"
    with pytest.raises(RuleError, match="mediation_refused"):
        act("mediate", by="people", consent_asker="in_person", consent_other="phone")
    assert act("refer", where="court", sentence="可以向人民法院起诉") == "referred"
    assert act("result", note="法院已立案") == "handling"


def test_mediation_that_succeeds_is_performed_and_visited(act: Act) -> None:
    act("mediate", by="people", consent_asker="in_person", consent_other="in_person")
    assert act("agree", form="written", until="2027-01-10", terms="单双日轮灌") == "agreed"
    assert act("confirm") == "agreed"
    assert act("perform") == "performed"
    assert act("visit", note="双方都说按约轮灌") == "performed"
    assert act("answer", outcome="agreement", sentence="双方达成协议") == "answered"


def test_a_withdrawn_case_is_opened_again_on_the_residents_word_and_owes_an_answer_anew(
    town: Desk, case: str, act: Act
) -> None:
    assert act("withdraw", said_how="phone") == "withdrawn"
    assert town.dues(town.case(case)).due == ""
    assert act("reopen", said_how="in_person") == "reopened"
    assert date.fromisoformat(town.dues(town.case(case)).due) >= town.today()


def test_a_case_handed_over_stays_with_its_owner_until_the_other_takes_it(town: Desk, case: str, act: Act) -> None:
    act("hand-over", owner=OTHER_VILLAGE)
    assert town.case(case).owner == TOWN
    act("take-over", via="paper", **{"for": OTHER_VILLAGE}, on=town.today().isoformat())
    assert (town.case(case).owner, town.case(case).offered) == (OTHER_VILLAGE, [])


def test_who_is_barred_can_do_nothing_more_and_another_office_answers(town: Desk, case: str, act: Act) -> None:
    with pytest.raises(RuleError, match="act_needs"):
        act("bar", barred=TOWN, reason="与一方有利害关系")
    act("bar", barred=TOWN, reason="与一方有利害关系", owner=VILLAGE)
    assert town.case(case).owner == VILLAGE
    with pytest.raises(RuleError, match="barred"):
        act("progress", note="上门看过")
    assert town.allowed_now(town.case(case)) == []


def test_a_lead_a_link_and_a_written_opinion_with_its_legal_term_and_review(town: Desk, case: str, act: Act) -> None:
    act("lead", lead="样例·副镇长")
    other = town.register(CASE)
    act("link", **{"as": other})
    assert town.case(case).text("lead") == "样例·副镇长"
    assert town.case(case).same_as == {other}
    act("correct", reason="漏填类别", **{"class": "request"})
    act("accept", route="6")
    handling = {p.rule.id: p for p in town.dues(town.case(case)).promises}["handling"]
    assert (handling.kind, (handling.due - town.today()).days >= 60) == ("legal", True)
    act("extend", days="30", approver="样例·镇长", reason="等评估", how="phone", rule="handling")
    assert act("opine", opinion="explained", outcome="explained", sentence="说明理由") == "answered"
    act("tell", how="paper", sentence="说明理由")
    assert act("ask-review", said_how="paper") == "reviewing"
    assert act("decide-review", opinion="explained", how="paper", sentence="维持") == "awaiting_rating"
    with pytest.raises(RuleError, match="still_rating"):
        act("close")


def test_charter_09_no_staff_command_rates_and_a_village_issues_no_opinion(town: Desk, case: str, act: Act) -> None:
    for action, values in (("rate", {"rating": "solved"}), ("renew-receipt", {"receipt": "x"})):
        with pytest.raises(RuleError, match="role_may_not"):
            act(action, **values)
    assert {"rate", "renew-receipt"}.isdisjoint(offer.action for offer in town.allowed_now(town.case(case)))
    village = Actor("样例·村", "grid_worker", VILLAGE)
    assert "opine" not in {offer.action for offer in _offers(town, case, village)}


def _offers(town: Desk, case: str, actor: Actor) -> list[Offer]:
    return acts.allowed_now(town.case(case), actor, town.setting())


LONG_AGO = {"received": "2026-01-05"}
TOLD = {"how": "phone", "sentence": "水渠已清淤"}


@pytest.fixture
def answered(town: Desk) -> str:
    """A case received long ago and answered today."""
    case = town.register({**CASE, **LONG_AGO})
    town.act(case, "answer", {"outcome": "solved", "sentence": "水渠已清淤"})
    return case


@pytest.mark.parametrize(("action", "said"), [("progress", {"note": "清淤"}), ("tell", TOLD)])
def test_no_act_is_dated_later_than_today(town: Desk, answered: str, action: str, said: dict[str, str]) -> None:
    with pytest.raises(InputError, match="day_in_future"):
        town.act(answered, action, {**said, "on": (town.today() + timedelta(days=1)).isoformat()})


def test_nobody_is_told_before_the_answer_and_nothing_is_closed_before_the_telling(
    town: Desk, answered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (town.today() - timedelta(days=1)).isoformat()
    with pytest.raises(InputError, match="day_too_early"):
        town.act(answered, "tell", {**TOLD, "on": before})
    town.act(answered, "tell", TOLD)
    monkeypatch.setattr(Desk, "today", lambda _, later=town.today() + timedelta(days=60): later)
    with pytest.raises(InputError, match="day_too_early"):
        town.act(answered, "close", {"on": before})


def test_nothing_is_done_on_a_case_before_it_was_received(town: Desk, case: str) -> None:
    with pytest.raises(InputError, match="day_too_early"):
        town.act(case, "progress", {"note": "上门看过", "on": "2025-01-01"})


def test_charter_09_a_telling_written_back_to_an_earlier_day_takes_no_day_from_the_resident(
    town: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = town.register({**CASE, **LONG_AGO})
    town.act(case, "answer", {"outcome": "solved", "sentence": "水渠已清淤", "on": "2026-01-06"})
    town.act(case, "tell", {**TOLD, "on": "2026-01-07"})
    for days in (0, 15):
        monkeypatch.setattr(Desk, "today", lambda _, day=today() + timedelta(days=days): day)
        with pytest.raises(RuleError, match="still_rating"):
            town.act(case, "close", {})
    waits = {p.rule.id: p for p in town.dues(town.case(case)).promises}["rating"]
    assert (waits.due - today()).days >= 15
    assert why(waits, Terms()).startswith(f"{today().year} 年 {today().month} 月 {today().day} 日补录答复送达")


def test_the_paper_of_an_office_that_is_typed_in_later_keeps_its_own_days(town: Desk) -> None:
    case = town.register({**CASE, **LONG_AGO})
    town.act(case, "assign", {**DUE, "on": "2026-01-06"})
    town.act(case, "answer", {"outcome": "solved", "sentence": "水渠已清淤", **ON_PAPER, "on": "2026-01-08"})
    town.act(case, "tell", {**TOLD, **ON_PAPER, "on": "2026-01-09"})
    met = {p.rule.id: p.met for p in town.dues(town.case(case)).promises}
    assert (met["assignment"], met["telling"]) == (date(2026, 1, 8), date(2026, 1, 9))
