"""What an act may write of a form: the gates of a registration hold for everything that comes after it (样例·虚构)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.case.forms.test_form_lint import FORBIDDEN
from tests.homes import CASE, GRID, PASSPHRASE, VILLAGE, desk
from tests.tui.kit import carry
from xfgrid.case.privacy import MARK
from xfgrid.cli.main import main
from xfgrid.errors import InputError, RuleError, UnknownError, XfgridError
from xfgrid.journal.desk import Desk

Correct = Callable[..., object]
SCORES = sorted({field["code"] for _, field in FORBIDDEN} | {"risk_level", "key_person", "satisfaction"})
PERSONAL = ["id_number", "ethnicity", "education", "health", "bank_account", "coordinates", "birthday"]


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "laptop") as opened:
        yield opened


@pytest.fixture
def case(laptop: Desk) -> str:
    return laptop.register({**CASE, "class": "request", "other_side": "王样例", "flags": "private"})


@pytest.fixture
def correct(laptop: Desk, case: str) -> Correct:
    """Corrects fields of the case; returns the value of the first as it stands then."""

    def corrected(**changed: object) -> object:
        _, after = laptop.act(case, "correct", {"reason": "听错了", **changed})
        return after.get(next(iter(changed)))

    return corrected


def refused(laptop: Desk, case: str, error: type[XfgridError], code: str, action: str, said: dict[str, object]) -> None:
    """The act is refused with that code, and nothing is written."""
    before = laptop.digest()
    with pytest.raises(error, match=code):
        laptop.act(case, action, said)
    assert laptop.digest() == before


@pytest.mark.parametrize("field", SCORES)
def test_charter_02_no_correction_adds_a_score_a_list_or_a_trace(laptop: Desk, case: str, field: str) -> None:
    refused(laptop, case, UnknownError, "unknown_field", "correct", {"reason": "补充", field: "高"})


@pytest.mark.parametrize("field", PERSONAL)
def test_charter_04_no_correction_adds_what_no_form_asks(laptop: Desk, case: str, field: str) -> None:
    refused(laptop, case, UnknownError, "unknown_field", "correct", {"reason": "补充", field: "abc"})


def test_charter_04_a_correction_keeps_the_other_side_as_a_label(correct: Correct) -> None:
    assert correct(other_side="张大山、李样例") == "张某、李某"


def test_charter_04_a_correction_with_a_number_of_a_person_is_refused_or_struck(laptop: Desk, case: str) -> None:
    said: dict[str, object] = {"reason": "补充", "facts": "有事打13800138000"}
    refused(laptop, case, RuleError, "private_numbers", "correct", said)
    _, after = laptop.act(case, "correct", said, strike=True)
    assert after.text("facts") == f"有事打{MARK}"


def test_no_correction_makes_a_matter_a_report_of_wrongdoing(laptop: Desk, case: str) -> None:
    refused(laptop, case, RuleError, "transfer_only", "correct", {"reason": "是举报", "class": "report"})


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "nonsense"}, "bad_choice"),
        ({"flags": "private,nonsense"}, "bad_choice"),
        ({"received": "2199-01-01"}, "day_in_future"),
        ({"received": "上周"}, "bad_date"),
        ({"place_office": "nowhere"}, "unknown_office"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_correction_is_held_to_the_options_and_days_of_the_form(
    laptop: Desk, case: str, said: dict[str, object], code: str
) -> None:
    refused(laptop, case, InputError, code, "correct", {"reason": "听错了", **said})


def test_a_registration_is_held_to_the_options_of_the_form(laptop: Desk) -> None:
    with pytest.raises(InputError, match="bad_choice"):
        laptop.register({**CASE, "kind": "nonsense"})


def test_a_field_that_must_be_filled_in_cannot_be_emptied_and_another_can(
    laptop: Desk, case: str, correct: Correct
) -> None:
    refused(laptop, case, RuleError, "act_needs", "correct", {"reason": "写错了", "asked": " "})
    assert (correct(other_side=""), correct(flags="")) == ("", [])


def test_a_correction_is_saved_as_the_form_saves_it(correct: Correct) -> None:
    assert (correct(received="2026年3月4日"), correct(flags="urgent,minor")) == ("2026-03-04", ["minor", "urgent"])


def test_a_contact_is_never_corrected_in_the_open(laptop: Desk, case: str) -> None:
    contact = {"contact": "13800138000", "notice_how": "spoken", "notice_by": "样例·经办"}
    refused(laptop, case, RuleError, "contact_unsealed", "correct", {"reason": "补充", **contact})
    refused(laptop, case, InputError, "bad_choice", "set-contact", {**contact, "notice_how": "nonsense"})


def test_no_correction_writes_what_only_other_acts_write(laptop: Desk, case: str) -> None:
    for field, value in (("owner", VILLAGE), ("due", "2026-12-20"), ("state", "closed"), ("rating", "solved")):
        refused(laptop, case, UnknownError, "unknown_field", "correct", {"reason": "改", field: value})


def test_a_case_that_was_finished_before_takes_no_field_that_no_form_asks(laptop: Desk, case: str) -> None:
    said: dict[str, object] = {"item": "x", "outcome": "solved", "id_number": "abc"}
    refused(laptop, case, UnknownError, "unknown_field", "finish-past", said)


def test_a_settlement_writes_a_third_value_only_as_the_form_has_it(laptop: Desk, case: str, tmp_path: Path) -> None:
    with desk(tmp_path / "grid", "grid_worker", GRID) as grid:
        carry(laptop, grid, case)
        laptop.act(case, "correct", {"reason": "补充", "other_side": "孙样例", "kind": "contract"})
        laptop.act(case, "assign", {"owner": VILLAGE, "due": "2199-12-20"})
        grid.act(case, "correct", {"reason": "补充", "other_side": "赵样例", "kind": "homestead"})
        carry(grid, laptop, case)
    refused(laptop, case, InputError, "bad_choice", "settle", {"kind": "nonsense"})
    _, after = laptop.act(case, "settle", {"kind": "contract", "other_side": "钱样例"})
    assert (after.get("kind"), after.get("other_side"), after.conflicts) == ("contract", "钱某", [])


def test_charter_04_what_a_redaction_leaves_standing_are_words_that_stood_there(laptop: Desk, case: str) -> None:
    [first] = laptop.case(case).events
    redaction: dict[str, object] = {"event": first, "parts": ["text"], "reason": "写多了"}
    refused(laptop, case, UnknownError, "unknown_part", "redact", {**redaction, "id_number": "abc"})
    _, after = laptop.act(case, "redact", {**redaction, "other_side": "张大山"})
    assert after.text("other_side") == "张某"


def test_the_command_is_held_to_the_form_as_the_screen_is(
    laptop: Desk, case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    laptop.home.store.close()
    said = ["--text", "补充", "--field", "risk_level=high", "--field", "id_number=abc"]
    assert main(["act", case, "correct", *said, "--home", str(laptop.home.path)]) == UnknownError.exit_code
    assert "登记表里没有“risk_level”这一项。没有保存任何内容" in capsys.readouterr().err
