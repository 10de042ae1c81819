"""Who may do what: five roles, and how the actor's office stands to the office that owns the case.

    owner   the office that owes the answer
    above   an office that the owner lies below: its village, township, the county
    below   an office below the owner
    reach   neither, but the case is placed in this office or below it, or was offered to it
    new     there is no case yet
    own     the resident's own case, proven by the receipt
    none    no business of this office

A household liaison has to do with the cases they registered themselves and with no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

ROLES = ("liaison", "grid_worker", "township", "county", "resident")
"""`township` are the staff of an office that handles matters itself; `county` those who supervise, without contact."""

STAFF = frozenset(ROLES[:4])
SEATS: Mapping[str, tuple[str, ...]] = {
    "liaison": ("village", "grid"),
    "grid_worker": ("village", "grid"),
    "township": ("county", "township"),
    "county": ("county",),
}
"""The levels of the offices at which a role sits: its computers are enrolled there and nowhere else. Bureaus, judicial
offices and police stations, which handle matters themselves, sit as `township` at their own level, whatever their kind."""

RELATIONS = ("owner", "above", "below", "reach", "new", "own", "none")

Who = Mapping[str, frozenset[str]]
"""Role → relations to the owner office in which it may act."""


def seats(role: str, level: str) -> bool:
    """Whether a role sits at offices of a level."""
    return level in SEATS.get(role, ())


def who(rule: str) -> Who:
    """`"grid_worker:owner,above township:owner"` as a mapping."""
    pairs = (part.split(":") for part in rule.split())
    return {role: frozenset(relations.split(",")) for role, relations in pairs}


_NOTES = (
    "liaison:owner,above,below,reach grid_worker:owner,above,below,reach township:owner,above,below,reach "
    "county:owner,above"
)

REGISTERS = who("liaison:new grid_worker:new township:new")
"""Those who write down what a resident brings."""

NOTES = who(_NOTES)
"""Those who have the case before them: they may add a note."""

HEARS = who(f"{_NOTES} resident:own")
"""The resident's own word, also where staff write it down as it was said."""

HANDLES = who("liaison:owner grid_worker:owner,above township:owner,above")
"""The owner office, and the offices above it that handle matters themselves."""

STARTS = who("liaison:new,owner grid_worker:new,owner,above township:new,owner,above")
"""Those who register or handle."""

OFFICIAL = who("township:owner,above")
"""Acts of an organ, which neither a village nor a grid can do."""

MEETS = who("township:owner,above,reach")
"""The township where the matter is, also while an office outside it owes the answer."""

CALLS = who("township:new")
"""Those who call a joint meeting."""

DIRECTS = who("township:owner,above county:owner,above")
"""Those who may give a case to an office and set its date."""

SETTLES = who("grid_worker:owner,above township:owner,above county:owner,above")
"""Those who may put right what stands against each other."""

RECEIVES = who("grid_worker:above,below,reach township:above,below,reach")
"""The office a case was offered to; `take-over` asks for the offer as well."""

RESIDENT = who("resident:own")
"""The resident alone; no staff command reaches these acts (charter rules 7 and 9)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which capacity: the sign-in, its role, its office (a code)."""

    staff: str
    role: str
    office: str

    def __str__(self) -> str:
        return f"{self.staff}:{self.role}@{self.office}"

    @classmethod
    def parse(cls, text: str) -> Actor:
        """The actor of a header's `actor`."""
        staff, _, rest = text.partition(":")
        role, _, office = rest.partition("@")
        return cls(staff, role, office)


@lru_cache(maxsize=4096)
def role_of(actor: str) -> str:
    """The role in a header's `actor`."""
    return actor.partition(":")[2].partition("@")[0]
