"""Writing the story of an invented case event by event, also on several laptops at once (样例·虚构)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from tests.homes import COUNTY, GRID, OTHER_GRID, OTHER_VILLAGE, TOWN, VILLAGE
from tests.homes import OFFICES as LIST
from xfgrid.case import acts
from xfgrid.case.acts import Actor, Draft, Setting
from xfgrid.case.event import Event, Header, salted, sign
from xfgrid.case.fold import Case, fold
from xfgrid.case.ids import uuid7
from xfgrid.case.offices import Offices

OFFICES = Offices(LIST)
SETTING = Setting(OFFICES, "2026-03-09")
CASE = uuid7(1_772_700_000_000, bytes(10))

LIAISON = Actor("样例·联户", "liaison", GRID)
WORKER = Actor("样例·网格员", "grid_worker", GRID)
VILLAGER = Actor("样例·村干部", "grid_worker", VILLAGE)
NEIGHBOUR = Actor("样例·邻村", "grid_worker", OTHER_VILLAGE)
STRANGER = Actor("样例·外村", "grid_worker", OTHER_GRID)
CLERK = Actor("样例·信访办", "township", TOWN)
COUNTY_CLERK = Actor("样例·县", "county", COUNTY)
RESIDENT = Actor("resident", "resident", "")

INTAKE = {
    "asked": "请协调灌溉用水",
    "facts": "样例·虚构：轮灌不按约定。",
    "place": "桥头村一组水渠",
    "kind": "neighbours",
    "received": "2026-03-05",
    "how": "in_person",
}

PARTS: dict[str, dict[str, object]] = {
    "register": INTAKE,
    "transfer": {"organ": "县纪委监委（样例）"},
    "record": {"note": "上门看过"},
    "progress": {"note": "约了双方"},
    "inform": {"how": "phone", "sentence": "正在协调"},
    "link": {"as": CASE},
    "send-up": {"note": "村里办不了"},
    "assign": {"owner": VILLAGE, "due": "2026-04-01"},
    "return": {"note": "不属本单位"},
    "hand-over": {"offered": OTHER_VILLAGE},
    "lead": {"lead": "样例·副镇长"},
    "bar": {"barred": "样例·某", "reason": "与一方是亲属"},
    "urge": {"note": "请按期答复"},
    "notify": {"how": "paper", "sentence": "已受理"},
    "promise": {"until": "2026-03-20", "sentence": "20日前修好"},
    "extend": {"days": "10", "approver": "样例·镇长", "reason": "等评估", "how": "phone"},
    "pause": {"until": "2026-03-15", "reason": "等鉴定"},
    "schedule": {"meeting": "2026-03"},
    "decide": {"owner": VILLAGE, "due": "2026-04-10", "decision": "由村委会办理", "sentence": "村里来办"},
    "postpone": {"reason": "人未到齐"},
    "mediate": {"by": "people", "consent_asker": "in_person", "consent_other": "phone"},
    "refuse": {"side": "other"},
    "tell-ways": {"how": "in_person"},
    "report-ways": {"how": "phone"},
    "agree": {"form": "written"},
    "breach": {"reason": "未付款"},
    "visit": {"note": "已履行"},
    "refer": {"where": "court", "sentence": "可以起诉"},
    "result": {"note": "法院已立案"},
    "report-result": {"note": "法院已判决"},
    "answer": {"outcome": "solved", "sentence": "水渠已修好"},
    "opine": {"opinion": "supported", "outcome": "solved", "sentence": "支持诉求"},
    "tell": {"how": "in_person", "sentence": "水渠已修好，可以来看"},
    "rate": {"rating": "solved"},
    "withdraw": {"said_how": "phone"},
    "reopen": {"said_how": "in_person"},
    "finish-past": {"item": "x", "outcome": "solved"},
    "ask-review": {"said_how": "paper"},
    "decide-review": {"opinion": "explained", "how": "paper", "sentence": "维持"},
    "ask-rereview": {"said_how": "paper"},
    "decide-rereview": {"opinion": "explained", "how": "paper", "sentence": "维持"},
    "correct": {"reason": "听错了", "kind": "contract"},
    "enter-in-error": {"reason": "重复登记"},
    "redact": {"reason": "写了号码"},
    "undo": {"reason": "点错了"},
    "set-contact": {"contact": "0a1b2c3d", "notice_how": "spoken", "notice_by": "样例·网格员"},
    "open-contact": {"purpose": "progress"},
    "erase-contact": {"asked_by": "resident", "why": "wish", "contact": ""},
    "issue-receipt": {"receipt": {"locator": "A1"}},
    "renew-receipt": {"receipt": {"locator": "A2"}},
}
"""What each act carries here unless the test says otherwise."""


class Pen:
    """One device: chains what it writes. Signatures are empty, the fold does not read them."""

    def __init__(self, name: str) -> None:
        self.name, self.seq, self.prev = f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.1", 0, None

    def write(self, draft: Draft) -> Event:
        self.seq += 1
        salt = hashlib.sha256(f"{self.name} {self.seq}".encode()).digest()[:16]
        head = Header(
            id=uuid7(self.seq, salt[:10]),
            writer=self.name,
            seq=self.seq,
            prev=self.prev,
            case=draft.case,
            type=draft.type,
            v=1,
            at="2026-03-09T08:00:00.000Z",
            actor=str(draft.actor),
            package="2026.1",
            bases=dict(draft.bases),
        )
        body, text = (salted(part, salt) if part else None for part in (draft.body, draft.text))
        event = sign(head, body, text, None, lambda _: b"")
        self.prev = event.hash.hex()
        return event


class Story:
    """One laptop's copy of the case. `does` returns the hash of what was written."""

    def __init__(self, name: str = "one", events: Iterable[Event] = (), setting: Setting = SETTING) -> None:
        self.name, self.pen, self.setting = name, Pen(name), setting
        self.events = {event.hash: event for event in events}
        self._case = fold(CASE, self.events.values())

    @property
    def case(self) -> Case:
        if len(self._case.events) + len(self._case.parked) != len(self.events):
            self._case = fold(CASE, self.events.values())
        return self._case

    def does(self, who: Actor, action: str, **values: object) -> str:
        return self.writes(acts.act(self.case, action, who, {**PARTS.get(action, {}), **values}, self.setting))

    def writes(self, draft: Draft) -> str:
        event = self.pen.write(draft)
        self.events[event.hash] = event
        return event.hash.hex()

    def other(self, name: str) -> Story:
        """Another laptop that holds the same at this moment."""
        return Story(name, self.events.values(), self.setting)

    def meets(self, *others: Story) -> Story:
        """Both hold everything afterwards."""
        for story in others:
            self.events |= story.events
            story.events |= self.events
        return self


def registered(who: Actor = WORKER, **values: object) -> Story:
    """A story that begins with a registration."""
    story = Story()
    story.does(who, "register", **values)
    return story


def told(who: Actor = WORKER) -> Story:
    """A case answered and told, waiting for the resident's rating."""
    story = registered(who)
    story.does(who, "answer")
    story.does(who, "tell")
    return story


def raw(type_: str, actor: Actor, bases: dict[str, list[str]], **values: object) -> Draft:
    """What a program that keeps no rules might write."""
    return Draft(CASE, type_, actor, bases, values, {})
