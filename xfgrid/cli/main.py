"""`xfgrid`: the command line. Options, help and errors in the language of the home."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import typer
from typer.exceptions import Abort, Exit, TyperException

from xfgrid.cli import (
    acting,
    bundle,
    care,
    cases,
    contact,
    county,
    demo,
    devices,
    ledger,
    line,
    meeting,
    offices,
    papers,
    serve,
    shell,
    today,
    transfer,
)
from xfgrid.cli.helping import group_of
from xfgrid.cli.usage import explained
from xfgrid.errors import XfgridError
from xfgrid.journal.config import load
from xfgrid.terms import LANGUAGES, Terms


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; see `xfgrid.errors` for the codes."""
    terms = Terms(_language(arguments))
    try:
        return make_app(terms)(args=list(arguments), standalone_mode=False) or 0
    except Exit as end:
        return end.exit_code
    except TyperException as error:
        return _said(explained(error), terms, arguments)
    except XfgridError as error:
        return _said(error, terms, arguments)
    except (Abort, KeyboardInterrupt):
        return 130


def make_app(terms: Terms) -> typer.Typer:
    """Every command, with help in one language."""
    app = _group(terms, "xfgrid")
    for name, function in (
        ("today", today.today),
        ("new", cases.new),
        ("likely", cases.likely),
        ("import", ledger.import_),
        ("list", cases.list_),
        ("show", cases.show),
        ("act", acting.act),
        ("conflicts", acting.conflicts),
        ("queue", cases.queue),
        ("paper", papers.paper),
        ("transfer", cases.transfer),
        ("erase", contact.erase),
        ("enrol", line.enrol),
        ("offices", offices.known_offices),
        ("digest", line.digest),
        ("verify", care.verify),
        ("doctor", care.doctor),
        ("serve", serve.serve_screen),
        ("demo", demo.demo),
    ):
        shell.register(app, name, terms, function, acting.taught(terms) if name == "act" else "")
    app.add_typer(_sync(terms), name="sync", help=terms("cli.help.sync"))
    app.add_typer(_bundle(terms), name="bundle", help=terms("cli.help.bundle"))
    app.add_typer(_meeting(terms), name="meeting", help=terms("cli.help.meeting"))
    for name, functions in _GROUPS.items():
        app.add_typer(_grouped(terms, name, functions), name=name, help=terms(f"cli.help.{name}"))
    app.add_typer(_county(terms), name="county", help=terms("cli.help.county"))
    return app


_GROUPS: dict[str, dict[str, Callable[..., shell.Answer]]] = {
    "contact": {
        "open": contact.contact_open,
        "set": contact.contact_set,
        "confirm-time": contact.contact_confirm_time,
    },
    "device": {"waiting": devices.device_waiting, "approve": devices.device_approve},
    "staff": {"list": devices.staff_list, "add": devices.staff_add},
}


def _grouped(terms: Terms, name: str, functions: Mapping[str, Callable[..., shell.Answer]]) -> typer.Typer:
    group = _group(terms, name)
    for command, function in functions.items():
        shell.register(group, command, terms, function)
    return group


def _sync(terms: Terms) -> typer.Typer:
    group = _group(terms, "sync")
    shell.register_alone(group, terms, line.sync)
    shell.register(group, "install", terms, line.sync_install)
    shell.register(group, "status", terms, line.sync_status)
    shell.register(group, "address", terms, line.sync_address)
    return group


def _bundle(terms: Terms) -> typer.Typer:
    group = _group(terms, "bundle")
    shell.register(group, "export", terms, bundle.bundle_export)
    shell.register(group, "import", terms, bundle.bundle_import)
    return group


def _meeting(terms: Terms) -> typer.Typer:
    group = _group(terms, "meeting")
    for name, function in meeting.COMMANDS.items():
        shell.register(group, name, terms, function)
    return group


def _county(terms: Terms) -> typer.Typer:
    group = _group(terms, "county")
    for name, function in (
        ("init", county.init),
        ("offices", offices.offices),
        ("serve", county.serve),
        ("enrol", county.enrol_code),
        ("clocks", county.clocks),
        ("devices", county.devices),
        ("revoke", county.revoke),
        ("quarantine", county.quarantine),
        ("backup", county.backup),
        ("restore", county.restore),
        ("keys", contact.county_keys),
        ("confirm-time", county.county_confirm_time),
        ("erasures", contact.county_erasures),
        ("transfer", transfer.transfer_work),
    ):
        shell.register(group, name, terms, function)
    return group


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
