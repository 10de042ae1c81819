"""What is done with the cases of a place: menus and dialogs asked one after the other, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from xfgrid.case.contact import Contact
from xfgrid.case.fold import Case
from xfgrid.errors import RuleError
from xfgrid.terms import Terms
from xfgrid.tui import clipboard
from xfgrid.tui.batch import Outcome, common, do_all
from xfgrid.tui.doing import do, last_step, offered, sentence
from xfgrid.tui.offers import Choice
from xfgrid.tui.parts import Around
from xfgrid.tui.places.act import ActDialog
from xfgrid.tui.places.contact import Reading, Witness, opened, purposes
from xfgrid.tui.places.menu import Item, Menu
from xfgrid.tui.places.settle import Settle
from xfgrid.tui.places.told import Told
from xfgrid.tui.sides import Dispute, disputes
from xfgrid.tui.widgets.prose import Fact

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.tui.places.place import Place


class Deeds:
    """What the keys of a place with cases do, each to a case by its id; `unmark` takes the marks of its list away,
    `did` is told the case of an act that was done, '' where there were several."""

    def __init__(self, place: Place, unmark: Callable[[], None], did: Callable[[str], None]) -> None:
        self._place, self._terms, self._unmark, self._did = place, place.terms, unmark, did
        self._outcomes: Sequence[Outcome] = ()

    async def offer(self, case: str) -> None:
        """Everything that may be done with a case now."""
        found, around = await self._place.ask(lambda desk: offered(desk, case))
        if not found:
            self._place.say(self._terms("screen.act.nothing"))
            return
        by_action = {choice.offer.action: choice for choice in found}
        menu = Menu(self._terms("screen.act.title", number=around.case.text("number")), items(found, self._terms))
        await self._place.app.push_screen(menu, lambda action: self._ask_for(by_action.get(action or ""), around))

    async def offer_all(self, cases: list[str]) -> None:
        """What every one of these cases allows."""
        found, around = await self._place.ask(lambda desk: common(desk, cases))
        if not found:
            self._place.say(self._terms("screen.act.nothing_common"))
            return
        by_action = {choice.offer.action: choice for choice in found}
        menu = Menu(self._terms("screen.act.title_all", count=len(cases)), items(found, self._terms))
        self._place.app.push_screen(menu, lambda action: self._ask_all(by_action.get(action or ""), around, cases))

    def _ask_all(self, choice: Choice | None, around: Around, cases: list[str]) -> None:
        if choice is not None:
            about, do_each = self._terms("screen.act.about_all", count=len(cases)), partial(self._do_all, cases)
            self._place.app.push_screen(ActDialog(choice, about, around, do_each), self._done_all)

    def _do_all(self, cases: list[str], desk: Desk, action: str, said: dict[str, object]) -> str:
        self._outcomes = do_all(desk, cases, action, said, self._terms)
        done = sum(not one.wrong for one in self._outcomes)
        return self._terms("screen.act.done_all", action=self._terms(f"case.action.{action}"), done=done, of=len(cases))

    def _done_all(self, sentence: str | None) -> None:
        if sentence is None:
            return
        self._unmark()
        self._done(sentence)
        if refused := [Fact(one.number, one.wrong, "late") for one in self._outcomes if one.wrong]:
            self._place.app.push_screen(Told(sentence, refused))

    async def next_step(self, case: str) -> None:
        """What usually comes next, at once."""
        found, around = await self._place.ask(lambda desk: offered(desk, case))
        if found and found[0].group == "next":
            self._ask_for(found[0], around)
        else:
            self._place.say(self._terms("screen.act.no_next"))

    def _ask_for(self, choice: Choice | None, around: Around) -> None:
        if choice is None:
            return
        if choice.offer.action == "settle":
            self._place.do(partial(self.settle, around.case.id), "act")
            return
        if choice.offer.action == "open-contact":
            self.read_contact(around.case.id)
            return
        dialog = ActDialog(choice, _about(around.case), around, partial(_do, around.case.id, self._terms))
        self._place.app.push_screen(dialog, partial(self._done, case=around.case.id))

    def _done(self, sentence: str | None, case: str = "") -> None:
        """Says what was done, on `case` if it was one act on one case."""
        if sentence:
            self._did(case)
            self._place.look()
            self._place.say(sentence)

    async def settle(self, reference: str) -> None:
        """Lays the sides of every disputed field next to each other."""
        terms = self._terms

        def read(desk: Desk) -> tuple[Case, list[Dispute]]:
            case = desk.case(reference)
            return case, disputes(case, desk.offices, terms, desk.today())

        case, found = await self._place.ask(read)
        if not found:
            self._place.say(terms("screen.settle.nothing"))
            return
        settle = Settle(case.id, _about(case), found, partial(_do, case.id, terms))
        await self._place.app.push_screen(settle, self._done)

    def read_contact(self, case: str) -> None:
        """Opens the contact, once it is said what for."""
        self._place.app.push_screen(purposes(self._terms), partial(self._read_contact, case))

    def _read_contact(self, case: str, purpose: str | None) -> None:
        if purpose:
            self._place.do(partial(self._open_contact, case, purpose), "act")

    async def _open_contact(self, case: str, purpose: str) -> None:
        """At once where the case is this office's; otherwise a colleague has to answer for it."""
        about = await self._place.ask(lambda desk: desk.case(case).text("number"))
        try:
            self._show_contact(about, await self._place.ask(partial(opened, case, purpose, None)))
        except RuleError as error:
            if error.code != "second_needed":
                raise
            witness = Witness(f"{about}  {self._terms.error(error)}", partial(opened, case, purpose))
            self._place.app.push_screen(witness, partial(self._show_contact, about))

    def _show_contact(self, about: str, found: Sequence[Contact] | None) -> None:
        if found:
            self._place.app.push_screen(Reading(about, found))

    async def undo(self, reference: str) -> None:
        """Takes the last step back, or says why it cannot be."""
        choice, event, what, around = await self._place.ask(partial(_last, reference))
        step = self._terms.get(f"case.type.{what}", what)
        about = self._terms("screen.act.undoing", step=step, about=_about(around.case))
        undo = partial(_undo, reference, event, self._terms)
        await self._place.app.push_screen(ActDialog(choice, about, around, undo), self._done)

    async def copy(self, case: str) -> None:
        """A sentence without any person, for a group chat."""
        text = await self._place.ask(lambda desk: sentence(desk.case(case), desk, self._terms))
        clipboard.copy(self._place.app, text)
        self._place.say(self._terms("screen.case.copied", text=text))


def items(found: Sequence[Choice], terms: Terms) -> list[Item]:
    """The lines of the menu."""
    return [
        Item(
            choice.offer.action,
            terms(f"case.action.{choice.offer.action}"),
            terms("acts.next") if choice.group == "next" else terms(f"case.group.{choice.group}"),
            terms.get(f"acts.alias.{choice.offer.action}", ""),
        )
        for choice in found
    ]


def _about(case: Case) -> str:
    """A case in one line of a dialog."""
    return f"{case.text('number')}  {case.text('asked')}"


def _do(case: str, terms: Terms, desk: Desk, action: str, said: dict[str, object]) -> str:
    return do(desk, case, action, said, terms)


def _undo(case: str, event: str, terms: Terms, desk: Desk, action: str, said: dict[str, object]) -> str:
    return do(desk, case, action, {**said, "undoes": event}, terms)


def _last(reference: str, desk: Desk) -> tuple[Choice, str, str, Around]:
    case = desk.case(reference)
    return *last_step(case, desk.actor), Around(case, desk.actor, desk.offices, desk.intake)
