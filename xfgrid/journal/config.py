"""The settings of a home: `config.toml`, validated, every key documented in the shipped file."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import tomli

from xfgrid.errors import InputError
from xfgrid.terms import LANGUAGES

Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]


class Sync(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the agent talks to the county; seconds. `tls` says whose word an https address is believed on.

    `wait` is how long an exchange waits for another one of this home. `watchdog` is the time without any progress after which
    the agent ends itself, to be started afresh.
    """

    every: Annotated[int, msgspec.Meta(ge=5)] = 300
    timeout: Annotated[int, msgspec.Meta(ge=1)] = 30
    wait: Annotated[int, msgspec.Meta(ge=0)] = 10
    watchdog: Annotated[int, msgspec.Meta(ge=1)] = 600
    tls: Literal["county", "system"] = "county"


class County(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the county server listens and stores; `database` and `keys_database` '' mean SQLite files in the home.

    With `tls` and no files the county shows a certificate of its own key, which laptops know from their codes.
    `request_seconds` is the time in which a body under way must get on by 16 KiB.
    """

    host: str = "127.0.0.1"
    port: Port = 8460
    database: str = ""
    tls: bool = False
    tls_cert: str = ""
    tls_key: str = ""
    requests_a_minute: Annotated[int, msgspec.Meta(ge=1)] = 120
    request_seconds: Annotated[int, msgspec.Meta(ge=1)] = 60
    keys_database: str = ""
    code_hours: Annotated[int, msgspec.Meta(ge=1)] = 72


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything a home can set."""

    language: str = "zh-CN"
    theme: str = "day"
    mouse: bool = True
    unlock: Literal["passphrase", "keyring", "file"] = "passphrase"
    print_days: Annotated[int, msgspec.Meta(ge=1)] = 7
    keys: dict[str, str] = {}
    sync: Sync = Sync()
    county: County = County()


def load(home: Path) -> Config:
    """The config of a home, defaults where it says nothing; XFGRID_LANGUAGE goes before its language, if it is one of `LANGUAGES`.

    Raises InputError `bad_config` for a file that cannot be read or is no TOML, or a value of the wrong kind, `unknown_setting` for a
    key nobody knows, with the nearest known one.
    """
    named = os.environ.get("XFGRID_LANGUAGE")
    config = _read(home / "config.toml")
    return msgspec.structs.replace(config, language=named) if named in LANGUAGES else config


def _read(path: Path) -> Config:
    if not path.exists():
        return Config()
    try:
        data = tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("bad_config", file=path.name, reason=str(error)) from error
    _refuse_unknown(data, Config)
    try:
        return msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        raise InputError("bad_config", file=path.name, reason=str(error)) from error


def _refuse_unknown(data: dict[str, object], model: type[msgspec.Struct]) -> None:
    known = {f.name: f.type for f in msgspec.structs.fields(model)}
    for key, value in data.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0)
            raise InputError("unknown_setting", key=key, near=near[0] if near else "")
        inner = known[key]
        if isinstance(value, dict) and isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            _refuse_unknown(value, inner)
