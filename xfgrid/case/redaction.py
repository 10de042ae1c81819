"""What events say once redactions are applied: a redacted text is never read again.

A redaction names an event and the replacement of its whole text, so that every home can drop the original with its
salt. A redaction can itself be redacted, where it left something standing. Two redactions of one text that do not agree
on a word strike it whole: each of them meant that what the other kept should go. Only texts and sealed sections can be
redacted; what stands in a body is chosen from lists and is corrected, not struck.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xfgrid.case.event import Event
from xfgrid.case.order import causal
from xfgrid.case.roles import role_of
from xfgrid.case.vocabulary import BY_TYPE

Values = dict[str, object]


def read(events: Mapping[str, Event]) -> dict[str, Values]:
    """What each event says, by hash, with the redactions among them applied."""
    said = {key: event.values() for key, event in events.items()}
    redacting = [key for key, event in events.items() if event.head.type == "redacted" and _may(event)]
    if redacting:
        _strike(events, said, redacting)
    return said


def struck(events: Mapping[str, Event]) -> dict[str, set[str]]:
    """The sections every home must drop, content and salt, by the event's hash: `text`, `sealed`."""
    found: dict[str, set[str]] = {}
    for event in events.values():
        if event.head.type == "redacted" and _may(event):
            said = event.values()
            found.setdefault(str(said.get("event")), set()).update(_parts(said))
    return found


def _may(event: Event) -> bool:
    return role_of(event.head.actor) in BY_TYPE["redacted"].who


def _parts(said: Values) -> set[str]:
    parts = said.get("parts")
    return {part for part in ("text", "sealed") if isinstance(parts, list) and part in parts}


def _strike(events: Mapping[str, Event], said: dict[str, Values], redacting: list[str]) -> None:
    by_target: dict[str, list[str]] = {}
    for key in redacting:
        target = str(said[key].get("event"))
        if target in events and "text" in _parts(said[key]):
            by_target.setdefault(target, []).append(key)
    for target in causal(by_target, lambda key: by_target.get(key, ())):
        if target in by_target:
            said[target] = _body(events[target]) | _agreed([_replacement(said[key]) for key in by_target[target]])


def _body(event: Event) -> Values:
    content = event.body.content if event.body else None
    return msgspec.json.decode(content, type=dict[str, object]) if content is not None else {}


def _replacement(said: Values) -> Values:
    found = said.get("replacement")
    return found if isinstance(found, dict) else {}


def _agreed(texts: list[Values]) -> Values:
    first, *others = texts
    return {name: word for name, word in first.items() if all(other.get(name) == word for other in others)}
