"""The parts of a Word document that python-docx has no words for, as XML."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

# The signs that Word keeps in symbol fonts, at private code points: (font, code point).
SYMBOLS = {
    "•": ("Symbol", "\uf0b7"),
    "➢": ("Wingdings", "\uf0d8"),
    "▪": ("Wingdings", "\uf0a7"),
    "✓": ("Wingdings", "\uf0fc"),
    "☐": ("Wingdings", "\uf0a8"),
}


def _element(tag: str, attributes: str = "", inside: str = "") -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(f"<w:{tag} {nsdecls('w')} {attributes}>{inside}</w:{tag}>")


def add_field(paragraph: Any, code: str) -> None:
    """A page number (PAGE) or the number of pages (NUMPAGES)."""
    paragraph._p.append(_element("fldSimple", f'w:instr="{code}"', "<w:r><w:t>1</w:t></w:r>"))


def shade_cell(cell: Any, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(_shading(colour))


def shade_paragraph(paragraph: Any, colour: str) -> None:
    paragraph._p.get_or_add_pPr().append(_shading(colour))


def _shading(colour: str) -> Any:
    return _element("shd", f'w:val="clear" w:color="auto" w:fill="{colour}"')


def underline_paragraph(paragraph: Any) -> None:
    """A line under the whole paragraph."""
    line = '<w:bottom w:val="single" w:sz="6" w:space="1" w:color="444444"/>'
    paragraph._p.get_or_add_pPr().append(_element("pBdr", inside=line))


def rule_table(grid: Any, *, upright: bool) -> None:
    """Lines between the rows, and with ``upright`` between the columns too."""
    sides = ("top", "bottom", "insideH", *(("left", "right", "insideV") if upright else ()))
    line = 'w:val="single" w:sz="4" w:space="0" w:color="444444"'
    grid._tbl.tblPr.append(_element("tblBorders", inside="".join(f"<w:{side} {line}/>" for side in sides)))


def repeat_row(row: Any) -> None:
    """The row comes back at the top of each page."""
    row._tr.get_or_add_trPr().append(_element("tblHeader", 'w:val="true"'))


def add_list(file: Any, mark: str, font: str, identity: int) -> None:
    """A bullet list ``identity`` with ``mark``, from a symbol font where Word has it there."""
    font, sign = SYMBOLS.get(mark, (font, mark))
    parts = (
        '<w:start w:val="1"/><w:numFmt w:val="bullet"/>',
        f'<w:lvlText w:val="{escape(sign)}"/><w:lvlJc w:val="left"/>',
        '<w:pPr><w:ind w:left="454" w:hanging="284"/></w:pPr>',
        f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>',
    )
    level = f'<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">{"".join(parts)}</w:lvl>'
    numbering = file.part.numbering_part.element
    numbering.insert(0, _element("abstractNum", f'w:abstractNumId="{identity}"', level))
    numbering.append(_element("num", f'w:numId="{identity}"', f'<w:abstractNumId w:val="{identity}"/>'))


def put_in_list(paragraph: Any, identity: int) -> None:
    inside = f'<w:ilvl w:val="0"/><w:numId w:val="{identity}"/>'
    paragraph._p.get_or_add_pPr().append(_element("numPr", inside=inside))
