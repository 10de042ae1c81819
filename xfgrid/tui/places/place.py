"""What every place shares: the bar above, the line that says what happened, the keys below.

To add a main place:

1. `xfgrid/tui/places/<name>.py` with a class `<Name>(Place)`: `NAME`, `WHERE`, `body`, `look`, `CSS_PATH` to a sheet of
   its own in `xfgrid/tui/style/`;
2. one line in `xfgrid.tui.spots.SPOTS`: its name and its key;
3. one row in `xfgrid.tui.actions.ACTIONS` for each of its keys, `where` its name; the method is `action_<row's name>`;
4. its words in `schemas/terms/<language>/screen.toml`: `place.<name>`, `about.<name>`, `action.open_<name>`,
   `help.open_<name>`, and `action.…`, `help.…` for its own keys.

Database work goes through `do` and `ask`, never through a widget; heavy imports stand inside functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from xfgrid.errors import StoppedError, XfgridError
from xfgrid.terms import Terms
from xfgrid.tui.caret import follow
from xfgrid.tui.host import Failed, Host, host_of
from xfgrid.tui.widgets.bars import KeyBar, TopBar
from xfgrid.tui.widgets.said import Said

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.tui.host import Work

T = TypeVar("T")


class Place(Screen[None]):
    """A screen between the two bars. A place names itself, composes its `body`, and looks at the desk in `look`.

    `where` are the parts of the action registry that hold here, the nearest first.
    """

    NAME: ClassVar[str] = ""
    WHERE: ClassVar[tuple[str, ...]] = ()
    printing = reactive(False, bindings=True)
    """Whether a paper is being written."""

    @property
    def program(self) -> Host:
        """The program this place stands in."""
        return host_of(self)

    @property
    def terms(self) -> Terms:
        """The catalogue in the language of the home."""
        return self.program.terms

    def compose(self) -> ComposeResult:
        yield TopBar(self.NAME)
        yield from self.body()
        yield Said()
        yield KeyBar(self.NAME)

    def _on_mount(self, event: events.Mount) -> None:
        super()._on_mount(event)
        follow(self)

    def body(self) -> Iterable[Widget]:
        """The widgets between the bars."""
        return ()

    def look(self) -> None:
        """Reads what the place shows anew."""
        self.query_one(TopBar).look()

    def on_screen_resume(self) -> None:
        """Whoever comes back sees what holds now."""
        self.look()

    async def ask(self, call: Callable[[Desk], T]) -> T:
        """What the desk answers; see `Host.ask`."""
        return await self.program.ask(call)

    def do(self, work: Work, group: str = "place") -> None:
        """Runs work and says its problems; a newer one of the same group takes its place."""
        self.program.do(work, f"{self.NAME}-{group}")

    async def print_paper(self, kind: str, about: str = "", name: str = "") -> None:
        """Writes a paper (`xfgrid.tui.printed.paper`) and says where it is. To be done in the group `print`."""
        from xfgrid.tui.places.printing import Printing

        self.printing = True
        self.say(self.terms("screen.paper.printing"))
        try:
            path = await Printing(self).write(kind, about, name)
        finally:
            self.printing = False
        self.say(self.terms("screen.paper.printed", file=str(path), days=self.program.config.print_days))

    def action_stop_print(self) -> None:
        """Ends what is being printed; no file is written."""
        self.workers.cancel_group(self.program, f"{self.NAME}-print")
        self.problem(StoppedError("print_stopped"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc stops the printing only while there is some."""
        return self.printing if action == "stop_print" else super().check_action(action, parameters)

    def say(self, sentence: str, tone: str = "") -> None:
        """Tells a result; with the tone `late` what is still wrong."""
        self.query_one(Said).say(sentence, tone)

    @on(Failed)
    def _tell(self, event: Failed) -> None:
        self.problem(event.error)

    def problem(self, error: XfgridError) -> None:
        """Tells what went wrong: the sentence and its code, until something else is said."""
        self.query_one(Said).say(self.terms.error(error), "late")
