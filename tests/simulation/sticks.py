"""USB sticks: anybody writes one at any time, and anybody reads any there was, old or new, whole or cut."""

from __future__ import annotations

from contextlib import suppress

from sync.county import bundle as county_bundle
from sync.wire.bundle import open_bundle
from tests.simulation.disk import Crash
from tests.simulation.ground import CAST, Ground
from xfgrid.errors import UnknownError, XfgridError


class Sticks(Ground):
    """A world with a drawer of sticks."""

    def __init__(self, seed: int, *, real: bool = False) -> None:
        super().__init__(seed, real=real)
        self.sticks: list[bytes] = []

    def pack(self) -> None:
        """A laptop writes one, for everybody or for one office."""
        feeds = ("", "", *(office for _, office in CAST))
        self._keep(self.one().packed(self.dice.choice(feeds)))

    def pack_at_county(self) -> bool:
        """The county writes one for a laptop; not for one that it does not know any more."""
        with suppress(UnknownError):
            self._keep(county_bundle.packed(self.county, self.dice.choice(self.living()).device).data)
            return True
        return False

    def take(self, fuse: int) -> bool:
        """A laptop reads one; with a fuse it stops on the way."""
        if not self.sticks:
            return False
        machine, killed = self.one(), not fuse
        machine.disk.fuse = fuse or None
        with suppress(XfgridError):
            try:
                machine.take(self.dice.choice(self.sticks))
            except Crash:
                killed = True
        machine.disk.fuse = None
        return killed

    def take_at_county(self) -> bool:
        """The county reads one."""
        if not self.sticks:
            return False
        with suppress(XfgridError):
            county_bundle.take(self.county, open_bundle(self.dice.choice(self.sticks)))
        return True

    def take_cut(self) -> bool:
        """Cut or changed anywhere, a stick is refused whole."""
        if not self.sticks:
            return False
        whole, machine = self.dice.choice(self.sticks), self.one()
        at, before = self.dice.randrange(len(whole)), machine.hashes()
        broken = self.dice.choice([whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]])
        with suppress(XfgridError):
            machine.take(broken)
            raise AssertionError("a broken stick was believed")
        assert machine.hashes() == before, "something of a broken stick was taken"
        return True

    def _keep(self, data: bytes) -> None:
        self.sticks = [*self.sticks[-7:], data]
