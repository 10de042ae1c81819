"""对照: what the columns of a sheet nobody knows mean, said once by hand and remembered with the import."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Label

from xfgrid.errors import XfgridError
from xfgrid.tui.actions import bindings
from xfgrid.tui.cells import fit
from xfgrid.tui.kept import Kept
from xfgrid.tui.places.place import Place
from xfgrid.tui.widgets.messages import Done, Edited
from xfgrid.tui.widgets.pick import Option, Pick
from xfgrid.tui.widgets.prose import Fact, Facts

if TYPE_CHECKING:
    from xfgrid.ledger.layout import Layout
    from xfgrid.terms import Terms


FIRST = ("received", "facts", "asked", "place", "kind", "number")


class Mapping(Place):
    """One line a header. `then` is given the layout once it is complete, never where the user leaves."""

    NAME = "mapping"
    WHERE = ("mapping",)
    CSS_PATH = ["../style/form.tcss", "../style/mapping.tcss"]  # noqa: RUF012 - as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("mapping")]

    def __init__(self, path: Path, sheet: str, then: Callable[[Layout], None]) -> None:
        super().__init__()
        self._path, self._sheet, self._then = path, sheet, then

    def body(self) -> Iterable[Widget]:
        about = self.terms("ledger.screen.map_about", sheet=self._sheet)
        yield VerticalScroll(Facts([Fact("", about)], classes="-about"), can_focus=False)

    def on_mount(self) -> None:
        self._kept = Kept(self, f"map:{self._path.name}:{self._sheet}", lambda: self.columns)
        self.do(self._read, "read")

    async def _read(self) -> None:
        """The headers, each with what it was said to mean before a cut, or else with a guess."""
        from xfgrid.ledger import importer

        path, sheet = self._path, self._sheet
        guesses = await self.ask(lambda _: importer.guessed(path, sheet))
        said, options = await self._kept.before(), _options(self.terms)
        lines = [MapLine(header, options, str(said.get(header, guess))) for header, guess in guesses.items()]
        await self.query_one(VerticalScroll).mount(*lines)
        if said:
            self.say(self.terms("screen.act.restored"))
        if lines:
            lines[0].query_one(Pick).focus()

    @property
    def columns(self) -> dict[str, str]:
        """Header → field or reason to drop; headers nobody named are left out."""
        return {line.header: line.query_one(Pick).value for line in self.query(MapLine) if line.query_one(Pick).value}

    @on(Edited)
    def _typed(self) -> None:
        self._kept.typed()

    @on(Done)
    def action_next_column(self) -> None:
        self.focus_next()

    def action_previous_column(self) -> None:
        self.focus_previous()

    def action_save_map(self) -> None:
        from xfgrid.ledger.mapping import layout_of

        try:
            layout: Layout = layout_of(self.columns, f"{self._path.stem} {self._sheet}")
        except XfgridError as error:
            self.problem(error)
        else:
            self._kept.rest()
            self.do(lambda: self.ask(self._kept.done), "draft")
            self.app.pop_screen()
            self._then(layout)

    def action_leave_map(self) -> None:
        self._kept.leave()
        self.app.pop_screen()


class MapLine(Horizontal):
    """A header and what it means."""

    def __init__(self, header: str, options: list[Option], guess: str) -> None:
        super().__init__()
        self.header, self._options, self._guess = header, options, guess

    def compose(self) -> ComposeResult:
        yield Label(fit(self.header, 22), markup=False)
        yield Pick(self._options)

    def on_mount(self) -> None:
        self.query_one(Pick).value = self._guess

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _here(self) -> None:
        self.set_class(self.has_focus_within, "-here")


def _options(terms: Terms) -> list[Option]:
    """Every field and every reason to drop by its name on screen, those a ledger cannot do without first."""
    from xfgrid.ledger.layout import DROPS, FIELDS

    order = [*FIRST, *sorted(FIELDS - set(FIRST))]
    fields = [Option(name, terms(f"ledger.field.{name}")) for name in order]
    return [*fields, *(Option(n, terms("ledger.screen.drop", why=terms(f"ledger.drop.{n}"))) for n in sorted(DROPS))]
