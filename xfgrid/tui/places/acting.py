"""What every place that shows cases can do with the one in front: act, take the next step, undo, copy a line."""

from __future__ import annotations

from collections.abc import Sequence
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
from xfgrid.tui.places.menu import Item, Menu
from xfgrid.tui.places.place import Place
from xfgrid.tui.places.told import Told
from xfgrid.tui.sides import Dispute, disputes
from xfgrid.tui.widgets.prose import Fact

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


class Acting(Place):
    """A place with a case in front. `subject` is its id, '' while there is none."""

    _outcomes: Sequence[Outcome] = ()

    @property
    def subject(self) -> str:
        """The case the keys act on."""
        raise NotImplementedError

    @property
    def marked(self) -> list[str]:
        """The cases to act on at once, none where nothing is marked."""
        return []

    def unmark(self) -> None:
        """Takes the marks away."""

    def action_act_menu(self) -> None:
        """Everything that may be done with this case now."""
        if self.marked:
            self.do(partial(self._offer_all, self.marked), "act")
        elif case := self.subject:
            self.do(partial(self._offer, case), "act")

    async def _offer(self, case: str) -> None:
        found, around = await self.ask(lambda desk: offered(desk, case))
        if not found:
            self.say(self.terms("screen.act.nothing"))
            return
        by_action = {choice.offer.action: choice for choice in found}
        menu = Menu(self.terms("screen.act.title", number=around.case.text("number")), items(found, self.terms))
        self.app.push_screen(menu, lambda action: self._ask_for(by_action.get(action or ""), around))

    async def _offer_all(self, cases: list[str]) -> None:
        found, around = await self.ask(lambda desk: common(desk, cases))
        title = self.terms("screen.act.title_all", count=len(cases))
        if not found:
            self.say(self.terms("screen.act.nothing_common"))
            return
        by_action = {choice.offer.action: choice for choice in found}
        menu = Menu(title, items(found, self.terms))
        self.app.push_screen(menu, lambda action: self._ask_all(by_action.get(action or ""), around, cases, title))

    def _ask_all(self, choice: Choice | None, around: Around, cases: list[str], title: str) -> None:
        if choice is not None:
            do_each = partial(self._do_all, cases)
            self.app.push_screen(ActDialog(choice, title, around, do_each), self._done_all)

    def _do_all(self, cases: list[str], desk: Desk, action: str, said: dict[str, object]) -> str:
        self._outcomes = do_all(desk, cases, action, said, self.terms)
        done = sum(not one.wrong for one in self._outcomes)
        return self.terms("screen.act.done_all", action=self.terms(f"case.action.{action}"), done=done, of=len(cases))

    def _done_all(self, sentence: str | None) -> None:
        if sentence is None:
            return
        self.unmark()
        self._done(sentence)
        if refused := [Fact(one.number, one.wrong, "late") for one in self._outcomes if one.wrong]:
            self.app.push_screen(Told(sentence, refused))

    def action_next_step(self) -> None:
        """What usually comes next, at once."""
        if case := self.subject:
            self.do(partial(self._next, case), "act")

    async def _next(self, case: str) -> None:
        found, around = await self.ask(lambda desk: offered(desk, case))
        if found and found[0].group == "next":
            self._ask_for(found[0], around)
        else:
            self.say(self.terms("screen.act.no_next"))

    def _ask_for(self, choice: Choice | None, around: Around) -> None:
        if choice is None:
            return
        own = {"settle": self.action_settle_case, "open-contact": self.action_read_contact}.get(choice.offer.action)
        if own is not None:
            own()
            return
        about = f"{around.case.text('number')}  {around.case.text('asked')}"
        dialog = ActDialog(choice, about, around, partial(_do, around.case.id, self.terms))
        self.app.push_screen(dialog, self._done)

    def _done(self, sentence: str | None) -> None:
        if sentence:
            self.look()
            self.say(sentence)

    def action_settle_case(self) -> None:
        """Lays the sides of every disputed field next to each other."""
        if case := self.subject:
            self.do(partial(self._lay_out, case), "act")

    async def _lay_out(self, reference: str) -> None:
        from xfgrid.tui.places.settle import Settle

        terms = self.terms

        def read(desk: Desk) -> tuple[Case, list[Dispute]]:
            case = desk.case(reference)
            return case, disputes(case, desk.offices, terms, desk.today())

        case, found = await self.ask(read)
        if not found:
            self.say(terms("screen.settle.nothing"))
            return
        about = f"{case.text('number')}  {case.text('asked')}"
        self.app.push_screen(Settle(about, found, partial(_do, case.id, terms)), self._done)

    def action_read_contact(self) -> None:
        """Opens the contact, once it is said what for."""
        from xfgrid.tui.places.contact import purposes

        if case := self.subject:
            self.app.push_screen(purposes(self.terms), partial(self._read_contact, case))

    def _read_contact(self, case: str, purpose: str | None) -> None:
        if purpose:
            self.do(partial(self._open_contact, case, purpose), "act")

    async def _open_contact(self, case: str, purpose: str) -> None:
        """At once where the case is this office's; otherwise a colleague has to answer for it."""
        from xfgrid.tui.places.contact import Witness, opened

        about = await self.ask(lambda desk: desk.case(case).text("number"))
        try:
            self._show_contact(about, await self.ask(partial(opened, case, purpose, None)))
        except RuleError as error:
            if error.code != "second_needed":
                raise
            witness = Witness(f"{about}  {self.terms.error(error)}", partial(opened, case, purpose))
            self.app.push_screen(witness, partial(self._show_contact, about))

    def _show_contact(self, about: str, found: Sequence[Contact] | None) -> None:
        from xfgrid.tui.places.contact import Reading

        if found:
            self.app.push_screen(Reading(about, found))

    def action_undo_step(self) -> None:
        """Takes the last step back, or says why it cannot be."""
        if case := self.subject:
            self.do(partial(self._undo, case), "act")

    async def _undo(self, reference: str) -> None:
        choice, event, what, around = await self.ask(partial(_last, reference))
        about = self.terms("screen.act.undoing", step=self.terms.get(f"case.type.{what}", what))
        undo = partial(_undo, reference, event, self.terms)
        self.app.push_screen(ActDialog(choice, about, around, undo), self._done)

    def action_copy_sentence(self) -> None:
        """A sentence without any person, for a group chat."""
        if case := self.subject:
            self.do(partial(self._copy, case), "copy")

    async def _copy(self, case: str) -> None:
        text = await self.ask(lambda desk: sentence(desk.case(case), desk, self.terms))
        clipboard.copy(self.app, text)
        self.say(self.terms("screen.case.copied", text=text))


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


def _do(case: str, terms: Terms, desk: Desk, action: str, said: dict[str, object]) -> str:
    return do(desk, case, action, said, terms)


def _undo(case: str, event: str, terms: Terms, desk: Desk, action: str, said: dict[str, object]) -> str:
    return do(desk, case, action, {**said, "undoes": event}, terms)


def _last(reference: str, desk: Desk) -> tuple[Choice, str, str, Around]:
    case = desk.case(reference)
    return *last_step(case, desk.actor), Around(case, desk.actor, desk.offices)
