"""The frame every command stands in: home, language, passphrase, `--json`, errors as sentences, exit codes.

A command is a function of a `Shell` and its own arguments that returns an `Answer`. `register` gives it the options
`--home` and `--json`; with `--json` the last line of stdout is one object whose shape stands in `schemas/cli/`.
An error goes to stderr as one sentence with its code; with `--json` it is also that last line, under `error`.
"""

from __future__ import annotations

import copy
import functools
import inspect
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, get_args

import msgspec
import typer

from xfgrid.cli.helping import command_of
from xfgrid.errors import FileError, InputError, XfgridError
from xfgrid.terms import Terms

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: `data` for programs, `text` for people, and the exit code that says it in short."""

    data: msgspec.Struct
    text: str
    exit_code: int = 0


class Shell:
    """What every command is given."""

    def __init__(self, home: Path | None, terms: Terms, as_json: bool = False) -> None:
        self.home = home or default_home()
        self.terms, self.as_json = terms, as_json

    def passphrase(self, *, confirm: bool = False) -> str:
        """From XFGRID_PASSPHRASE, or asked for at the terminal. InputError `no_passphrase` where nobody can answer."""
        given = os.environ.get("XFGRID_PASSPHRASE")
        if given:
            return given
        if not sys.stdin.isatty():
            raise InputError("no_passphrase")
        again = self.terms("cli.ask.again") if confirm else False
        return str(typer.prompt(self.terms("cli.ask.passphrase"), hide_input=True, confirmation_prompt=again))

    def pin(self, name: str, variable: str) -> str:
        """The PIN of a member of staff, from an environment variable or asked for at the terminal."""
        given = os.environ.get(variable)
        if given:
            return given
        if not sys.stdin.isatty():
            raise InputError("no_pin", variable=variable)
        return str(typer.prompt(self.terms("cli.ask.pin", name=name), hide_input=True))

    def progress(self, line: str) -> None:
        """A line about long work, to stderr, so that stdout stays for the answer."""
        print(line, file=sys.stderr, flush=True)

    def counted(self, line: str) -> None:
        """How far long work has come; programs, which asked for --json, are not told."""
        if not self.as_json:
            self.progress(line)


def opened(shell: Shell) -> Desk:
    """The desk of the home the command is about; XFGRID_STAFF says who of its staff signs in, if not the first."""
    from xfgrid.journal.desk import Desk

    desk = Desk.open(shell.home, shell.passphrase())
    name = os.environ.get("XFGRID_STAFF", "")
    if name:
        desk.sign_in(name, shell.pin(name, "XFGRID_PIN"))
    shell.terms.own = desk.words(shell.terms.language)
    return desk


def default_home() -> Path:
    """XFGRID_HOME, or the user's data directory."""
    from platformdirs import user_data_path

    named = os.environ.get("XFGRID_HOME")
    return Path(named) if named else user_data_path("xfgrid", appauthor=False)


def register(app: typer.Typer, name: str, terms: Terms, function: Callable[..., Answer], after: str = "") -> None:
    """Adds a command; its help is `cli.help.<function name>`, and `after` stands at the end of its help page."""
    command = app.command(name, cls=command_of(terms), help=terms(f"cli.help.{function.__name__}"), epilog=after)
    command(_framed(function, terms))


def register_name(app: typer.Typer, name: str, terms: Terms, function: str) -> None:
    """A command as lists show it: its name and its meaning, that of the function of this name."""
    app.command(name, help=terms(f"cli.help.{function}"))(lambda: None)


def register_alone(group: typer.Typer, terms: Terms, function: Callable[..., Answer]) -> None:
    """What a group of commands does when none of them is named."""
    run = _framed(function, terms)

    @functools.wraps(run)
    def alone(context: typer.Context, **arguments: Any) -> None:
        if context.invoked_subcommand is None:
            run(**arguments)

    given = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    alone.__signature__ = inspect.Signature([given, *inspect.signature(run).parameters.values()])  # type: ignore[attr-defined]
    alone.__annotations__ = {"context": typer.Context, **run.__annotations__}
    del alone.__wrapped__
    group.callback(invoke_without_command=True, help=terms(f"cli.help.{function.__name__}"))(alone)


def _framed(function: Callable[..., Answer], terms: Terms) -> Callable[..., None]:
    @functools.wraps(function)
    def run(home: Path | None = None, as_json: bool = False, **arguments: Any) -> None:
        try:
            answer = function(Shell(home, terms, as_json), **arguments)
        except XfgridError as error:
            fail(error, terms, as_json)
        except ModuleNotFoundError as error:  # of the extras `county` and `papers`, which not every computer has
            fail(FileError("not_installed", library=error.name), terms, as_json)
        _print(msgspec.json.encode(answer.data).decode() if as_json else answer.text)
        if answer.exit_code:
            raise typer.Exit(answer.exit_code)

    run.__signature__ = _signature(function, terms)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in run.__signature__.parameters.values()}  # type: ignore[attr-defined]
    del run.__wrapped__
    return run


def _signature(function: Callable[..., Answer], terms: Terms) -> inspect.Signature:
    own = [_helped(p, terms) for p in list(inspect.signature(function, eval_str=True).parameters.values())[1:]]
    common = [
        _option("home", Path | None, None, "--home", terms("cli.option.home")),
        _option("as_json", bool, False, "--json", terms("cli.option.json")),
    ]
    return inspect.Signature([*own, *common])


def _helped(parameter: inspect.Parameter, terms: Terms) -> inspect.Parameter:
    """The parameter with its help from the catalogue, under `cli.option.<name>`."""
    kind, info = get_args(parameter.annotation)
    info = copy.copy(info)
    info.help = terms(f"cli.option.{parameter.name}")
    return parameter.replace(annotation=Annotated[kind, info], kind=inspect.Parameter.KEYWORD_ONLY)


def _option(name: str, kind: Any, default: object, flag: str, text: str) -> inspect.Parameter:
    annotation = Annotated[kind, typer.Option(flag, help=text)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def fail(error: XfgridError, terms: Terms, as_json: bool) -> NoReturn:
    """Says what happened and ends with the error's exit code."""
    sentence = terms.error(error)
    print(sentence, file=sys.stderr)
    if as_json:
        _print(msgspec.json.encode({"error": {"code": error.code, "message": sentence}}).decode())
    raise typer.Exit(error.exit_code)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as aligned columns; Chinese characters count two cells."""
    from rich.cells import cell_len

    widths = [max(cell_len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    return "\n".join(
        "  ".join(c + " " * (w - cell_len(c)) for c, w in zip(r, widths, strict=True)).rstrip() for r in rows
    )
