"""Help pages in the language of the home: sentences wrapped by terminal cells, options with their meaning, an example.

A command's help is one text of the catalogue; what follows `例：` or `Example:` in it is its example. Where it is one of
a list, its first sentence stands for it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len
from typer.core import TyperCommand, TyperGroup

from xfgrid.cli.usage import known_command
from xfgrid.terms import Terms
from xfgrid.tui.cells import fit, wrap

WIDEST = 100
"""Cells of a line at most; longer ones are hard to read."""
NAMES = 30
"""Cells a name may take before its meaning begins on the next line."""
_SENTENCE = re.compile(r".*?(?:。|[.](?=\s|$)|$)")
_VALUES = {"<str>": "TEXT", "<int>": "N", "<path>": "DIR"}
"""What stands for the value of an option that names none, by its type."""


def page(command: Any, context: Any, terms: Terms) -> str:
    """The whole help page of a command or a group of commands, without a line end."""
    width = width_here()
    text, example = _parted(command.help or "", terms)
    blocks = [
        wrap(f"{terms('cli.page.usage')} {_usage(command, context, terms)}", width),
        wrap(text, width),
        [f"{terms('cli.page.example')} {example}"] if example else [],
        *_lists(command, context, terms, width),
        [command.epilog or ""],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if any(block))


def width_here() -> int:
    """Cells a line may take on this terminal."""
    return min(shutil.get_terminal_size().columns, WIDEST)


def _usage(command: Any, context: Any, terms: Terms) -> str:
    parameters = command.get_params(context)
    words = [_named(p) for p in parameters if p.param_type_name == "argument"]
    words += [f"{p.opts[-1]} {_value(p, context)}" for p in parameters if p.param_type_name == "option" and p.required]
    if hasattr(command, "commands"):
        one = terms("cli.page.command")
        words.append(f"[{one}]" if command.invoke_without_command else one)
    return " ".join([context.command_path, *words, f"[{terms('cli.page.options')}]"])


def _parted(text: str, terms: Terms) -> tuple[str, str]:
    sentence, _, example = text.partition(terms("cli.page.example"))
    return sentence.strip(), example.strip()


def _lists(command: Any, context: Any, terms: Terms, width: int) -> Iterator[list[str]]:
    for kind in ("argument", "option"):
        rows = [_row(one, context, terms) for one in command.get_params(context) if one.param_type_name == kind]
        yield section(terms(f"cli.page.{kind}s"), rows, width)
    commands = getattr(command, "commands", {})
    rows = [(name, _first(_parted(one.help or "", terms)[0])) for name, one in commands.items()]
    yield section(terms("cli.page.commands"), rows, width)


def _first(text: str) -> str:
    """The first sentence of a text."""
    found = _SENTENCE.match(text)
    return found[0] if found else text


def _row(parameter: Any, context: Any, terms: Terms) -> tuple[str, str]:
    if parameter.param_type_name == "argument":
        return _named(parameter), parameter.help or ""
    if parameter.name == "help":
        return "--help", terms("cli.page.help")
    value = "" if parameter.is_flag else f" {_value(parameter, context)}"
    return ", ".join(parameter.opts) + value, parameter.help or ""


def _named(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _value(option: Any, context: Any) -> str:
    shown = str(option.display_type_rich(ctx=context))
    return _VALUES.get(shown, shown)


def section(title: str, rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Names with their meanings under a title, wrapped; nothing without rows."""
    if not rows:
        return []
    column = min(max(cell_len(name) for name, _ in rows), NAMES) + 4
    return [title, *(line for row in rows for line in _entry(*row, column, width))]


def _entry(name: str, meaning: str, column: int, width: int) -> Iterator[str]:
    lines = wrap(meaning, width - column)
    if cell_len(name) + 4 > column:
        yield f"  {name}"
        name = ""
    yield f"  {fit(name, column - 2)}{lines[0]}".rstrip()
    yield from (" " * column + line for line in lines[1:])


def command_of(terms: Terms) -> type[TyperCommand]:
    """The class of commands that explain themselves in these words."""

    class Command(TyperCommand):
        def get_help(self, ctx: Any) -> str:
            return page(self, ctx, terms)

    return Command


def group_of(terms: Terms) -> type[TyperGroup]:
    """The class of groups that explain themselves in these words."""

    class Group(TyperGroup):
        def get_help(self, ctx: Any) -> str:
            return page(self, ctx, terms)

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            return super().parse_args(ctx, args or ["--help"])

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            known_command(self, ctx, args[0])
            return super().resolve_command(ctx, args)

    return Group
