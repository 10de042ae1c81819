"""The intake of a version of the package: as the county wrote it, else as shipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from xfgrid.case.forms import OWN, Form
from xfgrid.case.forms.definition import Language
from xfgrid.errors import InputError, RuleError
from xfgrid.journal import package
from xfgrid.journal.package import Package
from xfgrid.journal.store import Store
from xfgrid.packages import county_form, form, kinds


def intake(found: Package | None) -> Form:
    """The form of a package. One that this program cannot read, or that asks what no form may ask, is left alone: its
    county runs a later program, or one that somebody changed."""
    if found is None or not found.intake:
        return form()
    try:
        return county_form(found.intake)
    except (InputError, RuleError):
        return form()


def of_version(store: Store, version: str) -> Form:
    """The form of a version of the package; the shipped one where that is not here."""
    with store.read() as connection:
        return intake(package.of_version(connection, version))


def words(connection: Connection, language: str) -> dict[str, str]:
    """What the county's own forms of all versions call things: options of a form under `form.choice`, as acts may have parts of
    the same name, and fields of its own under the keys of the catalogue. The newest word counts. Only words: whether a
    form may be filled in, `intake` says."""
    spoken: Language = "en" if language == "en" else "zh-CN"
    forms = (_readable(data) for data in package.intakes(connection))
    return {key: word for form in forms if form for key, word in _words(form, spoken)}


def _readable(data: Mapping[str, Any]) -> Form | None:
    try:
        return Form.from_data(data, kinds().lists())
    except InputError:
        return None


def _words(form: Form, language: Language) -> Iterator[tuple[str, str]]:
    for field in form.fields:
        yield from ((f"form.choice.{field.code}.{one.code}", one.label[language]) for one in field.options)
        if field.code.startswith(OWN):
            yield f"case.field.{field.code}", field.label[language]
