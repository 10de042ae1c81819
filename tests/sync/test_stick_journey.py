"""A village that has no line at all from the day after its enrolment: everything about contacts by the commands and a
stick (样例·虚构)."""

from __future__ import annotations

import json
from pathlib import Path

from sync.county.county import init
from tests.homes import CASE, OFFICES, OTHER_GRID, TOWN, VILLAGE
from tests.sync.test_lost_passphrase import NOTICE, Run, _join, run
from tests.sync.test_process import server

__all__ = ["run"]


def test_contacts_are_given_opened_handed_over_and_erased_by_stick_alone(run: Run, tmp_path: Path) -> None:
    init(tmp_path / "county", OFFICES, "清源县（样例）").close()
    with server(tmp_path / "county") as (_, url):
        devices = {name: _join(run, url, name, *who) for name, who in CAST.items()}
    stick = str(tmp_path / "stick.xfb")

    def rounds(*homes: str) -> None:
        """Each computer's stick to the county and the county's back, twice: what one needs another may have to make."""
        for name in (*homes, *homes):
            run(name, "bundle", "export", stick)
            assert run("county", "bundle", "import", stick)["held"] == 0
            run("county", "bundle", "export", stick, "--for", devices[name])
            run(name, "bundle", "import", stick)

    rounds("town")
    rounds("village", "other")
    rounds("town")
    for name in ("village", "other"):
        assert run("town", "device", "approve", devices[name][:8])["device"] == devices[name]
    rounds("town", "village", "other")
    (tmp_path / "case.json").write_text(json.dumps({**CASE, **NOTICE, "place_office": VILLAGE}), encoding="utf-8")
    case = run("village", "new", "--from", str(tmp_path / "case.json"))["case"]
    assert [
        run(*side, stick)["keys"] for side in (("village", "bundle", "export"), ("county", "bundle", "import"))
    ] == [1, 1]
    rounds("village", "town")
    assert _opens(run, "village", case)
    assert run("town", "show", case)["contact"] == "sealed", "the township holds the key"
    assert run("town", "act", case, "assign", "--to", OTHER_GRID, "--field", "due=2027-01-30")["state"]
    rounds("town", "other", "village")
    assert _opens(run, "other", case)
    assert run("other", "erase", case, "--asked-by", "resident", "--reason", "wish")["event"]
    rounds("other", "town", "village")
    assert run("other", "contact", "open", case, "--reason", "progress") == "no_contact"
    assert run("county", "county", "erasures")["devices"] == []
    assert [run(name, "show", case)["contact"] for name in CAST] == ["erased"] * 3


CAST = {"town": ("township", TOWN), "village": ("grid_worker", VILLAGE), "other": ("grid_worker", OTHER_GRID)}


def _opens(run: Run, home: str, case: str) -> bool:
    shown = run(home, "contact", "open", case, "--reason", "progress")
    return bool(shown["contacts"] == [{"channel": NOTICE["contact"], "name": ""}])
