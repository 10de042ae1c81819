"""What a county may make of the form it is shipped with: words, order, lengths, what has to be filled in, fields and
options of its own. What the program itself reads stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

from xfgrid.case.forms.definition import Field, Form
from xfgrid.case.forms.problem import Problem

OWN = "own_"
"""How the codes of a county's own fields begin, so that no act of this or a later program means something else by them."""

DISPENSABLE = frozenset({"other_side", "recorder"})
"""Fields of the shipped intake that a county may leave out."""


def unfit(form: Form, shipped: Form) -> Iterator[Problem]:
    """Everything for which a county's form cannot take the place of the shipped one, field by field."""
    known = {field.code: field for field in shipped.fields}
    there = {field.code for field in form.fields}
    yield from (Problem(code, "field_lacking") for code in known.keys() - there - DISPENSABLE)
    for field in form.fields:
        yield from _changed(field, known[field.code]) if field.code in known else _foreign(field)


def _changed(field: Field, shipped: Field) -> Iterator[Problem]:
    if (field.type, field.section, field.options_from) != (shipped.type, shipped.section, shipped.options_from):
        yield Problem(field.code, "field_changed")
    if not set(field.codes()).issuperset(shipped.codes()):
        yield Problem(field.code, "option_lacking")


def _foreign(field: Field) -> Iterator[Problem]:
    """A field that is a county's own holds words, which can be redacted, and is never a second contact."""
    if not field.code.startswith(OWN):
        yield Problem(field.code, "code_not_own")
    if field.section != "text" or field.type == "contact":
        yield Problem(field.code, "not_words")
