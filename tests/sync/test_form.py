"""A county's own intake reaches every laptop; the shipped fields stay, and nothing that was typed is lost (样例·虚构)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli

from sync.county.rules import publish_form
from tests.homes import CASE, GRID, TOWN
from tests.sync.kit import Laptop, county
from xfgrid.case.canon import canonical
from xfgrid.cli.main import main
from xfgrid.data import schemas
from xfgrid.errors import RuleError, UnknownError
from xfgrid.journal import package

GATE = """
[[field]]
code = "own_gate"
type = "choice"
section = "text"
max_length = 20
label = { zh-CN = "哪个闸口（样例）", en = "Which sluice" }
purpose = { zh-CN = "派得到管水的人", en = "Finds who keeps the water" }
readers = ["liaison", "grid_worker", "township"]
options = [{ code = "upper", label = { zh-CN = "上闸", en = "Upper" } }]
"""
SHIPPED = (schemas() / "forms" / "intake.toml").read_text(encoding="utf-8")
OWN = SHIPPED.replace("要求什么", "来人要求什么").replace('zh-CN = "来电"', 'zh-CN = "打来电话"') + GATE


def written(path: Path, text: str = OWN) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_field_of_the_countys_own_is_asked_on_every_laptop_and_stands_among_the_words_that_can_be_redacted(
    tmp_path: Path,
) -> None:
    server = county(tmp_path / "county")
    grid, town = (Laptop(server, tmp_path / role, role, at) for role, at in (("grid_worker", GRID), ("township", TOWN)))
    before = grid.register()
    with grid.desk() as desk, pytest.raises(UnknownError, match="unknown_field"):
        desk.register({**CASE, "own_gate": "upper"})
    publish_form(server, written(tmp_path / "intake.toml"))
    grid.sync()
    with grid.desk() as desk:
        case = desk.register({**CASE, "own_gate": "upper"})
        desk.act(before, "correct", {"own_gate": "upper", "reason": "补记"})
        assert desk.words("zh-CN")["case.field.own_gate"] == "哪个闸口（样例）"
    grid.sync()
    assert town.sync().in_step
    with town.desk() as desk:
        assert [desk.case(one).get("own_gate") for one in (before, case)] == ["upper", "upper"]
        assert desk.words("en")["form.choice.own_gate.upper"] == "Upper"
        [event, *_] = desk.case(case).events.values()
        assert event.text is not None
        assert b"own_gate" in (event.text.content or b"")


def _without(code: str) -> Callable[[dict[str, Any]], None]:
    def change(form: dict[str, Any]) -> None:
        form["field"] = [field for field in form["field"] if field["code"] != code]

    return change


def _with(code: str, /, **values: object) -> Callable[[dict[str, Any]], None]:
    def change(form: dict[str, Any]) -> None:
        next(field for field in form["field"] if field["code"] == code).update(values)

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_without("notice_how"), "no_notice"),
        (_without("kind"), "field_lacking"),
        (_without("flags"), "field_lacking"),
        (_with("asked", section="body"), "field_changed"),
        (_with("kind", options_from="class"), "field_changed"),
        (_with("how", options=[{"code": "paper", "label": {"zh-CN": "书面", "en": "On paper"}}]), "option_lacking"),
        (_with("own_gate", code="gate"), "code_not_own"),
        (_with("own_gate", section="body"), "not_words"),
        (_with("own_gate", label={"zh-CN": "来人的民族", "en": "Ethnic group"}), "ethnicity"),
    ],
)
def test_charter_02_a_form_without_what_the_program_reads_or_with_what_none_may_ask_is_refused_and_nothing_is_published(
    change: Callable[[dict[str, Any]], None], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, form = county(tmp_path / "county"), tomli.loads(OWN)
    change(form)
    monkeypatch.setattr("sync.county.rules._read", lambda path: form)
    with pytest.raises(RuleError) as refused:
        publish_form(server, tmp_path / "intake.toml")
    assert refused.value.facts["reason"] == reason
    with server.store.read() as connection:
        assert package.newest(connection).intake == {}


def test_a_county_may_leave_out_what_the_program_does_not_read(tmp_path: Path) -> None:
    server, form = county(tmp_path / "county"), SHIPPED
    for code in ("other_side", "recorder"):
        start = form.index(f'[[field]]\ncode = "{code}"')
        end = form.find("[[field]]", start + 1)
        form = form[:start] + (form[end:] if end > 0 else "")
    publish_form(server, written(tmp_path / "intake.toml", form))
    town = Laptop(server, tmp_path / "town", "township", TOWN)
    town.sync()
    with town.desk() as desk:
        assert {"other_side", "recorder"}.isdisjoint(field.code for field in desk.intake.fields)
        desk.register(CASE)


def test_a_form_of_a_later_program_leaves_a_laptop_the_shipped_one_and_its_package_keeps_its_name(
    tmp_path: Path,
) -> None:
    server = county(tmp_path / "county")
    town = Laptop(server, tmp_path / "town", "township", TOWN)
    with server.store.write() as connection:
        now = json.loads(package.newest(connection).content())
        later = canonical({**now, "serial": 2, "intake": {"code": "intake", "of": "later"}, "later": ["样例"]})
        package.keep(connection, [(later, server.key.sign(later))])
    assert town.sync().in_step
    with town.desk() as desk:
        assert desk.version == f"2.{hashlib.sha256(later).hexdigest()[:8]}"
        case = desk.case(desk.register(CASE))
        assert {event.head.package for event in case.events.values()} == {desk.version}
    assert town.sync().in_step


def test_the_command_says_which_form_is_in_use_publishes_one_and_takes_none_that_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county(tmp_path / "county").close()
    home = ["--home", str(tmp_path / "county")]

    def said(*command: str) -> tuple[int, str, str]:
        code = main(["county", "form", *command, *home])
        return code, *capsys.readouterr()

    assert str(schemas() / "forms" / "intake.toml") in said()[1]
    assert said(str(written(tmp_path / "broken.toml", "code = ")))[0] == 4
    assert said(str(written(tmp_path / "empty.toml", 'code = "intake"')))[0] == 2
    code, _, error = said(str(written(tmp_path / "without.toml", OWN.replace('code = "kind"', 'code = "own_kind"'))))
    assert code == 5
    assert "纠纷种类" in error
    assert said(str(written(tmp_path / "intake.toml")))[0] == 0
    assert "本县自己的登记表（第 2." in said()[1]
