"""并为同一事项: said on both cases in one transaction, and taken back on both; see the act `link`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection

from xfgrid.case import acts
from xfgrid.case.acts import Actor, Draft, Setting
from xfgrid.case.fold import Case
from xfgrid.errors import RuleError, UnknownError
from xfgrid.journal import journal, views
from xfgrid.journal.rows import title


def named(connection: Connection, values: Mapping[str, object]) -> dict[str, object]:
    """The values with the case they link to by its id; one that this home does not hold can only be given by that.

    UnknownError `unknown_case` or `several_cases`.
    """
    reference = str(values.get("as") or "")
    return {**values, "as": _id(connection, reference)} if reference else {**values}


def _id(connection: Connection, reference: str) -> str:
    try:
        return views.find(connection, reference)
    except UnknownError:
        try:
            return str(UUID(reference))
        except ValueError:
            pass
        raise


def other_half(
    connection: Connection, case: Case, action: str, values: Mapping[str, object], actor: Actor, setting: Setting
) -> list[Draft]:
    """What a link, or the undoing of one, says on the other case; nothing where this home does not hold it.

    RuleError `link_itself`, or as `acts.act` for the other case; an undoing that is not ours there is left to its office.
    """
    if action == "link":
        other = journal.load(connection, str(values["as"]))
        if other.id == case.id:
            raise RuleError("link_itself")
        return (
            [acts.act(other, "link", actor, {**values, "as": case.id}, setting)]
            if other.events and not other.is_meeting
            else []
        )
    undone = str(values.get("undoes") or "")
    if action != "undo" or undone not in case.of_type("linked"):
        return []
    other = journal.load(connection, str(case.said[undone]["as"]))
    halves = [key for key in other.of_type("linked") if other.said[key].get("as") == case.id]
    return _undone(other, halves, actor, values, setting)


def _undone(
    other: Case, halves: Sequence[str], actor: Actor, values: Mapping[str, object], setting: Setting
) -> list[Draft]:
    """The undoing of a link on the other case; nothing where only its own office may undo there: one's own half goes all the
    same, or a wrong link could be taken back by nobody."""
    try:
        return [acts.act(other, "undo", actor, {**values, "undoes": key}, setting) for key in halves]
    except RuleError as error:
        if error.code != "not_your_case":
            raise
        return []


def names(connection: Connection, case: Case) -> list[str]:
    """Number and title of the cases that are the same matter; the id of one that this home does not hold."""
    found = [journal.load(connection, one) for one in sorted(case.same_as)]
    return [f"{one.text('number')} {title(one)}" if one.events else one.id for one in found]
