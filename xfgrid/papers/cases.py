"""The facts of papers about cases: plain values, in the words people read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xfgrid.case.dues import Dues
from xfgrid.case.fold import Case
from xfgrid.case.offices import Offices
from xfgrid.case.order import causal
from xfgrid.data import read_toml
from xfgrid.journal.rows import title
from xfgrid.packages import kinds
from xfgrid.papers.filled import Code
from xfgrid.terms import Terms

TERMS = Terms("zh-CN")
"""Papers go to residents and offices: they are Chinese in every home."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORDERS = ("decided", "assigned")


@dataclass(frozen=True, slots=True)
class Here:
    """Who makes the paper: the office's code, the name of the clerk, today's civil day."""

    office: str
    clerk: str
    today: date


def of_case(case: Case, owed: Dues, offices: Offices, here: Here) -> dict[str, Any]:
    """Everything a paper about one case can name. Contacts are not among it: they are sealed and not read here.

    `acts` has by type of event what the last one of it said, None for a type that did not happen. Days are written out
    (2026年3月5日), '' where there is none; `due` is that of `answer_by`, `late` counts the calendar days past it, 0 if it
    has not passed; `rate_by` is the last day on which the resident may rate, '' while that is not open.
    """
    acts, due = _acts(case), answer_by(case, owed)
    return {
        **{name: case.text(name) for name in ("number", "asked", "facts", "place")},
        "kind": _kind(case.text("kind")),
        "received": chinese(case.text("received")),
        "owner": offices.name(case.owner),
        "registrar": _registrar(case, offices),
        "township": offices.name(offices.township(case.owner) or here.office),
        "next": TERMS.get(f"papers.next.{case.state}", TERMS("papers.next.other")),
        "due": chinese(due),
        "late": max((here.today - date.fromisoformat(due)).days, 0) if due else 0,
        "rate_by": chinese(_rate_by(owed)),
        "outcome": _choice("outcome", case.text("outcome")),
        "opinion": _choice("opinion", case.text("opinion")),
        "answer": _said(acts, "opinion_issued", "answered"),
        "order": _said(acts, *_ORDERS),
        "referred_to": _choice("where", str((acts["referred"] or {}).get("where", ""))),
        "ways": ways(case.text("kind")),
        "acts": acts,
        "record": record(case),
        **signed(offices, here),
    }


def answer_by(case: Case, owed: Dues) -> str:
    """The ISO day that papers ask an answer by: while a meeting's decision runs the day it names, which the resident
    was told and the minutes have; else the next day owed."""
    decided = any(promise.open and promise.by == "decided" and not promise.item for promise in owed.promises)
    return case.text("due") if decided else owed.due


def _rate_by(owed: Dues) -> str:
    return next((p.due.isoformat() for p in owed.promises if p.open and p.rule.id == "rating"), "")


def of_orders(owner: str, owned: Iterable[tuple[Case, str]], offices: Offices, here: Here) -> dict[str, Any]:
    """The facts of a list of orders: the cases an office owns, each with the ISO day of its answer."""
    orders = [order(case.text("number"), title(case), _said(_acts(case), *_ORDERS), due) for case, due in owned]
    return {"owner": offices.name(owner), "orders": orders, **signed(offices, here)}


def order(number: str, title: str, words: str, due: str) -> dict[str, str]:
    """One line of a list of orders; `due` is an ISO day."""
    return {"number": number, "title": title, "order": words, "due": chinese(due)}


def signed(offices: Offices, here: Here) -> dict[str, str]:
    """Who signs, and when."""
    return {"office": offices.name(here.office), "clerk": here.clerk, "today": chinese(here.today.isoformat())}


def chinese(day: str) -> str:
    """An ISO day as papers write it, without leading zeros (GB/T 9704-2012, 7.3.5.4); '' for none."""
    found = date.fromisoformat(day) if day else None
    return f"{found.year}年{found.month}月{found.day}日" if found else ""


def ways(kind: str) -> list[dict[str, Any]]:
    """The other ways open to a kind of dispute (`schemas/papers/data/ways.toml`)."""
    found: list[dict[str, Any]] = read_toml("papers/data/ways.toml")["way"]
    return [{"unsure": False, **way} for way in found if kind in way.get("kinds", [kind])]


def record(case: Case) -> Code:
    """Sixteen hex digits that stand for the record as it is: SHA-256 over the hashes of its events, sorted."""
    return code(hashlib.sha256("".join(sorted(case.events)).encode()).hexdigest()[:16])


def code(digest: str) -> Code:
    """Hex digits as people compare them, in groups of eight."""
    return Code(" ".join(digest[start : start + 8] for start in range(0, len(digest), 8)).upper())


class _Acts(dict[str, Any]):
    """None for a type of event that did not happen, so that a template can ask for any."""

    def __missing__(self, name: str) -> None:
        return None


def _acts(case: Case) -> _Acts:
    kept = case.broken | case.undone
    found = _Acts()
    for key in causal(case.events, case.seen_by):
        if key not in kept:
            found[case.events[key].head.type] = _words(case.said[key])
    return found


def _words(said: Mapping[str, object]) -> dict[str, str]:
    parts = {name: str(value) for name, value in said.items() if isinstance(value, str | int)}
    return _Parts({name: chinese(value) if _DAY.fullmatch(value) else value for name, value in parts.items()})


class _Parts(dict[str, str]):
    """'' for what an act did not say."""

    def __missing__(self, name: str) -> str:
        return ""


def _said(acts: _Acts, *types: str) -> str:
    """The sentence, decision or note of the first of these types that happened."""
    act: Mapping[str, str] = next((acts[name] for name in types if acts[name]), {})
    return next((act[name] for name in ("decision", "sentence", "note") if act.get(name)), "")


def _registrar(case: Case, offices: Offices) -> str:
    first = sorted(key for key, event in case.events.items() if event.head.type == "registered")
    return offices.name(case.author(first[0]).office) if first else ""


def _choice(group: str, code: str) -> str:
    return TERMS.get(f"case.choice.{group}.{code}", code) if code else ""


def _kind(code: str) -> str:
    return next((one.label["zh-CN"] for one in kinds().types if one.code == code), code)
