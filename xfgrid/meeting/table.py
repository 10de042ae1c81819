"""One transaction at the meeting table: the meeting's stream, the cases it points to, and what is written on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, or_, select

from xfgrid.case import acts
from xfgrid.case.event import Event
from xfgrid.case.fold import Case, fold
from xfgrid.errors import UnknownError
from xfgrid.journal import journal
from xfgrid.journal.desk import Desk, clean
from xfgrid.journal.tables import CaseRow, table_of
from xfgrid.journal.writer import Page
from xfgrid.meeting.rules import Rules, rules
from xfgrid.meeting.sitting import Sitting, sitting

_row = table_of(CaseRow)


class Table:
    """What a clerk has before them. `stream` is the meeting; `case` and `act` follow what was just written."""

    def __init__(self, desk: Desk, connection: Connection, meeting: str, page: Page | None = None) -> None:
        self.desk, self.connection, self.law = desk, connection, rules()
        self._page = page
        self._cases: dict[str, Case] = {}
        self.meeting = meeting

    @property
    def stream(self) -> Case:
        """The meeting's events, folded."""
        return self.case(self.meeting)

    @property
    def sitting(self) -> Sitting:
        """The meeting as it stands."""
        return sitting(self.stream, self.law)

    def case(self, case: str) -> Case:
        """A case as it stands; one without events if this home does not hold it."""
        if case not in self._cases:
            self._cases[case] = journal.load(self.connection, case)
        return self._cases[case]

    def act(self, case: str, action: str, values: Mapping[str, object], *, strike: bool = False) -> Event:
        """One act on the meeting or on a case; refusals as `acts.act` and `desk.clean` raise them."""
        assert self._page is not None
        before = self.case(case)
        said = clean(values, strike=strike)
        event = self._page.add(acts.act(before, action, self.desk.actor, said, self.desk.setting()))
        self._cases[case] = fold(case, [*before.events.values(), event])
        return event

    def note(self, action: str, values: Mapping[str, object], *, strike: bool = False) -> Event:
        """One act on the meeting."""
        return self.act(self.meeting, action, values, strike=strike)


@contextmanager
def writing(desk: Desk, meeting: str) -> Iterator[Table]:
    """A table whose acts are all kept, or none. `meeting` is an id, as `find` gives it."""
    with desk.home.store.write() as connection, desk.writer.page(connection) as page:
        yield Table(desk, connection, meeting, page)
    desk.home.wake("agent")


@contextmanager
def looking(desk: Desk, reference: str) -> Iterator[Table]:
    """A table to read from; `reference` as in `find`."""
    with desk.home.store.read() as connection:
        yield Table(desk, connection, find(connection, reference))


def find(connection: Connection, reference: str) -> str:
    """The meeting a person means by its day (2026-12-08), its id, or the beginning of the id (≥ 4 characters).

    One that was called off gives way to others of its day. UnknownError `unknown_meeting` if there is none,
    `several_meetings` if there are more.
    """
    begins = _row.c.case.startswith(reference, autoescape=True) if len(reference) >= 4 else _row.c.case == reference
    query = select(_row.c.case, _row.c.state).where(_row.c.meeting, or_(begins, _row.c.received == reference))
    found = {str(case): str(state) for case, state in connection.execute(query)}
    meant = [case for case, state in found.items() if state != "cancelled"] or [*found]
    if len(meant) != 1:
        raise UnknownError("several_meetings" if meant else "unknown_meeting", meeting=reference)
    return meant[0]


def meetings(connection: Connection, law: Rules) -> list[Sitting]:
    """Every meeting this home knows, the earliest first."""
    ids = connection.scalars(select(_row.c.case).where(_row.c.meeting).order_by(_row.c.received, _row.c.case)).all()
    return [sitting(journal.load(connection, one), law) for one in ids]
