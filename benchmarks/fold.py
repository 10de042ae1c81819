"""Bytes in, states of cases out, against a floor of the same run: `json.loads` of the same bytes.

Cases are invented (样例·虚构): some lives of about ten events, written by the acts themselves on two laptops that now and
then write at once, then copied under other ids with every hash made anew. One process, processor time, signatures off.
`XFGRID_BENCH_CASES` sets how many cases there are.
"""

from __future__ import annotations

import json
import os
import random
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from time import process_time

import msgspec

from xfgrid.case import acts
from xfgrid.case.acts import Actor, Setting
from xfgrid.case.clocks import Clocks
from xfgrid.case.dues import dues
from xfgrid.case.event import Event, Header, Section, check, read, salted, sign
from xfgrid.case.fold import Case, advanced, fold
from xfgrid.case.ids import uuid7
from xfgrid.journal.keys import SigningKey, verify
from xfgrid.packages import clocks

Bytes = tuple[bytes, Section | None, Section | None, Section | None, bytes]
Row = dict[str, object]

CASES = int(os.environ.get("XFGRID_BENCH_CASES", "10000"))
LIVES, BATCH, ROUNDS = 60, 500, 50
TOWN = "371999101"
CLERK = Actor("样例·经办", "township", TOWN)
SETTING = Setting(today="2026-03-09")
INTAKE = {
    "asked": "请协调灌溉用水的先后顺序，两村共用一条水渠",
    "facts": "样例·虚构：近半月轮灌不按约定，下游十余户地里干裂，希望重新商定轮灌日期，并请镇里派人到场看一看。",
    "place": "桥头村一组水渠",
    "kind": "neighbours",
    "class": "request",
    "received": "2026-03-05",
    "how": "in_person",
    "place_office": TOWN,
}
LIFE: tuple[tuple[str, dict[str, object]], ...] = (
    ("record", {"note": "上门看过，双方都在，水渠确有堵塞。"}),
    ("take", {}),
    ("progress", {"note": "约了双方周五到场。"}),
    ("accept", {"route": "6"}),
    ("inform", {"how": "phone", "sentence": "正在协调，周五到场。"}),
    ("assign", {"owner": TOWN, "due": "2026-04-01"}),
    ("record", {"note": "双方商定单双日轮灌。"}),
    ("answer", {"outcome": "solved", "sentence": "单双日轮灌，水渠本周清淤。"}),
    ("tell", {"how": "in_person", "sentence": "单双日轮灌，水渠本周清淤。"}),
)


def run(cases: int = CASES) -> Iterator[Row]:
    """Microseconds an event for the floor and for the fold, bytes a case, one more event, one event verified."""
    lives = [_life(random.Random(n)) for n in range(LIVES)]
    at_once = sum(map(_concurrent, lives)) / sum(map(len, lives))
    rules, floor, ours, events = clocks(), 0.0, 0.0, 0
    for start in range(0, cases, BATCH):
        batch = [_copied(lives[n % LIVES], n) for n in range(start, min(start + BATCH, cases))]
        events += sum(map(len, batch))
        floor += _timed(lambda batch=batch: [_parsed(one) for one in batch])
        ours += _timed(lambda batch=batch: [_state(one, rules) for one in batch])
    yield {"name": f"events of {cases} cases", "value": events, "unit": "events"}
    yield {"name": "of them written while another laptop wrote", "value": at_once * 100, "unit": "%"}
    yield {"name": "floor: json.loads of an event", "value": floor / events * 1e6, "unit": "us", "ratio": 1.0}
    yield {"name": "bytes to state and due date, an event", "value": ours / events * 1e6, "unit": "us",
           "ratio": ours / floor}  # fmt: skip
    yield {"name": "memory of a folded case with its events", "value": _memory(lives), "unit": "bytes"}
    yield from _single(lives, rules)


def _single(lives: Sequence[Sequence[Event]], rules: Clocks) -> Iterator[Row]:
    """One event at a time."""
    known = [(fold(one[0].head.case, one[:-1]), one[-1]) for one in lives]
    more = _best(lambda: [dues(advanced(case, event), lambda version: rules) for case, event in known])
    yield {"name": "one more event: state and due date", "value": more / len(known) * 1e6, "unit": "us"}
    key = SigningKey(bytes(32))
    signed = [msgspec.structs.replace(event, sig=key.sign(event.hash)) for event in lives[0]]
    one = _best(lambda: [check(event) or verify(key.public, event.hash, event.sig) for event in signed])
    yield {"name": "form, hashes and signature of an event", "value": one / len(signed) * 1e6, "unit": "us"}


def _state(stored: Sequence[Bytes], rules: Clocks) -> object:
    events = [read(*row) for row in stored]
    case = fold(events[0].head.case, events)
    return case, dues(case, lambda version: rules)


def _parsed(stored: Sequence[Bytes]) -> object:
    return [json.loads(part) for row in stored for part in _contents(row)]


def _contents(row: Bytes) -> list[bytes]:
    return [row[0], *(part.content for part in row[1:3] if part and part.content)]


def _life(dice: random.Random) -> list[Event]:
    """A life by one laptop; another one writes beside it in half of them, without having seen the latest."""
    case = uuid7(1_772_700_000_000 + dice.randrange(10**9), dice.randbytes(10))
    pens = _Pen(dice), _Pen(dice)
    events = [pens[0].write(acts.act(Case(case), "register", CLERK, {**INTAKE, "owner": TOWN}, SETTING))]
    for action, said in LIFE:
        standing = fold(case, events)
        new = [pens[0].write(acts.act(standing, action, CLERK, said, SETTING))]
        if dice.random() < 0.06:
            beside = ("send-up", {"note": "请镇里协调"}) if action == "take" else ("correct", _CORRECTION)
            new.append(pens[1].write(acts.act(standing, *_args(beside))))
            if beside[0] == "correct":
                new.append(
                    pens[0].write(acts.act(standing, "correct", CLERK, {**_CORRECTION, "kind": "contract"}, SETTING))
                )
        events += new
        if fold(case, events).conflicts and "state" in fold(case, events).conflicts:
            break
    return events


_CORRECTION = {"reason": "听错了", "kind": "homestead"}


def _args(beside: tuple[str, dict[str, object]]) -> tuple[str, Actor, dict[str, object], Setting]:
    return beside[0], CLERK, beside[1], SETTING


class _Pen:
    """A laptop that chains what it writes."""

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.seq, self.prev = dice, 0, None
        self.name = f"{dice.randbytes(16).hex()}.1"

    def write(self, draft: acts.Draft) -> Event:
        """The event of a draft, unsigned."""
        self.seq += 1
        head = Header(
            uuid7(self.seq, self.dice.randbytes(10)), self.name, self.seq, self.prev, draft.case, draft.type, 1,
            "2026-03-09T08:00:00.000Z", str(draft.actor), "1.00000000", dict(draft.bases),
        )  # fmt: skip
        body, text = (salted(part, self.dice.randbytes(16)) if part else None for part in (draft.body, draft.text))
        event = sign(head, body, text, None, lambda _: bytes(64))
        self.prev = event.hash.hex()
        return event


def _copied(life: Sequence[Event], number: int) -> list[Bytes]:
    """The same life as another case: its own id, and every hash that names an event of it."""
    names = {life[0].head.case.encode(): uuid7(number, bytes(10)).encode()}
    found: list[Bytes] = []
    for event in life:
        header, body, text = (_renamed(part, names) for part in (event.header, event.body, event.text))
        one = read(header, body, text, None, event.sig)
        names[event.hash.hex().encode()] = one.hash.hex().encode()
        found.append((header, body, text, None, event.sig))
    return found


def _renamed(part: object, names: dict[bytes, bytes]) -> object:
    if isinstance(part, bytes):
        for old, new in names.items():
            part = part.replace(old, new)
        return part
    if not isinstance(part, Section):
        return part
    content = _renamed(part.content, names)
    return Section(sha256((part.salt or b"") + content).digest(), part.salt, content)


def _concurrent(life: Sequence[Event]) -> int:
    """The events that were written beside another, neither having seen the other."""
    main = life[0].head.writer
    beside = [n for n, event in enumerate(life) if event.head.writer != main]
    return sum(2 if n else 1 for n in beside)


def _memory(lives: Sequence[Sequence[Event]]) -> float:
    """Bytes a case keeps in memory, its events included, over some hundreds."""
    stored = [_copied(lives[n % LIVES], n) for n in range(BATCH)]
    tracemalloc.start()
    kept = [fold("", [read(*row) for row in one]) for one in stored]
    size = tracemalloc.get_traced_memory()[0] / len(kept)
    tracemalloc.stop()
    return size


def _timed(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    begin = process_time()
    work()
    return process_time() - begin


def _best(work: Callable[[], object]) -> float:
    """The same, the least of some rounds: one event is over before another program has let go of the cache."""
    return min(_timed(work) for _ in range(ROUNDS))
