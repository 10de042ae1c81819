"""Every key of the screen, in one registry: it feeds the bindings, the footer, F1, and `[keys]` in config.toml.

The words stand in the catalogue: `screen.action.<name>` the label of the footer, `screen.help.<name>` the sentence of
F1. With a Chinese input method on, letters go to it and `? / :` arrive as `？ 、 ：`; so function keys, Ctrl, arrows,
Enter and Esc come first, letters second, and punctuation is bound with its full-width twins.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

import msgspec
from textual.binding import Binding

from xfgrid.errors import InputError
from xfgrid.tui.spots import SPOTS

TWINS = {"slash": "ideographic_comma,fullwidth_solidus", "question_mark": "fullwidth_question_mark"}
"""What an input method sends for a key; see the module."""


class Action(msgspec.Struct, frozen=True):
    """One thing a key does. `where` it can be done: a place, `rows` for any list, `program` for everywhere.

    `call` is the method or Textual action it runs, by default the name itself; `footer` whether the footer shows it;
    `first` whether it goes before the focused widget's own use of the key.
    """

    name: str
    where: str
    keys: str
    call: str = ""
    footer: bool = True
    first: bool = False


ACTIONS = (
    Action("help", "program", "f1,question_mark"),
    *(Action(f"open_{spot.name}", "program", spot.key, f"go('{spot.name}')") for spot in SPOTS),
    Action("palette", "program", "ctrl+p", footer=False),
    Action("jump", "program", "ctrl+o", footer=False),
    Action("leave", "program", "ctrl+q", "quit", first=True),
    Action("row_up", "rows", "up,k", footer=False),
    Action("row_down", "rows", "down,j", footer=False),
    Action("page_up", "rows", "pageup", footer=False),
    Action("page_down", "rows", "pagedown", footer=False),
    Action("row_first", "rows", "home,g", footer=False),
    Action("row_last", "rows", "end,G", footer=False),
    Action("open_row", "rows", "enter"),
    Action("mark_row", "rows", "space"),
    Action("mark_all", "rows", "ctrl+a", footer=False),
    Action("next_step", "acting", "f6"),
    Action("act_menu", "acting", "f8"),
    Action("undo_step", "acting", "ctrl+z", footer=False),
    Action("copy_sentence", "acting", "ctrl+y", footer=False),
    Action("stop_print", "printing", "escape"),
    Action("print_list", "today", "ctrl+e"),
    Action("next_section", "today", "right,l"),
    Action("previous_section", "today", "left,h", footer=False),
    Action("filter", "ledger", "slash,ctrl+f"),
    Action("end_filter", "ledger", "escape", footer=False),
    Action("to_list", "filter", "down"),
    Action("leave_filter", "filter", "escape"),
    Action("next_order", "ledger", "ctrl+t"),
    Action("next_view", "ledger", "right,l"),
    Action("previous_view", "ledger", "left,h", footer=False),
    Action("save", "intake", "ctrl+s,f8", first=True),
    Action("open_saved", "intake", "ctrl+o"),
    Action("strike", "intake", "f7", first=True),
    Action("open_likely", "intake", "f6", first=True),
    Action("clear", "intake", "ctrl+l", first=True),
    Action("print_blank", "intake", "ctrl+e", first=True),
    Action("next_field", "intake", "down", footer=False),
    Action("previous_field", "intake", "up", footer=False),
    Action("import_now", "imports", "f8,ctrl+s", first=True),
    Action("map_sheet", "imports", "f6", first=True),
    Action("stop_work", "imports", "escape"),
    Action("save_map", "mapping", "f8,ctrl+s", first=True),
    Action("next_column", "mapping", "down", footer=False),
    Action("previous_column", "mapping", "up", footer=False),
    Action("leave_map", "mapping", "escape"),
    Action("present_case", "queue", "ctrl+n"),
    Action("room", "meeting", "f6"),
    Action("meeting_menu", "meeting", "f8"),
    Action("item_earlier", "meeting", "ctrl+up,K", footer=False),
    Action("item_later", "meeting", "ctrl+down,J", footer=False),
    Action("item_routine", "meeting", "ctrl+r", footer=False),
    Action("later_meeting", "meeting", "right,l"),
    Action("earlier_meeting", "meeting", "left,h", footer=False),
    Action("next_item", "item", "right,pagedown,l"),
    Action("previous_item", "item", "left,pageup,h"),
    Action("decide_item", "item", "f8,d"),
    Action("postpone_item", "item", "f6,p"),
    Action("note_item", "item", "ctrl+n,b"),
    Action("recuse_item", "item", "ctrl+r,r"),
    Action("item_up", "item", "up,k", "scroll_up", footer=False),
    Action("item_down", "item", "down,j", "scroll_down", footer=False),
    Action("leave_item", "item", "escape,backspace"),
    Action("next_in_room", "room", "right,pagedown,space,l", "next_item"),
    Action("previous_in_room", "room", "left,pageup,h", "previous_item", footer=False),
    Action("decide_in_room", "room", "f8,d", "decide_item"),
    Action("leave_room", "room", "escape", "leave_item"),
    Action("close_help", "help", "escape,enter,f1,question_mark"),
    Action("act_here", "case", "enter", "act_menu", footer=False),
    Action("read_contact", "case", "ctrl+l"),
    Action("find", "case", "slash,ctrl+f"),
    Action("print_case", "case", "ctrl+e"),
    Action("back", "case", "escape,backspace"),
    Action("scroll_up", "case", "up,k", footer=False),
    Action("scroll_down", "case", "down,j", footer=False),
    Action("sync_now", "line", "enter,s"),
    Action("stick_out", "line", "ctrl+e"),
    Action("stick_in", "line", "ctrl+r"),
    Action("stop_line", "line", "escape", footer=False),
    Action("settle", "settle", "f8,ctrl+s", first=True),
    Action("leave_settle", "settle", "escape"),
    Action("close_told", "told", "escape,enter", footer=False),
    Action("give_up", "unlock", "f6", first=True),
    Action("confirm", "confirm", "f8,ctrl+s", first=True),
    Action("leave_confirm", "confirm", "escape"),
    Action("join_county", "first", "f8,ctrl+s", first=True),
    Action("practise", "first", "f6", first=True),
    Action("next_in_first", "first", "down", footer=False),
    Action("previous_in_first", "first", "up", footer=False),
    Action("take_item", "menu", "enter", first=True),
    Action("leave_menu", "menu", "escape"),
    Action("do_act", "act", "f8,ctrl+s", first=True),
    Action("strike_act", "act", "f7", first=True),
    Action("previous_in_act", "act", "up", footer=False),
    Action("leave_act", "act", "escape"),
)

BY_NAME = {action.name: action for action in ACTIONS}


def bindings(*where: str) -> list[Binding]:
    """Textual bindings of what can be done somewhere; their id is the action's name."""
    return [_binding(action) for action in ACTIONS if action.where in where]


def keymap(keys: Mapping[str, str]) -> dict[str, str]:
    """The user's own keys, `{action: keys}`, twins added. InputError `unknown_setting` for an action nobody knows."""
    for name in keys:
        if name not in BY_NAME:
            near = difflib.get_close_matches(name, BY_NAME, n=1, cutoff=0)
            raise InputError("unknown_setting", key=f"keys.{name}", near=near[0])
    return {name: with_twins(value) for name, value in keys.items()}


def with_twins(keys: str) -> str:
    """Keys with what an input method sends in their place."""
    return ",".join(_twins(key.strip() for key in keys.split(",")))


def _twins(keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        yield key
        if key in TWINS:
            yield TWINS[key]


def binding(name: str) -> Binding:
    """The Textual binding of one action."""
    return _binding(BY_NAME[name])


def _binding(action: Action) -> Binding:
    call = action.call or action.name
    return Binding(with_twins(action.keys), call, action.name, id=action.name, priority=action.first)
