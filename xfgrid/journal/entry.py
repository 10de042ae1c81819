"""What the fields of a form must keep at every desk, whatever form the county uses and whatever typed them in.

Lengths and what a county wants filled in are for the form's face to ask. What no form may loosen is held here, of a
registration and of every act that writes fields of a form: no field that no form asks for, no option or day that is
none, no number of a person in a text, no person by name, no contact without the notice, no report of wrongdoing
(charter rules 2 to 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from xfgrid.case.fold import Case
from xfgrid.case.forms import NOTICE, Form, Problem, check, is_transfer_only, normal
from xfgrid.case.offices import Office
from xfgrid.case.parts import ANYWHERE
from xfgrid.case.vocabulary import BY_ACTION, RESERVED, Act
from xfgrid.case.words import typed
from xfgrid.errors import InputError, RuleError, UnknownError, XfgridError

BESIDES = frozenset({"place_office", "number", "due", "on", "note", "via", "for"})
"""What a registration may carry that no form asks."""

_MENDED = frozenset({"place_office", "number"})
"""What no form asks and a correction may change all the same."""

_FREE = frozenset({"too_long", "holds_number"})
"""Left to the form's face and to the scan of texts."""

Values = dict[str, object]


def intake(form: Form, offices: Iterable[Office]) -> Form:
    """A form as it is filled in where these offices are: each may be a side of a matter by its name."""
    return form.leaving([office.name for office in offices])


def checked(intake: Form, values: Mapping[str, object], today: date) -> Values:
    """The values of a registration as they are saved: days in ISO form, sides as labels (王某), blanks left out.

    Raises UnknownError `unknown_field`; RuleError `transfer_only`, `notice_missing`; InputError `day_in_future`,
    `bad_date`, `bad_choice`, `two_channels`, `bad_value`.
    """
    if is_transfer_only(values.get("class")):
        raise RuleError("transfer_only")
    asked = {name: value for name, value in values.items() if name not in BESIDES}
    for problem in check(intake, asked, today):
        if problem.code not in {*_FREE, "missing"}:  # the vocabulary says what a registration needs
            raise _refusal(problem, values.get(problem.field), intake)
    return {**{name: value for name, value in values.items() if name in BESIDES}, **normal(intake, asked)}


def amended(intake: Form, case: Case, action: str, said: Mapping[str, object], today: date) -> Values:
    """What an act on a case says, the fields of a form among it as they are saved: as `checked`, blanks as blanks.

    Only what changes is judged: a value that stands in the case already may be one that this form no longer offers.
    Raises as `checked`, and RuleError `act_needs` where a field that must be filled in is emptied.
    """
    row = BY_ACTION.get(action)
    asked = {name: value for name, value in said.items() if row and _is_asked(row, name, intake)}
    changed = {name for name, value in asked.items() if not _stands(case, name, value)}
    for problem in check(intake, asked, today):
        if problem.field in changed and problem.code not in _FREE:
            raise _refusal(problem, asked[problem.field], intake, action)
    return {**said, **_blank(intake, asked), **normal(intake, asked)}


def _is_asked(row: Act, name: str, intake: Form) -> bool:
    """Whether a part of an act is said of a field of the form. Words that a redaction leaves standing may be anybody's;
    of those only a side is held to its label. Of acts that take no fields of a form some ask for the notice."""
    if row.action == "redact":
        return name in {field.code for field in intake.fields if field.type == "label"}
    if not row.free:
        return name in NOTICE
    own = ANYWHERE | row.fields | row.may | _MENDED | set(row.needs)
    return name not in (own if row.form else own | RESERVED)


def _stands(case: Case, name: str, value: object) -> bool:
    """Whether somebody's value of a field, undisputed or not, says the same."""
    heads = case.fields[name].heads if name in case.fields else ()
    return typed(value) in {typed(head.value) for head in heads}


def _blank(intake: Form, asked: Mapping[str, object]) -> Values:
    """The fields that are emptied, each as a form knows nothing to be said."""
    several = {field.code for field in intake.fields if field.type == "choices"}
    return {name: [] if name in several else "" for name in asked.keys() - normal(intake, asked).keys()}


def _refusal(problem: Problem, value: object, intake: Form, action: str = "register") -> XfgridError:
    field = problem.field
    fields = {one.code: one for one in intake.fields}
    known = " ".join(sorted(fields.keys() | (BESIDES if action == "register" else _MENDED)))
    options = " ".join(fields[field].codes()) if field in fields else ""
    refusals: dict[str, XfgridError] = {
        "unknown_field": UnknownError("unknown_field", field=field, fields=known),
        "transfer_only": RuleError("transfer_only"),
        "notice_missing": RuleError("notice_missing"),
        "missing": RuleError("act_needs", action=action, fields=field),
        "in_future": InputError("day_in_future", field=field, value=value),
        "no_date": InputError("bad_date", value=value),
        "no_option": InputError("bad_choice", part=field, value=value, known=options),
        "two_channels": InputError("two_channels"),
    }
    return refusals.get(problem.code, InputError("bad_value", field=field, value=value))
