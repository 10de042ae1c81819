"""What a laptop remembers between two exchanges, in one setting that changes with the data it speaks of."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from sync.agent import pace
from sync.wire.messages import Cursor
from sync.wire.payload import Raw
from xfgrid.journal import settings

NAME = "sync"


class Told(msgspec.Struct, frozen=True):
    """What a report says."""

    parked: int = 0
    held: int = 0
    in_step: bool = True
    errors: list[str] = []


class State(msgspec.Struct, frozen=True):
    """The cursor (`epoch`, `feed`, `seq`) and what goes with it.

    `sent`: writer epoch (as text) → last own event the county has. `held`: events kept back, hash in hex → reason.
    `carried`: events of others that came by bundle and that the county may lack, hashes in hex. `gap`: the county's
    digest minus this home's (hex) when both last differed after everything was read; while it stays the same, reading
    everything once more would change nothing. `taken`, `last`: how the hashes begin (hex) of the newest own event the county
    acknowledged and of the newest it showed, in its present epoch.
    `doubted`: the place of arrival up to which events of others came before a restore of the county and no digest has shown
    yet that it has them. `told`: what the county last heard of this home. `time`: the
    county's clock when it was last heard of, in ms. `untold`: what the county signed and may have forgotten, by name
    (`remind`). `room`: bytes of events in one request, as the line bears them.
    """

    epoch: str = ""
    feed: str = ""
    seq: int = 0
    counter: int = 0
    sent: dict[str, int] = {}
    held: dict[str, str] = {}
    carried: list[str] = []
    gap: str = ""
    taken: str = ""
    last: str = ""
    doubted: int = 0
    told: Told | None = None
    time: int = 0
    untold: list[str] = []
    room: int = pace.FIRST

    @property
    def cursor(self) -> Cursor:
        """As the county is told."""
        return Cursor(self.epoch, self.feed, self.seq)

    @property
    def seen(self) -> list[Raw]:
        """What the county must know."""
        return [Raw(bytes.fromhex(beginning)) for beginning in (self.taken, self.last) if beginning]

    def sent_of(self, epoch: int) -> int:
        """The last own event of a writer epoch the county has."""
        return self.sent.get(str(epoch), 0)


class Progress(msgspec.Struct, frozen=True):
    """How far an exchange under way has come: events sent and received, and how many are left of both."""

    pushed: int = 0
    pulled: int = 0
    left: int = 0


def note(connection: Connection, progress: Progress | None) -> None:
    """Leaves for the screen how far an exchange has come; None when none is under way."""
    settings.put(connection, "progress", msgspec.to_builtins(progress))


def load(connection: Connection) -> State:
    """The state of this home; a new one before the first exchange."""
    return msgspec.convert(settings.get(connection, NAME, {}), State)


def save(connection: Connection, state: State) -> None:
    """Keeps the state in the caller's transaction."""
    settings.put(connection, NAME, msgspec.to_builtins(state))
