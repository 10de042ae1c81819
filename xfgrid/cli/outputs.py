"""The JSON every command answers with: a contract that is extended and never broken. Schemas: `schemas/cli/`."""

from __future__ import annotations

from typing import Any

import msgspec


class CountyMade(msgspec.Struct):
    """`county init`: the county's name and how many offices its list has."""

    county: str
    offices: int


class OfficeLine(msgspec.Struct):
    code: str
    name: str
    level: str
    kind: str
    parent: str | None
    valid_from: str = ""
    valid_to: str = ""


OFFICE_CHANGES = ("added", "renamed", "moved", "changed", "ended")


class OfficesImported(msgspec.Struct):
    """`county offices import`: how many offices the file has, and what becomes of them; `moved` have another office
    above them, `changed` another level, kind or dates, `ended` are no longer in the file. `written` tells whether a
    new version was published."""

    offices: int
    written: bool
    added: list[OfficeLine]
    renamed: list[OfficeLine]
    moved: list[OfficeLine]
    changed: list[OfficeLine]
    ended: list[OfficeLine]


class OfficeList(msgspec.Struct):
    """`county offices`."""

    offices: list[OfficeLine]


class Code(msgspec.Struct):
    """`county enrol`: a code to be used once."""

    code: str


class Published(msgspec.Struct):
    """`county clocks`: the version of the package that every laptop gets with its next exchange."""

    version: str


class Served(msgspec.Struct):
    """`county serve`, when it was stopped."""

    url: str


class Enrolled(msgspec.Struct):
    """`enrol`."""

    device: str
    office: str
    role: str


class New(msgspec.Struct):
    """`new`: the id of the case."""

    case: str


class ListedCase(msgspec.Struct):
    case: str
    number: str
    title: str
    state: str
    owner: str
    due: str
    due_kind: str
    provisional: bool


class CaseList(msgspec.Struct):
    """`list`. `due` is the ISO day on which the next thing is owed, '' for none; `due_kind` tells whether it is set by
    law ("legal") or by an office ("internal"), `provisional` whether it is estimated; `owner` an office code."""

    cases: list[ListedCase]


class LikelyCase(msgspec.Struct):
    """`why`: what it has in common with the values given, of place, kind and asked."""

    case: str
    number: str
    title: str
    state: str
    why: list[str]


class Likelies(msgspec.Struct):
    """`likely`: the most alike first."""

    likely: list[LikelyCase]


class TodayCase(msgspec.Struct):
    """`section` is why it is here: disputed, overdue, due_today, returned, not_taken or resident."""

    section: str
    case: str
    number: str
    title: str
    state: str
    owner: str
    due: str


class TodayList(msgspec.Struct):
    """`today`: what this office has to do, the most pressing first. Dates and offices as in `list`."""

    today: list[TodayCase]


class TimelineEntry(msgspec.Struct):
    """`at` is when it was written, UTC; `on` the civil day on which it happened; `by` the role and office."""

    event: str
    type: str
    at: str
    on: str
    by: str
    text: str


class PromiseLine(msgspec.Struct):
    """A promise, open or not: `rule` the clock, `kind` legal or internal, `effect` what follows when the day passes
    (owed, lapses, opens), `why` how the day was counted, in one sentence. Days are ISO, '' for none."""

    rule: str
    kind: str
    effect: str
    due: str
    provisional: bool
    met: str
    ended: str
    why: str


class ShownCase(msgspec.Struct):
    """`show`. `due` with its kind as in `list`; `fields` are the case's values, `conflicts` the names of those in
    dispute; `promises` are told with --why."""

    case: str
    number: str
    title: str
    state: str
    owner: str
    due: str
    due_kind: str
    provisional: bool
    fields: dict[str, Any]
    conflicts: list[str]
    timeline: list[TimelineEntry]
    promises: list[PromiseLine]


class PartLine(msgspec.Struct):
    """What an act asks for; `kind` is words, day, number, office, choice, event, case, staff or code."""

    name: str
    kind: str
    needed: bool
    choices: list[str]


class OfferLine(msgspec.Struct):
    action: str
    type: str
    group: str
    parts: list[PartLine]


class Acted(msgspec.Struct):
    """`act`: the event's hash in hex and the state it led to; without an action, what is open now under `offers`."""

    event: str
    state: str
    offers: list[OfferLine]


class ConflictSide(msgspec.Struct):
    """What one author wrote, `shown` in words; `lawful` is false where the event broke a rule."""

    event: str
    by: str
    at: str
    value: Any
    shown: str
    lawful: bool


class ConflictLine(msgspec.Struct):
    """One disputed field; `value` is what stands until a person settles it."""

    case: str
    number: str
    title: str
    field: str
    value: Any
    shown: str
    sides: list[ConflictSide]


class Conflicts(msgspec.Struct):
    """`conflicts`."""

    conflicts: list[ConflictLine]


class Synced(msgspec.Struct):
    """`sync`. Bytes count request and reply bodies with their headers; `digest` is the feed's, in hex.

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


class AgentInstalled(msgspec.Struct):
    """`sync install`: the file of the service, and where it has the key of the database from."""

    unit: str
    key: str


class AgentStatus(msgspec.Struct):
    """`sync status`. Times UTC, '' for never; `error` is the code of the last exchange if it failed, `failures` how many
    failed since one went well; `pending` own events are not at the county; `left` are to be sent or fetched by the
    exchange under way; `in_step` says whether the last good exchange ended with equal digests; `oldest` is when the
    oldest event that was not sent was written, '' for none."""

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


class DeviceLine(msgspec.Struct):
    """`seen`, `wedged`, `revoked`, `forked` are UTC times, '' for never; `behind` commits it has not read, `held` and
    `parked` events and `errors` as it last said; `trouble` names what asks for the administrator."""

    device: str
    office: str
    role: str
    name: str
    seen: str
    behind: int
    held: int
    parked: int
    errors: str
    wedged: str
    revoked: str
    forked: str
    trouble: list[str]


class DeviceList(msgspec.Struct):
    """`county devices`."""

    devices: list[DeviceLine]


class Revoked(msgspec.Struct):
    """`county revoke`."""

    device: str


class HeldEvent(msgspec.Struct):
    """`event` is the hash in hex; `kept` whether its content is here and it can be released."""

    event: str
    writer: str
    seq: int
    case: str
    reason: str
    at: str
    kept: bool


class HeldList(msgspec.Struct):
    """`county quarantine`: what is held back now."""

    held: list[HeldEvent]


class BackedUp(msgspec.Struct):
    """`county backup`."""

    file: str
    bytes: int


class KeysCopied(msgspec.Struct):
    """`county keys`: the copy that was written or put back."""

    file: str


class Restored(msgspec.Struct):
    """`county restore`: the epoch that began."""

    epoch: str


class BundleWritten(msgspec.Struct):
    """`bundle export`: the file, how many events it holds, its bytes."""

    file: str
    events: int
    bytes: int


class BundleRead(msgspec.Struct):
    """`bundle import`: events that are new here, that were known, that are held back, and (on a laptop) that are of
    cases of other offices and were passed over."""

    events: int
    known: int
    held: int
    foreign: int


class QueuedCase(msgspec.Struct):
    """`reason` is the weightiest reason as a sentence, `reasons` are the codes of all; `band` must, dispute or work."""

    case: str
    number: str
    title: str
    reason: str
    due: str
    reasons: list[str]
    band: str
    postponed: int


class Queue(msgspec.Struct):
    """`queue`."""

    queue: list[QueuedCase]


class Digest(msgspec.Struct):
    """`digest`: what is held of a feed; `digest` in hex."""

    feed: str
    digest: str
    events: int
    cases: int


class ImportRemark(msgspec.Struct):
    """`row` is 1-based as the spreadsheet program shows it; `reason` a sentence, `code` its stable name; `rejected`
    tells whether the row is no case because of it."""

    sheet: str
    row: int
    column: str
    reason: str
    code: str
    rejected: bool


class ImportRow(msgspec.Struct):
    sheet: str
    row: int
    number: str


class ImportColumn(msgspec.Struct):
    """A header with its field, or the reason why the column is not kept."""

    header: str
    field: str
    drop: str


class ImportSheet(msgspec.Struct):
    """`layout` is null for a sheet nobody knows, which was not read; `other` counts rows that are no data."""

    sheet: str
    layout: str | None
    rows: int
    cases: int
    rejected: int
    hidden: int
    other: dict[str, int]
    columns: list[ImportColumn]


class Imported(msgspec.Struct):
    """`import`: rows = cases + rejected, in all and per sheet. `new` counts cases that were not here, `live` those of
    them the ledger does not call finished, `added` entries on cases that were here. `problems` ask for a clerk, `notes` say what was supposed. `struck` counts numbers taken out of
    texts, `dropped` filled cells about persons, `hidden` hidden rows, `inferred` dates with a supposed year."""

    rows: int
    cases: int
    new: int
    live: int
    rejected: int
    problems: list[ImportRemark]
    struck: int
    dropped: int
    added: int
    changed: list[ImportRow]
    passed: list[ImportRow]
    hidden: int
    inferred: int
    notes: list[ImportRemark]
    sheets: list[ImportSheet]


class Fault(msgspec.Struct):
    """What does not fit in the journal; `reason` is one of `xfgrid.journal.verify.REASONS`, `event` the stored hash in
    hex, '' for a row of a list."""

    reason: str
    case: str
    writer: str
    seq: int
    event: str


class Verified(msgspec.Struct):
    """`verify`: how many events were held to their word, and what did not fit."""

    events: int
    faults: list[Fault]


class Check(msgspec.Struct):
    """`value` for people; `ok` is False for what somebody should look at."""

    name: str
    value: str
    ok: bool


class Doctor(msgspec.Struct):
    """`doctor`."""

    checks: list[Check]


class PaperMade(msgspec.Struct):
    """`paper`: the kind and the file written, its form and size in bytes; `substituted` official fonts that are not
    installed here, each with the one the PDF uses in its place."""

    kind: str
    file: str
    form: str
    size: int
    substituted: dict[str, str]


class Contact(msgspec.Struct):
    channel: str
    name: str


class OpenedContact(msgspec.Struct):
    """`contact open`: the hash of the event that records it; several contacts while two offices disagree on it."""

    event: str
    contacts: list[Contact]


class TimeConfirmed(msgspec.Struct):
    """`contact confirm-time`: the civil day of this computer's clock, believed from now on."""

    day: str
    doubted: bool


class Written(msgspec.Struct):
    """`contact set`, `erase`: the hash of the event that says so."""

    event: str


class OutstandingErasures(msgspec.Struct):
    """A device that has not said yet that it has forgotten `count` contacts, the first since `since` (UTC)."""

    device: str
    office: str
    name: str
    count: int
    since: str
    seen: str
    revoked: str


class Erasures(msgspec.Struct):
    """`county erasures`; `settled` is False while deleted bytes still wait to be overwritten."""

    devices: list[OutstandingErasures]
    settled: bool


class HandedOn(msgspec.Struct):
    """A case that somebody else looks after from now on. `due` ISO, '' for none; `promises` are its open dates."""

    case: str
    number: str
    title: str
    due: str
    promises: list[PromiseLine]


class Transferred(msgspec.Struct):
    """`county transfer`: what `giver` had, all of it now with `taker`."""

    giver: str
    taker: str
    cases: list[HandedOn]


class WaitingDevice(msgspec.Struct):
    device: str
    office: str
    role: str
    name: str


class WaitingDevices(msgspec.Struct):
    """`device waiting`."""

    devices: list[WaitingDevice]


class Approved(msgspec.Struct):
    """`device approve`."""

    device: str
    office: str


class Staff(msgspec.Struct):
    """`staff list`, `staff add`."""

    names: list[str]


COMMANDS: dict[str, type[msgspec.Struct]] = {
    "county-init": CountyMade,
    "county-offices": OfficeList,
    "county-offices-import": OfficesImported,
    "county-enrol": Code,
    "county-serve": Served,
    "county-clocks": Published,
    "enrol": Enrolled,
    "import": Imported,
    "paper": PaperMade,
    "new": New,
    "transfer": New,
    "likely": Likelies,
    "list": CaseList,
    "today": TodayList,
    "show": ShownCase,
    "act": Acted,
    "conflicts": Conflicts,
    "sync": Synced,
    "sync-install": AgentInstalled,
    "sync-status": AgentStatus,
    "queue": Queue,
    "digest": Digest,
    "verify": Verified,
    "doctor": Doctor,
    "bundle-export": BundleWritten,
    "county-devices": DeviceList,
    "county-revoke": Revoked,
    "county-quarantine": HeldList,
    "county-backup": BackedUp,
    "county-restore": Restored,
    "bundle-import": BundleRead,
    "contact-set": Written,
    "contact-open": OpenedContact,
    "contact-confirm-time": TimeConfirmed,
    "erase": Written,
    "county-erasures": Erasures,
    "county-transfer": Transferred,
    "county-keys": KeysCopied,
    "device-waiting": WaitingDevices,
    "device-approve": Approved,
    "staff-add": Staff,
    "staff-list": Staff,
}
"""Command → the shape of its answer."""
