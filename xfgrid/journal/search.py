"""Finding cases by any piece of their number, title, request, place or kind: exact, from one character on, at once.

A contentless FTS5 table holds the character pairs of each field and its last character by itself; it keeps no text.
A title is the beginning of the request, or the number: it needs no pairs of its own.
A search of two or more characters is the phrase of its pairs, one of a single character every pair that begins with it:
both find exactly what LIKE finds. `listing` follows every insertion into `case_row`, a trigger every deletion.
Its row number is the place of the case in lists (`listed`): the first hits of a list are the first it yields.

Persons are never found: neither the account of a matter nor notes nor names are in it (charter rule 1).
"""

from __future__ import annotations

from datetime import date
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

SEARCHED = ("number", "asked", "place", "kind")
"""The columns a search covers."""

_FIRST_DAY = date(2000, 1, 1).toordinal()
_DAYS, _REST = 0xFFFF, 47
_PLAIN = {code: 0xE000 + code for code in range(128) if not chr(code).isalnum()}
"""Signs that the tokenizer would drop, each in a place of its own where no writing is."""

SCHEMA = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS case_text USING"
    " fts5(grams, content='', contentless_delete=1, tokenize='ascii', prefix='1')",
    "INSERT INTO case_text (case_text, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO case_text (case_text, rank) VALUES ('automerge', 16)",  # a first page pays for fewer merges
    "DROP TRIGGER IF EXISTS case_text_added",  # homes of earlier programs
    "CREATE TRIGGER IF NOT EXISTS case_text_gone AFTER DELETE ON case_row BEGIN"
    " DELETE FROM case_text WHERE rowid = old.listed; END",
)
"""What `prepare` makes."""


def listed(due: str, case: str) -> int:
    """The place of a case in lists: the earliest due date first, cases without one last; 63 bits, its own for each."""
    from hashlib import blake2b  # whoever only reads lists starts without OpenSSL

    days = min(max(date.fromisoformat(due).toordinal() - _FIRST_DAY, 0), _DAYS - 1) if due else _DAYS
    return days << _REST | int.from_bytes(blake2b(case.encode(), digest_size=8).digest(), "big") >> 64 - _REST


def before(day: date) -> int:
    """The place before which every case stands that was due before a day."""
    return min(max(day.toordinal() - _FIRST_DAY, 0), _DAYS) << _REST


def grams(*fields: str) -> str:
    """The tokens of a case: the pairs of each field, then its last character. A field that stands in another, as a
    place often does in what is asked, needs none of its own."""
    alone = [one for one in dict.fromkeys(fields) if not any(one in other for other in fields if other != one)]
    return " ".join([token for field in alone for token in _tokens(_plain(field))])


def _plain(words: str) -> str:
    """Words in signs that the tokenizer keeps."""
    return words if words.isalnum() else words.translate(_PLAIN)


def _tokens(field: str) -> list[str]:
    return [*pairs(field), field[-1]] if field else []


def pairs(words: str) -> list[str]:
    """Every two characters that stand next to each other."""
    return list(map(add, words, words[1:]))


def prepare(connection: Connection) -> None:
    """Makes the search table of a laptop if it is not there."""
    for statement in SCHEMA:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Throws the search table away; its triggers go with the rows they watch."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS case_text")


def phrase(words: str) -> str:
    """Words as FTS5 looks for them."""
    plain = _plain(words)
    if len(plain) == 1:
        return f'"{plain}" *'
    return '"' + " ".join(_tokens(plain)[:-1]) + '"'


def literal(text: str) -> str:
    """Words as LIKE takes them by the letter."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
