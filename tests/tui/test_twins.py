"""Everything the screen does can be done by a command: each action of the registry names its twin."""

from __future__ import annotations

from collections.abc import Iterator

import typer.main

from xfgrid.cli.main import make_app
from xfgrid.terms import Terms
from xfgrid.tui.actions import ACTIONS

COMMANDS = {
    "open_today": "today", "open_ledger": "list", "open_intake": "new", "open_queue": "queue",
    "open_meeting": "meeting show", "open_imports": "import", "open_conflicts": "conflicts", "open_line": "doctor",
    "jump": "show", "open_row": "show", "open_saved": "show", "find": "show --find", "read_contact": "contact open",
    "next_step": "act", "act_menu": "act", "act_here": "act", "undo_step": "act", "do_act": "act", "strike_act": "act --strike",
    "copy_sentence": "show --sentence", "print_list": "paper", "print_blank": "paper", "filter": "list --search",
    "next_order": "list --order", "next_view": "list --view", "previous_view": "list --view", "next_section": "today",
    "previous_section": "today", "save": "new", "strike": "new --strike", "open_likely": "likely",
    "import_now": "import", "map_sheet": "import --map", "save_map": "import --map",
    "present_case": "meeting present", "room": "meeting show", "later_meeting": "meeting list",
    "earlier_meeting": "meeting list", "decide_item": "meeting decide", "decide_in_room": "meeting decide",
    "postpone_item": "meeting postpone", "note_item": "meeting note", "sync_now": "sync --once",
    "stick_out": "bundle export", "stick_in": "bundle import", "settle": "act", "join_county": "enrol", "give_up": "enrol --set-aside",
    "meeting_menu": "meeting open", "item_earlier": "meeting order", "item_later": "meeting order",
    "item_routine": "meeting order --routine", "recuse_item": "meeting recuse", "print_case": "paper",
    "practise": "demo", "help": "--help",
}  # fmt: skip
"""Action → the command, with the option that does it."""

ON_THE_SCREEN = {
    "palette", "leave", "mark_row", "mark_all", "clear", "to_list", "end_filter", "next_in_first", "previous_in_first", "stop_print", "stop_work", "stop_line", "back", "take_item", "confirm", "close_help", "close_told", "item_up",
    "item_down", "next_item", "previous_item", "next_in_room", "previous_in_room", "previous_in_act",
}  # fmt: skip
"""Moves and marks that mean nothing without a screen; a mark stands for naming several cases one after the other."""
MOVES = ("row_", "page_", "scroll_", "leave_", "next_field", "previous_field", "next_column", "previous_column")


def _commands() -> Iterator[str]:
    root = typer.main.get_command(make_app(Terms("en")))
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        for inner, one in {"": command, **getattr(command, "commands", {})}.items():
            called = f"{name} {inner}".strip()
            yield called
            yield from (f"{called} {option}" for parameter in one.params for option in parameter.opts)
    yield "--help"


def test_every_action_of_the_screen_has_a_command_or_is_a_mere_move() -> None:
    own = {a.name for a in ACTIONS if a.name not in ON_THE_SCREEN and not a.name.startswith(MOVES)}
    assert own == COMMANDS.keys()


def test_every_command_named_as_a_twin_exists() -> None:
    assert set(COMMANDS.values()) - set(_commands()) == set()
