"""What no form can switch off: the notice before a contact, and reports of wrongdoing that are only passed on."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xfgrid.case.forms.definition import Form
from xfgrid.case.forms.problem import Problem
from xfgrid.case.forms.values import blank

NOTICE = ("notice_how", "notice_by")
"""How and by whom the resident was told what the record is for, how long it is kept and who reads it."""

CONTACT = ("contact", "contact_name")
"""The sealed fields of the shipped intake."""


def is_transfer_only(class_code: object) -> bool:
    """Whether matters of this petition class are handed on with a slip and no content is kept.

    Reports of wrongdoing (检举控告): Regulations on Petition Work (2022), art. 30.
    """
    return class_code == "report"


def notice_required(values: Mapping[str, object], sealed: Collection[str] = CONTACT) -> bool:
    """Whether these values hold a contact but not how and by whom the resident was told; such a case is not saved.

    `sealed` are the codes of the form's sealed fields. PIPL art. 17; charter rule 3.
    """
    has_contact = any(not blank(values.get(code)) for code in sealed)
    return has_contact and any(blank(values.get(code)) for code in NOTICE)


def problems(form: Form, values: Mapping[str, object]) -> list[Problem]:
    """What the gates say to the values of a form."""
    sealed = [field.code for field in form.fields if field.section == "sealed"]
    found = []
    if notice_required(values, sealed):
        found.append(Problem(next(code for code in NOTICE if blank(values.get(code))), "notice_missing"))
    if is_transfer_only(values.get("class")):
        found.append(Problem("class", "transfer_only"))
    return found
