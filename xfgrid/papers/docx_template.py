"""The DOCX template of a paper, made from its text: what an office opens in WPS or Word to change it.

It is made and not kept as a file, so that the words stand in one place for PDF and DOCX, and every change of them can be
read as text. An office that wants its own writes it out once, edits it, and lays it into its home (`papers/KIND.docx`).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from xfgrid.papers.fonts import named
from xfgrid.papers.template import Block, Template

PITCH = {"A4": 28.95, "A5": 19.0, "form": 26.0}
"""Points from line to line; 22 lines of 28.95 fill the type area of an official A4 page, 29 give 21."""

SIZE = {"A4": 16.0, "A5": 11.0, "form": 14.0}
MARGINS = {"A4": (37, 26, 35, 28), "A5": (15, 16, 15, 16), "form": (20, 20, 15, 20)}
"""Millimetres: top, right, bottom, left."""

PAPER = {"A4": (210, 297), "A5": (148, 210), "form": (210, 297)}
_CHARACTER = -902
"""What Word adds to each character of the grid, in 1/4096 pt, so that 28 of 16 pt go into 156 mm."""


def make(template: Template) -> bytes:
    """The DOCX with Jinja marks in it."""
    sheet = _Sheet(template)
    for block in template.block:
        sheet.block(block)
    return sheet.saved()


class _Sheet:
    def __init__(self, template: Template) -> None:
        import docx

        self.page, self.size = template.page, SIZE[template.page]
        self.document = docx.Document()
        self.document.core_properties.title = template.title
        self.document.core_properties.author = "xfgrid"
        section = self.document.sections[0]
        _lay_out(section, template)
        if template.numbered:
            self.document.settings.odd_and_even_pages_header_footer = True
            _page_number(section.footer.paragraphs[0], "RIGHT")
            _page_number(section.even_page_footer.paragraphs[0], "LEFT")
        self._normal()

    def _normal(self) -> None:
        from docx.enum.text import WD_LINE_SPACING
        from docx.shared import Pt

        style = self.document.styles["Normal"]
        style.font.size = Pt(self.size)
        _font(style.font, style.element, named("body"))
        lines = style.paragraph_format
        lines.line_spacing_rule, lines.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH[self.page])
        lines.space_before = lines.space_after = Pt(0)

    def block(self, block: Block) -> None:
        """Adds a block between the marks that repeat it or leave it out."""
        opened = [f"if {block.when}"] if block.when else []
        opened += [f"for {block.name} in {block.each}"] if block.each and block.style != "table" else []
        for mark in opened:
            self.document.add_paragraph(f"{{%p {mark} %}}")
        _STYLES[block.style](self, block)
        for mark in reversed(opened):
            self.document.add_paragraph(f"{{%p end{mark.split()[0]} %}}")

    def line(
        self, *parts: tuple[str, str], align: str = "", size: float = 0, before: float = 0, after: float = 0
    ) -> Any:
        """A paragraph of (text, font) parts."""
        from docx.enum.text import WD_LINE_SPACING, WD_PARAGRAPH_ALIGNMENT
        from docx.shared import Pt

        made = self.document.add_paragraph()
        for text, font in parts:
            run = made.add_run(text)
            _font(run.font, run._element, named(font))
            if size:
                run.font.size = Pt(size)
        if align:
            made.alignment = getattr(WD_PARAGRAPH_ALIGNMENT, align)
        if size > self.size:
            made.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(before), Pt(after)
        return made

    def indent(self, made: Any, *, first: float = 0, left: float = 0, right: float = 0) -> None:
        """Indents a paragraph by so many characters."""
        from docx.shared import Pt

        lines = made.paragraph_format
        lines.first_line_indent, lines.left_indent = Pt(first * self.size), Pt(left * self.size)
        lines.right_indent = Pt(right * self.size)

    def saved(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()


def _title(sheet: _Sheet, block: Block) -> None:
    sheet.line((block.text, "title"), align="CENTER", size=16 if sheet.page == "A5" else 22, after=8)


def _mark(sheet: _Sheet, block: Block) -> None:
    from docx.shared import RGBColor

    made = sheet.line((block.text, "title"), align="CENTER", size=30, after=PITCH[sheet.page])
    made.runs[0].font.color.rgb = RGBColor(0xC0, 0, 0)


def _para(sheet: _Sheet, block: Block) -> None:
    sheet.indent(sheet.line((block.text, "body"), align="JUSTIFY"), first=2)


def _heading(sheet: _Sheet, block: Block) -> None:
    sheet.indent(sheet.line((block.text, "heading")), first=2)


def _label(sheet: _Sheet, block: Block) -> None:
    sheet.indent(sheet.line((block.label, "heading"), (block.text, "body")), first=-3, left=3)


def _fact(sheet: _Sheet, block: Block) -> None:
    wide = 6 if sheet.page == "A5" else 7
    made = sheet.line((f"{block.label}\t", "heading"), (block.text, "body"))
    sheet.indent(made, first=-wide, left=wide)


def _blank(sheet: _Sheet, block: Block) -> None:
    """The line to write on is the leader of a tab at the right margin."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm

    made = sheet.line((f"{block.label} ", "heading"), ("\t", "body"))
    area = PAPER[sheet.page][0] - MARGINS[sheet.page][1] - MARGINS[sheet.page][3]
    made.paragraph_format.tab_stops.add_tab_stop(Mm(area), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)


def _sign(sheet: _Sheet, block: Block) -> None:
    sheet.indent(sheet.line((block.text, "body"), align="RIGHT"), right=0 if sheet.page == "A5" else 2)


def _cut(sheet: _Sheet, block: Block) -> None:
    _border(sheet.line((block.text, "body"), align="CENTER", size=9), "top", "dashed")


def _rule(sheet: _Sheet, block: Block) -> None:
    if block.label:
        sheet.line((block.label, "heading"))
    for _ in range(block.lines):
        _border(sheet.line((" ", "body")), "bottom", "single")


def _table(sheet: _Sheet, block: Block) -> None:
    """Three rows: headings, what is repeated, and around it the marks that docxtpl takes out."""
    table = sheet.document.add_table(rows=0, cols=len(block.columns))
    table.style, table.autofit = "Table Grid", False
    _row(sheet, table, [column.head for column in block.columns], "heading", block)
    for text in (f"{{%tr for {block.name} in {block.each} %}}", "", "{%tr endfor %}"):
        _row(sheet, table, [text] if text else [column.text for column in block.columns], "body", block)
    _repeated(table.rows[0])


def _row(sheet: _Sheet, table: Any, texts: Sequence[str], font: str, block: Block) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Mm, Pt

    whole = sum(column.width for column in block.columns)
    area = PAPER[sheet.page][0] - MARGINS[sheet.page][1] - MARGINS[sheet.page][3]
    cells = table.add_row().cells
    for cell, column in zip(cells, block.columns, strict=True):
        cell.width = Mm(area * column.width / whole)
        cell.paragraphs[0].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    for cell, text in zip(cells, texts, strict=False):
        run = cell.paragraphs[0].add_run(text)
        run.font.size = Pt(9 if sheet.page == "A5" else 12)
        _font(run.font, run._element, named(font))


def _plain(sheet: _Sheet, block: Block) -> None:
    sheet.line((block.text, "body"))


def _number(sheet: _Sheet, block: Block) -> None:
    sheet.line((block.text, "body"), align="CENTER")


def _note(sheet: _Sheet, block: Block) -> None:
    sheet.line((block.text, "body"), size=sheet.size * 0.8)


def _group(sheet: _Sheet, block: Block) -> None:
    for inner in block.block:
        sheet.block(inner)


_STYLES: dict[str, Callable[[_Sheet, Block], None]] = {
    "mark": _mark,
    "title": _title,
    "number": _number,
    "to": _plain,
    "para": _para,
    "plain": _plain,
    "heading": _heading,
    "label": _label,
    "fact": _fact,
    "blank": _blank,
    "note": _note,
    "sign": _sign,
    "cut": _cut,
    "rule": _rule,
    "table": _table,
    "group": _group,
}


def _lay_out(section: Any, template: Template) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section.page_width, section.page_height = map(Mm, PAPER[template.page])
    sides = MARGINS[template.page]
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, sides)
    section.footer_distance = Mm(25 if template.page == "A4" else 8)
    if template.page == "A4":
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is None:
            grid = OxmlElement("w:docGrid")
            section._sectPr.append(grid)
        values = {"type": "linesAndChars", "linePitch": round(PITCH["A4"] * 20), "charSpace": _CHARACTER}
        for name, value in values.items():
            grid.set(qn(f"w:{name}"), str(value))


def _page_number(made: Any, side: str) -> None:
    """— 1 —, 14 pt, one character in from the outer side; Word counts the pages."""
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    made.alignment = getattr(WD_PARAGRAPH_ALIGNMENT, side)
    made.paragraph_format.right_indent = made.paragraph_format.left_indent = Pt(14)
    for text in ("— ", "1", " —"):
        run = made.add_run(text)
        run.font.size = Pt(14)
        _font(run.font, run._element, named("page"))
        if text == "1":
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            run._element.addnext(field)
            field.append(run._element)


def _font(font: Any, element: Any, name: str) -> None:
    """Latin letters and figures in Times New Roman, Chinese in the font named."""
    from docx.oxml.ns import qn

    font.name = "Times New Roman"
    element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


_AFTER_BORDERS = tuple(
    f"w:{name}"
    for name in ("shd", "tabs", "suppressAutoHyphens", "snapToGrid", "spacing", "ind", "contextualSpacing", "jc", "rPr")
)
"""What stands after the borders of a paragraph; Word is strict about the order."""


def _border(made: Any, side: str, kind: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, border = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in {"val": kind, "sz": "4", "space": "1", "color": "000000"}.items():
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    made._element.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def _repeated(row: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
