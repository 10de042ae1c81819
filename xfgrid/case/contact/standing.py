"""Which sealed sections of a case stand: those nobody replaced, redacted or erased; and which keys a wish destroys."""

from __future__ import annotations

import re

from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.roles import role_of
from xfgrid.case.vocabulary import BY_TYPE

_ERASED = "contact_erased"
_NAME = re.compile(r"[0-9a-f]{8}")


def standing(case: Case) -> dict[str, str]:
    """The events whose sealed contact stands, by hash in hex, each with the name of its key; several after a dispute."""
    heads = case.fields["contact"].heads if "contact" in case.fields else ()
    return {head.event: name for head in heads if (name := key_name(head.value)) and _is_here(case, head.event)}


def keys_of(case: Case) -> list[str]:
    """The names of the keys of what stands, sorted."""
    return sorted(set(standing(case).values()))


def key_name(value: object) -> str:
    """The name of a key, all that a body says of a contact in the open; '' for what names none in that form."""
    return value if isinstance(value, str) and _NAME.fullmatch(value) else ""


def key_in(event: Event) -> str:
    """The name of the key an event says it was sealed under, '' for none."""
    return key_name(event.values().get("contact"))


def wished(case: Case) -> set[str]:
    """The names of the keys that signed erasures of a case destroy: of the contacts they saw and of all those before."""
    names: set[str] = set()
    seen: set[str] = set()
    ways = [
        k for k, e in case.events.items() if e.head.type == _ERASED and role_of(e.head.actor) in BY_TYPE[_ERASED].who
    ]
    while ways:
        event = case.events.get(ways.pop())
        for base in event.head.bases.get("contact", ()) if event else ():
            if base not in seen and base in case.events:
                seen.add(base)
                ways.append(base)
                names.add(key_in(case.events[base]))
    return names - {""}


def _is_here(case: Case, event: str) -> bool:
    sealed = case.events[event].sealed
    return sealed is not None and sealed.content is not None
