"""kill -9 of laptop, agent and server in the middle of an erasure: `python -m tests.contact.deaths KILLS [--postgresql]`.

After every death everybody synchronises, and what was to be forgotten must stand nowhere: not in the decrypted homes, not
in the county's files. Before every erasure the words are found, so the search is known to see them.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from contextlib import nullcontext, suppress
from pathlib import Path

from sync.county import erasures
from tests.contact import canary
from tests.homes import CASE, PASSPHRASE
from tests.sync.campaign import Campaign, _forked, _killed
from tests.sync.postgresql import cluster, database
from xfgrid.errors import XfgridError
from xfgrid.journal import forgetting
from xfgrid.journal.contact import tend
from xfgrid.journal.desk import Desk

PHONE, NAME, SENTENCE = "13800138000", "样例王某", "样例：他说起了邻居家的事"
GIVEN = {
    **CASE,
    "facts": SENTENCE,
    "contact": PHONE,
    "contact_name": NAME,
    "notice_how": "spoken",
    "notice_by": "样例·经办",
}
LONGEST = 0.12
"""Seconds after the start of an erasure or an exchange within which the kill falls."""


class Deaths(Campaign):
    """A campaign whose rounds are erasures."""

    def approve(self) -> None:
        """Both laptops hold keys from here on."""
        self._everybody()
        with Desk.open(self.folder / "town", PASSPHRASE) as desk, desk.home.store.write() as connection:
            for card in tend.waiting(connection, desk.identity, desk.offices):
                tend.Tender(connection, desk.identity, desk.offices).approve(card)
        self._everybody()

    def round(self) -> None:
        """A case with a contact comes and is to be forgotten; laptop, agent or server dies on the way."""
        with Desk.open(self.folder / "grid", PASSPHRASE) as desk:
            case = desk.register(GIVEN)
        self._everybody()
        assert self._found() == {SENTENCE}, "the search does not see what stands in the open"
        victim = self.dice.choice(["laptop", "agent", "server"])
        work = _forked(lambda: self._erase(case))
        if victim == "laptop":
            time.sleep(self.dice.uniform(0, LONGEST))
            self.died[victim] += _killed(work)
        else:
            os.waitpid(work, 0)
            self._die_in_exchange(victim)
        self.judge_case(case)

    def judge_case(self, case: str) -> None:
        """AssertionError if anything that was to be forgotten is left."""
        with suppress(XfgridError):  # the wish was saved before the death
            self._erase(case)
        self._everybody()
        with self._county() as county:
            erasures.settle(county)
            assert erasures.outstanding(county) == [], "somebody was not told"
        assert self._found() == set(), "not forgotten"

    def _erase(self, case: str) -> None:
        with Desk.open(self.folder / "grid", PASSPHRASE) as desk:
            forgetting.erase(desk, case, "resident", "wish", words="本人要求（样例）")

    def _die_in_exchange(self, victim: str) -> None:
        name = self.dice.choice(["grid", "town"])
        agent = _forked(lambda: self._sync(name))
        time.sleep(self.dice.uniform(0, LONGEST))
        if victim == "agent":
            self.died[victim] += _killed(agent)
            return
        self.died[victim] += _killed(self.server)
        os.waitpid(agent, 0)
        self.start_server()

    def _everybody(self) -> None:
        for name in ("grid", "town", "grid", "town"):
            self._sync(name)

    def _found(self) -> set[str]:
        words = (PHONE, NAME, SENTENCE)
        found = canary.in_home(self.folder / "grid", words) | canary.in_home(self.folder / "town", words)
        found |= canary.in_folder(self.folder / "county", words)
        if self.url:
            with self._county() as county:
                found |= canary.in_postgresql(county, words)
        return found


def deaths(folder: Path, url: str | None, kills: int, seed: int = 1) -> Counter[str]:
    """Who died how often until that many had died; AssertionError if anything was not forgotten."""
    running = Deaths(folder, url, seed)
    try:
        running.approve()
        while sum(running.died.values()) < kills:
            running.round()
    finally:
        running.stop()
    return running.died


def main() -> None:
    """Runs one campaign and prints its row."""
    given = argparse.ArgumentParser(prog="python -m tests.contact.deaths")
    given.add_argument("kills", type=int)
    given.add_argument("--postgresql", action="store_true")
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder, cluster() if asked.postgresql else nullcontext("") as where:
        died = deaths(Path(folder), database(where, "deaths") if where else None, asked.kills, asked.seed)
    print("PostgreSQL" if asked.postgresql else "SQLite", dict(died), "all forgotten")


if __name__ == "__main__":
    main()
