"""Revoked, stolen, cloned, long absent and dead laptops under one seed: no contact read by a stranger, none lost, none kept
beyond lease and retention."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import patch

import pytest

from sync.agent import carrying
from tests.simulation.contacts import Contacts, judge
from xfgrid.journal import passing
from xfgrid.journal.contact.tend import Tender

STEPS = 25


def live(folder: Path, seed: int) -> None:
    world = Contacts(folder, seed)
    try:
        world.run(STEPS)
        judge(world)
    except Exception as error:
        raise AssertionError(f"seed {seed}: {error!r}") from error
    finally:
        world.server.close()


@pytest.mark.parametrize("seed", range(1))
def test_charter_05_and_10_contacts_are_read_by_those_entitled_alone_and_end_in_time(tmp_path: Path, seed: int) -> None:
    live(tmp_path, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 201))
def test_two_hundred_worlds_of_contacts(tmp_path: Path, seed: int) -> None:
    live(tmp_path, seed)


BROKEN: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "revocation renews no key": lambda: patch.object(Tender, "_look_after", lambda *_: None),
    "nothing is wrapped anew": lambda: patch.object(Tender, "cases", lambda *_: None),
    "the lease never ends": lambda: patch.object(passing, "end_lease", lambda *_: None),
    "no key travels by stick": lambda: patch.object(carrying, "packed", lambda *_: []),
    "keys of erased contacts come by stick": lambda: patch.object(
        carrying, "_standing", lambda _, told: [b for b in told if b.subject]
    ),
}


@pytest.mark.soak
@pytest.mark.parametrize("name", BROKEN)
def test_broken_care_for_keys_is_noticed(tmp_path: Path, name: str) -> None:
    with BROKEN[name]():
        assert any(_fails(tmp_path / str(seed), seed) for seed in range(12)), f"the simulation does not notice: {name}"


def _fails(folder: Path, seed: int) -> bool:
    """Whether the judge says so; an engine that merely stumbles was not noticed by it."""
    try:
        live(folder, seed)
    except AssertionError as error:
        return isinstance(error.__cause__, AssertionError)
    return False
