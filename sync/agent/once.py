"""One exchange of an opened home over HTTP, and what it did."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select, text

from sync.agent import outbox
from sync.agent.alone import EXCHANGE, alone
from sync.agent.exchange import Exchange
from sync.agent.line import Connect, Count, Line, http
from xfgrid.journal import journal, passing, settings, stored
from xfgrid.journal.home import Home
from xfgrid.journal.synced import Synced
from xfgrid.journal.tables import PARKED, CaseRow, table_of

_case = table_of(CaseRow)


def sync_once(
    home: Home, connect: Connect = http, moved: Callable[[], object] = lambda: None, who: str = EXCHANGE
) -> Synced:
    """Pushes and pulls once. What was not pushed stays here for the next time. `moved` hears whenever it gets on, and while
    it waits for its turn; `who` is named to whoever waits meanwhile.

    Raises what `alone` raises, HomeError `not_enrolled`, LineError `unreachable`, `wrong_county`, `bad_frame` or `bad_message`,
    RefusedError with the county's code, IntegrityError where a page does not fit its hashes.
    """
    with alone(home, who, moved):
        return synced(home, connect, moved)


def synced(home: Home, connect: Connect, moved: Callable[[], object] = lambda: None) -> Synced:
    """`sync_once` for a caller that has its turn already."""
    identity = home.identity()
    county = bytes.fromhex(identity.county_key)
    passing.tend_time(home)
    carrier = connect(identity.url, home.config.sync, lambda public: public == county)
    carrier.moved = moved

    def kept() -> None:
        moved()
        home.wake("screen")

    try:
        line = Line(carrier, identity.key, county, 0)
        exchange = Exchange(home.store, identity, line, moved=kept)
        in_step = exchange.run()
        exchange.exchange_keys()
        exchange.report(not exchange.apart, _failed(home))
    finally:
        carrier.close()
    home.wake("screen")
    return _report(home, exchange, carrier.count, in_step)


def _failed(home: Home) -> list[str]:
    """The code of the last exchange if it failed, as the loop noted it."""
    with home.store.read() as connection:
        code = settings.get(connection, "line", {}).get("error", "")
    return [code] if code else []


def _report(home: Home, exchange: Exchange, count: Count, in_step: bool) -> Synced:
    disputed = select(func.coalesce(func.sum(_case.c.conflicts), 0)).where(text("conflicts > 0"))
    with home.store.read() as connection:
        return Synced(
            pushed=exchange.pushed,
            pulled=exchange.pulled,
            requests=count.requests,
            bytes_up=count.up,
            bytes_down=count.down,
            conflicts=connection.scalar(disputed) or 0,
            digest=journal.digest(connection)[0].hex(),
            in_step=in_step,
            parked=stored.count_of(connection, PARKED),
            quarantined=len(exchange.state.held),
            epoch=exchange.identity.epoch,
            outstanding=outbox.waiting(connection, exchange.identity, exchange.state),
        )
