"""A form in one column: fields of a form package, what the privacy scan finds told while typing, one press to save."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from xfgrid.case.forms import CHANNELS, Problem, refused
from xfgrid.case.forms import Field as Asked
from xfgrid.case.forms.definition import Language
from xfgrid.case.privacy import strike
from xfgrid.terms import Terms
from xfgrid.tui.widgets.field import Field
from xfgrid.tui.widgets.messages import Done, Edited
from xfgrid.tui.widgets.press import Press


class Sheet(VerticalScroll, can_focus=False):
    """The fields of `asked`. Their `Edited` messages reach the screen; the press tells it `save`.

    The fields of the codes `begun` can be begun from a list, see `propose`.
    """

    def __init__(self, asked: Sequence[Asked], terms: Terms, save: str, begun: Collection[str] = ()) -> None:
        super().__init__()
        self._asked, self._terms, self._save, self._begun = asked, terms, save, begun

    def compose(self) -> ComposeResult:
        language: Language = "en" if self._terms.language == "en" else "zh-CN"
        yield from (Field(field, language, begun=field.code in self._begun) for field in self._asked)
        yield Press(self._save, "save")

    @property
    def fields(self) -> list[Field]:
        """The fields in their order."""
        return list(self.query(Field))

    @property
    def values(self) -> dict[str, object]:
        """What is typed now, by the codes of the form."""
        return {field.field.code: field.value for field in self.fields}

    def fill(self, values: Mapping[str, object]) -> None:
        """Puts values in the fields, empties the others, and goes to the first that is still to be filled."""
        with self.prevent(Edited):
            for field in self.fields:
                field.value = str(values.get(field.field.code, ""))
                field.wrong("")
        self.start()

    async def ask(self, asked: Sequence[Asked]) -> None:
        """Asks by another version of the form: other words and fields are drawn anew, and empty; the same ones judge what is
        typed from now on."""
        if list(map(_drawn, asked)) != list(map(_drawn, self._asked)):
            self._asked = asked
            await self.recompose()
        for field, form in zip(self.fields, asked, strict=True):
            field.field = form

    def propose(self, code: str, words: Sequence[str]) -> None:
        """What the words of a field may begin with."""
        self._of(code).propose(words)

    def show_fields(self, codes: Collection[str], shown: bool) -> None:
        """Shows some fields, or leaves them out."""
        for code in codes:
            self._of(code).display = shown

    def _of(self, code: str) -> Field:
        return next(field for field in self.fields if field.field.code == code)

    def start(self) -> None:
        """Goes to the first required field that is empty, or to the press if there is none."""
        empty = [field for field in self.fields if field.field.required and not field.value]
        empty[0].take_focus() if empty else self.query_one(Press).focus()

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Marks every field with what is wrong with it, and goes to the first."""
        wrong = {problem.field: problem for problem in reversed(problems)}
        for field in self.fields:
            found = wrong.get(field.field.code)
            field.wrong(self.sentence(found) if found else "")
        first = next((field for field in self.fields if field.field.code in wrong), None)
        if first:
            first.take_focus()

    def sentence(self, problem: Problem) -> str:
        """A problem in words. Of numbers it names those first that are kept nowhere, and does not send them to the contact."""
        kinds = problem.facts.get("kinds")
        found = set(kinds) if isinstance(kinds, list | set) else set()
        never = found - CHANNELS
        names = [self._terms(f"forms.number.{kind}") for kind in sorted(never or found)]
        facts = {**problem.facts, "kinds": self._terms("screen.list_comma").join(names)}
        return self._terms(f"forms.problem.{'never_kept' if never else problem.code}", **facts)

    def strike(self) -> None:
        """Strikes the numbers that may not stand there, in every field."""
        for field in self.fields:
            if hits := refused(field.field, field.value):
                field.write_over(strike(field.value, hits)[0])

    @on(Edited)
    def _scan(self) -> None:
        for field in self.fields:
            hits = {hit.kind for hit in refused(field.field, field.value)}
            if hits or field.has_class("-bad"):
                problem = Problem(field.field.code, "holds_number", {"kinds": hits})
                field.wrong(self.sentence(problem) if hits else "")

    @on(Done)
    def _next(self) -> None:
        self.screen.focus_next()


def _drawn(asked: Asked) -> Asked:
    """A field without what only judging it takes."""
    return replace(asked, plain=frozenset())
