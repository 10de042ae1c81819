"""What a person does at a laptop, through the desk that screen and command share."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.homes import CASE, CONTACT, GRID, PASSPHRASE, desk
from xfgrid.case.privacy import MARK
from xfgrid.errors import InputError, RuleError, UnknownError
from xfgrid.journal import drafts, journal
from xfgrid.journal.desk import Desk, clean


def test_a_case_is_found_by_number_by_id_and_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register(CASE)
        number = laptop.case(case).text("number")
        assert {laptop.case(reference).id for reference in (case, case[:13], number)} == {case}


@pytest.mark.parametrize("reference", ["", "%", "____", "nobody", "0000-0000"])
def test_a_reference_that_names_no_case_is_refused(tmp_path: Path, reference: str) -> None:
    with desk(tmp_path / "laptop") as laptop:
        laptop.register(CASE)
        with pytest.raises(UnknownError, match="unknown_case"):
            laptop.case(reference)


def test_charter_04_a_number_of_a_person_is_refused_at_entry_and_nothing_is_kept(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        with pytest.raises(RuleError, match="private_numbers"):
            laptop.register({**CASE, "facts": "有事打１３８ ００１３ ８０００"})
        assert laptop.count() == 0


@pytest.mark.parametrize("number", ["320502199003071230", "6222 0212 3456 7894", "护照 E12345678"])
@pytest.mark.parametrize("part", ["contact", "contact_name"])
def test_charter_04_what_is_no_way_to_reach_a_resident_is_not_kept_as_a_contact_either(
    tmp_path: Path, part: str, number: str
) -> None:
    with desk(tmp_path / "laptop") as laptop:
        contact = {**CONTACT, part: number}
        with pytest.raises(InputError, match="contact_never_kept"):
            laptop.register({**CASE, **contact})
        case = laptop.register(CASE)
        with pytest.raises(InputError, match="contact_never_kept"):
            laptop.act(case, "set-contact", contact)
        assert laptop.count() == 1


def test_charter_04_a_number_of_a_person_is_struck_when_the_writer_says_so(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register({**CASE, "facts": "有事打13800138000，身份证见附页"}, strike=True)
        assert laptop.case(case).text("facts") == f"有事打{MARK}，身份证见附页"


def test_an_act_changes_the_state_and_is_there_after_opening_again(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop", "grid_worker", GRID) as laptop:
        case = laptop.register(CASE)
        _, after = laptop.act(case, "send-up", {"note": "网格协调不了"})
        assert after.state == "sent_up"
    with Desk.open(tmp_path / "laptop", PASSPHRASE) as again:
        assert again.case(case).state == "sent_up"


def test_a_refused_act_changes_nothing(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop", "grid_worker", GRID) as laptop:
        case = laptop.register(CASE)
        before = laptop.digest()
        with pytest.raises(RuleError):
            laptop.act(case, "send-up", {})
        with pytest.raises(UnknownError):
            laptop.act(case, "不存在", {})
        assert laptop.digest() == before


def test_search_covers_what_is_asked_and_never_the_account(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register({**CASE, "facts": "样例人名甲乙丙说水渠干了"})
        assert [line.case for line in laptop.cases(search="灌溉用水")] == [case]
        assert laptop.cases(search="甲乙丙") == []
        assert laptop.cases(search="%") == []


def test_two_devices_never_give_the_same_working_number(tmp_path: Path) -> None:
    with desk(tmp_path / "one") as one, desk(tmp_path / "two", "grid_worker", GRID) as two:
        numbers = [d.case(d.register(CASE)).text("number") for d in (one, one, two, two)]
    assert len(set(numbers)) == 4


def test_every_view_can_be_thrown_away_and_rebuilt(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop", "grid_worker", GRID) as laptop:
        for _ in range(3):
            laptop.act(laptop.register(CASE), "send-up", {"note": "网格协调不了"})
        before, digest = laptop.cases(), laptop.digest()
        with laptop.home.store.write() as connection:
            journal.rebuild(connection)
        assert (laptop.cases(), laptop.digest()) == (before, digest)


def test_a_new_case_has_a_due_date_with_its_kind_in_list_and_case(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register(CASE)
        [line] = laptop.cases("live")
        assert (line.due, line.due_kind, line.provisional) == ("2026-03-05", "internal", False)
        assert laptop.dues(laptop.case(case)).due == line.due


def test_the_gates_know_the_promises_of_the_case(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register({**CASE, "received": laptop.today().isoformat()})
        granted = {"approver": "样例·镇长", "reason": "等评估", "how": "phone", "rule": "settled"}
        with pytest.raises(RuleError, match="extension_too_long"):
            laptop.act(case, "extend", {**granted, "days": "25"})
        before = laptop.dues(laptop.case(case)).promises
        laptop.act(case, "extend", {**granted, "days": "24"})
        after = {p.rule.id: p.due for p in laptop.dues(laptop.case(case)).promises}
        assert {p.rule.id for p in before if after[p.rule.id] > p.due} == {"settled"}
        with pytest.raises(RuleError, match="extension_used"):
            laptop.act(case, "extend", {**granted, "days": "1"})


def test_what_is_open_now_is_what_an_act_with_its_parts_can_do(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop", "grid_worker", GRID) as laptop:
        case = laptop.register(CASE)
        open_now = {offer.action: offer for offer in laptop.allowed_now(laptop.case(case))}
        assert {"take", "send-up", "answer", "record"} <= open_now.keys()
        assert not {"register", "close", "tell", "decide", "rate", "settle", "take-over"} & open_now.keys()
        assert [part.name for part in open_now["answer"].parts if part.needed] == ["outcome", "sentence"]
        laptop.act(case, "answer", {"outcome": "solved", "sentence": "水渠已修好"})
        assert "tell" in {offer.action for offer in laptop.allowed_now(laptop.case(case))}


NOTICE = {"notice_how": "spoken", "notice_by": "样例·经办"}


def test_charter_03_a_contact_without_a_recorded_notice_is_not_saved(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        for given in ({}, {"notice_how": "spoken"}, {"notice_by": "样例·经办"}):
            with pytest.raises(RuleError, match="notice_missing"):
                laptop.register({**CASE, "contact": "13800138000", **given})
        assert laptop.count() == 0
        laptop.register({**CASE, **NOTICE})


@pytest.mark.parametrize("field", ["id_number", "ethnicity", "score", "birthday"])
def test_charter_04_a_field_no_form_asks_for_is_refused(tmp_path: Path, field: str) -> None:
    with desk(tmp_path / "laptop") as laptop:
        with pytest.raises(UnknownError, match="unknown_field"):
            laptop.register({**CASE, field: "x"})
        assert laptop.count() == 0


def test_charter_04_the_other_side_is_kept_as_a_label(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.case(laptop.register({**CASE, "other_side": "王样例"}))
        assert case.text("other_side") == "王某"


def test_the_other_side_may_be_an_office_or_no_name_at_all(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        said = "柳树沟村、清源镇司法所，邻居；王样例"
        case = laptop.case(laptop.register({**CASE, "other_side": said}))
        assert case.text("other_side") == "柳树沟村、清源镇司法所、邻居、王某"


def test_a_matter_is_not_received_tomorrow(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop, pytest.raises(InputError, match="day_in_future"):
        laptop.register({**CASE, "received": "2199-01-01"})


def test_a_report_of_wrongdoing_is_not_registered_and_its_slip_keeps_nothing_of_it(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        with pytest.raises(RuleError, match="transfer_only"):
            laptop.register({**CASE, "class": "report"})
        slip = laptop.case(laptop.transfer("县纪委监委（样例）"))
        assert (slip.state, slip.live) == ("transferred", False)
        [event] = slip.events.values()
        assert event.values().keys() == {"organ", "on", "owner"}


def test_a_slip_refuses_words_about_the_matter(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register(CASE)
        with pytest.raises(RuleError, match="slip_keeps_nothing"):
            laptop.act(case, "transfer", {"organ": "县纪委监委（样例）", "note": "说某某收了钱"})


def test_the_draft_goes_with_the_registration_or_stays_with_its_refusal(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        drafts.keep(laptop.home.store, "intake", "intake", CASE)
        with pytest.raises(RuleError):
            laptop.register({name: value for name, value in CASE.items() if name != "asked"}, draft="intake")
        assert drafts.kept(laptop.home.store, "intake") == CASE
        laptop.register(CASE, draft="intake")
        assert drafts.kept(laptop.home.store, "intake") == {}


def test_the_hash_of_an_event_is_never_taken_for_a_telephone_number() -> None:
    named = {"undoes": "ab13900001111cd", "reason": "写错了"}
    assert clean(named, strike=False) == named
    with pytest.raises(RuleError):
        clean({"reason": "请打 13900001111"}, strike=False)


def test_a_pause_names_its_terms_and_leaves_what_was_met_before(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        today = laptop.today()
        case = laptop.register({**CASE, "received": today.isoformat()})
        laptop.act(case, "progress", {"note": "约了双方"})
        before = {p.rule.id: p.due for p in laptop.dues(laptop.case(case)).promises}
        until = (today + timedelta(days=5)).isoformat()
        event, _ = laptop.act(case, "pause", {"until": until, "reason": "等鉴定"})
        assert event.values()["rule"] == "settled settled_hard"
        after = {p.rule.id: p.due for p in laptop.dues(laptop.case(case)).promises}
        assert {name for name in before if after[name] != before[name]} == {"settled", "settled_hard"}


def test_two_laptops_whose_marks_agree_in_sixteen_bits_give_their_cases_numbers_of_their_own(tmp_path: Path) -> None:
    numbers = set()
    for name in ("laptop-289", "laptop-392"):
        with desk(tmp_path / name) as laptop:
            numbers.add(laptop.case(laptop.register(CASE)).text("number"))
    assert len(numbers) == 2
    assert {len(number) for number in numbers} == {10}
