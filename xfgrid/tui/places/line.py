"""同步: how this laptop stands with the county, what is not sent yet, which computers there are, and the USB stick."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from xfgrid.errors import StoppedError
from xfgrid.terms import Terms
from xfgrid.tui import words
from xfgrid.tui.actions import bindings
from xfgrid.tui.places.ask import Ask
from xfgrid.tui.places.place import Place
from xfgrid.tui.widgets.progress import Moved, Progress
from xfgrid.tui.widgets.prose import Fact, Facts

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.journal.status import Status
    from xfgrid.tui import beyond

STICK = "xfgrid.bundle"


class Line(Place):
    """The state of the line, in words."""

    NAME = "line"
    WHERE = ("line",)
    CSS_PATH = "../style/line.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("line")]

    def __init__(self) -> None:
        super().__init__()
        self._stop: Event | None = None
        self._carrying = False

    def body(self) -> Iterable[Widget]:
        yield Progress()
        yield VerticalScroll(Facts(classes="-state"), Facts(classes="-devices"))

    def look(self) -> None:
        super().look()
        self.do(self._show)

    async def _show(self) -> None:
        from xfgrid.journal.status import status

        terms = self.terms
        found = await self.ask(status)
        state, devices = await self.ask(lambda desk: (_state(desk, found, terms), _devices(desk, terms)))
        self._under_way(found)
        self.query_one(".-state", Facts).show(state)
        self.query_one(".-devices", Facts).show(devices)

    def _under_way(self, found: Status) -> None:
        """How far an exchange has come, whoever makes it: the agent leaves it in the database."""
        bar = self.query_one(Progress)
        if self._carrying:
            return
        if found.left:
            sentence = self.terms("screen.line.under_way", done=found.done, left=found.left)
            bar.show(sentence, found.done / (found.done + found.left))
        else:
            bar.hide()

    def action_sync_now(self) -> None:
        """One exchange at once; the screen stays live meanwhile."""
        if self._stop is None:
            self.say(self.terms("screen.line.trying"))
            self.do(self._exchange, "exchange")

    async def _exchange(self) -> None:
        beyond = self.program.beyond
        if beyond is None:
            await self.ask(lambda desk: desk.home.wake("agent"))
            return
        self._stop = stop = Event()
        try:
            await self.ask(lambda desk: beyond.exchange(desk.home, lambda: _stopped(stop, "exchange_stopped")))
            self.say(self.terms("screen.line.done"))
        finally:
            self._stop = None
            self.look()

    def action_stick_out(self) -> None:
        """Writes a bundle for a village without a line."""
        question = self.terms("screen.line.stick_out")
        self.app.push_screen(Ask(question, str(Path.home() / STICK)), partial(self._stick, out=True))

    def action_stick_in(self) -> None:
        """Takes in a bundle somebody brought."""
        question = self.terms("screen.line.stick_in")
        self.app.push_screen(Ask(question, str(Path.home() / STICK)), partial(self._stick, out=False))

    def _stick(self, path: str | None, *, out: bool) -> None:
        if path is not None and self._stop is None:
            self.do(partial(self._carry, Path(path).expanduser(), out), "stick")

    async def _carry(self, path: Path, out: bool) -> None:
        beyond = self.program.beyond
        if beyond is None:
            return
        call = beyond.stick_out if out else beyond.stick_in
        try:
            moved = self._begun("export_stopped" if out else "bundle_stopped")
            events = await self.ask(lambda desk: call(desk.home, path, moved))
            self.say(self.terms(f"screen.line.stick_{'written' if out else 'taken'}", file=str(path), events=events))
        finally:
            self._stop, self._carrying = None, False
            self.look()

    def _begun(self, stopped: str) -> beyond.Moved:
        """What the work in the thread tells; after Esc it ends between two pages with the error of that code."""
        self._stop, self._carrying = (stop := Event()), True

        def moved(phase: str, done: int, total: int) -> None:
            self.post_message(Moved(phase, done, total))
            if done < total:
                _stopped(stop, stopped)

        self.say("")
        self.query_one(Progress).show(self.terms("ledger.screen.opening"), 0)
        return moved

    @on(Moved)
    def _further(self, message: Moved) -> None:
        if self._carrying:
            sentence = self.terms(f"screen.line.{message.phase}", done=message.done, total=message.total)
            self.query_one(Progress).show(sentence, message.done / max(message.total, 1))

    def action_stop_line(self) -> None:
        """Stops an exchange or a bundle under way; finished pages stay."""
        if self._stop is not None:
            self.say(self.terms("screen.line.stopping"))
            self._stop.set()


def _stopped(stop: Event, code: str) -> None:
    """Raises once the user wants no more."""
    if stop.is_set():
        raise StoppedError(code)


def _state(desk: Desk, found: Status, terms: Terms) -> list[Fact]:
    today = desk.today()
    reached = words.moment(terms, found.last, today) if found.last else terms("screen.line.never")
    wrong = terms.failed(found.error, url=desk.identity.url)
    on = found.last and not found.error
    return [
        Fact(terms("screen.line.state"), terms(f"screen.line.{'on' if on else 'off'}"), "strong" if on else "soon"),
        Fact(terms("screen.line.reached"), reached),
        Fact(terms("screen.line.waiting"), terms("screen.line.events", count=found.pending)),
        *([Fact(terms("screen.line.wrong"), wrong, "late")] if found.error else []),
        *(Fact(terms("cli.agent.held"), _held(terms, *why), "soon") for why in sorted(found.held.items())),
        *([Fact(terms("cli.agent.parked"), str(found.parked), "soon")] if found.parked else []),
        *([Fact(terms("cli.agent.clock"), terms("cli.agent.jumped"), "late")] if found.jumped else []),
        Fact(terms("screen.line.county"), desk.identity.url),
        Fact(terms("screen.line.here"), f"{desk.offices.name(desk.actor.office)} · {desk.identity.name}"),
        Fact(terms("screen.line.safe"), terms("screen.line.kept"), "muted"),
    ]


def _held(terms: Terms, reason: str, count: int) -> str:
    return terms("cli.agent.held_why", count=count, reason=terms.get(f"cli.held.{reason}", reason))


def _devices(desk: Desk, terms: Terms) -> list[Fact]:
    """The enrolled computers of this office and those below it, office by office."""
    from xfgrid.journal import roster

    with desk.home.store.read() as connection:
        cards = roster.everybody(connection)
    by_office: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        if desk.offices.within(card.office, desk.actor.office):
            role = words.named(terms, "role", card.role)
            mark = terms("screen.line.revoked") if card.revoked else ""
            by_office[card.office].append(f"{card.name}（{role}）{mark}")
    comma = terms("screen.list_comma")
    listed = [Fact(desk.offices.name(office), comma.join(names)) for office, names in sorted(by_office.items())]
    return [Fact("", terms("screen.line.devices", count=sum(map(len, by_office.values()))), "muted"), *listed]
