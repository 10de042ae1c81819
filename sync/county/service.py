"""The county's side of the wire: a request frame in, a reply frame out, one transaction between. Knows no HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection, bindparam, select, update

from sync.county import behind, chains, codes, erasures, intake, jump, keys, recall
from sync.county.county import County
from sync.county.pages import page, remembered
from sync.county.tables import DeviceRow
from sync.wire import frame, limits, messages, payload
from sync.wire.columns import unpack
from sync.wire.frame import Request
from sync.wire.log import where
from sync.wire.messages import Enrol, Hello, Keys, Message, Pull, Push, Report, Shown
from xfgrid.errors import FileError, IntegrityError, LineError, RefusedError
from xfgrid.journal import package
from xfgrid.journal.bounds import WORD
from xfgrid.journal.keys import fingerprint
from xfgrid.journal.tables import table_of

_device = table_of(DeviceRow)

log = structlog.get_logger("xfgrid.county")

_SENDER = select(_device).where(_device.c.device == bindparam("named"))
_CHANGE = update(_device).where(_device.c.device == bindparam("named"))

STATUS = {
    "bad_frame": 400, "bad_message": 400, "bad_page": 400, "unknown_device": 401, "bad_request_signature": 401,
    "revoked": 403, "code_unknown": 403, "code_used": 403, "code_expired": 403, "epochs_spent": 403, "replayed": 409, "too_many": 429,
    "protocol_unknown": 426, "unknown_path": 404,
    "county_behind": 503, "county_storage": 503, "county_clock": 503, "county_error": 500,
}  # fmt: skip
"""HTTP status of a refusal, for proxies and logs; laptops read the code."""

MOST_EPOCHS_LOST = 64
"""How many writer epochs a restored county believes a device to have begun since."""
FORWARD = 1 << 24
"""How far above the last one a counter may be: more than a restored county ever misses, and far from the last there is."""

Handler = Callable[[County, Connection, Any, Any], Message]


def handle(county: County, path: str, body: bytes) -> tuple[int, bytes]:
    """The HTTP status and the signed reply frame for a request frame; never raises, whatever a peer sent."""
    try:
        status, answer = 200, _answer(county, frame.open_request(path, body))
    except Exception as error:
        answer = _refusal(county, path, error)
        status = STATUS.get(answer.code, 400)
    _settle(county)
    return status, frame.reply(answer, county.key, frame.digest(body))


def _refusal(county: County, path: str, error: Exception) -> messages.Refusal:
    """What is said of an error; the log tells of what the administrator has to see, and where a mistake of ours was."""
    shown = county.key.public if path == messages.PATHS[Enrol] else b""
    if isinstance(error, FileError):
        log.error("storage failed", code=error.code, where=where(error))
        return messages.Refusal(code="county_storage", county_key=shown)
    if isinstance(error, LineError | IntegrityError):
        if error.code == jump.CODE:
            log.error("clock jumped", code=error.code, **error.facts)
        facts = {k: v for k, v in error.facts.items() if isinstance(v, str | int)}
        return messages.Refusal(code=error.code, facts=facts, county_key=shown)
    log.error("request failed", code=type(error).__name__, where=where(error))
    return messages.Refusal(code="county_error", county_key=shown)


def _settle(county: County) -> None:
    """Overwrites what was deleted; where that cannot be now, a later request does it."""
    if county.store.engine.dialect.name != "sqlite":
        return
    try:
        erasures.settle(county)
    except Exception as error:
        log.warning("not overwritten yet", code=type(error).__name__, where=where(error))


def _answer(county: County, asked: Request) -> Message:
    kind = _KINDS.get(asked.path)
    if kind is None:
        raise RefusedError("unknown_path")
    if kind is Enrol:
        return _enrol(county, asked)
    if kind is Shown:
        _let_in(county, asked)
    _believe(county, asked)
    message = payload.decode(asked.payload, kind)
    try:
        with county.store.write() as connection:
            sender = _counted(county, connection, asked)
            behind.check(connection)
            jump.check(county, connection)
            return _HANDLERS[kind](county, connection, sender, message)
    except RefusedError as error:
        if error.code == behind.CODE:
            behind.note(county, asked.device)
        raise


def _enrol(county: County, asked: Request) -> Message:
    """What anybody may send: what it holds is small, and says itself who signed it."""
    message = payload.decode(asked.payload, Enrol, limits.ENROL)
    if fingerprint(message.key) != asked.device or not asked.signed_by(message.key):
        raise RefusedError("bad_request_signature")
    with county.store.write() as connection:
        return codes.enrol(county, connection, message)


def _let_in(county: County, asked: Request) -> None:
    """A device that a restored database forgot is let in by its card; what it shows for that is as small as a code."""
    with county.store.read() as connection:
        if connection.execute(_SENDER, {"named": asked.device}).first() is not None:
            return
    card = recall.card_of(county, payload.decode(asked.payload, Shown, limits.ENROL), asked.device)
    if card is None:
        raise RefusedError("unknown_device", device=asked.device)
    if not asked.signed_by(bytes.fromhex(card.key), county.verify):
        raise RefusedError("bad_request_signature")
    with county.store.write() as connection:
        behind.check(connection)
        jump.check(county, connection)
        recall.let_in(county, connection, card)


def _believe(county: County, asked: Request) -> None:
    """Sees to it that a device of ours, which may ask now, signed this, before its payload is touched: a stranger costs one
    row and one signature. What is not new uses up nothing of what the device may ask, or whoever captured it could."""
    with county.store.read() as connection:
        sender = _sender(connection.execute(_SENDER, {"named": asked.device}).first(), asked)
    if not asked.signed_by(bytes(sender.key), county.verify):
        raise RefusedError("bad_request_signature")
    _look(sender, asked)
    if seconds := county.rate.wait((asked.device, asked.counter == sender.counter), county.clock()):
        raise RefusedError("too_many", seconds=seconds)


def _counted(county: County, connection: Connection, asked: Request) -> Any:
    """The row of the device, which has now made this request."""
    sender = _sender(connection.execute(_SENDER.with_for_update(), {"named": asked.device}).first(), asked)
    _look(sender, asked)
    seen = {"counter": asked.counter, "asked": asked.digest, "seen": county.now()}
    connection.execute(_CHANGE, {"named": asked.device, **seen})
    return sender


def _sender(row: Any, asked: Request) -> Any:
    if row is None:
        raise RefusedError("unknown_device", device=asked.device)
    return row


def _look(sender: Any, asked: Request) -> None:
    """A device may ask unless it was revoked; its counter must be new, not far above the last, or repeat that very request."""
    if sender.revoked:
        raise RefusedError("revoked")
    known = sender.counter
    repeated = asked.counter == known and asked.digest == bytes(sender.asked)
    if not repeated and not known < asked.counter <= known + FORWARD:
        raise RefusedError("replayed", counter=known)


def _hello(county: County, connection: Connection, sender: Any, asked: Hello) -> Message:
    """The answer to a greeting, once the first push in it was taken."""
    if not asked.protocol[0] <= limits.PROTOCOL <= asked.protocol[1]:
        raise RefusedError("protocol_unknown", spoken=limits.PROTOCOL)
    remembered(county, connection, asked)
    if _before_a_restore(county, connection, asked):  # what it brings is judged once it has shown packages and cards
        asked = msgspec.structs.replace(asked, events=None)
    taken = take(county, connection, sender, asked)
    erasures.meet(county, connection, sender, asked.keys)
    writer = _writer(sender, asked)
    change = {"writer": writer, "read": asked.cursor.seq, "ahead": "", "program": asked.program}
    connection.execute(_CHANGE, {"named": sender.device, **change})
    answer = welcome(county, connection, sender, asked, writer)
    return msgspec.structs.replace(
        answer,
        held=taken.held,
        writer=writer if asked.new_writer else 0,
        forked=sender.device in taken.forked,
        passed=taken.passed(answer.heads),
    )


def welcome(county: County, connection: Connection, sender: Any, asked: Hello, writer: int = 0) -> messages.Welcome:
    """How the county stands towards a device, and the first page; `writer` is its newest epoch if not the known one."""
    heads = chains.heads(connection, sender.device, writer or sender.writer)
    own = asked.own or _is_behind(asked.heads, heads)
    pull = Pull(cursor=asked.cursor, limit=asked.limit, room=asked.room, own=own)
    feed, found = page(county, connection, sender, pull)
    anew = _before_a_restore(county, connection, asked)  # a restored county may have used serials twice
    all_packages = anew or asked.packages != package.digest(connection, asked.package)
    all_cards = anew or asked.revoked != codes.revoked(connection, asked.roster)
    return messages.Welcome(
        protocol=limits.PROTOCOL,
        time=county.clock(),
        epoch=county.epoch(connection),
        feed=feed,
        heads=heads,
        page=found,
        packages=codes.signed_packages(connection, 0 if all_packages else asked.package),
        roster=codes.signed_cards(connection, 0 if all_cards else asked.roster),
        keys=erasures.told(county, connection, sender, asked.keys),
    )


def _push(county: County, connection: Connection, sender: Any, asked: Push) -> Message:
    taken = take(county, connection, sender, asked)
    heads = chains.heads(connection, sender.device, sender.writer)
    return messages.Pushed(
        heads=heads,
        held=taken.held,
        forked=sender.device in taken.forked,
        gone=taken.gone,
        passed=taken.passed(heads),
    )


def _pull(county: County, connection: Connection, sender: Any, asked: Pull) -> Message:
    connection.execute(_CHANGE, {"named": sender.device, "read": asked.cursor.seq})
    return pulled(county, connection, sender, asked)


def pulled(county: County, connection: Connection, sender: Any, asked: Pull) -> messages.Pulled:
    """A page and the feed as it stands."""
    feed, found = page(county, connection, sender, asked)
    return messages.Pulled(epoch=county.epoch(connection), feed=feed, page=found)


def _shown(county: County, connection: Connection, sender: Any, asked: Shown) -> Message:
    recall.take_back(county, connection, asked)
    return messages.Noted()


def _report(county: County, connection: Connection, sender: Any, asked: Report) -> Message:
    wedged = "" if asked.in_step else sender.wedged or county.now()
    errors = " ".join(asked.errors)[:WORD]
    values = {"parked": asked.parked, "held": asked.held, "errors": errors, "wedged": wedged}
    connection.execute(_CHANGE, {"named": sender.device, **values})
    return messages.Noted()


def take(county: County, connection: Connection, sender: Any, asked: Hello | Push) -> intake.Intake:
    """Judges what a device pushes and commits what is good. IntegrityError `bad_page`."""
    taken = intake.Intake(county, connection, sender, asked.missing)
    if asked.events is not None:
        taken.take(erasures.stripped(county, connection, sender.device, unpack(asked.events)))
        erasures.heed(county, connection, taken.good)
    return taken


def _before_a_restore(county: County, connection: Connection, asked: Hello) -> bool:
    """Whether a device has last heard of the county in another epoch."""
    return asked.cursor.epoch not in ("", county.epoch(connection))


def _writer(sender: Any, asked: Hello) -> int:
    """The device's newest writer epoch, after one more where it asks for that; it may know of later ones than a restored
    county. RefusedError `epochs_spent` where it has had too many."""
    claimed = max((head.epoch for head in asked.heads), default=0)
    found = max(int(sender.writer), min(claimed, int(sender.writer) + MOST_EPOCHS_LOST)) + int(asked.new_writer)
    if found > limits.EPOCHS:
        raise RefusedError("epochs_spent", most=limits.EPOCHS)
    return found


def _is_behind(theirs: list[messages.Head], ours: list[messages.Head]) -> bool:
    known = {head.epoch: head.seq for head in theirs}
    return any(head.seq > known.get(head.epoch, 0) for head in ours)


_HANDLERS: dict[type[Message], Handler] = {
    Hello: _hello,
    Push: _push,
    Pull: _pull,
    Shown: _shown,
    Keys: keys.keys,
    Report: _report,
}
_KINDS = {path: kind for kind, path in messages.PATHS.items()}
