"""A report of wrongdoing that was taken for something else: its slip leaves no word of it anywhere (样例·虚构)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.county import erasures
from sync.county.county import County
from tests.contact import canary
from tests.homes import GRID, NUMBER, TOWN, VILLAGE
from tests.sync.kit import Laptop, county
from tests.sync.test_keys import NOTICE, approve, both
from xfgrid.case.vocabulary import BY_TYPE
from xfgrid.errors import RuleError
from xfgrid.journal import drafts

TITLE, ACCOUNT, PLACE, NOTE, STRUCK = (
    f"样例检举{word}" for word in ("某某收受财物", "经过一五一十", "旧仓库", "备注", "改过的话")
)
WORDS = (TITLE, ACCOUNT, PLACE, NOTE, STRUCK, NUMBER)
SAID = {"asked": TITLE, "facts": ACCOUNT, "place": PLACE, **NOTICE}
ORGAN = {"organ": "县纪委监委（样例）"}


def _laptops(path: Path, server: County) -> tuple[Laptop, Laptop]:
    town = Laptop(server, path / "town", "township", TOWN)
    both(town)
    grid = Laptop(server, path / "grid", "grid_worker", GRID)
    both(grid, town)
    approve(town, grid)
    both(town, grid)
    return town, grid


def test_charter_10_the_slip_of_a_report_that_was_registered_takes_every_word_and_the_contact_with_it(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _laptops(tmp_path, server)
        case = grid.register(**SAID)
        with grid.desk() as desk:
            note, _ = desk.act(case, "record", {"note": NOTE})
            [first, _] = desk.case(case).events
            for redaction in ({"event": note.hash.hex()}, {"event": first, "facts": STRUCK}):
                desk.act(case, "redact", {**redaction, "parts": ["text"], "reason": NOTE})
            desk.act(case, "correct", {"reason": NOTE, "facts": f"{ACCOUNT}。"})
            drafts.keep(desk.home.store, f"act:progress:{case}", "act", {"note": NOTE})
        both(grid, town)
        assert canary.in_home(town.path, WORDS) > {TITLE, ACCOUNT}
        with town.desk() as desk:
            assert [line.case for line in desk.cases(search=TITLE)] == [case]
        assert grid.act(case, "transfer", **ORGAN) == "transferred"
        assert canary.in_home(grid.path, WORDS) == set()
        both(grid, town)
        both(grid)
        assert erasures.outstanding(server) == []
        for laptop in (grid, town):
            assert canary.in_home(laptop.path, WORDS) == set()
            with laptop.desk() as desk:
                assert all(desk.cases(search=word) == [] for word in (TITLE, PLACE, NOTE))
                held = desk.case(case)
            assert (held.state, held.text("asked"), held.broken) == ("transferred", "", set())
        assert canary.in_folder(tmp_path / "county", WORDS) == set()


def test_charter_10_a_report_found_out_at_the_township_leaves_no_word_either(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town, grid = _laptops(tmp_path, server)
        case = grid.register(**SAID)
        both(grid, town)
        assert town.act(case, "transfer", **ORGAN) == "transferred"
        both(town, grid)
        assert canary.in_home(grid.path, WORDS) == canary.in_home(town.path, WORDS) == set()
        assert canary.in_folder(tmp_path / "county", WORDS) == set()


def test_nothing_is_written_about_a_report_after_its_slip(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = town.register(**{name: SAID[name] for name in ("asked", "facts", "place")})
        town.act(case, "transfer", **ORGAN)
        said = {"record": {"note": NOTE}, "inform": {"how": "phone", "sentence": NOTE}, "visit": {"note": NOTE}}
        for action, values in {**said, "correct": {"reason": NOTE, "facts": ACCOUNT}}.items():
            with pytest.raises(RuleError, match="slip_stays_empty"):
                town.act(case, action, **values)
        other = town.register()
        for action, values in {"bar": {"barred": TOWN, "reason": NOTE}, "link": {"as": other}}.items():
            with pytest.raises(RuleError, match="slip_stays_empty"):
                town.act(case, action, **values)
        assert canary.in_home(town.path, WORDS) == set()
        assert town.act(case, "reopen", said_how="in_person") == "reopened"


def test_a_slip_for_an_office_served_on_paper_empties_its_case(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = town.register(**{name: SAID[name] for name in ("asked", "facts", "place")}, received="2026-03-05")
        town.act(case, "assign", owner=VILLAGE, due="2026-12-20")
        town.act(case, "take", via="paper", **{"for": VILLAGE}, on="2026-03-06")
        town.act(case, "transfer", via="paper", **{"for": VILLAGE}, **ORGAN)
        assert canary.in_home(town.path, WORDS) == set()
        with town.desk() as desk:
            held, today = desk.case(case), desk.today().isoformat()
        days = {BY_TYPE[e.head.type].action: held.said[key].get("on") for key, e in held.events.items()}
        assert days["redact"] == days["transfer"] == today
