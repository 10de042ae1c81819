"""Another team could build either end: a client written from the page alone speaks with a real server (样例·虚构)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.county import bundle, codes
from sync.county.county import County
from tests.homes import PASSPHRASE, TOWN
from tests.outsider.basics import ProtocolError, Refused
from tests.outsider.client import Client
from tests.outsider.events import Event, now, recorded, registered, uuid7
from tests.sync.kit import Laptop, county
from tests.sync.test_process import server
from xfgrid.cli.main import main


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[County, str, Path]]:
    """A county, the URL of its server's process, and a folder."""
    path = tmp_path_factory.mktemp("outsider")
    with county(path / "county") as made, server(path / "county") as (_, url):
        yield made, url, path


def _enrolled(county: County, url: str) -> Client:
    client = Client(url, codes.make_code(county, TOWN, "township", "样例·外"))
    client.enrol()
    return client


def _pushed(client: Client) -> list[Event]:
    """A registration and a note on it, taken by the county."""
    client.hello()
    case = uuid7(now())
    draft = registered(client.office, "请疏通排水沟", "下雨积水", "村口", "neighbour", "2026-03-05")
    events = [client.write(case, draft), client.write(case, recorded("已到现场看过"))]
    assert client.push(events).get("held", []) == []
    return events


def _read(client: Client) -> None:
    """Everything, in pages of two events."""
    client.hello(own=True)
    while client.left:
        client.pull(limit=2, own=True)


def test_an_outsider_and_a_laptop_read_verify_and_fold_what_the_other_wrote(
    office: tuple[County, str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, url, path = office
    laptop, outsider = Laptop(made, path / "laptop", "township", TOWN), _enrolled(made, url)
    case = laptop.register()
    laptop.act(case, "take")
    laptop.act(case, "record", note="样例：量过水位")
    laptop.sync()
    theirs = _pushed(outsider)
    _read(outsider)
    assert outsider.in_step
    assert {event.header.type for event in outsider.events.values()} >= {"registered", "taken", "recorded"}
    assert laptop.sync().in_step
    assert laptop.cases() == {case, theirs[0].header.case}
    with laptop.desk() as desk:
        assert desk.case(theirs[0].header.case).text("asked") == "请疏通排水沟"
        assert desk.digest()[0] == outsider.digest
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    assert main(["verify", "--home", str(laptop.path)]) == 0
    outsider.report()


def test_what_was_pushed_is_rebuilt_by_another_outsider_and_pushed_again_changes_nothing(
    office: tuple[County, str, Path],
) -> None:
    first, second = (_enrolled(*office[:2]) for _ in range(2))
    events = _pushed(first)
    _read(second)
    assert [second.events[event.hash] for event in events] == events
    before = second.feed
    first.push(events)
    _read(second)
    assert (second.feed, second.in_step) == (before, True)


def test_an_outsider_drops_what_is_no_answer_to_its_request_and_is_told_of_a_counter_that_fell_back(
    office: tuple[County, str, Path],
) -> None:
    client = _enrolled(*office[:2])
    client.hello()
    asked = [client.frame("/v1/pull", {"t": "pull", "cursor": client.cursor}, client.counter + n) for n in (1, 2)]
    replies = [client.post("/v1/pull", request) for request in asked]
    assert client.believe(asked[1], client.post("/v1/pull", asked[1]))["t"] == "pulled"
    for request, reply in ((asked[1], replies[0]), (asked[0], replies[0][:-1] + bytes([replies[0][-1] ^ 1]))):
        with pytest.raises(ProtocolError, match="signature"):
            client.believe(request, reply)
    client.counter = 0
    with pytest.raises(Refused, match="replayed"):
        client.report()


def test_an_outsider_reads_the_countys_stick_and_refuses_one_that_was_cut_or_changed(
    office: tuple[County, str, Path],
) -> None:
    made, url, path = office
    client = _enrolled(made, url)
    _pushed(client)
    _read(client)
    bundle.export(made, client.device.hex(), path / "stick")
    data = (path / "stick").read_bytes()
    fresh = dataclasses.replace(client, events={}, cursor=["", "", 0], feed=[])
    for broken in (data[:-1], data[:-1] + bytes([data[-1] ^ 1])):
        with pytest.raises(ProtocolError):
            fresh.read(broken)
    fresh.read(data)
    assert (fresh.in_step, fresh.digest) == (True, client.digest)


def test_the_outsider_imports_nothing_of_the_program() -> None:
    files = list((Path(__file__).parent.parent / "outsider").glob("*.py"))
    assert len(files) > 1
    assert not [f.name for f in files if re.search(r"^\s*(from|import) (xfgrid|sync)\b", f.read_text(), re.M)]
