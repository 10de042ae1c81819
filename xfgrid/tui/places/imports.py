"""导入: a ledger looked at first, sheet by sheet and problem by problem, and written only then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Label

from xfgrid.errors import FileError, StoppedError, XfgridError
from xfgrid.tui import imported
from xfgrid.tui.actions import bindings
from xfgrid.tui.places.place import Place
from xfgrid.tui.widgets.messages import Edited
from xfgrid.tui.widgets.paths import Paths
from xfgrid.tui.widgets.progress import Moved, Progress
from xfgrid.tui.widgets.prose import Fact, Facts
from xfgrid.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.ledger.importer import Import
    from xfgrid.ledger.layout import Layout

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".et")
Told = Callable[[str, int, int], None]


class Imports(Place):
    """A file, its sheets, what would come of it; F8 writes. `left_out` are the sheets the user does not want."""

    NAME = "imports"
    WHERE = ("rows", "imports")
    CSS_PATH = "../style/imports.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("imports")]
    AUTO_FOCUS = "Paths Input"

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self._by_hand: Layout | None = None
        self._found: Import | None = None
        self._sheets: list[imported.Sheet] = []
        self._remarks: Sequence[Row] = ()
        self._stop: Event | None = None
        self.left_out: set[str] = set()

    def body(self) -> Iterable[Widget]:
        terms = self.terms
        yield Horizontal(
            Label(terms("ledger.screen.file"), markup=False),
            Paths(SUFFIXES, terms("ledger.screen.path")),
            classes="-file",
        )
        yield Progress()
        yield Facts([Fact("", terms("ledger.screen.hint"))], classes="-hint")
        yield _rows("-sheets", imported.sheet_columns(terms), self._sheet_page, "")
        yield Facts(classes="-summary")
        yield _rows("-remarks", imported.remark_columns(terms), self._remark_page, terms("ledger.screen.no_remarks"))

    @on(Paths.Chosen)
    async def _choose(self, message: Paths.Chosen) -> None:
        await self._forget()
        self._path = message.path
        self._look()

    @on(Edited)
    async def _forget(self) -> None:
        """Another name is in the line: nothing of the former file is shown under it, mapped or written."""
        self._path, self._by_hand, self._found = None, None, None
        self._sheets, self._remarks, self.left_out = [], (), set()
        for listed in self.query(Rows):
            await listed.show(0)
        self.remove_class("-looked")
        self.say("")

    def _look(self) -> None:
        self.do(self._looked, "work")

    async def _looked(self) -> None:
        """Reads the workbook; where nobody knows its columns, they are mapped by hand."""
        from xfgrid.ledger import importer

        path, by_hand, wanted = self._path, self._by_hand, self._wanted()
        assert path is not None
        try:
            found = await self._work(lambda desk, told: importer.look(desk, path, wanted, by_hand, told))
        except FileError as error:
            self.query_one(Paths).focus()
            if error.code != "unknown_layout":
                raise
            self.problem(error)
            self._map(str(error.facts["sheet"]))
        else:
            self._found = found
            await self._show(found)
            self.query_one(".-remarks", Rows).focus()

    def _wanted(self) -> list[str]:
        """The sheets to read by name; none stands for all, where unknown ones are passed over."""
        return [s.name for s in self._sheets if s.known and s.name not in self.left_out] if self.left_out else []

    async def _work(self, work: Callable[[Desk, Told], Import]) -> Import:
        """Long work in a thread, with its progress shown; Esc stops it between two pages, no other file is chosen meanwhile."""
        self._stop = stop = Event()

        def told(phase: str, done: int, total: int) -> None:
            self.post_message(Moved(phase, done, total))
            if stop.is_set() and done < total:
                raise StoppedError("import_stopped", done=done if phase == "write" else 0)

        self.say("")
        self.query_one(Progress).show(self.terms("ledger.screen.opening"), 0)
        self.query_one(Paths).disabled = True
        try:
            return await self.ask(lambda desk: work(desk, told))
        finally:
            self._stop = None
            self.query_one(Progress).hide()
            self.query_one(Paths).disabled = False

    @on(Moved)
    def _further(self, message: Moved) -> None:
        if self._stop is not None:
            sentence = self.terms(f"ledger.said.{message.phase}", done=message.done, total=message.total)
            stop = self.terms("ledger.screen.stop")
            self.query_one(Progress).show(f"{sentence}    {stop}", message.done / max(message.total, 1))

    async def _show(self, found: Import, *, facts: Sequence[Fact] = ()) -> None:
        if not self.left_out:
            self._sheets = imported.sheets(found, self.terms)
        self._remarks = imported.remarks(found, self.terms)
        self.add_class("-looked")
        self.query_one(".-summary", Facts).show(facts or imported.preview(found, self.terms))
        await self.query_one(".-sheets", Rows).show(len(self._sheets))
        await self.query_one(".-remarks", Rows).show(len(self._remarks), first=True)
        if self._remarks:
            self.say(self._remarks[0].cells[-1][0])

    async def _sheet_page(self, start: int, limit: int) -> Sequence[Row]:
        return [s.row(self.terms, s.name not in self.left_out) for s in self._sheets[start : start + limit]]

    async def _remark_page(self, start: int, limit: int) -> Sequence[Row]:
        return self._remarks[start : start + limit]

    @on(Rows.Opened)
    def _opened(self, message: Rows.Opened) -> None:
        """Enter on a sheet takes it in or leaves it out."""
        sheet = next((s for s in self._sheets if message.key == s.name), None)
        if sheet is None or self._stop is not None:
            return
        if not sheet.known:
            self._map(sheet.name)
        elif {s.name for s in self._sheets if s.known} - (self.left_out ^ {sheet.name}):
            self.left_out ^= {sheet.name}
            self._look()

    @on(Rows.Moved)
    def _read_out(self, message: Rows.Moved) -> None:
        """Says in full what the list has to cut."""
        row = self.query_one(".-remarks", Rows).current
        if row is not None and row.key == message.key:
            self.say(row.cells[-1][0])

    def action_map_sheet(self) -> None:
        """Says by hand what the columns of the sheet under the cursor mean."""
        row = self.query_one(".-sheets", Rows).current
        if row is not None and self._stop is None:
            self._map(row.key)

    def _map(self, sheet: str) -> None:
        from xfgrid.tui.places.mapping import Mapping

        if self._path is not None:
            self.app.push_screen(Mapping(self._path, sheet, self._mapped))

    def _mapped(self, layout: Layout) -> None:
        self._by_hand, self.left_out = layout, set()
        self._look()

    def action_import_now(self) -> None:
        if self._found is None:
            self.say(self.terms("ledger.screen.look_first"))
        elif self._stop is None:
            self.do(self._import, "work")

    async def _import(self) -> None:
        found, path, terms = self._found, self._path, self.terms
        assert found is not None
        assert path is not None
        try:
            mend = await self.ask(lambda _: imported.mend(path, found, terms))
            done = await self._work(lambda desk, told: _write(desk, found, told))
        except XfgridError as error:
            self.problem(error)
        else:
            self._found = None
            await self._show(done, facts=imported.result(done, mend, terms))
        self.look()

    def action_stop_work(self) -> None:
        """Stops what is under way; when nothing is, goes back to the file."""
        if self._stop is not None:
            self._stop.set()
        else:
            self.query_one(Paths).focus()


def _rows(name: str, *parts: object) -> Rows:
    made = Rows(*parts)  # type: ignore[arg-type]
    made.add_class(name)
    return made


def _write(desk: Desk, found: Import, told: Told) -> Import:
    from xfgrid.ledger import importer

    return importer.write(desk, found, told)
