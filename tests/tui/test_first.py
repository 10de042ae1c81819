"""The first run: joining with the county's code, practising with samples, and what is said when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock
from textual.pilot import Pilot

from sync.agent.aside import set_aside
from sync.agent.enrol import enrol
from sync.agent.loop import LOCK
from sync.county import codes
from sync.county.county import County
from tests import homes
from tests.sync import kit
from tests.tui.kit import paste, press, seen, settled, some_cases
from xfgrid.cli.main import main
from xfgrid.errors import RefusedError
from xfgrid.journal.config import Config, load
from xfgrid.journal.desk import Desk
from xfgrid.journal.home import Home, make_home, open_home
from xfgrid.journal.vault import exists
from xfgrid.tui.app import Program
from xfgrid.tui.beyond import Moved
from xfgrid.tui.places.unlock import Unlock


class Beyond:
    """Joins a county of the same process."""

    def __init__(self, county: County) -> None:
        self._county = county
        self.exchanged: list[Path] = []

    def join(self, url: str, code: str, home: Path, passphrase: str) -> None:
        enrol(url, code, home, passphrase, lambda *_: kit.Direct(self._county))

    def set_aside(self, home: Path) -> Path:
        return set_aside(home)

    def exchange(self, home: Home, moved: object) -> None:
        self.exchanged.append(home.path)

    def stick_out(self, home: Home, path: Path, moved: Moved) -> int:
        raise AssertionError("the guide joins a county and asks nothing else of the line")

    def stick_in(self, home: Home, path: Path, moved: Moved) -> int:
        raise AssertionError("the guide joins a county and asks nothing else of the line")


async def _fill(pilot: Pilot[int], *answers: str) -> None:
    for answer in answers:
        await paste(pilot, answer)
        await press(pilot, "enter")


async def test_a_code_of_the_county_says_who_one_is_and_the_guide_leads_in(tmp_path: Path) -> None:
    with kit.county(tmp_path / "county") as county:
        code = codes.make_code(county, homes.GRID, "grid_worker", "样例·网格员")
        beyond = Beyond(county)
        program = Program(tmp_path / "h", None, Config(), beyond=beyond)
        async with program.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            assert "终端：80×24，线条占一格" in seen(pilot)
            await _fill(pilot, kit.URL, code.lower(), homes.PASSPHRASE, homes.PASSPHRASE)
            await press(pilot, "enter")
            shown = seen(pilot)
            assert "样例·网格员" in shown
            assert "桥头村第一网格" in shown
            assert beyond.exchanged == []
            await press(pilot, "enter")
            assert "今天没有要办的事" in seen(pilot)
    assert beyond.exchanged == [tmp_path / "h"]


async def test_what_is_missing_or_differs_or_is_mistyped_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    with kit.county(tmp_path / "county") as county:
        program = Program(tmp_path / "h", None, Config(), beyond=Beyond(county))
        async with program.run_test(size=(80, 24)) as pilot:
            await press(pilot, "f8")
            assert "[first_missing]" in seen(pilot)
            await _fill(pilot, kit.URL, "ABCDE-FGHIJ", "一句话", "另一句话")
            await press(pilot, "enter")
            assert "[passphrases_differ]" in seen(pilot)
            await _fill(pilot, "一句话", "一句话")  # the cursor stands where it is to be typed anew
            await press(pilot, "enter")
            assert "[bad_code]" in seen(pilot)
            await press(pilot, "ctrl+u")
            await paste(pilot, "ZZZZZ")
            assert "ZZZZZ" in seen(pilot)
            await press(pilot, "up", "ctrl+u")
            assert "https://……" in seen(pilot)
    assert not exists(tmp_path / "h")


async def test_an_enrolment_cut_short_goes_on_after_the_passphrase_with_another_code(tmp_path: Path) -> None:
    with kit.county(tmp_path / "county") as county:
        used, fresh = (codes.make_code(county, homes.GRID, "grid_worker", "样例·网格员") for _ in range(2))
        enrol(kit.URL, used, tmp_path / "other", homes.PASSPHRASE, lambda *_: kit.Direct(county))
        with pytest.raises(RefusedError, match="code_used"):
            enrol(kit.URL, used, tmp_path / "h", homes.PASSPHRASE, lambda *_: kit.Direct(county))
        program = Program(tmp_path / "h", None, Config(), beyond=Beyond(county))
        async with program.run_test(size=(80, 24)) as pilot:
            await _fill(pilot, homes.PASSPHRASE)
            await settled(pilot)
            assert "上次没有登记完" in seen(pilot)
            await _fill(pilot, kit.URL, fresh)
            await press(pilot, "f8")
            assert "桥头村第一网格" in seen(pilot)


@pytest.mark.parametrize("given", [None, "不是这一句"], ids=["asked for", "given"])
@pytest.mark.parametrize("enrolled", [True, False], ids=["enrolled", "cut short"])
async def test_whoever_forgot_the_passphrase_is_told_what_is_lost_and_enrols_anew_beside_the_former_home(
    tmp_path: Path, enrolled: bool, given: str | None
) -> None:
    home = tmp_path / "h"
    if enrolled:
        some_cases(home)
    else:
        make_home(home, homes.PASSPHRASE)
    (home / "config.toml").write_text('theme = "night"\n', encoding="utf-8")
    with kit.county(tmp_path / "county") as county:
        code = codes.make_code(county, homes.GRID, "grid_worker", "样例·网格员")
        program = Program(home, given, load(home), beyond=Beyond(county))
        async with program.run_test(size=(80, 24)) as pilot:
            while not isinstance(program.screen, Unlock):
                await pilot.pause()
            if given is None:
                await _fill(pilot, "不是这一句")
            await settled(pilot)
            assert "按 F6" in seen(pilot)
            await press(pilot, "f6")
            assert "会丢的：还没有送到县里的内容" in seen(pilot)
            await press(pilot, "escape")
            assert "请输入口令" in seen(pilot)
            assert exists(home)
            await press(pilot, "f6", "f8")
            assert "没有删除" in seen(pilot)
            await _fill(pilot, kit.URL, code, "新的口令", "新的口令")
            await press(pilot, "enter", "enter")
            assert "今天没有要办的事" in seen(pilot)
    [former] = home.glob("before-*")
    assert load(home).theme == "night"
    with open_home(home, "新的口令") as opened:
        assert opened.identity().name == "样例·网格员"
    if enrolled:
        with Desk.open(former, homes.PASSPHRASE) as desk:
            assert desk.count() == 2, "the former home opens like any other"


def test_the_command_sets_a_home_aside_for_a_code_that_can_be_one_and_not_under_a_running_agent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = homes.enrol(tmp_path / "h")
    monkeypatch.setenv("XFGRID_PASSPHRASE", "新的口令")
    with kit.county(tmp_path / "county") as county:
        code = codes.make_code(county, homes.GRID, "grid_worker", "样例·网格员")
    again = ["enrol", "http://127.0.0.1:1", code, "--home", str(home)]
    assert main(again) == 6
    assert "--set-aside" in capsys.readouterr().err
    assert main([*again[:2], "ABCDE", *again[3:], "--set-aside"]) == 2
    with FileLock(home / LOCK):
        assert main([*again, "--set-aside"]) == 6
        assert "[home_held]" in capsys.readouterr().err
    assert list(home.glob("before-*")) == []
    assert main([*again, "--set-aside"]) == 7, "the county is not there"
    [former] = home.glob("before-*")
    assert main([*again]) == 7, "and once it is, the same home goes on"
    with Desk.open(former, homes.PASSPHRASE) as desk:
        assert desk.identity.name == "样例·经办"


async def test_practising_shows_sample_cases_that_are_gone_when_the_program_is_left(tmp_path: Path) -> None:
    program = Program(tmp_path / "h", None, Config())
    async with program.run_test(size=(100, 30)) as pilot:
        await press(pilot, "f6")
        assert "灌溉用水的先后顺序（样例）" in seen(pilot)
        assert "练习·样例虚构，退出即删除" in seen(pilot)
        await press(pilot, "f6", "enter")
        assert "已办：接单" in seen(pilot)
        assert program.desk is not None
        made = program.desk.home.path
        assert exists(made)
    assert not made.parent.exists()
    assert not exists(tmp_path / "h")
