"""Acts done from the screen: one on a case, its undoing, and the sentence that may leave the office."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xfgrid.case.acts import Actor, Offer
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.law import FINAL
from xfgrid.case.offers import parts
from xfgrid.case.offices import Offices
from xfgrid.case.serving import new_owner
from xfgrid.case.timeline import timeline
from xfgrid.case.vocabulary import BY_ACTION
from xfgrid.errors import RuleError
from xfgrid.journal.forgetting import erase
from xfgrid.terms import Terms
from xfgrid.tui import words
from xfgrid.tui.offers import Choice, choices
from xfgrid.tui.parts import Around

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


def offered(desk: Desk, reference: str) -> tuple[list[Choice], Around]:
    """What can be done with a case now, and what its dialogs need to know."""
    case = desk.case(reference)
    promises = desk.dues(case).promises
    found = choices(case, desk.actor, desk.setting(promises), desk.enrolled())
    return found, Around(case, desk.actor, desk.offices, desk.intake, promises)


def do(desk: Desk, reference: str, action: str, said: dict[str, object], terms: Terms) -> str:
    """Does one act and says what came of it; raises as `Desk.act`."""
    if action == "erase-contact":
        erase(desk, reference, str(said["asked_by"]), str(said["why"]))
        return done(terms, action, desk.case(reference))
    event, after = desk.act(reference, action, said)
    told = [done(terms, action, after), *consequences(terms, action, event, after, desk.offices)]
    return terms("acts.between").join(told)


def done(terms: Terms, action: str, after: Case) -> str:
    """The sentence of an act that was done."""
    state = words.named(terms, "state", after.state)
    return terms("screen.act.done", action=terms(f"case.action.{action}"), number=after.text("number"), state=state)


def consequences(terms: Terms, action: str, event: Event, after: Case, offices: Offices) -> list[str]:
    """What an act did besides what it is called, a sentence each: whose paper it was, whose the case is now, what went."""
    said = after.said[event.hash.hex()]
    served, owner = str(said.get("for") or ""), new_owner(after, event)
    return [
        *([terms("acts.served", office=offices.name(served), day=said.get("on", ""))] if served else []),
        *([terms("acts.owner", office=offices.name(owner))] if owner else []),
        *filter(None, [terms.get(f"acts.after.{action}", "")]),
    ]


def last_step(case: Case, actor: Actor) -> tuple[Choice, str, str]:
    """The undoing of the last step of a case that stands, its hash and its type; RuleError where nothing is left to
    undo, where it was somebody else's, or where its kind is never undone."""
    gone = case.undone | case.broken
    steps = [e for e in timeline(case) if e.hash.hex() not in gone and e.head.type not in ("undone", "settled")]
    if not steps:
        raise RuleError("nothing_to_undo")
    key, last = steps[-1].hash.hex(), steps[-1].head
    if last.type in FINAL:
        raise RuleError("cannot_undo", type=last.type)
    if last.actor != str(actor):
        raise RuleError("not_your_step", type=last.type)
    undo = BY_ACTION["undo"]
    return Choice(Offer("undo", undo.type, "amend", parts(undo)), "amend"), key, last.type


def sentence(case: Case, desk: Desk, terms: Terms) -> str:
    """How a case stands, fit for a group chat: its number, kind, office and date, no free words and so no person."""
    today: date = desk.today()
    due, _ = words.due(terms, desk.dues(case).due, today)
    return terms(
        "screen.case.sentence",
        number=case.text("number"),
        kind=words.option("kind", case.text("kind"), terms),
        place=desk.offices.name(case.text("place_office")),
        owner=desk.offices.name(case.owner),
        state=words.named(terms, "state", case.state),
        due=due or terms("screen.case.no_due"),
    )
