"""The county's own tables, beside those of every journal. `feed` leads the keys of what grows, so it can be split."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from xfgrid.journal.contact.tables import KEY_TABLES
from xfgrid.journal.tables import KEYED, WIDE, SettingRow, table_of


class DeviceRow(SQLModel, table=True):
    """An enrolled device. `counter` is the highest request number seen, `asked` the hash of that request;
    `wedged` the time since when it says that it is not in step although nothing is left to do, `ahead` since when it has
    read what this database never wrote; `stick` when it was last heard of by USB stick."""

    __tablename__ = "device"

    device: str = Field(primary_key=True)
    key: bytes
    office: str
    role: str
    name: str
    feed: str
    writer: int = Field(default=1, sa_column=Column(WIDE, nullable=False))
    counter: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    asked: bytes = b""
    enrolled: str = ""
    seen: str = ""
    revoked: str = ""
    forked: str = ""
    read: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    program: str = ""
    parked: int = Field(default=0, sa_column=Column(WIDE, nullable=False))
    held: int = Field(default=0, sa_column=Column(WIDE, nullable=False))
    errors: str = ""
    wedged: str = ""
    stick: str = ""
    ahead: str = ""


class CodeRow(SQLModel, table=True):
    """An enrolment code, known by the hash of its secret half only; `device` is set when it was used."""

    __tablename__ = "enrolment_code"

    hash: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    office: str
    role: str
    name: str
    expires: str
    device: str = ""


class FeedRow(SQLModel, table=True):
    """A feed: its last commit number, and digest, events and cases of what it holds now."""

    __tablename__ = "feed"

    feed: str = Field(primary_key=True)
    seq: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    digest: bytes = bytes(32)
    events: int = 0
    cases: int = 0


class CommitRow(SQLModel, table=True):
    """One commit of a feed: an event it has, or (hash null) a case that is gone from it."""

    __tablename__ = "feed_commit"
    __table_args__ = (Index("feed_commit_case", "feed", "case"),)

    feed: str = Field(primary_key=True)
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    case: str
    hash: bytes | None = None


class MemberRow(SQLModel, table=True):
    """Which feeds hold a case now."""

    __tablename__ = "feed_case"
    __table_args__ = (Index("feed_case_case", "case"), KEYED)

    feed: str = Field(primary_key=True)
    case: str = Field(primary_key=True)


class QuarantineRow(SQLModel, table=True):
    """An event nobody is shown, with its place in the writer's chain; `kept` says whether its bytes are in `event`."""

    __tablename__ = "quarantine"
    __table_args__ = (Index("quarantine_writer", "writer", "seq"),)

    hash: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    writer: str
    seq: int = Field(sa_column=Column(WIDE, nullable=False))
    case: str
    reason: str
    at: str
    kept: bool


class ErasureDueRow(SQLModel, table=True):
    """A device that has to forget a key, and when it said that it has ('' while outstanding)."""

    __tablename__ = "erasure_due"

    device: str = Field(primary_key=True)
    case: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    since: str
    acked: str = ""


COUNTY_TABLES = tuple(
    SQLModel.metadata.tables[str(row.__tablename__)]
    for row in (DeviceRow, CodeRow, FeedRow, CommitRow, MemberRow, QuarantineRow)
)

VAULT_TABLES = (*KEY_TABLES, SQLModel.metadata.tables["erasure_due"], table_of(SettingRow))
"""What stands beside the county's database and in none of its backups."""
