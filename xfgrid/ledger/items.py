"""What happened to a matter before it was imported, each with its own day: results, agreements, answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xfgrid.ledger import values
from xfgrid.ledger.clean import Words
from xfgrid.ledger.matter import Item
from xfgrid.ledger.typed import Typed, labelled

_OF_AGREEMENT = ("document", "amount", "form", "performed")
"""What an agreement is made of; without one it goes into the note."""

_OPEN = frozenset({"no", "partly", "not_due"})
"""An agreement that is not performed yet still has to be watched: the matter is not finished."""

_ELSEWHERE = frozenset({"withdrawn", "referred"})
"""Results that end a matter here without settling it; each is an outcome of its own name."""

_SETTLED = frozenset({"solved", "ended"})
"""What the words of an outcome say of a matter that nothing is owed on any more."""


def items(words: Words, typed: Typed, headers: Mapping[str, str], solved: bool) -> tuple[Item, ...]:
    """The items of one row; `solved` tells whether a success in this layout means that the matter is solved."""
    found = [*_mediation(words, typed, headers), *_settlement(words, typed, headers, solved)]
    if words.says("transferred"):
        found.append(Item("transferred", None, {}, labelled(headers, words, "transferred")))
    return tuple(found)


def note_fields(typed: Typed) -> list[str]:
    """The fields whose words no item carries, so that the note has to."""
    agreed = typed.codes.get("result") == "agreed"
    return list(dict.fromkeys(["organ", *typed.left, *(() if agreed else _OF_AGREEMENT)]))


def _mediation(words: Words, typed: Typed, headers: Mapping[str, str]) -> Iterator[Item]:
    result, day = typed.codes.get("result"), typed.days.get("mediated_on")
    if result == "agreed" and typed.codes.get("performed") in _OPEN:
        money = {name: value for name, value in _agreement(words, typed).items() if name in ("form", "amount")}
        yield Item("agreement", day, money, labelled(headers, words, "document", "performed"))
    elif result == "agreed":
        yield Item("agreed", day, _agreement(words, typed))
        if typed.codes.get("performed") == "yes":
            yield Item("performed", None, {}, labelled(headers, words, "performed"))
    elif result in _ELSEWHERE:
        yield Item(result, day, {"outcome": result}, labelled(headers, words, "result"))
    elif result:
        yield Item(result, day)
    elif day:
        yield Item("noted", day, {}, headers["mediated_on"])


def _agreement(words: Words, typed: Typed) -> dict[str, object]:
    found: dict[str, object] = {name: typed.codes[name] for name in ("form", "performed") if name in typed.codes}
    if "amount" in typed.numbers:
        found["amount"] = typed.numbers["amount"]
    if words.says("document"):
        found["document"] = words.get("document")
    return found


def _settlement(words: Words, typed: Typed, headers: Mapping[str, str], solved: bool) -> Iterator[Item]:
    success, day = typed.codes.get("success"), typed.days.get("settled_on")
    came_of_it = "" if words.says("success") else values.code("outcome", words.get("outcome"))
    text = labelled(headers, words, "method", "outcome")
    if success == "yes" or came_of_it in _SETTLED or (success is None and day and words.says("outcome")):
        said = text or labelled(headers, words, "success")
        good = came_of_it == "solved" or (solved and success == "yes")
        yield Item("answered", day, {"outcome": "solved"} if good else {}, said)
    elif success in _ELSEWHERE:
        yield Item(success, day, {"outcome": success}, text or labelled(headers, words, "success"))
    elif text or day:
        yield Item("noted", day, {}, text or headers["settled_on"])
