"""The clocks: which day an office owes an answer by, how it was counted, and what follows when it passes.

    Clocks.from_data(files, calendar, newer)      rules and ladders of one package, from schemas/clocks/*.toml
    promises(milestones, facts, packages)         every promise of a case; packages: version → Clocks or None
    next_due(promises)                            the earliest owed and unmet; a live case always has one
    explain(promise) / render(steps, words)       the steps of the count, and their clauses; why() joins them
    rung(promise, today, calendar, ladder, n)     the highest step of the ladder reached (n: times postponed)
    agenda_day(promise, clocks)                   the day from which the ladder puts it before the joint meeting
    near(promise, today)                          within the warning days
    check_extension, check_pause                  the gates before such an event is written; raise RuleError

A promise is legal (法定) or internal (内部), never mixed, and keeps the rule and the calendar of the package that its
starting milestone was written under: a later rule never changes it. Days are whole civil days in Asia/Shanghai; the
starting day is not counted. Nothing here reads a clock, a file or the fold of a case.

Facts that the shipped rules look at: `class` ("suggestion", "request"), `route` ("1" … "6" of art. 31 of the
Regulations on Petition Work), `kind` (code of the dispute type).
"""

from xfgrid.case.clocks.changes import check_extension, check_pause
from xfgrid.case.clocks.counting import Moves, Promise
from xfgrid.case.clocks.explain import Step, Words, explain, render, why
from xfgrid.case.clocks.ladder import Rung, agenda_day, near, rung
from xfgrid.case.clocks.promises import Packages, next_due, promises
from xfgrid.case.clocks.rules import (
    ClockFile,
    Clocks,
    Extension,
    Ladder,
    LadderStep,
    Milestone,
    MilestoneName,
    Rule,
)

__all__ = [
    "ClockFile",
    "Clocks",
    "Extension",
    "Ladder",
    "LadderStep",
    "Milestone",
    "MilestoneName",
    "Moves",
    "Packages",
    "Promise",
    "Rule",
    "Rung",
    "Step",
    "Words",
    "agenda_day",
    "check_extension",
    "check_pause",
    "explain",
    "near",
    "next_due",
    "promises",
    "render",
    "rung",
    "why",
]
