"""The best-known time: what the county said last, plus what has passed since, whatever this machine's clock claims.

A clock that jumps by more than `jump_hours`, either way, is doubted: contacts stay shut until the county is reached or a
supervisor confirms the time. While it is doubted the best-known time stands still; after `hold_days` of ordinary use
the machine's clock is believed again, so that keys also end on a laptop that never comes back.
"""

from __future__ import annotations

import msgspec

from xfgrid.case.contact.retention import Terms

HOUR = 3_600_000
DAY = 24 * HOUR


class Clock(msgspec.Struct, frozen=True):
    """`known` is the best-known time and `wall` the machine's at the last look, ms UTC; `county` the county's word.

    `doubted` since a jump; `held` ms have passed since then, a jump counting as `jump_hours` at most. Zeros: never.
    """

    known: int = 0
    wall: int = 0
    county: int = 0
    doubted: bool = False
    held: int = 0

    def look(self, wall: int, terms: Terms) -> Clock:
        """The clock after a look at the machine's."""
        if not self.wall:
            return Clock(wall, wall)
        most = terms.jump_hours * HOUR
        step = wall - self.wall
        passed = min(max(step, 0), most)
        if not self.doubted and abs(step) <= most:
            return msgspec.structs.replace(self, known=self.known + passed, wall=wall)
        held = self.held + passed if self.doubted else 0
        if self.doubted and held >= terms.hold_days * DAY:
            return Clock(max(self.known, wall), wall, self.county)
        return msgspec.structs.replace(self, wall=wall, doubted=True, held=held)

    def told(self, county: int, wall: int) -> Clock:
        """The clock after the county said what time it is."""
        return Clock(county, wall, county)

    def heard(self, county: int) -> Clock:
        """The clock after a word of the county that was some time on its way."""
        return msgspec.structs.replace(self, known=max(self.known, county), county=max(self.county, county))

    def confirmed(self, wall: int) -> Clock:
        """The clock after a supervisor looked at it and said that it is right."""
        return Clock(max(self.known, wall), wall, self.county)

    def lease_over(self, terms: Terms) -> bool:
        """Whether the county was last reached too long ago. A home that never reached it has no keys to lose."""
        return bool(self.county) and self.known - self.county > terms.lease_days * DAY
