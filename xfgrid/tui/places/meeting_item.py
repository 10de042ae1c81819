"""议题: one item before the clerk: what is asked, what was done, the sides, the days left, the ways open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from xfgrid.tui.actions import bindings
from xfgrid.tui.meeting.shown import item
from xfgrid.tui.places.item import ItemPlace
from xfgrid.tui.widgets.prose import Fact, Facts

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.meeting.brief import Brief


class MeetingItem(ItemPlace):
    """An item with all that the members need."""

    NAME = "item"
    WHERE = ("item",)
    CSS_PATH = "../style/meeting.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("item")]

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Facts(classes="-item"), can_focus=False)

    def facts(self, brief: Brief, desk: Desk) -> list[Fact]:
        return item(brief, self.terms, desk.offices)
