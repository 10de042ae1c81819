"""Papers, opened as the office opens them: layout, words, fonts, and what never stands on one."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from pypdf._text_extraction import mult

from tests import homes
from tests.papers import kit
from xfgrid.errors import FileError, RuleError, UnknownError
from xfgrid.papers import docx_template
from xfgrid.papers.filled import Code, clean, filled
from xfgrid.papers.fonts import OFFICIAL, fonts
from xfgrid.papers.make import make, ready
from xfgrid.papers.pdf import pdf
from xfgrid.papers.template import Block, Column, Template, check, codes, template

MM = 72 / 25.4
PHONE = "13900001111"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, Any]]]:
    with homes.desk(tmp_path_factory.mktemp("papers") / "h") as laptop:
        yield kit.facts(laptop)


def _probe(*blocks: Block, page: str = "A4") -> Template:
    return Template("probe", 1, "样张", "nothing", "样例·虚构", blocks, page)  # type: ignore[arg-type]


@pytest.mark.parametrize(("signs", "pages"), [(28 * 22, 1), (28 * 22 + 1, 2)])
def test_an_official_page_holds_22_lines_of_28_characters_and_not_one_more(signs: int, pages: int) -> None:
    found = kit.pdf_pages(
        pdf(_probe(Block("plain", "{{ w }}")), filled(_probe(Block("plain", "{{ w }}")), {"w": "汉" * signs}))
    )
    lines = found[0].splitlines()
    assert len(found) == pages
    assert lines[:22] == ["汉" * 28] * 22
    assert lines[22].replace(" ", "") == "—1—"


def test_the_type_area_stands_where_the_standard_puts_it() -> None:
    probe = _probe(Block("plain", "汉" * 28 * 22))
    page = pypdf.PdfReader(io.BytesIO(pdf(probe, filled(probe, {})))).pages[0]
    at: list[tuple[float, float]] = []

    def visit(text: str, current: Any, matrix: Any, font: Any, size: float) -> None:
        if "汉" in text:
            placed = mult(matrix, current)
            at.append((placed[4], float(page.mediabox.height) - placed[5]))

    page.extract_text(visitor_text=visit)
    left, first = at[0]
    assert (round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) == (210, 297)
    assert left == pytest.approx(28 * MM, abs=0.5)
    assert first == pytest.approx(37 * MM + 0.88 * 16, abs=1)  # the base of the first line
    assert [low - high for (_, high), (_, low) in pairwise(at)] == pytest.approx([28.95] * 21, abs=0.05)


@pytest.mark.parametrize("code", codes())
def test_pdf_and_docx_say_the_same_words(code: str, facts: dict[str, dict[str, Any]]) -> None:
    pages = kit.squeezed("".join(kit.pdf_pages(make(code, facts[code], "pdf").data)))
    file = kit.squeezed(kit.docx_text(make(code, facts[code], "docx").data))
    for text in kit.said(code, facts[code]):
        assert kit.squeezed(text) in file
        assert set(kit.squeezed(text)) <= set(pages)  # a PDF breaks lines and pages anywhere
    assert "{" not in file


@pytest.mark.parametrize("code", codes())
def test_the_docx_has_the_page_the_pitch_and_the_official_fonts(code: str, facts: dict[str, dict[str, Any]]) -> None:
    document = docx.Document(io.BytesIO(make(code, facts[code], "docx").data))
    section, normal = document.sections[0], document.styles["Normal"]
    paper = template(code).page
    top, right, bottom, left = docx_template.MARGINS[paper]
    margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    assert [round(m.mm) for m in margins] == [top, right, bottom, left]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == docx_template.PAPER[paper]
    assert normal.paragraph_format.line_spacing.pt == pytest.approx(docx_template.PITCH[paper], abs=0.06)
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    named = {f.get(qn("w:eastAsia")) for f in document.element.iter(qn("w:rFonts"))}
    assert named <= {name for name, *_ in OFFICIAL.values()} | {None}
    if paper == "A4":
        assert section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"


def test_page_numbers_stand_on_the_outer_side_and_the_parts_of_a_paragraph_in_the_order_word_asks_for(
    facts: dict[str, dict[str, Any]],
) -> None:
    document = docx.Document(io.BytesIO(make("supervision", facts["supervision"], "docx").data))
    section = document.sections[0]
    sides = [footer.paragraphs[0].alignment for footer in (section.footer, section.even_page_footer)]
    assert [side.name for side in sides if side is not None] == ["RIGHT", "LEFT"]
    assert all('w:instr="PAGE"' in footer._element.xml for footer in (section.footer, section.even_page_footer))
    order = ["pStyle", "pBdr", "tabs", "spacing", "ind", "jc"]
    for part in document.element.iter(qn("w:pPr")):
        found = [order.index(child.tag.split("}")[1]) for child in part if child.tag.split("}")[1] in order]
        assert found == sorted(found)


def test_one_sheet_is_enough_for_every_slip_and_the_blank_form(facts: dict[str, dict[str, Any]]) -> None:
    for code in (
        "receipt",
        "dispatch",
        "acceptance",
        "extension",
        "answer",
        "transfer",
        "supervision",
        "intake",
        "ways",
    ):
        assert len(kit.pdf_pages(make(code, facts[code], "pdf").data)) == 1, code
    page = pypdf.PdfReader(io.BytesIO(make("receipt", facts["receipt"], "pdf").data)).pages[0]
    assert [round(float(side) / MM) for side in (page.mediabox.width, page.mediabox.height)] == [148, 210]


def test_a_pdf_holds_only_fonts_that_may_be_passed_on_and_says_which_official_ones_are_missing(
    facts: dict[str, dict[str, Any]],
) -> None:
    made = make("minutes", facts["minutes"], "pdf")
    pages = pypdf.PdfReader(io.BytesIO(made.data)).pages
    held = {str(font.get_object()["/BaseFont"]) for page in pages for font in page["/Resources"]["/Font"].values()}  # type: ignore[index]
    chosen = {name.replace(" ", "") for name in fonts().chosen.values()}
    assert held
    assert all(any(name in font for name in chosen) for font in held)
    assert set(made.missing) <= {name for name, *_ in OFFICIAL.values()}
    assert make("minutes", facts["minutes"], "docx").missing == {}


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("code", [code for code in codes() if code != "intake"])
def test_a_number_of_a_person_in_any_fact_is_on_no_paper(
    code: str, form: Any, facts: dict[str, dict[str, Any]]
) -> None:
    data = make(code, _planted(facts[code]), form).data
    text = "".join(kit.pdf_pages(data)) if form == "pdf" else kit.docx_text(data)
    assert PHONE not in kit.squeezed(text)
    assert "〔已划去〕" in kit.squeezed(text)


def _planted(facts: Any) -> Any:
    if isinstance(facts, str):
        return f"{facts} {PHONE}" if facts and not isinstance(facts, Code) else facts
    if isinstance(facts, dict):
        return type(facts)((name, _planted(value)) for name, value in facts.items())
    return [_planted(one) for one in facts] if isinstance(facts, list | tuple) else facts


def test_a_hash_that_looks_like_a_number_is_printed_whole() -> None:
    assert clean({"record": Code(f"AB{PHONE}CD"), "words": PHONE}) == {"record": f"AB{PHONE}CD", "words": "〔已划去〕"}


def test_facts_are_words_and_never_marks_of_a_template(facts: dict[str, dict[str, Any]]) -> None:
    hostile = {**facts["receipt"], "asked": "{{ 7 * 7 }} {% for %} <w:p> & #text(red) \\ $x$"}
    for form in ("pdf", "docx"):
        data = make("receipt", hostile, form).data  # type: ignore[arg-type]
        text = "".join(kit.pdf_pages(data)) if form == "pdf" else kit.docx_text(data)
        assert kit.squeezed("{{7*7}}{%for%}<w:p>&#text(red)\\$x$") in kit.squeezed(text)


def test_the_transfer_slip_holds_nothing_of_what_was_reported(facts: dict[str, dict[str, Any]]) -> None:
    given = {**facts["transfer"], "asked": "某某侵占公款", "facts": "经过如下", "place": "某村", "kind": "某类"}
    text = "".join(kit.said("transfer", given))
    assert not any(words in text for words in ("某某侵占公款", "经过如下", "某村", "某类"))


def test_open_minutes_hold_no_number_title_place_or_typed_word_of_a_case() -> None:
    text = "".join(kit.said("minutes_open", kit.open_minutes()))
    assert not any(words in text for words in ("QY0001", "村口道路修复", "样例·召集人", "样例·列席", "镇二楼会议室"))
    assert "邻里6，婚姻家庭不公布。" in text


def test_the_agenda_begins_with_the_last_decisions_and_keeps_late_items_apart(facts: dict[str, dict[str, Any]]) -> None:
    pages = kit.squeezed("".join(kit.pdf_pages(make("agenda", facts["agenda"], "pdf").data)))
    order = [
        pages.index(words) for words in ("一、上次会议", "二、会前已阅", "三、逐项研究", "四、通知之后", "附：议题简报")
    ]
    assert order == sorted(order)


def test_a_paper_is_not_made_before_what_it_tells_of_has_happened(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "h") as laptop:
        case = laptop.case(laptop.register({**homes.CASE, "kind": "neighbours"}))
    ready(template("receipt"), case)
    for code in ("answer", "extension", "acceptance", "transfer"):
        with pytest.raises(RuleError) as refused:
            ready(template(code), case)
        assert refused.value.code == "paper_too_early"


def test_what_was_undone_is_on_no_paper(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "h") as laptop:
        case = kit.answered(laptop)
        [answer] = case.of_type("answered")
        laptop.act(case.id, "undo", {"undoes": answer, "reason": "答复写错了"})
        with pytest.raises(RuleError):
            ready(template("answer"), laptop.case(case.id))


def test_a_paper_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownError) as refused:
        template("warrant")
    assert "receipt" in str(refused.value.facts["known"])


@pytest.mark.parametrize("words", ["身份证号：{{ number }}", "满意度", "重点人员", "风险等级"])
def test_words_no_form_may_ask_are_refused_in_papers_too(words: str) -> None:
    with pytest.raises(RuleError) as refused:
        check("probe", iter([words]))
    assert refused.value.code == "paper_refused"


def test_an_office_can_make_a_template_its_own(tmp_path: Path, facts: dict[str, dict[str, Any]]) -> None:
    mine = docx_template.make(_probe(Block("para", "本镇自己的回执：{{ number }}")))
    home = kit.own(tmp_path, "receipt", mine)
    text = kit.docx_text(make("receipt", facts["receipt"], "docx", home).data)
    assert text.strip() == f"本镇自己的回执：{facts['receipt']['number']}"


@pytest.mark.parametrize(
    ("words", "code"),
    [("身份证号：", "paper_refused"), ("{{ telephone }}", "bad_template"), ("{% if %}", "bad_template")],
)
def test_an_own_template_that_asks_too_much_or_is_broken_is_refused(
    words: str, code: str, tmp_path: Path, facts: dict[str, dict[str, Any]]
) -> None:
    home = kit.own(tmp_path, "receipt", docx_template.make(_probe(Block("para", words))))
    with pytest.raises((FileError, RuleError)) as refused:
        make("receipt", facts["receipt"], "docx", home)
    assert refused.value.code == code
    kit.own(tmp_path, "receipt", b"PK no docx")
    with pytest.raises(FileError):
        make("receipt", facts["receipt"], "docx", home)


def test_a_table_repeats_its_heading_and_has_a_row_for_each(facts: dict[str, dict[str, Any]]) -> None:
    block = Block("table", each="rows", columns=(Column("序", "{{ loop.index }}"), Column("事", "{{ one }}", 4)))
    given = {"rows": [f"第{n}件" for n in range(60)]}
    pages = kit.pdf_pages(pdf(_probe(block), filled(_probe(block), given)))
    assert len(pages) > 1
    assert all(page.splitlines()[0] == "序 事" or "序" in page.splitlines()[0] for page in pages)
    assert "60第59件" in kit.squeezed(pages[-1])


def test_without_the_libraries_of_papers_one_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, facts: dict[str, dict[str, Any]]
) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(FileError) as refused:
        make("receipt", facts["receipt"], "docx")
    assert refused.value.code == "no_papers"


def test_the_heavy_libraries_are_loaded_only_when_a_paper_is_made() -> None:
    script = (
        "import sys, xfgrid.cli.papers, xfgrid.papers.make, xfgrid.papers.meetings, xfgrid.papers.pdf, xfgrid.papers.docx\n"
        "print([n for n in ('typst', 'docx', 'docxtpl', 'jinja2', 'lxml') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
