"""A conflict, settled by a person: the sides next to each other, one chosen or a third written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from xfgrid.errors import XfgridError
from xfgrid.tui.actions import bindings
from xfgrid.tui.caret import follow
from xfgrid.tui.kept import Kept
from xfgrid.tui.places.over import Over
from xfgrid.tui.sides import Dispute
from xfgrid.tui.widgets.bars import KeyBar
from xfgrid.tui.widgets.columns import Columns
from xfgrid.tui.widgets.messages import Done, Edited
from xfgrid.tui.widgets.press import Press
from xfgrid.tui.widgets.said import Said
from xfgrid.tui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.tui.places.act import Do


class Settle(Over[str]):
    """Answers the sentence that tells the result. Fields left without a choice stay disputed."""

    NAME = "settle"
    CSS_PATH = ["../style/form.tcss", "../style/settle.tcss"]  # noqa: RUF012 - as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("settle")]

    def __init__(self, case: str, about: str, found: Sequence[Dispute], do: Do) -> None:
        super().__init__()
        self._case, self._about, self._found, self._do = case, about, tuple(found), do

    def compose(self) -> ComposeResult:
        terms = self.terms
        with Vertical():
            yield Static(terms("case.action.settle"), classes="-title", markup=False)
            yield Static(self._about, classes="-about", markup=False)
            with VerticalScroll(can_focus=False):
                yield from self._sides()
                yield Press(terms("screen.act.do"), "settle")
            yield Said()
            yield KeyBar("settle")

    def on_mount(self) -> None:
        follow(self)
        self._kept = Kept(self, f"settle:{self._case}", lambda: self._written)
        self.run_worker(self._restore(), group="draft", exclusive=True)

    async def _restore(self) -> None:
        """Brings back the values of one's own that were being written."""
        kept = await self._kept.before()
        for columns in self.query(Columns):
            if own := kept.get(columns.dispute.field):
                columns.chosen = len(columns.dispute.sides)
                self._line(columns.dispute).value = str(own)
                self.query_one(Said).say(self.terms("screen.act.restored"))
        self._own()

    @property
    def _written(self) -> dict[str, object]:
        """The values of one's own, by field."""
        return {one.field: text for one in self._found if (text := self._line(one).value.strip())}

    def _line(self, dispute: Dispute) -> Input:
        return self.query_one(f"#own-{dispute.field}", Input)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._kept.typed()

    def _sides(self) -> Iterator[Widget]:
        terms = self.terms
        for dispute in self._found:
            yield Columns(dispute, terms("screen.settle.third"))
            yield TextLine(compact=True, id=f"own-{dispute.field}", placeholder=terms("screen.settle.write"))

    @on(Edited)
    def _own(self) -> None:
        """The line for a value of one's own is there while it is the choice."""
        for columns in self.query(Columns):
            own = columns.chosen == len(columns.dispute.sides)
            self._line(columns.dispute).set_class(own, "-open")

    @on(Done)
    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @property
    def chosen(self) -> dict[str, object]:
        """The values chosen or written, by field."""
        found: dict[str, object] = {}
        for columns in self.query(Columns):
            dispute = columns.dispute
            own = self._line(dispute).value.strip()
            if 0 <= columns.chosen < len(dispute.sides):
                found[dispute.field] = dispute.sides[columns.chosen].value
            elif columns.chosen >= 0 and own:
                found[dispute.field] = own
        return found

    @on(Press.Pressed)
    def action_settle(self) -> None:
        if chosen := self.chosen:
            self.run_worker(self._settle(chosen), group="settle", exclusive=True)
        else:
            self.query_one(Said).say(self.terms("screen.settle.none"), "late")

    async def _settle(self, chosen: dict[str, object]) -> None:
        self._kept.rest()
        try:
            result = await self.program.ask(lambda desk: self._done(desk, chosen))
        except XfgridError as error:
            self.query_one(Said).say(self.terms.error(error), "late")
        else:
            self.dismiss(result)

    def _done(self, desk: Desk, chosen: dict[str, object]) -> str:
        sentence = self._do(desk, "settle", chosen)
        self._kept.done(desk)
        return sentence

    def action_leave_settle(self) -> None:
        self._kept.leave()
        self.dismiss()
