"""Rules of the clocks as data: what `schemas/clocks/*.toml` may say, and the rules of one package, ready to use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from xfgrid.case.calendar import Calendar
from xfgrid.errors import InputError

# In this order on one day, where the events do not say which came first: what starts a clock before what moves its day,
# and that before what meets it.
MilestoneName = Literal[
    "registered",  # 登记
    "imported",  # 由台账导入
    "received",  # 有关机关收到
    "accepted",  # 受理
    "notified",  # 书面告知受理情况、处理途径
    "sent_up",  # 村级上报乡镇
    "assigned",  # 派单、转办、交办
    "taken",  # 接单
    "returned",  # 提出异议、退回
    "extended",  # 批准延期
    "paused",  # 暂停
    "resumed",  # 恢复
    "progressed",  # 有办理进展并已记录
    "on_agenda",  # 列入联席会议议题
    "postponed",  # 会议缓议
    "decided",  # 会议议定：责任单位、期限
    "mediation_started",  # 调解登记
    "agreement",  # 调解协议生效
    "mediation_failed",  # 调解不成
    "ways_told",  # 已告知其他途径
    "confirmation_asked",  # 共同申请司法确认
    "performed",  # 协议履行
    "visited",  # 回访
    "referred",  # 转送、引导到其他途径
    "result",  # 其他途径有结果
    "answered",  # 作出答复（处理意见）
    "told",  # 答复送达来访人
    "rated",  # 来访人评价
    "review_asked",  # 申请复查
    "review_decided",  # 复查意见送达
    "rereview_asked",  # 申请复核
    "rereview_decided",  # 复核意见送达
    "withdrawn",  # 来访人撤回
    "closed",  # 办结
    "entered_in_error",  # 误录
    "archived",  # 归档
    "reopened",  # 重开
]

Reaction = Literal["meet", "end", "move"]
Unit = Literal["natural_days", "working_days", "months", "agreed"]


class Milestone(msgspec.Struct, frozen=True, gc=False):
    """Something that happened to a case on a civil day, as far as clocks care.

    `ref`: hash of its event. `package`: version of the package the event was written under. `depth`: how many
    milestones of the case come before it in the order of the events; it settles what came first on one day.
    `until`: the day agreed or decided, or the planned end of a pause. `days`: natural days of an extension.
    `rule`: the clocks that an extension or pause is about, with blanks between; "" means every clock that allows it.
    `item`: tells parallel runs of one clock apart (instalments, several offices); a stop without item stops all.
    `typed`: the day a telling was typed, where that is later: what the office promises to wait counts from it.
    """

    name: str
    day: date
    ref: str
    package: str
    depth: int = 0
    until: date | None = None
    days: int = 0
    rule: str = ""
    item: str = ""
    typed: date | None = None


class Extension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a due date may be moved: at most `max_days` natural days a time, `times` times, by `approver`."""

    max_days: int
    times: int
    approver: str
    needs: tuple[Literal["approver", "reason", "told"], ...]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One clock.

    `kind`: set by law, or an internal setting; never shown together.
    `effect`: an answer is owed by the office; or a right of the resident lapses, or opens, when the term is over.
    `unit` and `amount`: the term; `agreed` takes the day from the milestone (`until`), or `amount` natural days if
    the milestone names none.
    `roll`: whether a last day that is off moves to the next working day (Civil Code art. 203); a day agreed stays.
    `pause_cap`: natural days that all pauses of one run may take together; 0: this clock cannot be paused.
    `applies`: facts of the case, each with the values that let the rule apply; all must fit.
    `warn`: natural days before the due day at which it is shown as near.
    `unsure`: the figure is not read in a law or differs from place to place; the screen says so.
    `renews`: a new start while it runs ends the run and begins another; else the first day stands.
    `default`: runs whenever nothing else is owed on a live case, so that there is always a next due day; its `starts`
    make a case live (again), its `ends` are the ends of a case, at which everything owed ends.
    """

    id: str
    version: int
    kind: Literal["legal", "internal"]
    source: str
    unit: Unit
    starts: tuple[MilestoneName, ...]
    stops: tuple[MilestoneName, ...]
    amount: int = 0
    effect: Literal["owed", "lapses", "opens"] = "owed"
    ends: tuple[MilestoneName, ...] = ()
    roll: Literal["next_working_day", "none"] = "next_working_day"
    warn: tuple[int, ...] = ()
    extension: Extension | None = None
    pause_cap: int = 0
    applies: dict[str, tuple[str, ...]] = {}
    ladder: str = ""
    unsure: bool = False
    renews: bool = False
    default: bool = False


class LadderStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step: reached `offset` days from the due day, or when the item was postponed `postponed` times."""

    id: str
    to: Literal["owner", "leader", "meeting", "county"]
    unit: Literal["natural_days", "working_days"] = "natural_days"
    offset: int | None = None
    postponed: int | None = None
    removable: bool = True


class Ladder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happens around a due day that is not met, step by step, lowest first."""

    id: str
    version: int
    source: str
    step: tuple[LadderStep, ...]


class ClockFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of `schemas/clocks/`: rules, ladders, or both."""

    rule: tuple[Rule, ...] = ()
    ladder: tuple[Ladder, ...] = ()


class Clocks:
    """The rules, ladders and calendar of one package, immutable in what they answer.

    `newer` is a calendar with later years than the package's own: a date that the package can only estimate is
    counted with it; an exact date never is, for it may have been told.
    """

    def __init__(
        self, rules: Iterable[Rule], ladders: Iterable[Ladder], calendar: Calendar, newer: Calendar | None = None
    ) -> None:
        self.rules = {rule.id: rule for rule in rules}
        self.ladders = {ladder.id: ladder for ladder in ladders}
        self.calendar = calendar
        self.newer = newer or calendar
        self.default = next(rule for rule in self.rules.values() if rule.default)
        self.begun: dict[tuple[str, date], tuple[Any, ...]] = {}
        self.agendas: dict[tuple[str, date], date | None] = {}
        self.reactions = {rule.id: self._reactions(rule) for rule in self.rules.values()}
        self._started_by: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules.values():
            for name in () if rule.default else rule.starts:
                self._started_by[name] = (*self._started_by.get(name, ()), rule)

    @classmethod
    def from_data(cls, files: Iterable[Mapping[str, Any]], calendar: Calendar, newer: Calendar | None = None) -> Clocks:
        """From parsed files; raises InputError("clock_data") when one is malformed or they do not fit together."""
        try:
            parsed = [msgspec.convert(file, ClockFile) for file in files]
        except msgspec.ValidationError as error:
            raise InputError("clock_data", reason=str(error)) from error
        rules = [rule for file in parsed for rule in file.rule]
        ladders = [ladder for file in parsed for ladder in file.ladder]
        for problem in _problems(rules, ladders):
            raise InputError("clock_data", reason=problem)
        return cls(rules, ladders, calendar, newer)

    def started_by(self, name: str) -> tuple[Rule, ...]:
        """The rules that a milestone of this name starts; the default rule is not among them."""
        return self._started_by.get(name, ())

    def _reactions(self, rule: Rule) -> dict[str, Reaction]:
        """What each milestone does to a run of a rule; a stop wins over an end."""
        found: dict[str, Reaction] = dict.fromkeys(("extended", "paused", "resumed"), "move")
        found |= dict.fromkeys((*rule.ends, *(self.default.ends if rule.effect == "owed" else ())), "end")
        return found | dict.fromkeys(rule.stops, "meet")


def _problems(rules: list[Rule], ladders: list[Ladder]) -> Iterable[str]:
    """What types alone cannot say, one sentence each."""
    known = {ladder.id for ladder in ladders}
    for name in _twice([rule.id for rule in rules]) + _twice([ladder.id for ladder in ladders]):
        yield f"{name}: given twice"
    if sum(rule.default for rule in rules) != 1:
        yield "exactly one rule must be the default"
    for ladder in ladders:
        for step in ladder.step:
            if (step.offset is None) == (step.postponed is None):
                yield f"{ladder.id}.{step.id}: either an offset or a number of postponements"
    for rule in rules:
        if rule.ladder and rule.ladder not in known:
            yield f"{rule.id}: no ladder {rule.ladder}"
        if rule.amount < 0 or rule.pause_cap < 0:
            yield f"{rule.id}: a term cannot be negative"
        if not rule.default and not rule.stops:
            yield f"{rule.id}: nothing meets it"
        if rule.kind == "legal" and "第" not in rule.source:
            yield f"{rule.id}: a legal figure names its article"


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
