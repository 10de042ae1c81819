"""What an exchange did, as agent, command and screen say it."""

from __future__ import annotations

import msgspec


class Synced(msgspec.Struct, frozen=True):
    """`sync`. Bytes count request and reply bodies with their headers; `digest` is the feed's, in hex.

    `conflicts` are the disputed fields now known here; `in_step` says whether the county's feed has the same digest.
    `parked` events wait for a newer program, `quarantined` ones for a supervisor; `outstanding` are not yet pushed;
    `epoch` is this writer's.
    """

    pushed: int
    pulled: int
    requests: int
    bytes_up: int
    bytes_down: int
    conflicts: int
    digest: str
    in_step: bool
    parked: int
    quarantined: int
    epoch: int
    outstanding: int
