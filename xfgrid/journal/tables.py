"""The tables of a journal, the same on SQLCipher-SQLite and PostgreSQL.

`event` is the journal; `case_sum` and `case_row` are views of it that can be thrown away and rebuilt; `setting` holds the
few facts about this home that are no events. No table knows a person (charter rule 1).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text
from sqlmodel import Field, SQLModel

HELD, PARKED, QUARANTINED = 0, 1, 2
"""How an event is held: folded; stored but not yet understood; stored but refused, with its place in the chain."""

WIDE = BigInteger().with_variant(Integer(), "sqlite")
"""A number as large as an event or a message may have it; those of SQLite are so anyway."""

KEYED = {"sqlite_with_rowid": False}
"""Of a table whose rows are small: SQLite keeps them in the order of their key and nowhere else."""


def table_of(row: type[SQLModel]) -> Table:
    """The table in which rows of a class stand, for statements."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


class EventRow(SQLModel, table=True):
    """One signed event. `pos` is the order of arrival in this home and means nothing anywhere else."""

    __tablename__ = "event"
    __table_args__ = (Index("event_case", "case"), Index("event_writer", "writer", "seq"))

    pos: int | None = Field(default=None, primary_key=True)
    hash: bytes = Field(sa_column=Column(LargeBinary(32), unique=True, nullable=False))
    case: str
    writer: str
    seq: int = Field(sa_column=Column(WIDE, nullable=False))
    type: str
    status: int = HELD
    header: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    body_digest: bytes | None = None
    body_salt: bytes | None = None
    body: bytes | None = None
    text_digest: bytes | None = None
    text_salt: bytes | None = None
    text: bytes | None = None
    sealed_digest: bytes | None = None
    sealed: bytes | None = None
    sig: bytes


class SumRow(SQLModel, table=True):
    """What both ends have to know of a case to agree on it; rebuilt from its events.

    `events` and `digest` count and sum them up. `contact` names the keys of the sealed contacts that stand here, with
    blanks between; never what they hold.
    """

    __tablename__ = "case_sum"
    __table_args__ = KEYED

    case: str = Field(primary_key=True)
    live: bool = True
    contact: str = ""
    events: int = 0
    digest: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))


class CaseRow(SQLModel, table=True):
    """What lists, queue and search of a laptop show of a case; rebuilt from its events. The county keeps no lists. Dates are
    ISO civil days, '' for none.

    `due` is the next day on which anything is owed, `due_kind` legal or internal, `provisional` whether it is estimated
    (暂估); `agenda` the day from which a ladder puts the case before the joint meeting;
    `listed` its place in lists; the index of that name answers every saved view without touching a row, `case_tasks` what
    is to be done today.

    `reasons` are the codes of why it stands before the joint meeting, `postponed` how often it was put off since the
    last decision. A `meeting` is no case: lists leave it out; `received` is then the day it is held on.
    """

    __tablename__ = "case_row"
    __table_args__ = (
        Index("case_tasks", "live", "owner", "state", "due", "conflicts", "meeting", "listed"),
        Index("case_agenda", "agenda"),
        Index("case_received", "received", "listed"),
        Index("case_number", "number", "listed"),
        Index("case_listed", "listed", "live", "owner", "conflicts", "meeting"),
        Index("case_reasons", "reasons"),
    )

    case: str = Field(primary_key=True)
    number: str = ""
    title: str = ""
    asked: str = Field(default="", sa_column=Column(Text, nullable=False))
    place: str = ""
    kind: str = ""
    state: str = ""
    owner: str = ""
    place_office: str = ""
    registrar: str = ""
    received: str = ""
    due: str = ""
    due_kind: str = ""
    provisional: bool = False
    agenda: str = ""
    listed: int = Field(sa_column=Column(BigInteger, nullable=False))
    live: bool = True
    meeting: bool = False
    reasons: str = ""
    postponed: int = 0
    conflicts: int = 0


class SettingRow(SQLModel, table=True):
    """One fact about this home, by name; the value is JSON."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True)
    value: str = Field(sa_column=Column(Text, nullable=False))


class PackageRow(SQLModel, table=True):
    """One version of the county's package (offices, forms, clocks …), kept for ever."""

    __tablename__ = "package"

    version: str = Field(primary_key=True)
    serial: int = Field(sa_column=Column(WIDE, nullable=False))
    content: bytes
    sig: bytes


class RosterRow(SQLModel, table=True):
    """The newest card of a device, signed by the county; see `roster`."""

    __tablename__ = "roster"

    device: str = Field(primary_key=True)
    serial: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    content: bytes
    sig: bytes


class DraftRow(SQLModel, table=True):
    """What is being typed and is no event yet; never leaves this home. The value is JSON."""

    __tablename__ = "draft"

    id: str = Field(primary_key=True)
    form: str
    changed: str
    value: str = Field(sa_column=Column(Text, nullable=False))
