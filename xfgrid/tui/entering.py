"""What typing a new case asks of the desk, and what stands beside the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xfgrid.case.forms import CONTACT, NOTICE, Form, carry_over
from xfgrid.terms import Terms
from xfgrid.tui import words

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.journal.likely import Likely

DRAFT = "intake"
SHEET = "sheet"
"""The field with the number of the paper, shown for what came on paper."""
Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Begun:
    """What typing begins with: the form as it is filled in here, what stands in it when it is empty, of the draft that was
    kept what has a place in this form and what has none, and what a place may begin with."""

    form: Form
    blank: Values
    kept: Values
    left: Values
    places: list[str]


def begin(desk: Desk) -> Begun:
    """What stands in the form before anybody types."""
    own, day = desk.identity.name, desk.today().isoformat()
    blank: Values = {"received": day, "how": "in_person", "class": "request", "recorder": own, "notice_by": own}
    kept, left = _draft(desk)
    return Begun(desk.intake, blank, kept, left, _places(desk))


def _draft(desk: Desk) -> tuple[Values, Values]:
    """The draft that was kept, in the form as it is now; it may have been typed in another."""
    from xfgrid.journal import drafts, forms

    values = drafts.kept(desk.home.store, DRAFT)
    return carry_over(values, forms.of_version(desk.home.store, drafts.form_of(desk.home.store, DRAFT)), desk.intake)


def _places(desk: Desk) -> list[str]:
    """The villages of this office's reach."""
    own = desk.actor.office
    return [
        o.name
        for o in desk.offices
        if o.level == "village" and (o.code in desk.offices.line(own) or desk.offices.within(o.code, own))
    ]


def next_sheet(values: Mapping[str, object]) -> dict[str, object]:
    """What the next case begins with: after a sheet of paper the one of the next number, its day to be read from it."""
    if values.get("how") != "paper":
        return {}
    return {"how": "paper", "received": "", SHEET: following(str(values.get(SHEET) or ""))}


def following(number: str) -> str:
    """The number after one, its last digits counted on: AB12-B0009 → AB12-B0010; '' where there is nothing to count."""
    found = re.search(r"\d+$", number)
    return f"{number[: found.start()]}{int(found[0]) + 1:0{len(found[0])}}" if found else ""


def keep(desk: Desk, values: Mapping[str, object]) -> None:
    """Saves the draft."""
    from xfgrid.journal import drafts

    drafts.keep(desk.home.store, DRAFT, desk.version, values)


def register(desk: Desk, values: Mapping[str, object]) -> tuple[str, str]:
    """Opens the case, and its draft is gone; its id and number. Without a contact nobody had to be told."""
    contact = any(values.get(name) for name in CONTACT)
    case = desk.register({n: v for n, v in values.items() if contact or n not in NOTICE}, draft=DRAFT)
    return case, desk.case(case).text("number")


def likely(desk: Desk, values: Mapping[str, object]) -> list[Likely]:
    """Cases that may be the same matter."""
    from xfgrid.journal.likely import likely as found

    with desk.home.store.read() as connection:
        return found(connection, values)


def sentence(one: Likely, terms: Terms) -> str:
    """A likely case in one line."""
    line = one.line
    state = words.named(terms, "state", line.state)
    return terms("screen.intake.same", number=line.number, title=line.title, state=state, why=why(one, terms))


def why(one: Likely, terms: Terms) -> str:
    """What speaks for it, in words."""
    return terms(
        "screen.intake.alike",
        fields=terms("screen.list_comma").join(terms(f"screen.intake.alike_{name}") for name in one.why),
    )


def left_over(left: Mapping[str, object], terms: Terms) -> list[tuple[str, str]]:
    """What of a draft the form has no field for any more, each with what it was called."""
    return [
        (words.named(terms, "field", name), words.said(name, value, terms)) for name, value in left.items() if value
    ]


def notice(form: Form, terms: Terms) -> str:
    """What the resident is told before a contact is kept: what for, how long, who reads it (PIPL art. 17)."""
    from xfgrid.journal.contact.terms import terms as periods

    field = form["contact"]
    language = words.language(terms)
    readers = terms("screen.list_comma").join(words.named(terms, "role", role) for role in field.readers)
    return terms(
        "screen.intake.notice", purpose=field.purpose[language], days=periods().retention_days, readers=readers
    )
