"""The bar above (where am I, who am I, how is the line) and the two lines below (what can I do, where can I go)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import ActiveBinding
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from xfgrid.tui import words
from xfgrid.tui.cells import fit
from xfgrid.tui.host import Host, host_of
from xfgrid.tui.keys import shown_key

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.journal.status import Status


class TopBar(Widget):
    """One line: the place, the office and sign-in, and the cell that always says how the line is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"topbar--place", "topbar--line"}
    left = reactive("")
    right = reactive("")

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    def look(self) -> None:
        """Reads the state of the line anew."""
        host_of(self).do(self._look, f"bar-{id(self)}")

    async def _look(self) -> None:
        program = host_of(self)
        office, status = await program.ask(_status)
        self.left, self.right = office, line_words(program, status)

    def render_line(self, y: int) -> Strip:
        program = host_of(self)
        name = f" {program.terms(f'screen.place.{self._place}')} "
        right = f"{program.terms('screen.first.practising') if program.practising else self.right} "
        room = self.size.width - cell_len(name) - cell_len(right)
        style, plain = self.get_component_rich_style("topbar--place"), self.rich_style
        parts = [Segment(name, style), Segment(fit(f" {self.left}", max(room, 0)), plain)]
        return Strip([*parts, Segment(right, self.get_component_rich_style("topbar--line"))]).crop(0, self.size.width)


def _status(desk: Desk) -> tuple[str, Status]:
    from xfgrid.journal.status import status

    return f"{desk.offices.name(desk.actor.office)} · {desk.identity.name}", status(desk)


def line_words(program: Host, status: Status) -> str:
    """How the line stands: 离线 · 待传 7 · 上次 14:02."""
    from xfgrid.journal.writer import now_ms, stamp

    terms = program.terms
    parts = [terms("screen.line.off" if status.error or not status.last else "screen.line.on")]
    stale = status.stale(stamp(now_ms()))
    parts += (
        [terms("screen.line.stale" if stale else "screen.line.pending", count=status.pending)] if status.pending else []
    )
    last = words.moment(terms, status.last, program.today) if status.last else ""
    parts += [terms("screen.line.last", at=last) if last else terms("screen.line.never")]
    return " · ".join(parts)


class KeyBar(Widget):
    """Two lines: the live keys of where the focus is, and the places with the present one marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--here", "keybar--place"}

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render_line(self, y: int) -> Strip:
        entries = [e for e in self._live() if e[2].startswith("app.go") == bool(y)]
        segments: list[Segment] = []
        room = self.size.width
        for key, label, call in entries:
            segment = self._entry(key, label, call)
            room -= sum(cell_len(s.text) for s in segment)
            if room < 0:
                break
            segments += segment
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _entry(self, key: str, label: str, call: str) -> list[Segment]:
        here = f"'{self._place}'" in call
        click = Style.from_meta({"@click": call})
        base = self.get_component_rich_style("keybar--here") if here else self.rich_style
        strong = base if here else self.get_component_rich_style("keybar--key")
        return [Segment(f" {key}", strong + click), Segment(f" {label} ", base + click)]

    def _live(self) -> list[tuple[str, str, str]]:
        """Key, label and call of what can be done now, in the order of the registry."""
        from xfgrid.tui.actions import ACTIONS

        program = host_of(self)
        live: dict[str | None, ActiveBinding] = {}
        for active in self.screen.active_bindings.values():
            if active.enabled:
                live.setdefault(active.binding.id, active)
        found = [(action, live[action.name].binding) for action in ACTIONS if action.footer and action.name in live]
        found.sort(key=lambda pair: pair[0].where == "program" and "go(" not in pair[0].call)
        return [
            (shown_key(b.key), program.terms(f"screen.action.{a.name}"), _call(a.call, a.name, a.where))
            for a, b in found
        ]


def _call(call: str, name: str, where: str) -> str:
    prefix = "app" if where == "program" else "screen"
    return f"{prefix}.{call or name}" + ("" if "(" in call else "()")
