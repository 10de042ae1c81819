"""What must stand there when a county is opened: its own database and key store. Neither is ever made by the way, since
an empty county would be believed by every laptop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from xfgrid.errors import FileError
from xfgrid.journal import package
from xfgrid.journal.keys import SigningKey, verify

MISSING, NO_KEYS, FOREIGN = "no_county_database", "no_county_keys", "foreign_database"
_TABLES = {MISSING: "event", NO_KEYS: "key_box"}


def before(prepare: Callable[[Engine], None], code: str) -> Callable[[Engine], None]:
    """`prepare` for a database that was made before. FileError of this code (`MISSING`, `NO_KEYS`) where it is not there or
    empty, and nothing is made."""

    def held(engine: Engine) -> None:
        if not there(engine, code):
            raise FileError(code, database=_shown(engine))
        prepare(engine)

    return held


def there(engine: Engine, code: str) -> bool:
    """Whether what is missing under this code stands there; asking makes no file."""
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        if not file.exists() or not file.stat().st_size:
            return False
    with engine.connect() as connection, connection.begin():
        return inspect(connection).has_table(_TABLES[code])


def own(connection: Connection, key: SigningKey) -> None:
    """Raises FileError `foreign_database` where another county's key signed what stands here, `no_county_database` where
    nothing does."""
    newest = package.of_versions(connection, [package.newest_version(connection)])
    if not newest:
        raise FileError(MISSING, database=_shown(connection.engine))
    if not verify(key.public, *newest[0]):
        raise FileError(FOREIGN, database=_shown(connection.engine))


def _shown(engine: Engine) -> str:
    return str(engine.url.database) if engine.dialect.name == "sqlite" else engine.url.render_as_string()
