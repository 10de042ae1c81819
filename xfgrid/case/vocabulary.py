"""What can happen to a case: every act, where it may start, where it leads, who may do it.

One row an act. `move` reads "these states → that state"; a row without an arrow leaves the state as it is and may
happen in the states it names, in any state if it names none. `needs` are the parts an act cannot do without, `may`
others it can carry, `writes` the fields of the case it sets; what no field takes belongs to the event alone. `on` is
the civil day (Asia/Shanghai, ISO) of the act itself, as the user confirms it; the header's `at` is only when it was
typed. `milestone` is what the clocks hear of it.

A gate is a step of this machine. A case is never closed without the resident having been told, because only `tell`
leads to `awaiting_rating` and only from there a case is closed. No mediation follows a refusal, because `mediate` also
moves the mediation itself, and nothing leads on from `refused`.
"""

from __future__ import annotations

from dataclasses import dataclass

from xfgrid.case.roles import (
    CALLS,
    DIRECTS,
    HANDLES,
    HEARS,
    MEETS,
    NOTES,
    OFFICIAL,
    RECEIVES,
    REGISTERS,
    RESIDENT,
    SETTLES,
    STARTS,
    Who,
)
from xfgrid.case.roles import ROLES as ROLES
from xfgrid.case.roles import STAFF as STAFF

WORK = frozenset(["registered", "reopened", "handling", "returned"])
"""The owner office has the case in hand."""

ANSWERED = frozenset(["answered", "awaiting_rating", "reviewing"])
"""Behind an answer: only reopening leads back to before it."""

LIVE = frozenset(
    ["sent_up", "on_agenda", "assigned", "mediating", "mediation_ended", "agreed", "performed", "referred"]
).union(WORK, ANSWERED)
"""States in which an office owes something."""

ENDED = frozenset(["closed", "archived", "withdrawn", "transferred", "entered_in_error", "finished_before"])
"""States in which no office owes anything; a resident can reopen every one of them."""

STATES = LIVE | ENDED

MEETING = frozenset(["called", "frozen", "in_session", "held", "checked", "approved", "cancelled"])
"""States of a joint meeting. It is the fold of its own events by the same machine; its items only point to cases."""

NOTHING = ""
"""The state before registration, and the mediation before there is one."""

_GROUPS = {"WORK": WORK, "LIVE": LIVE, "ENDED": ENDED, "NEW": frozenset({NOTHING})}


@dataclass(frozen=True, slots=True)
class Move:
    """From any of these states to that one; a `target` of '' leaves the state, no `source` means any."""

    source: frozenset[str]
    target: str

    @classmethod
    def parse(cls, text: str) -> Move:
        """`"WORK sent_up → assigned"`; what follows a `-` is left out."""
        source, _, target = text.partition("→")
        named, _, without = source.partition("-")
        states = frozenset[str]().union(*(_GROUPS.get(n, {n}) for n in named.split()))
        return cls(states.difference(without.split()), target.strip())

    def starts(self, state: str) -> bool:
        """Whether it may start from a state."""
        return not self.source or state in self.source


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the vocabulary; see the module. `moves` by the field they move, `state` or `mediation`."""

    action: str
    type: str
    who: Who
    move: Move
    moves: dict[str, Move]
    needs: tuple[str, ...]
    may: frozenset[str]
    fields: frozenset[str]
    milestones: tuple[str, ...]
    form: bool

    @property
    def free(self) -> bool:
        """Whether it takes parts of any name: fields of a form, disputed fields, fields whose words go."""
        return self.form or self.action in ("settle", "redact")

    def takes(self, name: str) -> bool:
        """Whether an event of this type may write a field."""
        return name in self.fields or (self.form and name not in RESERVED)


def _act(
    action: str,
    type_: str,
    who: Who,
    move: str = "",
    needs: str = "",
    writes: str = "",
    *,
    may: str = "",
    mediation: str = "",
    milestone: str = "",
    form: bool = False,
) -> Act:
    """`mediation`: its second move. `form`: it also writes any field of a form, that is, any that no act names."""
    state = Move.parse(move)
    moves = {"state": state} if state.target else {}
    if mediation:
        moves["mediation"] = Move.parse(mediation)
    fields = frozenset(writes.split()) | moves.keys()
    return Act(
        action, type_, who, state, moves, tuple(needs.split()), frozenset(may.split()), fields,
        tuple(milestone.split()), form,
    )  # fmt: skip


# fmt: off
ACTS = (
    # 点单: what a resident brings
    _act("register", "registered", REGISTERS, "NEW → registered", "asked facts place kind received how", "owner due contact",
         milestone="registered", form=True),
    _act("transfer", "transferred", STARTS, "NEW WORK → transferred", "organ on", "owner", milestone="closed"),
    _act("record", "recorded", NOTES, "", "note"),
    _act("progress", "progressed", HANDLES, "LIVE", "note on", milestone="progressed"),
    _act("inform", "informed", NOTES, "", "on how sentence", milestone="progressed"),
    _act("link", "linked", NOTES, "", "as"),

    # 派单、接单、退单: whose it is
    _act("take", "taken", HANDLES, "registered reopened sent_up assigned returned → handling", "on", "owner",
         milestone="taken"),
    _act("send-up", "sent_up", HANDLES, "WORK on_agenda → sent_up", "note on", milestone="sent_up"),
    _act("assign", "assigned", DIRECTS, "WORK sent_up assigned → assigned", "owner due on", "owner due",
         may="sentence", milestone="assigned"),
    _act("return", "returned", HANDLES, "assigned sent_up → returned", "note on", "owner", milestone="returned"),
    _act("hand-over", "handed_over", HANDLES, "LIVE", "offered on", "offered"),
    _act("take-over", "taken_over", RECEIVES, "LIVE", "on", "owner offered", milestone="taken"),
    _act("lead", "led", DIRECTS, "LIVE", "lead", "lead"),
    _act("bar", "recused", SETTLES, "", "barred reason on", "owner", may="owner"),
    _act("urge", "urged", DIRECTS, "LIVE", "note on"),

    # 受理、告知、期限: what is promised
    _act("accept", "accepted", OFFICIAL, "LIVE", "on", "route", may="route how sentence", milestone="accepted"),
    _act("notify", "notified", OFFICIAL, "LIVE", "on how sentence", milestone="notified"),
    _act("promise", "promised", HANDLES, "LIVE", "on until sentence", milestone="decided"),
    _act("extend", "extended", HANDLES, "LIVE", "on days approver reason how", "due", may="rule due",
         milestone="extended"),
    _act("pause", "paused", HANDLES, "LIVE", "on until reason", may="rule", milestone="paused"),
    _act("resume", "resumed", HANDLES, "LIVE", "on", may="rule", milestone="resumed"),

    # 联席会议: the joint meeting
    _act("schedule", "scheduled", MEETS,
         "WORK sent_up assigned referred mediating mediation_ended agreed on_agenda → on_agenda", "meeting", "meeting",
         may="reason", milestone="on_agenda"),
    _act("decide", "decided", MEETS, "on_agenda → assigned", "owner due decision sentence on", "owner due",
         may="meeting", milestone="decided"),
    _act("postpone", "postponed", MEETS, "on_agenda → on_agenda", "reason on", "meeting", may="meeting",
         milestone="postponed"),

    # 调解: only while both sides agree to it
    _act("mediate", "mediation_started", HANDLES, "WORK → mediating", "on by consent_asker consent_other",
         mediation="NEW open failed agreed → open", milestone="mediation_started"),
    _act("refuse", "mediation_refused", HANDLES, "WORK mediating → mediation_ended", "on side",
         mediation="NEW open failed agreed → refused", milestone="mediation_failed"),
    _act("fail", "mediation_failed", HANDLES, "mediating → mediation_ended", "on",
         mediation="open → failed", milestone="mediation_failed"),
    _act("tell-ways", "ways_told", HANDLES, "mediation_ended → handling", "on how", milestone="ways_told"),
    _act("report-ways", "ways_reported", HANDLES, "LIVE - mediation_ended", "on how", milestone="ways_told"),
    _act("agree", "agreement_made", HANDLES, "mediating → agreed", "on form", may="until amount terms",
         mediation="open → agreed", milestone="agreement"),
    _act("confirm", "confirmation_asked", HANDLES, "agreed performed", "on", milestone="confirmation_asked"),
    _act("perform", "performed", HANDLES, "agreed → performed", "on", milestone="performed"),
    _act("report-performed", "performance_reported", HANDLES, "LIVE - agreed", "on", milestone="performed"),
    _act("breach", "agreement_broken", HANDLES, "agreed → handling", "on reason"),
    _act("visit", "visited", HANDLES, "", "on note", milestone="visited"),

    # 引导、转送: another way
    _act("refer", "referred", HANDLES, "WORK sent_up assigned mediation_ended → referred", "where sentence on",
         milestone="referred"),
    _act("result", "result_filled", HANDLES, "referred → handling", "on note", milestone="result"),
    _act("report-result", "result_reported", HANDLES, "LIVE - referred", "on note", milestone="result"),

    # 答复、评单、办结
    _act("answer", "answered", HANDLES, "WORK assigned on_agenda agreed performed referred → answered", "outcome sentence on",
         "outcome", milestone="answered"),
    _act("opine", "opinion_issued", OFFICIAL, "WORK → answered", "opinion outcome sentence on", "outcome opinion",
         may="opinion_number", milestone="answered"),
    _act("tell", "told", HANDLES, "answered → awaiting_rating", "on how sentence", milestone="told"),
    _act("rate", "rated", RESIDENT, "awaiting_rating closed archived", "rating", "rating", may="words",
         milestone="rated"),
    _act("close", "closed", HANDLES, "awaiting_rating → closed", "on", milestone="closed"),
    _act("archive", "archived", HANDLES, "closed → archived", "on", milestone="archived"),
    _act("withdraw", "withdrawn", HEARS, "LIVE → withdrawn", "on said_how", "outcome",
         milestone="withdrawn"),
    _act("reopen", "reopened", HEARS, "answered awaiting_rating ENDED → reopened", "on said_how",
         milestone="reopened"),
    _act("finish-past", "finished_before", STARTS, "WORK mediating mediation_ended agreed finished_before → finished_before", "item outcome",
         "outcome", milestone="closed", form=True),

    # 复查、复核: the resident's right after a written opinion
    _act("ask-review", "review_asked", HEARS, "awaiting_rating closed archived → reviewing", "on said_how",
         may="reason", milestone="review_asked"),
    _act("decide-review", "review_decided", OFFICIAL, "reviewing → awaiting_rating", "opinion on how sentence",
         "opinion", milestone="review_decided"),
    _act("ask-rereview", "rereview_asked", HEARS, "awaiting_rating closed archived → reviewing", "on said_how",
         may="reason", milestone="rereview_asked"),
    _act("decide-rereview", "rereview_decided", OFFICIAL, "reviewing → awaiting_rating", "opinion on how sentence",
         "opinion", milestone="rereview_decided"),

    # 更正: nothing is ever written over
    _act("correct", "corrected", NOTES, "", "reason", form=True),
    _act("enter-in-error", "entered_in_error", HANDLES, "registered handling → entered_in_error", "reason on",
         milestone="entered_in_error"),
    _act("undo", "undone", HANDLES, "", "undoes reason"),
    _act("settle", "settled", SETTLES),
    _act("redact", "redacted", NOTES, "", "event parts reason", may="replacement"),

    # 联系方式、回执
    _act("set-contact", "contact_set", HANDLES, "LIVE", "contact notice_how notice_by", "contact"),
    _act("open-contact", "contact_opened", HANDLES, "", "purpose", may="second"),
    _act("erase-contact", "contact_erased", HANDLES, "", "asked_by why", "contact"),
    _act("issue-receipt", "receipt_issued", HANDLES, "", "receipt", "receipt"),
    _act("renew-receipt", "receipt_renewed", RESIDENT, "", "receipt", "receipt"),
)

SITTING = (
    # 会议本身: called, presented, ordered, frozen, opened (and that taken back), closed, checked, approved
    _act("call-meeting", "meeting_called", CALLS, "NEW → called", "held_on sitting convenor",
         "owner held_on sitting convenor members sits_at"),
    _act("move-meeting", "meeting_moved", OFFICIAL, "called frozen → called", "held_on reason",
         "held_on convenor members sits_at"),
    _act("cancel-meeting", "meeting_cancelled", OFFICIAL, "called frozen → cancelled", "reason on"),
    _act("present-item", "item_presented", OFFICIAL, "called frozen in_session", "matter", may="cause hour"),
    _act("drop-item", "item_dropped", OFFICIAL, "called", "matter presented reason"),
    _act("order-agenda", "agenda_ordered", OFFICIAL, "called", "agenda", "agenda routine"),
    _act("freeze-agenda", "agenda_frozen", OFFICIAL, "called → frozen", "agenda on", "agenda routine"),
    _act("open-meeting", "meeting_opened", OFFICIAL, "frozen → in_session", "attended on",
         "attended apologies attending", may="followed"),
    _act("unopen-meeting", "meeting_unopened", OFFICIAL, "in_session → frozen", "reason on",
         "attended apologies attending"),
    _act("take-attendance", "attendance_taken", OFFICIAL, "in_session", "attended", "attended apologies attending"),
    _act("recuse-member", "member_recused", OFFICIAL, "frozen in_session", "matter member reason"),
    _act("note-item", "item_noted", OFFICIAL, "in_session", "matter note", may="side"),
    _act("close-session", "session_closed", OFFICIAL, "in_session → held", "on", may="left"),
    _act("check-minutes", "minutes_checked", OFFICIAL, "held checked → checked", "digest checker on", "digest checker"),
    _act("approve-minutes", "minutes_approved", OFFICIAL, "checked → approved", "digest meeting on"),
)
# fmt: on

_BY_SUBJECT = {
    "brought": "register transfer record progress inform link",
    "duty": "take send-up assign return hand-over take-over lead bar urge",
    "promised": "accept notify promise extend pause resume",
    "meeting": "schedule decide postpone",
    "mediation": "mediate refuse fail tell-ways report-ways agree confirm perform report-performed breach visit",
    "elsewhere": "refer result report-result",
    "answer": "answer opine tell rate close archive withdraw reopen finish-past",
    "review": "ask-review decide-review ask-rereview decide-rereview",
    "amend": "correct enter-in-error undo settle redact",
    "contact": "set-contact open-contact erase-contact issue-receipt renew-receipt",
}
GROUPS = {name: tuple(actions.split()) for name, actions in _BY_SUBJECT.items()}
"""Every action on a case once, by what it is about: how help and menus are arranged."""

BY_TYPE = {act.type: act for act in (*ACTS, *SITTING)}
BY_ACTION = {act.action: act for act in (*ACTS, *SITTING)}

RESERVED = frozenset().union(*(act.fields for act in BY_TYPE.values()))
"""Fields that some act names: only those acts write them, or a settlement or undoing of theirs."""

KNOWN_VERSION = 1
"""Events of a higher `v`, like events of an unknown type, are parked until the program knows them."""


def known(event_type: str, version: int) -> bool:
    """Whether this program can fold such an event."""
    return event_type in BY_TYPE and version <= KNOWN_VERSION


def allowed(event_type: str, state: str) -> bool:
    """Whether the machine lets this type start from a state ('' before registration)."""
    move = BY_TYPE[event_type].move
    return move.starts(state) if move.source else state != NOTHING
