"""What was wrong with a command line, as an error with a sentence."""

from __future__ import annotations

import difflib
import re
from typing import Any

from typer.exceptions import TyperException

from xfgrid.errors import InputError, UnknownError

_CODES = {
    "MissingParameter": "usage_missing",
    "NoSuchOption": "usage_option",
    "BadOptionUsage": "usage_no_value",
    "BadParameter": "usage_value",
}
"""The parser's error, by class, and ours; any other is told in the parser's own words."""

_TOO_MUCH = re.compile(r"unexpected extra arguments?(?:\(s\))? \((.+)\)")
"""How the parser tells, in an error of no class of its own, that a command takes fewer words."""


def explained(error: TyperException) -> InputError:
    """The parser's error as one of ours, with what was probably meant."""
    code, told = _CODES.get(type(error).__name__), error.format_message()
    if code is None:
        more = _TOO_MUCH.search(told)
        return InputError("usage_extra", given=more[1]) if more else InputError("bad_usage", reason=told)
    parameter, given = getattr(error, "param", None), getattr(error, "option_name", "")
    if parameter is not None:
        given = parameter.opts[-1] if parameter.param_type_name == "option" else parameter.metavar
    return InputError(code, given=given, near=", ".join(getattr(error, "possibilities", None) or ()) or "--help")


def known_command(group: Any, context: Any, given: str) -> None:
    """Raises UnknownError where a group has no command of that name; the nearest ones are named."""
    if not given.startswith("-") and group.get_command(context, given) is None:
        near = difflib.get_close_matches(given, group.commands, n=2) or group.commands
        raise UnknownError("unknown_command", given=given, near=" ".join(near))
