"""A county's database of any earlier program becomes the present one, with a copy beside it, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlmodel import SQLModel

from sync.county import schema
from sync.county.county import open_county_home
from tests.homes import GRID, TOWN
from tests.sync.kit import Laptop, county
from tests.sync.postgresql import cluster, database
from xfgrid.errors import FileError, HomeError

MIGRATIONS = Path(schema.__file__).parent / "migrations"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.db'}"
        return
    with cluster() as where:
        yield database(where, "migrated")


def test_a_migrated_database_is_what_a_new_one_is(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        schema.migrate(connection)
    with engine.connect() as connection:
        lasting = lambda name, kind: kind != "table" or name in schema.LASTING  # noqa: E731
        options = {
            "include_name": lambda name, kind, _: lasting(name, kind),
            "include_object": lambda _, name, kind, *__: lasting(name, kind),
        }
        found = compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata)
    engine.dispose()
    assert not found, "the tables have changed: write the next migration with scripts/migration.py WHAT CHANGED"


def test_the_newest_revision_is_the_last_script() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == schema.NEWEST


def _aged(path: Path) -> None:
    """Puts a county back to how the first program left it."""
    engine = create_engine(f"sqlite:///{path / 'county.db'}")
    with engine.begin() as connection:
        for name in ("wedged", "stick", "ahead"):
            connection.execute(text(f"ALTER TABLE device DROP COLUMN {name}"))
        connection.execute(text("DROP TABLE case_sum"))
        connection.execute(text('CREATE TABLE case_row ("case" TEXT PRIMARY KEY, asked TEXT)'))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()


def test_an_older_county_is_migrated_on_start_with_a_copy_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        case = grid.register()
        grid.sync()
    _aged(tmp_path / "county")
    with open_county_home(tmp_path / "county") as server:
        assert "county.db.0001" in capsys.readouterr().err
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        grid.county = server
        assert grid.sync().in_step
        assert (town.sync().in_step, town.cases()) == (True, {case})
        assert not inspect(server.store.engine).has_table("case_row"), "the county keeps no lists"
    assert (tmp_path / "county" / "county.db.0001").exists()


def test_a_county_of_a_later_program_or_of_none_is_left_alone(tmp_path: Path) -> None:
    county(tmp_path / "county").store.close()
    engine = create_engine(f"sqlite:///{tmp_path / 'county' / 'county.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(HomeError, match="newer_database"):
        open_county_home(tmp_path / "county")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    engine.dispose()
    with pytest.raises(FileError, match="bad_database"):
        open_county_home(tmp_path / "county")
