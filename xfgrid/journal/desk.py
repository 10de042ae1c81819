"""What a person does at a laptop: register, act, look. Screen and command are two faces of this one desk."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection

from xfgrid.case import acts
from xfgrid.case.acts import Actor, Draft, Offer, Setting
from xfgrid.case.civil import LOCAL
from xfgrid.case.clocks import Promise
from xfgrid.case.contact import Contact, split
from xfgrid.case.dues import Dues, dues
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.forms import Form
from xfgrid.case.privacy import scan
from xfgrid.case.privacy import strike as strike_text
from xfgrid.case.serving import supposed
from xfgrid.errors import InputError, RuleError
from xfgrid.journal import (
    drafts,
    emptying,
    entry,
    forms,
    journal,
    linking,
    lists,
    package,
    passing,
    prints,
    roster,
    settings,
    shred,
    staff,
    tasks,
    views,
)
from xfgrid.journal.clocks import packages
from xfgrid.journal.contact import sealing
from xfgrid.journal.home import Home, open_home, open_with
from xfgrid.journal.lists import Line, Where
from xfgrid.journal.tasks import Duty, Task
from xfgrid.journal.writer import Writer

NAMING = frozenset({"undoes", "event", "as", "meeting", "item", "matter", "digest"})
"""Parts that name an event or a case: a hash may look like a telephone number by chance."""
SEALING = ("register", "set-contact")
"""Acts that can carry a contact."""

APART = ("open-contact", "erase-contact")
"""Acts that do more than write an event: `journal.disclosure`, `journal.forgetting`."""


class Desk:
    """An opened home of an enrolled person. Use it as a context manager."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.identity = home.identity()
        self.actor = Actor(self.identity.staff, self.identity.role, self.identity.office)
        with home.store.read() as connection:
            self.package, self.version = package.newest(connection), package.newest_version(connection)
        self.offices = self.package.tree()
        self.writer = Writer(self.identity.key, self.identity.epoch, self.version)

    @classmethod
    def open(cls, path: Path, key: str | bytes) -> Desk:
        """Opens a home with its passphrase or its raw key; HomeError if it is none, not enrolled, or that does not fit."""
        home = open_with(path, key) if isinstance(key, bytes) else open_home(path, key)
        try:
            passing.tend_time(home)
            return cls(home)
        except BaseException:
            home.store.close()
            raise

    def sign_in(self, name: str, pin: str) -> None:
        """Another person of this home works here from now on. UnknownError `unknown_staff`, RuleError `wrong_pin`."""
        with self.home.store.read() as connection:
            staff.check(connection, name, pin)
        self.actor = Actor(name, self.identity.role, self.identity.office)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.home.store.close()

    def today(self) -> date:
        """Today's civil day in Asia/Shanghai."""
        return today()

    @cached_property
    def intake(self) -> Form:
        """The form of a registration, as it is filled in here."""
        return entry.intake(forms.intake(self.package), self.offices)

    def words(self, language: str) -> dict[str, str]:
        """What forms of the county's own call their fields and options; see `forms.words`."""
        with self.home.store.read() as connection:
            return forms.words(connection, language)

    def setting(self, promises: Sequence[Promise] = ()) -> Setting:
        """What acts at this desk are judged by; `promises` are those of the case."""
        return Setting(self.offices, self.today().isoformat(), promises)

    def dues(self, case: Case) -> Dues:
        """What is owed on a case, and when."""
        with self.home.store.read() as connection:
            return dues(case, packages(connection))

    def register(self, values: Mapping[str, object], *, strike: bool = False, draft: str = "") -> str:
        """Opens a case and returns its id. Dates are ISO; `place_office` defaults to this office.

        The draft of that name is dropped in the same transaction. RuleError `private_numbers` where a text holds an ID,
        phone or card number, unless they are to be struck; for what else is refused see `entry.checked`. `contact` and
        `contact_name` are sealed and never stored in the open.
        """
        case = Case(self.writer.new_id())
        values, contact = split(entry.checked(self.intake, values, self.today()))
        values = clean(values, strike=strike)
        with self.home.store.write() as connection:
            drafts.forget(connection, draft)
            full = {"place_office": self.actor.office, "number": self._number(connection), **values}
            self.writer.write(connection, [self._draft(connection, case, "register", full, contact, self.setting())])
        shred.settle(self.home.store)
        self.home.wake("agent")
        return case.id

    def transfer(self, organ: str) -> str:
        """Writes the slip by which a report of wrongdoing (检举控告) goes to the competent organ; returns its id.

        Nothing of the matter is kept: only the organ and the day.
        """
        case = Case(self.writer.new_id())
        self.write([acts.act(case, "transfer", self.actor, {"organ": organ}, self.setting())])
        return case.id

    def act(
        self, reference: str, action: str, values: Mapping[str, object], *, strike: bool = False
    ) -> tuple[Event, Case]:
        """Does one act on a case; returns the event and the case as it stands then. Texts as in `register`; what it
        writes of a form as `entry.amended` has it.

        A link, and its undoing, is written on both cases. The slip of a report of wrongdoing takes every word of the case and its contact with it, in the same transaction.
        """
        if action in APART:
            raise RuleError("has_own_command", action=action)
        values, contact = split(values)
        with self.home.store.write() as connection:
            case = journal.load(connection, views.find(connection, reference))
            values = linking.named(connection, values)
            values = clean(entry.amended(self.intake, case, action, values, self.today()), strike=strike)
            setting = self.setting(dues(case, packages(connection)).promises)
            asked = [self._draft(connection, case, action, values, contact, setting)]
            asked += linking.other_half(connection, case, action, values, self.actor, setting)
            if action == "transfer":
                asked += emptying.with_slip(case, asked[0], setting)
            event, *_ = self.writer.write(connection, asked)
            if action == "transfer":
                emptying.bury(connection, case, self.identity.device)
                drafts.forget_case(connection, case.id)
            after = journal.load(connection, case.id)
        shred.settle(self.home.store)
        if action in ("transfer", "redact"):
            prints.sweep(self.home)
        self.home.wake("agent")
        return event, after

    def allowed_now(self, case: Case) -> list[Offer]:
        """What this desk may do with a case as it stands, and what each act asks for."""
        return acts.allowed_now(case, self.actor, self.setting(self.dues(case).promises))

    def served(self, case: Case, action: str) -> str:
        """The office whose paper an act on a case is unless somebody says otherwise; see `serving.supposed`."""
        return supposed(case, action, self.actor, self.setting(), self.enrolled())

    def enrolled(self) -> set[str]:
        """The offices that have a computer."""
        with self.home.store.read() as connection:
            return {card.office for card in roster.everybody(connection) if not card.revoked} | {self.actor.office}

    def _draft(
        self,
        connection: Connection,
        case: Case,
        action: str,
        values: Mapping[str, object],
        contact: Contact | None,
        setting: Setting,
    ) -> Draft:
        """The draft of an act; its contact, if it has one, becomes the sealed section."""
        if contact is None:
            return acts.act(case, action, self.actor, values, setting)
        if action not in SEALING:
            raise RuleError("contact_unsealed")
        named = {**values, "contact": sealing.key_name(connection, case, self.identity.device)}
        draft = acts.act(case, action, self.actor, named, setting)
        owner = str(draft.body.get("owner") or case.owner)
        return sealing.sealed(connection, draft, contact, owner, self.offices, self.identity.device)

    def write(self, drafts: list[Draft]) -> list[Event]:
        """Writes prepared drafts in one transaction: all of them or none."""
        with self.home.store.write() as connection:
            events = self.writer.write(connection, drafts)
        self.home.wake("agent")
        return events

    def cases(
        self, view: str = "all", search: str = "", start: int = 0, limit: int = -1, order: str = "due"
    ) -> list[Line]:
        """A page of a saved view in one of `lists.ORDERS`."""
        with self.home.store.read() as connection:
            return lists.lines(views.run(connection), self._where(view), search, start, limit, order)

    def count(self, view: str = "all", search: str = "") -> int:
        """How many cases a saved view holds."""
        with self.home.store.read() as connection:
            return lists.count(views.run(connection), self._where(view), search)

    def _where(self, view: str) -> Where:
        return lists.condition(view, self.actor.office, self.today())

    def tasks(self, section: str = tasks.EVERYTHING, start: int = 0, limit: int = -1) -> list[Task]:
        """A page of what is to be done today, all of it or one of `tasks.SECTIONS`."""
        whose = self.duty()
        with self.home.store.read() as connection:
            return tasks.tasks(views.run(connection), whose, section, start, limit)

    def task_counts(self) -> dict[str, int]:
        """How much of each section is to be done today, and of everything."""
        whose = self.duty()
        with self.home.store.read() as connection:
            return tasks.counts(views.run(connection), whose)

    def duty(self) -> Duty:
        """What this desk answers for today."""
        return tasks.duty(self.offices, self.actor.role, self.actor.office, self.enrolled(), self.today())

    def case(self, reference: str) -> Case:
        """A case by id, beginning of an id, or number; UnknownError if there is no such case."""
        with self.home.store.read() as connection:
            return journal.load(connection, views.find(connection, reference))

    def digest(self) -> tuple[bytes, int, int]:
        """Digest, events and cases of what this laptop holds of its feed."""
        with self.home.store.read() as connection:
            return journal.digest(connection)

    @property
    def feed(self) -> str:
        """The feed this laptop follows: its office's, or its own for a liaison."""
        return f"device:{self.identity.device}" if self.actor.role == "liaison" else self.actor.office

    def _number(self, connection: Connection) -> str:
        """The next working number: this device's mark, a dash, a count; ten signs that can be read to somebody.

        The mark is 25 bits of the hash of the device's name. Of N devices two have the same one with a chance of about
        N² / 2²⁶ (300 devices: 1 in 750); their numbers then name two cases, which the ids still tell apart.
        """
        last = int(settings.get(connection, "last_number", 0)) + 1
        settings.put(connection, "last_number", last)
        mark = b32encode(hashlib.sha256(self.writer.name.encode()).digest())[:5].decode()
        return f"{mark}-{last:04d}"


def today() -> date:
    """Today's civil day in Asia/Shanghai, by this machine's clock."""
    return datetime.now(LOCAL).date()


def clean(values: Mapping[str, object], *, strike: bool) -> dict[str, object]:
    """The values without numbers of persons in their texts; RuleError `private_numbers` where they are not to be
    struck but would have to be (charter rule 4)."""
    found = {name: scan(value) for name, value in values.items() if isinstance(value, str) and name not in NAMING}
    private = [name for name, hits in found.items() if hits]
    if private and not strike:
        raise RuleError("private_numbers", fields=" ".join(private), count=sum(len(found[n]) for n in private))
    return {**values, **{name: strike_text(str(values[name]), found[name])[0] for name in private}}


def civil_day(text: str) -> date:
    """A date typed by a person in ISO form; InputError `bad_date` if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError("bad_date", value=text) from error
