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

Entry = tuple[str, str, str]
"""A key, its label, the call it makes."""

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
        parts = [Segment(name, style), Segment(f"{fit(f' {self.left}', max(room - 1, 0))} ", plain)]
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


LOOSE, CLOSE, TIGHT = (" ", " "), (" ", ""), ("", "")
"""What stands between a key and its label, and after the label; narrow screens have less of it. Only Chinese can be read
without a gap."""


class KeyBar(Widget):
    """Two lines: the live keys of where the focus is, and the places with the present one marked.

    Where there is no room for all places in words, those one is not at are told by their keys; of the other keys those
    at the end go first, help never.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--here", "keybar--place"}

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place
        self._entries: list[Entry] | None = None

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._other_keys())

    def _other_keys(self) -> None:
        self._entries = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._entries is None:
            self._entries = self._live()
        entries = [e for e in self._entries if e[2].startswith("app.go") == bool(y)]
        return Strip(self._fitting(entries)).adjust_cell_length(self.size.width, self.rich_style)

    def _fitting(self, entries: list[Entry]) -> list[Segment]:
        """The entries as far apart as there is room for."""
        wide = any(cell_len(label) > len(label) for _, label, _ in entries)
        for gaps in (LOOSE, CLOSE, TIGHT) if wide else (LOOSE, CLOSE):
            segments = [segment for entry in entries for segment in self._entry(*entry, *gaps)]
            if sum(cell_len(s.text) for s in segments) <= self.size.width:
                return segments
        return self._fitting(self._fewer(entries)) if entries else []

    def _fewer(self, entries: list[Entry]) -> list[Entry]:
        """Without the least needed word: that of the last place one is not at, or the last key that is not help."""
        worded = [n for n, (_, label, call) in enumerate(entries) if label and not self._kept(call)]
        if not worded:
            return entries[:-1]
        key, _, call = entries[worded[-1]]
        left = [(key, "", call)] if call.startswith("app.go") else []
        return [*entries[: worded[-1]], *left, *entries[worded[-1] + 1 :]]

    def _kept(self, call: str) -> bool:
        return call == "app.help()" or f"'{self._place}'" in call

    def _entry(self, key: str, label: str, call: str, between: str, after: str) -> list[Segment]:
        here = f"'{self._place}'" in call
        click = Style.from_meta({"@click": call})
        base = self.get_component_rich_style("keybar--here") if here else self.rich_style
        strong = base if here else self.get_component_rich_style("keybar--key")
        return [Segment(f" {key}", strong + click), Segment(f"{between if label else ''}{label}{after}", base + click)]

    def _live(self) -> list[Entry]:
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
