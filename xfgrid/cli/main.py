"""`xfgrid`: the command line. Options, help and errors in the language of the home."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

import typer
from typer.exceptions import Abort, Exit, TyperException

from xfgrid.cli import shell
from xfgrid.cli.helping import group_of
from xfgrid.cli.usage import explained
from xfgrid.errors import XfgridError
from xfgrid.journal.config import load
from xfgrid.terms import LANGUAGES, Terms

COMMANDS = {
    "today": "today.today",
    "new": "cases.new",
    "likely": "cases.likely",
    "import": "ledger.import_",
    "list": "cases.list_",
    "show": "cases.show",
    "act": "acting.act",
    "conflicts": "acting.conflicts",
    "queue": "cases.queue",
    "paper": "papers.paper",
    "transfer": "cases.transfer",
    "erase": "contact.erase",
    "enrol": "line.enrol",
    "offices": "offices.known_offices",
    "digest": "line.digest",
    "verify": "care.verify",
    "doctor": "care.doctor",
    "serve": "serve.serve_screen",
    "demo": "demo.demo",
}
"""Command → module of `xfgrid.cli` and function; none is imported for another's sake."""

_IN_A_MEETING = [
    "call",
    "present",
    "order",
    "freeze",
    "open",
    "recuse",
    "note",
    "decide",
    "postpone",
    "close",
    "minutes",
    "approve",
    "cancel",
    "list",
    "show",
]
"""In the order in which a clerk comes to need them."""

GROUPS: Mapping[str, Mapping[str, str]] = {
    "sync": {
        "": "line.sync",
        "install": "line.sync_install",
        "status": "line.sync_status",
        "address": "line.sync_address",
    },
    "bundle": {"export": "bundle.bundle_export", "import": "bundle.bundle_import"},
    "meeting": {name: f"meeting.meeting_{name}" for name in _IN_A_MEETING},
    "contact": {
        "open": "contact.contact_open",
        "set": "contact.contact_set",
        "confirm-time": "contact.contact_confirm_time",
    },
    "device": {"waiting": "devices.device_waiting", "approve": "devices.device_approve"},
    "staff": {"list": "devices.staff_list", "add": "devices.staff_add"},
    "county": {
        "init": "county.init",
        "offices": "offices.offices",
        "serve": "county.serve",
        "enrol": "county.enrol_code",
        "clocks": "county.clocks",
        "form": "county.county_form",
        "devices": "county.devices",
        "revoke": "county.revoke",
        "quarantine": "county.quarantine",
        "backup": "county.backup",
        "restore": "county.restore",
        "keys": "contact.county_keys",
        "confirm-time": "county.county_confirm_time",
        "erasures": "contact.county_erasures",
        "transfer": "transfer.transfer_work",
    },
}
"""Group → its commands, as in `COMMANDS`; '' is what it does when none is named."""


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; see `xfgrid.errors` for the codes."""
    terms = Terms(_language(arguments))
    try:
        return make_app(terms, next(iter(arguments), ""))(args=list(arguments), standalone_mode=False) or 0
    except Exit as end:
        return end.exit_code
    except TyperException as error:
        return _said(explained(error), terms, arguments)
    except XfgridError as error:
        return _said(error, terms, arguments)
    except (Abort, KeyboardInterrupt):
        return 130


def make_app(terms: Terms, wanted: str | None = None) -> typer.Typer:
    """Every command, with help in one language. Where one command or group is `wanted`, the others have their names and
    meanings and nothing else, and what they need is not imported."""
    app = _group(terms, "xfgrid")
    for name, where in COMMANDS.items():
        if wanted in (None, name):
            shell.register(app, name, terms, _function(where), _taught(terms) if name == "act" else "")
        else:
            shell.register_name(app, name, terms, where.partition(".")[2])
    for name, commands in GROUPS.items():
        group = _filled(terms, name, commands) if wanted in (None, name) else _group(terms, name)
        app.add_typer(group, name=name, help=terms(f"cli.help.{name}"))
    return app


def _filled(terms: Terms, name: str, commands: Mapping[str, str]) -> typer.Typer:
    group = _group(terms, name)
    for command, where in commands.items():
        if command:
            shell.register(group, command, terms, _function(where))
        else:
            shell.register_alone(group, terms, _function(where))
    return group


def _function(where: str) -> Callable[..., shell.Answer]:
    module, _, name = where.partition(".")
    found: Callable[..., shell.Answer] = getattr(import_module(f"xfgrid.cli.{module}"), name)
    return found


def _taught(terms: Terms) -> str:
    from xfgrid.cli.acting import taught

    return taught(terms)


def _group(terms: Terms, name: str) -> typer.Typer:
    return typer.Typer(cls=group_of(terms), help=terms(f"cli.help.{name}"), add_completion=False, rich_markup_mode=None)


def _language(arguments: Sequence[str]) -> str:
    """The language of the home the command is about; XFGRID_LANGUAGE decides before there is one."""
    wanted = os.environ.get("XFGRID_LANGUAGE")
    try:
        wanted = wanted or load(_home(arguments)).language
    except XfgridError:
        wanted = LANGUAGES[0]  # the broken config is reported by the command itself
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def _home(arguments: Sequence[str]) -> Path:
    for here, argument in enumerate(arguments):
        if argument.startswith("--home="):
            return Path(argument.removeprefix("--home="))
        if argument == "--home" and here + 1 < len(arguments):
            return Path(arguments[here + 1])
    return shell.default_home()


def _said(error: XfgridError, terms: Terms, arguments: Sequence[str]) -> int:
    try:
        shell.fail(error, terms, "--json" in arguments)
    except Exit as end:
        return end.exit_code


def run() -> None:
    """The console script."""
    sys.exit(main(sys.argv[1:]))
