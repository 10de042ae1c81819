"""What the commands of `xfgrid.cli.line` answer with."""

from __future__ import annotations

import msgspec


class Enrolled(msgspec.Struct):
    """`enrol`. `set_aside` is where the former home lies now, '' where none had to make way."""

    device: str
    office: str
    role: str
    set_aside: str


class AgentInstalled(msgspec.Struct):
    """`sync install`: the file of the service, and where it has the key of the database from."""

    unit: str
    key: str


class AgentStatus(msgspec.Struct):
    """`sync status`. Times UTC, '' for never; `error` is the code of the last exchange if it failed, `failures` how many
    failed since one went well; `pending` own events are not at the county; `left` are to be sent or fetched by the
    exchange under way; `in_step` says whether the last good exchange ended with equal digests; `oldest` is when the
    oldest event that was not sent was written, '' for none; `held` counts the events that do not count, by the reason, and
    `parked` those that wait for a newer program; `jumped` says that this computer's clock jumped."""

    runs: bool
    installed: bool
    tried: str
    reached: str
    error: str
    failures: int
    pending: int
    left: int
    in_step: bool
    oldest: str = ""
    held: dict[str, int] = {}
    parked: int = 0
    jumped: bool = False


class Digest(msgspec.Struct):
    """`digest`: what is held of a feed; `digest` in hex."""

    feed: str
    digest: str
    events: int
    cases: int
