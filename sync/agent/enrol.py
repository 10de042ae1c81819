"""Enrolment: a home gets a device key and becomes a device of one office."""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec

from sync.agent import state
from sync.agent.apply import believed
from sync.agent.line import Connect, http
from sync.agent.state import State
from sync.wire import code, frame, messages
from sync.wire.messages import Enrol, Enrolled, Refusal
from xfgrid.errors import HomeError, LineError, RefusedError
from xfgrid.journal import home, package, roster, settings, vault
from xfgrid.journal.config import Sync
from xfgrid.journal.contact import keyring
from xfgrid.journal.home import Home
from xfgrid.journal.identity import Identity
from xfgrid.journal.keys import SigningKey

FIRST_STAFF = "1"


def enrol(url: str, typed: str, path: Path, passphrase: str, connect: Connect = http) -> Identity:
    """Makes (or finishes) the home and enrols it with a typed code.

    A home whose enrolment was cut short keeps its key, so the same code works again. Raises InputError `bad_code`,
    HomeError `already_enrolled`, LineError `unreachable` or `wrong_county`, RefusedError with the county's reason.
    """
    county, secret = code.read(typed)
    opened = home.open_home(path, passphrase) if vault.exists(path) else home.make_home(path, passphrase)
    with opened:
        key = _device_key(opened)
        answer = _ask(url, county, _request(opened, key, secret), key, connect, opened.config.sync)
        return _keep(opened, url, key, answer)


def _device_key(opened: Home) -> SigningKey:
    """The key of this home, kept before the county hears of it."""
    with opened.store.write() as connection:
        if settings.get(connection, "identity") is not None:
            raise HomeError("already_enrolled", home=str(opened.path))
        seed = settings.get(connection, "device_seed") or secrets.token_hex(32)
        settings.put(connection, "device_seed", seed)
    return SigningKey(bytes.fromhex(seed))


def _request(opened: Home, key: SigningKey, secret: bytes) -> Enrol:
    with opened.store.write() as connection:
        public = keyring.device_key(connection).public
    return Enrol(key=key.public, secret=secret, wrap=public, proof=keyring.proven(key, public))


def _ask(url: str, county: bytes, message: Enrol, key: SigningKey, connect: Connect, settings: Sync) -> Enrolled:
    path = messages.PATHS[Enrol]
    asked = frame.request(path, message, key, 0)
    carrier = connect(url, settings, lambda public: code.fits(county, public))
    try:
        reply = carrier(path, asked)
    finally:
        carrier.close()
    answer = frame.open_first_reply(reply, frame.digest(asked), lambda public: code.fits(county, public))
    if isinstance(answer, Refusal):
        raise RefusedError(answer.code, **answer.facts)
    if not isinstance(answer, Enrolled):
        raise LineError("bad_message")
    return answer


def _keep(opened: Home, url: str, key: SigningKey, answer: Enrolled) -> Identity:
    identity = Identity(
        seed=key.seed.hex(),
        epoch=answer.writer,
        office=answer.office,
        role=answer.role,
        staff=FIRST_STAFF,
        name=answer.name,
        url=url,
        county_key=answer.county_key.hex(),
    )
    with opened.store.write() as connection:
        package.follow(connection, believed(answer.packages, answer.county_key))
        roster.follow(connection, believed(answer.roster, answer.county_key))
        settings.put(connection, "identity", msgspec.to_builtins(identity))
        state.save(connection, State(epoch=answer.epoch))
    return identity
