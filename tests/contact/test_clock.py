"""The best-known time: what a wrong clock can do to contacts, and what it cannot (样例·虚构)."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contact import canary
from tests.contact.test_sealing import KEY
from tests.homes import CASE, desk
from xfgrid.case.contact import Contact
from xfgrid.case.contact.clock import DAY, HOUR, Clock
from xfgrid.errors import HomeError, RuleError
from xfgrid.journal import disclosure, drafts, forgetting, passing, settings, staff
from xfgrid.journal.contact import boxes
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.terms import clock, terms
from xfgrid.journal.desk import Desk
from xfgrid.journal.disclosure import Second
from xfgrid.journal.status import status
from xfgrid.journal.writer import now_ms

START = 1_795_000_000_000
YEARS = 30 * 365 * DAY
CONTACT = {"contact": "样例 13800138000", "notice_how": "spoken", "notice_by": "样例·经办"}


@given(st.lists(st.integers(-YEARS, YEARS), max_size=6), st.integers(1, 47))
def test_no_jump_ends_a_lease_or_a_retention_within_seven_days_of_use(jumps: list[int], step: int) -> None:
    clock, wall = Clock().told(START, START), START
    believed, used = START, 0
    for passed in (part for jump in jumps for part in (jump, step * HOUR)):
        before, wall = clock, wall + passed
        clock = clock.look(wall, terms())
        used += min(max(passed, 0), 48 * HOUR)
        if before.doubted and not clock.doubted:
            assert before.held + 48 * HOUR >= 7 * DAY
            believed, used = clock.known, 0
        assert clock.known <= believed + used
        assert abs(passed) <= 48 * HOUR or clock.doubted or before.doubted
    assert clock.told(START + DAY, wall) == Clock(START + DAY, wall, START + DAY)


def test_a_jump_shuts_contacts_until_the_county_or_a_supervisor_says_the_time() -> None:
    jumped = Clock().told(START, START).look(START + YEARS, terms())
    assert (jumped.doubted, jumped.known, jumped.lease_over(terms())) == (True, START, False)
    assert jumped.told(START + DAY, START + YEARS).doubted is False
    assert jumped.confirmed(START + YEARS).doubted is False


def test_a_laptop_in_daily_use_without_the_county_loses_its_lease_whatever_its_clock_says() -> None:
    clock = Clock().told(START, START)
    clock = clock.look(START - YEARS, terms())
    days = 0
    while not clock.lease_over(terms()):
        days += 1
        clock = clock.look(START - YEARS + days * DAY, terms())
        if clock.known < START - DAY or days > 40:
            break
    assert days <= 40
    assert clock.known >= START


def test_charter_05_every_opening_is_on_record_and_a_refused_one_shows_nothing(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register({**CASE, **CONTACT})
        for _ in range(3):
            found = disclosure.open_contact(laptop, case, "progress")
            assert found.contacts == [Contact("样例 13800138000")]
        with pytest.raises(Exception, match="bad_choice"):
            disclosure.open_contact(laptop, case, "curiosity")
        with pytest.raises(RuleError, match="has_own_command"):
            laptop.act(case, "open-contact", {"purpose": "progress"})
        types = [event.head.type for event in laptop.case(case).events.values()]
        assert types.count("contact_opened") == 3


def test_a_contact_is_never_written_in_the_open_by_any_act(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register(CASE)
        for action in ("record", "correct", "progress"):
            with pytest.raises(RuleError, match="contact_unsealed"):
                laptop.act(case, action, {"note": "样例", "reason": "样例", **CONTACT})
        laptop.act(case, "set-contact", CONTACT)
        assert disclosure.open_contact(laptop, case, "verify").contacts == [Contact("样例 13800138000")]
        shown = laptop.case(case)
        assert all("13800138000" not in str(said) for said in shown.said.values())


def test_a_doubted_clock_shuts_contacts_and_keeps_them(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register({**CASE, **CONTACT})
        with laptop.home.store.write() as connection:
            settings.put(connection, "clock", {"known": START, "wall": START, "county": START})
        with pytest.raises(HomeError, match="contact_locked"):
            disclosure.open_contact(laptop, case, "progress")
        passing.tend_time(laptop.home)
        assert status(laptop).jumped, "the person is told"
        assert laptop.case(case).events != {}
        with laptop.home.store.read() as connection:
            assert boxes.unsent(connection) != []


def test_when_the_lease_ends_keys_that_somebody_else_has_as_well_are_gone_and_unsent_ones_made_here_stay(
    tmp_path: Path,
) -> None:
    with desk(tmp_path / "laptop") as laptop:
        now, mine = START + 60 * DAY, laptop.identity.device
        held = [Box(f"case:{n}:00", "office:x:00", maker, KEY) for n, maker in enumerate([mine, "other", mine])]
        with laptop.home.store.write() as connection:
            boxes.keep(connection, held[:1], sent=True)
            boxes.keep(connection, held[1:], sent=False)
            settings.put(connection, "clock", {"known": now, "wall": now, "county": START})
        passing.tend_time(laptop.home, now + HOUR)
        with laptop.home.store.read() as connection:
            assert boxes.of(connection, [b.subject for b in held]) == held[2:]


def test_somebody_the_case_is_not_assigned_to_needs_a_second_person_with_their_own_pin(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register({**CASE, **CONTACT})
        laptop.act(case, "assign", {"owner": "371999101201", "due": "2027-06-01"})
        with laptop.home.store.write() as connection:
            staff.add(connection, "样例·同事", "2468")
        with pytest.raises(RuleError, match="second_needed"):
            disclosure.open_contact(laptop, case, "progress")
        with pytest.raises(RuleError, match="wrong_pin"):
            disclosure.open_contact(laptop, case, "progress", Second("样例·同事", "1357"))
        found = disclosure.open_contact(laptop, case, "progress", Second("样例·同事", "2468"))
        assert found.contacts == [Contact("样例 13800138000")]
        assert "样例·同事" in str(laptop.case(case).said[found.event]["second"])
        _signed_in(laptop)


def _signed_in(laptop: Desk) -> None:
    laptop.sign_in("样例·同事", "2468")
    assert laptop.actor.staff == "样例·同事"
    with pytest.raises(RuleError, match="wrong_pin"):
        laptop.sign_in("样例·同事", "0000")


def test_a_draft_that_nobody_touches_loses_its_contact_physically_and_keeps_its_other_words(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        store, words = laptop.home.store, {"asked": CASE["asked"]}
        drafts.keep(store, "intake", "intake", {**words, **CONTACT})
        sealed = _sealed(laptop)
        assert canary.in_home(laptop.home.path, [sealed, CONTACT["contact"]]) == {sealed}
        passing.tend_time(laptop.home, _in_steps(laptop, terms().draft_days - 1))
        assert drafts.kept(store, "intake") == {**words, **CONTACT}
        passing.tend_time(laptop.home, _in_steps(laptop, 2))
        assert drafts.kept(store, "intake") == {
            name: v for name, v in {**words, **CONTACT}.items() if name != "contact"
        }
        assert canary.in_home(laptop.home.path, [sealed]) == set()


def test_a_dropped_a_registered_and_an_erased_draft_leave_no_byte_of_their_contact(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        store, found = laptop.home.store, []
        drafts.keep(store, "intake", "intake", CONTACT)
        found.append(_sealed(laptop))
        drafts.drop(store, "intake")
        drafts.keep(store, "intake", "intake", {**CASE, **CONTACT})
        found.append(_sealed(laptop))
        case = laptop.register({**CASE, **CONTACT}, draft="intake")
        drafts.keep(store, f"act:set-contact:{case}", "act", CONTACT)
        found.append(_sealed(laptop))
        assert canary.in_home(laptop.home.path, found) == {found[-1]}
        forgetting.erase(laptop, case, "resident", "wish")
        assert canary.in_home(laptop.home.path, found) == set()


def test_a_jump_of_the_clock_strikes_no_draft(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        drafts.keep(laptop.home.store, "intake", "intake", CONTACT)
        for jump in (YEARS, -YEARS):
            passing.tend_time(laptop.home, now_ms() + jump)
        assert drafts.kept(laptop.home.store, "intake") == CONTACT


def _sealed(laptop: Desk) -> str:
    """The sealed contact of the one draft there is, as the table holds it."""
    with laptop.home.store.read() as connection:
        [value] = connection.exec_driver_sql("SELECT value FROM draft").scalars()
    return str(msgspec.json.decode(value)[drafts.SEALED])


def _in_steps(laptop: Desk, days: int) -> int:
    """Uses the laptop on each of so many days; returns what its clock shows then."""
    with laptop.home.store.write() as connection:
        wall = clock(connection, _wall(laptop)).wall
        for _ in range(days):
            wall += DAY
            clock(connection, wall)
    return wall


def _wall(laptop: Desk) -> int:
    with laptop.home.store.read() as connection:
        return int(settings.get(connection, "clock")["wall"])
