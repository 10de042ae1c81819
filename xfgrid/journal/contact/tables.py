"""What a home keeps of keys: public keys of offices, boxes, and what was erased. The county has the same tables.

None of them refers to what a contact holds; a case is known by its id, a key by eight random hex digits.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary
from sqlmodel import Field, SQLModel


class OfficeKeyRow(SQLModel, table=True):
    """The public key of an office: `name` is `office:<code>:<short>`; of one office the highest `number` is in use.

    `sig` is by the device that made it. `serial` orders what the county tells its laptops.
    """

    __tablename__ = "office_key"

    name: str = Field(primary_key=True)
    serial: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, index=True))
    office: str = Field(index=True)
    number: int
    public: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    device: str
    sig: bytes


class BoxRow(SQLModel, table=True):
    """A key (`subject`) wrapped to a public key (`holder`) by a device (`maker`).

    On a laptop an empty `box` says that the county holds one for somebody else; `sent` that the county has it.
    """

    __tablename__ = "key_box"
    __table_args__ = (Index("key_box_holder", "holder"), Index("key_box_serial", "serial"))

    subject: str = Field(primary_key=True)
    holder: str = Field(primary_key=True)
    maker: str = Field(primary_key=True)
    box: bytes
    sent: bool = False
    serial: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))


class ErasureRow(SQLModel, table=True):
    """A case key that must be nowhere any more. Only ever added; `at` is UTC, `device` '' for what ended by itself.

    `state` on a laptop: `new` to be told to the county, `told` by the county and to be acknowledged, `done`, and `own`
    for what ended here by itself.
    """

    __tablename__ = "erasure"

    case: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    at: str
    device: str = ""
    state: str = "done"


KEY_TABLES = tuple(SQLModel.metadata.tables[str(row.__tablename__)] for row in (OfficeKeyRow, BoxRow, ErasureRow))
