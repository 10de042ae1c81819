"""What can happen to a case: every event type, where it may start, where it leads, who may do it.

One row an act. `source` are the states it may start from (None: any live state), `target` the state it leads to
(None: the state stays), `roles` who may do it, `needs` the fields it cannot do without. A field `on` is the civil day
(Asia/Shanghai, ISO) of the act itself, as the user confirms it; the header's `at` is only when it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("liaison", "grid_worker", "township", "county", "resident")
STAFF = frozenset(ROLES[:4])
TOWNSHIP = frozenset({"township"})
FIELD = frozenset({"liaison", "grid_worker", "township"})

ENDED = frozenset({"closed", "withdrawn", "entered_in_error"})
"""States in which no office owes anything; all others are live."""

HANDLING = frozenset({"registered", "handling", "mediating", "returned"})


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the vocabulary; see the module."""

    action: str
    type: str
    source: frozenset[str] | None
    target: str | None
    roles: frozenset[str]
    needs: tuple[str, ...] = ()


ACTS = (
    Act(
        "register",
        "registered",
        frozenset(),
        "registered",
        FIELD,
        ("asked", "facts", "place", "kind", "received", "how"),
    ),
    Act("record", "recorded", None, None, STAFF, ("note",)),
    Act("send-up", "sent_up", HANDLING, "sent_up", FIELD, ("note",)),
    Act("take", "taken", frozenset({"registered", "sent_up", "assigned", "returned"}), "handling", FIELD),
    Act("assign", "assigned", HANDLING | {"sent_up", "assigned"}, "assigned", TOWNSHIP, ("owner", "due")),
    Act("return", "returned", frozenset({"assigned", "sent_up"}), "returned", FIELD, ("note",)),
    Act("mediate", "mediation_started", HANDLING, "mediating", FIELD, ("on",)),
    Act("agree", "agreement_made", frozenset({"mediating", "handling"}), "agreed", FIELD, ("on",)),
    Act("fail", "mediation_failed", frozenset({"mediating", "handling"}), "returned", FIELD, ("on",)),
    Act("answer", "answered", HANDLING | {"agreed", "assigned"}, "answered", FIELD, ("note", "on")),
    Act("settle", "settled", None, None, FIELD),
)

BY_TYPE = {act.type: act for act in ACTS}
BY_ACTION = {act.action: act for act in ACTS}

KNOWN_VERSION = 1
"""Events of a higher `v`, like events of an unknown type, are parked until the program knows them."""


def known(event_type: str, version: int) -> bool:
    """Whether this program can fold such an event."""
    return event_type in BY_TYPE and version <= KNOWN_VERSION


def allowed(event_type: str, state: str | None) -> bool:
    """Whether the state machine lets this type start from a state (None: before registration)."""
    act = BY_TYPE[event_type]
    if state is None:
        return act.source is not None and not act.source
    return state in act.source if act.source is not None else state not in ENDED
