"""A county that answers at another address from now on."""

from __future__ import annotations

import msgspec

from sync.agent.alone import EXCHANGE, alone
from sync.agent.line import Connect, http
from sync.agent.once import synced
from xfgrid.journal import settings
from xfgrid.journal.home import Home
from xfgrid.journal.synced import Synced


def move(home: Home, url: str, connect: Connect = http) -> Synced:
    """Exchanges once at that address and keeps it: whoever answers there proves by its signature to be the same county.

    Raises what `sync_once` raises; the address is then the former one.
    """
    with alone(home, EXCHANGE):
        done = synced(home, lambda _, config, trusted: connect(url, config, trusted))
        moved = msgspec.structs.replace(home.identity(), url=url)
        with home.store.write() as connection:
            settings.put(connection, "identity", msgspec.to_builtins(moved))
    return done
