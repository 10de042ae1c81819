"""Who may do what, as one table: each act, each role, each relation to the office that owns the case."""

from __future__ import annotations

from functools import cache

import pytest

from tests.case.story import CASE, OFFICES, PARTS, SETTING, Story
from tests.homes import COUNTY, GRID, OTHER_GRID, OTHER_VILLAGE, TOWN, VILLAGE
from xfgrid.case import acts
from xfgrid.case.acts import Actor
from xfgrid.case.fold import Case, fold
from xfgrid.case.relations import relation
from xfgrid.case.roles import ROLES
from xfgrid.case.vocabulary import ACTS
from xfgrid.errors import XfgridError

AT = {
    "O": ("owner", VILLAGE),
    "A": ("above", TOWN),
    "B": ("below", GRID),
    "R": ("reach", OTHER_VILLAGE),
    "-": ("none", OTHER_GRID),
}
"""O the owner office, A above it, B below it, R the case was offered to it, - no business of it."""

TABLE = """
                   liaison  grid_worker  township  county  resident
register           N        N            N         .       .
transfer           NO       NOA          NOA       .       .
record             OABR     OABR         OABR      OA      .
progress           O        OA           OA        .       .
inform             OABR     OABR         OABR      OA      .
link               OABR     OABR         OABR      OA      .
take               O        OA           OA        .       .
send-up            O        OA           OA        .       .
assign             .        .            OA        OA      .
return             O        OA           OA        .       .
hand-over          O        OA           OA        .       .
take-over          .        ABR          ABR       .       .
lead               .        .            OA        OA      .
bar                .        OA           OA        OA      .
urge               .        .            OA        OA      .
accept             .        .            OA        .       .
notify             .        .            OA        .       .
promise            O        OA           OA        .       .
extend             O        OA           OA        .       .
pause              O        OA           OA        .       .
resume             O        OA           OA        .       .
schedule           .        .            OAR        .       .
decide             .        .            OAR        .       .
postpone           .        .            OAR        .       .
mediate            O        OA           OA        .       .
refuse             O        OA           OA        .       .
fail               O        OA           OA        .       .
tell-ways          O        OA           OA        .       .
report-ways        O        OA           OA        .       .
agree              O        OA           OA        .       .
confirm            O        OA           OA        .       .
perform            O        OA           OA        .       .
report-performed   O        OA           OA        .       .
breach             O        OA           OA        .       .
visit              O        OA           OA        .       .
refer              O        OA           OA        .       .
result             O        OA           OA        .       .
report-result      O        OA           OA        .       .
answer             O        OA           OA        .       .
opine              .        .            OA        .       .
tell               O        OA           OA        .       .
rate               .        .            .         .       S
close              O        OA           OA        .       .
archive            O        OA           OA        .       .
withdraw           OABR     OABR         OABR      OA      S
reopen             OABR     OABR         OABR      OA      S
finish-past        NO       NOA          NOA       .       .
ask-review         OABR     OABR         OABR      OA      S
decide-review      .        .            OA        .       .
ask-rereview       OABR     OABR         OABR      OA      S
decide-rereview    .        .            OA        .       .
correct            OABR     OABR         OABR      OA      .
enter-in-error     O        OA           OA        .       .
undo               O        OA           OA        .       .
settle             .        OA           OA        OA      .
redact             OABR     OABR         OABR      OA      .
set-contact        O        OA           OA        .       .
open-contact       O        OA           OA        .       .
erase-contact      O        OA           OA        .       .
issue-receipt      O        OA           OA        .       .
renew-receipt      .        .            .         .       S
"""
"""N before there is a case, S the resident's own case. A liaison has to do only with cases they registered."""

RULE = {line.split()[0]: dict(zip(ROLES, line.split()[1:], strict=True)) for line in TABLE.splitlines()[2:]}
REFUSALS = {"role_may_not", "not_your_case"}


@cache
def case_of(actor: Actor) -> Case:
    """A case of the village that this actor wrote down, offered to the village next to it."""
    story = Story()
    story.does(Actor("样例", "grid_worker", VILLAGE), "register")
    story.does(Actor("样例", "grid_worker", VILLAGE), "hand-over", offered=OTHER_VILLAGE)
    if actor.role == "liaison":  # two laptops registered it from one ledger, the liaison's is one of them
        story.writes(acts.Draft(CASE, "registered", actor, {}, {}, {}))
    return story.case


def admitted(action: str, actor: Actor, case: Case) -> bool:
    """Whether role and relation let the actor try; what else is missing does not matter here."""
    try:
        acts.act(case, action, actor, PARTS.get(action, {}), SETTING)
    except XfgridError as error:
        return error.code not in REFUSALS
    return True


def test_the_table_names_every_act_on_a_case() -> None:
    assert RULE.keys() == {act.action for act in ACTS}


@pytest.mark.parametrize("action", RULE)
def test_an_act_is_open_to_the_roles_and_relations_of_the_table_and_to_no_others(action: str) -> None:
    for role in ROLES[:4]:
        found = "N" if admitted(action, Actor("样例", role, GRID), fold(CASE, [])) else ""
        for letter, (name, office) in AT.items():
            actor = Actor("样例", role, office)
            case = case_of(actor)
            assert relation(case, actor, OFFICES) == name
            found += letter if admitted(action, actor, case) else ""
        assert (found or ".") == RULE[action][role], role
    resident = Actor("resident", "resident", "")
    assert ("S" if admitted(action, resident, case_of(resident)) else ".") == RULE[action]["resident"]


OF_ORGANS = (
    "assign",
    "lead",
    "urge",
    "accept",
    "notify",
    "schedule",
    "decide",
    "postpone",
    "opine",
    "decide-review",
    "decide-rereview",
)


def refusal(action: str, actor: Actor, **said: str) -> str:
    """The code with which an act on a case of the village is refused, '' where it is not."""
    try:
        acts.act(case_of(actor), action, actor, {**PARTS.get(action, {}), **said}, SETTING)
    except XfgridError as error:
        return error.code
    return ""


@pytest.mark.parametrize("action", RULE)
def test_charter_09_what_is_left_to_organs_is_not_done_in_the_name_of_a_village(action: str) -> None:
    enrolled_wrongly = refusal(action, Actor("样例", "township", VILLAGE))
    on_paper = refusal(action, Actor("样例", "township", TOWN), via="paper", on="2026-03-08", **{"for": VILLAGE})
    assert (enrolled_wrongly == "level_may_not") is (on_paper == "level_may_not") is (action in OF_ORGANS)


def test_the_county_stands_above_every_office_of_its_own() -> None:
    assert relation(case_of(Actor("样例", "county", COUNTY)), Actor("样例", "county", COUNTY), OFFICES) == "above"


def test_a_liaison_has_nothing_to_do_with_a_case_another_wrote_down() -> None:
    mine, other = Actor("样例", "liaison", VILLAGE), Actor("样例·另一人", "liaison", VILLAGE)
    assert relation(case_of(mine), mine, OFFICES) == "owner"
    assert relation(case_of(mine), other, OFFICES) == "none"
