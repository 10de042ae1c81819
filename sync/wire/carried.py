"""Keys on a USB stick: `keys` messages inside another message, as byte strings that an older program passes over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from sync.wire import payload
from sync.wire.keys import Boxes, pack_boxes, pack_places, unpack_boxes, unpack_places
from sync.wire.messages import Keys
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.naming import Place
from xfgrid.journal.contact.offices import OfficeKey

PART = 2000
"""Case keys in one of the messages."""


def pack(
    office_keys: Sequence[OfficeKey], office_boxes: Sequence[Box], boxes: Iterable[Box], places: Mapping[str, Place]
) -> list[bytes]:
    """Boxes of case keys (those that a place names) after those of offices, as payloads."""
    by_subject: dict[str, list[Box]] = {}
    for box in boxes:
        if box.subject in places:
            by_subject.setdefault(box.subject, []).append(box)
    first = [Keys(office_keys=list(office_keys), office_boxes=list(office_boxes))]
    found = [*(first if office_keys or office_boxes else []), *_of_cases(by_subject, places)]
    return [payload.encode(message) for message in found]


def _of_cases(by_subject: Mapping[str, Sequence[Box]], places: Mapping[str, Place]) -> Iterator[Keys]:
    subjects = sorted(by_subject, key=lambda subject: (places[subject].writer, places[subject].seq))
    for start in range(0, len(subjects), PART):
        part = subjects[start : start + PART]
        about, made = pack_places([places[name] for name in part]), [box for name in part for box in by_subject[name]]
        yield Keys(about=about, boxes=pack_boxes(made, part))


def unpack(carried: Sequence[bytes]) -> list[Keys]:
    """The messages, every one looked through. LineError `bad_message`, IntegrityError `bad_page`."""
    found = [payload.decode(one, Keys) for one in carried]
    for message in found:
        in_places(message, {})
    return found


def count(messages: Iterable[Keys]) -> int:
    """How many case keys the messages carry, and do not only tell of."""
    return sum(len(_whole(message.boxes)) for message in messages if message.boxes is not None)


def _whole(boxes: Boxes) -> set[int]:
    return {subject for subject, whole in zip(accumulate(boxes.subject), boxes.whole, strict=True) if whole}


def places(message: Keys) -> list[Place]:
    """The events that name the case keys a message speaks of."""
    return unpack_places(message.about) if message.about is not None else []


def in_places(message: Keys, named: Mapping[Place, str]) -> list[Box]:
    """The boxes of case keys in a message; the subject is '' where no event is known that names the key."""
    subjects = [named.get(place, "") for place in places(message)]
    return unpack_boxes(message.boxes, subjects) if message.boxes is not None else []
