"""The life of a case that people read is the life the program keeps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xfgrid.case.parts import CODED
from xfgrid.case.roles import RELATIONS, ROLES, Who
from xfgrid.case.vocabulary import BY_ACTION, BY_TYPE, ENDED, GROUPS, LIVE, NOTHING, STATES, WORK, Act
from xfgrid.terms import LANGUAGES, Terms

PAGE = Path(__file__).parents[2] / "docs" / "case.md"
WORDS = Terms("zh-CN")
WHOLE = ((LIVE, "在办的各种状态"), (WORK, "在手"), (ENDED, "已结的各种状态"))


def states(source: frozenset[str]) -> str:
    """States as a person lists them; whole groups by their name."""
    if not source:
        return "任何状态"
    names, left = [], set(source)
    for group, name in WHOLE:
        if group <= left:
            names.append(name)
            left -= group
    names += ["未登记"] if NOTHING in left else []
    return "、".join([*names, *(WORDS(f"case.state.{state}") for state in sorted(left - {NOTHING}))])


def who(rule: Who) -> str:
    """`网格员（主办单位、主办单位的上级）`, role by role."""
    found = []
    for role in ROLES:
        relations = [WORDS(f"case.relation.{name}") for name in RELATIONS if name in rule.get(role, ())]
        if relations:
            found.append(f"{WORDS(f'case.role.{role}')}（{'、'.join(relations)}）")
    return "；".join(found)


def row(act: Act) -> str:
    """One act as a line of the table."""
    target = WORDS(f"case.state.{act.move.target}") if act.move.target else "不变"
    needs = "、".join(WORDS.get(f"case.field.{name}", name) for name in act.needs if name != "on") or "–"
    cells = [
        WORDS(f"case.action.{act.action}"),
        f"`{act.action}`",
        states(act.move.source),
        target,
        who(act.who),
        needs,
    ]
    return "| " + " | ".join(cells) + " |"


def state_row(state: str) -> str:
    """One state with every act that leads on from it."""
    leading = [a for a in BY_ACTION.values() if a.action in _ON_CASES and a.move.target and state in a.move.source]
    on = "、".join(f"{WORDS(f'case.action.{a.action}')}→{WORDS(f'case.state.{a.move.target}')}" for a in leading)
    kind = "在手" if state in WORK else "在办" if state in LIVE else "已结"
    return f"| {WORDS(f'case.state.{state}')} | `{state}` | {kind} | {on} |"


def type_row(act: Act) -> str:
    """One type of events with what it may write and say."""
    named = lambda names: " ".join(f"`{name}`" for name in names)  # noqa: E731
    moved = [f"`{field}` → `{move.target}`" for field, move in act.moves.items()]
    written = [named(sorted(act.fields - act.moves.keys())), "any field of a form" if act.form else ""]
    said = [named(act.needs), named(sorted(act.may))]
    cells = [f"`{act.type}`", "<br>".join(moved), " ".join(filter(None, written)), *said]
    return "| " + " | ".join(cell or "–" for cell in cells) + " |"


_ON_CASES = {action for actions in GROUPS.values() for action in actions}


def rows(heading: str) -> list[str]:
    """The lines of the table under a heading of the page."""
    part = PAGE.read_text(encoding="utf-8").split(f"\n{heading}\n")[1].split("\n#")[0]
    return [line for line in part.splitlines() if line.startswith("| ") and "---" not in line][1:]


@pytest.mark.parametrize("group", GROUPS)
def test_the_page_shows_every_act_of_a_group_with_who_may_when_and_what_is_needed(group: str) -> None:
    assert rows(f"### {WORDS(f'case.group.{group}')}") == [row(BY_ACTION[action]) for action in GROUPS[group]]


def test_the_page_shows_every_state_with_all_ways_on() -> None:
    assert rows("## 状态") == [state_row(state) for state in (*sorted(LIVE), *sorted(ENDED))]


def test_the_page_shows_every_type_of_events_with_what_it_writes_and_says() -> None:
    assert rows("## What an event says") == [type_row(BY_TYPE[name]) for name in sorted(BY_TYPE)]
    part = PAGE.read_text(encoding="utf-8").split("\n## What an event says\n")[1]
    assert set(re.findall(r"`(\w+)`", part.split("These parts: ")[1].split("\n\n")[0])) == set(CODED)


def test_every_arrow_of_the_picture_is_a_step_of_the_machine() -> None:
    page = PAGE.read_text(encoding="utf-8")
    arrows = re.findall(r"^    (\w+|\[\*\]) --> (\w+|\[\*\]): (.+)$", page, re.MULTILINE)
    actions = {WORDS(f"case.action.{action}"): BY_ACTION[action] for action in BY_ACTION if action in _ON_CASES}
    assert len(arrows) > 25
    for start, end, word in arrows:
        act = actions[word]
        assert (NOTHING if start == "[*]" else start) in act.move.source, (start, word)
        assert act.move.target == end, (word, end)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_act_role_relation_and_part_has_its_word(language: str) -> None:
    terms = Terms(language)
    keys = [f"state.{state}" for state in STATES] + [f"role.{role}" for role in ROLES]
    keys += [f"relation.{name}" for name in RELATIONS] + [f"group.{group}" for group in GROUPS]
    for action in _ON_CASES:
        act = BY_ACTION[action]
        keys += [f"action.{action}", f"type.{act.type}", *(f"field.{n}" for n in (*act.needs, *act.may, *act.fields))]
    assert [key for key in keys if terms.get(f"case.{key}", "") == ""] == []


def test_every_action_on_a_case_stands_in_one_group() -> None:
    listed = [action for actions in GROUPS.values() for action in actions]
    assert len(listed) == len(set(listed))
    assert {act.action for act in BY_ACTION.values() if act.move.source & STATES or not act.move.source} <= set(listed)
