"""Long work with a USB stick says how far it is; stopped, it leaves no file or whole pages, and again it completes."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.agent import bundle
from sync.county import bundle as county_bundle
from sync.county.county import County
from sync.county.digest import digest
from sync.wire import limits
from sync.wire.bundle import Taken
from tests.homes import CASE, GRID, PASSPHRASE, TOWN
from tests.sync.kit import Laptop, county
from xfgrid.cli.main import main
from xfgrid.cli.shell import Shell
from xfgrid.errors import StoppedError
from xfgrid.journal import home
from xfgrid.journal.status import status

PAGE, CASES = 5, 12
PAGES = [(0, 12), (5, 12), (10, 12), (12, 12)]


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PAGE", PAGE)
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path / "county") as opened:
        yield opened


@pytest.fixture
def grid(server: County, tmp_path: Path) -> Laptop:
    """A laptop with more cases than one page holds."""
    laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    with laptop.desk() as desk:
        for _ in range(CASES):
            desk.register({**CASE, "place_office": GRID})
    return laptop


class Told:
    """Hears how far the work is, and stops it once so many events are done in a phase."""

    def __init__(self, phase: str = "", at: int = 0) -> None:
        self.heard: dict[str, list[tuple[int, int]]] = {}
        self._stop = (phase, at)

    def __call__(self, phase: str, done: int, total: int) -> None:
        self.heard.setdefault(phase, []).append((done, total))
        if (phase, done) == self._stop:
            raise StoppedError("bundle_stopped")


def _export(laptop: Laptop, path: Path, told: Told) -> Path:
    with home.open_home(laptop.path, PASSPHRASE) as opened:
        bundle.export(opened, path, moved=told)
    return path


def _import(laptop: Laptop, path: Path, told: Told) -> int:
    with home.open_home(laptop.path, PASSPHRASE) as opened:
        return bundle.import_(opened, path, told).events


def test_a_laptop_s_bundle_is_told_page_by_page_and_taken_whole_or_not_at_all(server: County, grid: Laptop) -> None:
    town = Laptop(server, grid.path.with_name("town"), "township", TOWN)
    told = Told()
    stick = _export(grid, grid.path.with_name("up.xfb"), told)
    assert told.heard == {"pack": PAGES}
    for phase in ("check", "take"):
        with pytest.raises(StoppedError):
            _import(town, stick, Told(phase, 10))
        assert town.cases() == set()
    told = Told()
    assert _import(town, stick, told) == CASES
    assert told.heard == {"check": PAGES, "take": PAGES}


def test_a_stopped_export_leaves_no_file_and_an_older_one_as_it_was(server: County, grid: Laptop) -> None:
    folder = grid.path.with_name("stick")
    folder.mkdir()
    with pytest.raises(StoppedError):
        _export(grid, folder / "new.xfb", Told("pack", 10))
    assert list(folder.iterdir()) == []
    (folder / "old.xfb").write_bytes(b"old")
    grid.sync()
    with pytest.raises(StoppedError):
        county_bundle.export(server, grid.identity.device, folder / "old.xfb", Told("pack", 10))
    assert [path.read_bytes() for path in folder.iterdir()] == [b"old"]


def test_a_stopped_county_keeps_whole_parts_and_takes_the_rest_later(server: County, grid: Laptop) -> None:
    stick = _export(grid, grid.path.with_name("up.xfb"), Told())
    with pytest.raises(StoppedError):
        county_bundle.import_(server, stick, Told("take", 10))
    assert digest(server, grid.identity.device)["events"] == 10
    told = Told()
    assert county_bundle.import_(server, stick, told) == Taken(2, 10)
    assert told.heard == {"take": PAGES}


def test_a_laptop_stopped_in_the_county_s_bundle_keeps_whole_pages_and_takes_the_rest_later(
    server: County, grid: Laptop
) -> None:
    town = Laptop(server, grid.path.with_name("town"), "township", TOWN)
    town.sync()
    grid.sync()
    town.register()
    told, stick = Told(), grid.path.with_name("down.xfb")
    county_bundle.export(server, town.identity.device, stick, told)
    assert told.heard == {"pack": PAGES[1:]}
    with pytest.raises(StoppedError):
        _import(town, stick, Told("take", 10))
    assert len(town.cases()) == 10 + 1
    assert _import(town, stick, Told()) == 2
    with town.desk() as desk:
        assert status(desk).left == 0, "no exchange is under way"
    assert town.sync().in_step


def test_ctrl_c_ends_with_130_and_says_that_nothing_was_half_taken(
    server: County, grid: Laptop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stick, laptop, place = grid.path.with_name("up.xfb"), str(grid.path), str(grid.path.with_name("county"))
    server.close()
    counted = Shell.counted

    def interrupted(shell: Shell, line: str) -> None:
        counted(shell, line)
        signal.raise_signal(signal.SIGINT)

    with monkeypatch.context() as patched:
        patched.setattr(Shell, "counted", interrupted)
        assert main(["bundle", "export", str(stick), "--home", laptop]) == 130
        assert not stick.exists()
        out, err = capsys.readouterr()
        assert (out, err.splitlines()[0]) == ("", "已装入 0/12 条")
        assert "没有写出文件" in err
    assert main(["bundle", "export", str(stick), "--home", laptop]) == 0
    assert "已装入 10/12 条" in capsys.readouterr().err
    with monkeypatch.context() as patched:
        patched.setattr(Shell, "counted", interrupted)
        assert main(["bundle", "import", str(stick), "--home", place]) == 130
        assert "没有只读入一半的内容" in capsys.readouterr().err
    assert main(["bundle", "import", str(stick), "--home", place, "--json"]) == 0
    out, err = capsys.readouterr()
    assert (json.loads(out)["events"], json.loads(out)["known"], err) == (CASES - PAGE, PAGE, "")
