"""A contact never stands in a command: commands are seen in lists of processes and kept in the history of shells.

It is asked for at the terminal (`ask`), hidden and typed twice, after the notice that is to be told; or read from a file
or standard input (`-`): the channel in the first line, how to address the resident, if they said so, in the second.
"""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from xfgrid.case.forms import CONTACT, Form
from xfgrid.case.privacy import scan
from xfgrid.cli.shell import Shell
from xfgrid.errors import FileError, InputError
from xfgrid.tui import words
from xfgrid.tui.entering import notice as notice_words

ASK, STDIN = "ask", "-"


def contact(shell: Shell, form: Form, source: str, how: str, by: str) -> dict[str, object]:
    """The parts of a contact of a form from `source`, with how the resident was told (a code of the form) and by whom.

    InputError `contact_on_line` where the contact itself was written, `no_terminal`, `notice_option`; FileError `unreadable_file`.
    """
    if source == ASK:
        return _asked(shell, form, how, by)
    if not how:
        raise InputError("notice_option")
    lines = [*text(source).splitlines(), "", ""]
    return _parts(lines[0], lines[1], how, by)


def text(source: str) -> str:
    """The words of a file, or of standard input for `-`."""
    if source == STDIN:
        return sys.stdin.read()
    try:
        return Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        if scan(source):
            raise InputError("contact_on_line") from None
        raise FileError("unreadable_file", file=source) from error


def refuse(name: str) -> None:
    """InputError `contact_on_line` for a part of a contact among the fields of a command."""
    if name in CONTACT:
        raise InputError("contact_on_line")


def _asked(shell: Shell, form: Form, how: str, by: str) -> dict[str, object]:
    if not sys.stdin.isatty():
        raise InputError("no_terminal")
    shell.progress(shell.terms("cli.ask.read_out", words=notice_words(form, shell.terms)))
    told = how or _told(shell, form)
    again = shell.terms("cli.ask.again")
    channel = typer.prompt(shell.terms("cli.ask.contact"), hide_input=True, confirmation_prompt=again)
    name = typer.prompt(shell.terms("cli.ask.contact_name"), hide_input=True, default="", show_default=False)
    return _parts(channel, name, told, by)


def _told(shell: Shell, form: Form) -> str:
    """How the resident was told, by the number of the choice; asked again until it is one of them."""
    language = words.language(shell.terms)
    options = form["notice_how"].options
    shown = "  ".join(f"{at} {option.label[language]}" for at, option in enumerate(options, 1))
    while True:
        answer = str(typer.prompt(shell.terms("cli.ask.notice", choices=shown))).strip()
        if answer.isdecimal() and 0 < int(answer) <= len(options):
            return options[int(answer) - 1].code


def _parts(channel: str, name: str, how: str, by: str) -> dict[str, object]:
    return {"contact": channel, "contact_name": name, "notice_how": how, "notice_by": by}
