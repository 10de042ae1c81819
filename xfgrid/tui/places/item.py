"""What the clerk's screen of an item and the room share: one item at a time, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

from xfgrid.case.fold import Case
from xfgrid.case.offers import Offer, Part, parts
from xfgrid.case.vocabulary import BY_ACTION
from xfgrid.tui.meeting.steps import recuse
from xfgrid.tui.offers import Choice
from xfgrid.tui.parts import Around
from xfgrid.tui.places.act import ActDialog
from xfgrid.tui.places.place import Place
from xfgrid.tui.places.step import StepDialog
from xfgrid.tui.widgets.prose import Fact, Facts

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.meeting.brief import Brief

SIDES = ("asker", "other")
DROPPED = frozenset({"via", "for", "on"})
"""Parts that the dialog knows and a meeting does not take: it decides on its own day."""


class ItemPlace(Place):
    """One item of one meeting; `at` is the index of the item in the order of the agenda."""

    def __init__(self, meeting: str, case: str) -> None:
        super().__init__()
        self.meeting, self.case = meeting, case
        self.briefs: tuple[Brief, ...] = ()

    def facts(self, brief: Brief, desk: Desk) -> list[Fact]:
        """What the place shows of an item."""
        raise NotImplementedError

    def look(self) -> None:
        super().look()
        self.do(self._show, "item")

    async def _show(self) -> None:
        shown = await self.ask(self._read)
        self.query_one(".-item", Facts).show(shown)

    def _read(self, desk: Desk) -> list[Fact]:
        from xfgrid.meeting.agenda import agenda
        from xfgrid.meeting.table import looking

        with looking(desk, self.meeting) as table:
            self.briefs = agenda(table).all
        brief = self.brief
        return self.facts(brief, desk) if brief else []

    @property
    def brief(self) -> Brief | None:
        """The item in front."""
        return next((brief for brief in self.briefs if brief.item.case == self.case), None)

    def action_next_item(self) -> None:
        self._step(1)

    def action_previous_item(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        cases = [brief.item.case for brief in self.briefs]
        if self.case in cases:
            self.case = cases[min(max(cases.index(self.case) + by, 0), len(cases) - 1)]
            self.do(self._show, "item")

    def action_decide_item(self) -> None:
        row = BY_ACTION["decide"]
        self._ask_for(Choice(Offer("decide", row.type, "meeting", parts(row)), "meeting"), _decide)

    def action_postpone_item(self) -> None:
        row = BY_ACTION["postpone"]
        self._ask_for(
            Choice(Offer("postpone", row.type, "meeting", (Part("reason", "words", True),)), "meeting"), _postpone
        )

    def action_note_item(self) -> None:
        asked = (Part("note", "words", True), Part("side", "choice", False, SIDES))
        self._ask_for(Choice(Offer("note-item", "item_noted", "meeting", asked), "meeting"), _note)

    def action_recuse_item(self) -> None:
        """An office takes no part in this item."""
        if brief := self.brief:
            step = recuse(brief.item.case)
            about = f"{brief.number}  {brief.title}"
            self.app.push_screen(StepDialog(step, about, self.meeting, {}), self._said)

    def _ask_for(self, choice: Choice, write: Callable[[Desk, str, str, dict[str, str]], None]) -> None:
        brief, desk = self.brief, self.program.desk
        if brief is None or desk is None:
            return
        around = Around(Case(brief.item.case), desk.actor, desk.offices, desk.intake)
        done = partial(_done, self.meeting, brief.item.case, write, self.terms(f"case.action.{choice.offer.action}"))
        self.app.push_screen(ActDialog(choice, f"{brief.number}  {brief.title}", around, done), self._said)

    def _said(self, sentence: str | None) -> None:
        if sentence:
            self.look()
            self.say(sentence)

    def action_scroll_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_scroll_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_leave_item(self) -> None:
        self.app.pop_screen()


def _done(
    meeting: str,
    case: str,
    write: Callable[[Desk, str, str, dict[str, str]], None],
    what: str,
    desk: Desk,
    action: str,
    said: dict[str, object],
) -> str:
    write(desk, meeting, case, {name: str(value) for name, value in said.items() if name not in DROPPED and value})
    return f"{what}: {desk.case(case).text('number')}"


def _decide(desk: Desk, meeting: str, case: str, said: dict[str, str]) -> None:
    from xfgrid.meeting import clerk

    clerk.decide(desk, meeting, case, said)


def _postpone(desk: Desk, meeting: str, case: str, said: dict[str, str]) -> None:
    from xfgrid.meeting import clerk

    clerk.postpone(desk, meeting, case, said.get("reason", ""))


def _note(desk: Desk, meeting: str, case: str, said: dict[str, str]) -> None:
    from xfgrid.meeting import clerk

    clerk.note(desk, meeting, case, said.get("note", ""), said.get("side", ""))
