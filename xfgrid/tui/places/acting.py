"""What every place that shows cases can do with the one in front: act, take the next step, undo, copy a line."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from xfgrid.tui.places.place import Place

if TYPE_CHECKING:
    from xfgrid.tui.places.deeds import Deeds


class Acting(Place):
    """A place with a case in front. `subject` is its id, '' while there is none; `done` that of the case on which the last
    act was done here, which may have left the list."""

    done = ""

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

    @property
    def _deeds(self) -> Deeds:
        """Loaded with the first key that needs them, not with the first frame."""
        from xfgrid.tui.places.deeds import Deeds

        return Deeds(self, self.unmark, self._did)

    def _did(self, case: str) -> None:
        self.done = case

    async def _with(self, case: str, deed: Callable[[str], Coroutine[Any, Any, None]]) -> None:
        """Does something with a case that ends in a dialog; says so where no case is in front."""
        if case:
            await self.program.at_once(partial(deed, case))
        else:
            self.say(self.terms("screen.act.no_case"))

    async def action_act_menu(self) -> None:
        """Everything that may be done with this case now, or with all that are marked."""
        if self.marked:
            await self.program.at_once(partial(self._deeds.offer_all, self.marked))
        else:
            await self._with(self.subject, self._deeds.offer)

    async def action_next_step(self) -> None:
        """What usually comes next, at once."""
        await self._with(self.subject, self._deeds.next_step)

    async def action_settle_case(self) -> None:
        """Lays the sides of every disputed field next to each other."""
        await self._with(self.subject, self._deeds.settle)

    def action_read_contact(self) -> None:
        """Opens the contact, once it is said what for."""
        if case := self.subject:
            self._deeds.read_contact(case)

    async def action_undo_step(self) -> None:
        """Takes the last step done here back, else the last of the case in front; or says why it cannot be."""
        await self._with(self.done or self.subject, self._deeds.undo)

    def action_copy_sentence(self) -> None:
        """A sentence without any person, for a group chat."""
        if case := self.subject:
            self.do(partial(self._deeds.copy, case), "copy")
