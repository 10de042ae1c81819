"""The guide of the first run: the code from the county says who one is and for which office; a passphrase; or practise."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Label, Static

from xfgrid.errors import HomeError, InputError, LineError, XfgridError
from xfgrid.tui import opening, words
from xfgrid.tui.actions import bindings
from xfgrid.tui.caret import follow
from xfgrid.tui.host import Host, host_of
from xfgrid.tui.places.told import Told
from xfgrid.tui.widgets.bars import KeyBar
from xfgrid.tui.widgets.press import Press
from xfgrid.tui.widgets.prose import Fact, Facts
from xfgrid.tui.widgets.said import Said

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
ASKED = ("url", "code", "passphrase", "again")
SECRET = frozenset({"passphrase", "again"})


class First(Screen[None]):
    """Asks what joining the county takes; who and which office the county answers with its code. With the `passphrase`
    of a home whose enrolment was cut short it goes on there. `why` says how one came here."""

    NAME: ClassVar[str] = "first"
    CSS_PATH = ["../style/form.tcss", "../style/first.tcss"]  # noqa: RUF012 - as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("first")]

    def __init__(self, passphrase: str = "", why: str = "") -> None:
        super().__init__()
        self._passphrase, self._why = passphrase, why

    @property
    def program(self) -> Host:
        """The program this guide stands in."""
        return host_of(self)

    def compose(self) -> ComposeResult:
        terms = self.program.terms
        with Vertical():
            yield Static(terms("screen.first.title"), classes="-title", markup=False)
            yield Facts([Fact("", terms("screen.first.about")), Fact("", self._terminal(), "muted")])
            for name in ASKED:
                yield Label(terms(f"screen.first.{name}"), markup=False)
                hint = terms(f"screen.first.{name}_hint")
                known = self._passphrase if name in SECRET else ""
                yield Input(known, id=name, compact=True, password=name in SECRET, placeholder=hint)
            yield Press(terms("screen.action.join_county"), "join")
            yield Said()
            yield KeyBar("first")

    def _terminal(self) -> str:
        """What the probe of this terminal found, in words."""
        width, height = self.app.size
        found = "wide" if self.program.config.theme == "ascii" else "narrow"
        return self.program.terms(f"screen.first.terminal_{found}", width=width, height=height)

    def on_mount(self) -> None:
        follow(self)
        if self._why:
            self.query_one(Said).say(self._why)

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    def action_next_in_first(self) -> None:
        self.focus_next()

    def action_previous_in_first(self) -> None:
        self.focus_previous()

    @on(Press.Pressed)
    def action_join_county(self) -> None:
        given = {name: self.query_one(f"#{name}", Input).value.strip() for name in ASKED}
        if missing := next((name for name in ASKED if not given[name]), ""):
            self._refused(InputError("first_missing"), missing)
        elif given["passphrase"] != given["again"]:
            for name in SECRET:
                self.query_one(f"#{name}", Input).value = ""
            self._refused(InputError("passphrases_differ"), "passphrase")
        else:
            self._say("screen.first.joining")
            self.run_worker(self._join(given["url"], given["code"], given["passphrase"]), group="open", exclusive=True)

    async def _join(self, url: str, code: str, passphrase: str) -> None:
        beyond = self.program.beyond
        try:
            if beyond is None:
                raise HomeError("no_home", home=str(self.program.home))
            await asyncio.to_thread(beyond.join, url, code, self.program.home, passphrase)
            await self.program.open(passphrase)
        except XfgridError as error:
            self._refused(error, "url" if isinstance(error, LineError) or error.code == "bad_address" else "code")
        else:
            self._welcome()

    def _welcome(self) -> None:
        """Who this is, for which office, as the county said it; then in."""
        terms, desk = self.program.terms, self.program.desk
        assert desk is not None
        facts = [
            Fact(terms("screen.first.who"), desk.identity.name, "strong"),
            Fact(terms("screen.first.office"), desk.offices.name(desk.actor.office), "strong"),
            Fact(terms("screen.first.role"), words.named(terms, "role", desk.actor.role), "strong"),
            Fact("", terms("screen.first.wrong_person")),
        ]
        self.app.push_screen(Told(terms("screen.first.joined"), facts), lambda _: self._go_in(desk))

    def _go_in(self, desk: Desk) -> None:
        """In, and the cases of the office are fetched while the line is there."""
        program, beyond = self.program, self.program.beyond
        program.enter()
        if beyond is not None:
            program.do(lambda: asyncio.to_thread(beyond.exchange, desk.home, lambda: None), "exchange")

    def action_practise(self) -> None:
        """A home with sample cases, gone when the program is left."""
        self._say("screen.first.preparing")
        self.run_worker(self._practise(), group="open", exclusive=True)

    async def _practise(self) -> None:
        desk: Desk = await asyncio.to_thread(opening.practice)
        self.program.practise(desk)

    def _say(self, sentence: str) -> None:
        self.query_one(Said).say(self.program.terms(sentence))

    def _refused(self, error: XfgridError, field: str) -> None:
        """Says what is wrong, and goes to where it can be put right."""
        self.query_one(f"#{field}", Input).focus()
        self.query_one(Said).say(self.program.terms.error(error), "late")
