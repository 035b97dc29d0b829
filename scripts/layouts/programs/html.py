"""Blocks as an HTML page: what WeasyPrint, Chromium and LibreOffice draw."""

from __future__ import annotations

from functools import singledispatch
from html import escape

from layouts.blocks import (
    Block,
    Box,
    Cell,
    Columns,
    Document,
    Heading,
    Inline,
    Items,
    Lead,
    Newspaper,
    PageBreak,
    Para,
    Rule,
    Space,
    Style,
    Table,
)
from layouts.wording import DATA

FONTS = {
    "sans": "'Liberation Sans', sans-serif",
    "serif": "'Liberation Serif', serif",
    "narrow": "'Liberation Sans Narrow', sans-serif",
    "mono": "'DejaVu Sans Mono', monospace",
    "dejavu": "'DejaVu Sans', sans-serif",
    "carlito": "Carlito, sans-serif",
    "caladea": "Caladea, serif",
    "lato": "Lato, sans-serif",
    "open": "'Open Sans', sans-serif",
    "roboto": "Roboto, sans-serif",
    "garamond": "'EB Garamond', serif",
    "comic": "'Comic Neue', cursive",
}
HEADINGS = {
    "bold": "font-weight: bold",
    "plain": "font-weight: normal",
    "underline": "text-decoration: underline; font-weight: normal",
    "bar": "background: var(--accent); color: white; padding: 2pt 5pt; font-weight: bold",
    "italic": "font-style: italic; font-weight: normal; color: var(--accent)",
    "rule": "font-weight: bold; border-bottom: 0.8pt solid var(--accent); color: var(--accent)",
    "smallcaps": "font-variant: small-caps; font-weight: bold",
    "size": "font-weight: normal; color: var(--accent)",
    "centre": "text-align: center; font-weight: bold",
}


def to_html(document: Document) -> str:
    """The whole page with its style sheet."""
    if document.html:
        return document.html
    body = "\n".join(_block(block) for block in document.blocks)
    title = escape(document.title)
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_css(document.style)}</style>'
    return f'<!DOCTYPE html><html lang="nl"><head>{head}</head><body>{body}</body></html>'


def _css(style: Style) -> str:
    """The style sheet; the parts that are the same for all stand in ``data/form.css``."""
    scales = (1, 1, 1, 1) if style.heading == "plain" else (1.6, 1.2, 1.08, 1.0)
    sizes = "".join(f"h{level} {{ font-size: {scale}em; }}\n" for level, scale in enumerate(scales, 1))
    font = FONTS[style.font]
    align, hyphens = ("justify", "auto") if style.justify else ("left", "manual")
    text = f"text-align: {align}; hyphens: {hyphens}"
    return f""":root {{ --accent: {style.accent}; }}
@page {{ size: {"A4 landscape" if style.landscape else "A4"}; margin: {style.margin}cm;
  @top-left {{ content: {_margin(style.header)}; font: 8pt {font}; color: #555; }}
  @bottom-right {{ content: {_margin(style.footer)}; font: 8pt {font}; color: #555; }} }}
body {{ font: {style.size}pt/{style.leading} {font}; {text}; margin: 0; }}
h1, h2, h3 {{ {HEADINGS[style.heading]}; }}
{sizes}{(DATA / "form.css").read_text(encoding="utf-8")}"""


def _margin(pattern: str) -> str:
    """The content of a margin box: ``{p}`` and ``{n}`` become page counters."""
    if not pattern:
        return "none"
    text = pattern.replace('"', "'").replace("{p}", '" counter(page) "').replace("{n}", '" counter(pages) "')
    return f'"{text}"'


def _inline(spans: Inline) -> str:
    parts = []
    for span in spans:
        text = escape(span.text, quote=False)
        text = f"<b>{text}</b>" if span.bold else text
        parts.append(f"<i>{text}</i>" if span.italic else text)
    return "".join(parts)


def _blocks(blocks: tuple[Block, ...]) -> str:
    return "".join(_block(block) for block in blocks)


@singledispatch
def _block(block: Block) -> str:
    raise NotImplementedError(type(block).__name__)


@_block.register
def _(block: Lead) -> str:
    style = f"display: inline-block; width: {block.at}cm; text-indent: 0"
    lead = f'<span style="{style}">{escape(block.lead)}</span>'
    return (
        f'<p style="padding-left: {block.at}cm; text-indent: -{block.at}cm">{lead}{_inline(block.text)}</p>'
    )


@_block.register
def _(block: Heading) -> str:
    return f"<h{block.level + 1}>{_inline(block.text)}</h{block.level + 1}>"


@_block.register
def _(block: Para) -> str:
    indent = f' style="margin-left: {block.indent}cm"' if block.indent else ""
    return f"<p{indent}>{_inline(block.text)}</p>"


@_block.register
def _(block: Items) -> str:
    return f"<ul>{''.join(_item(mark, text) for mark, text in block.items)}</ul>"


@_block.register
def _(block: Table) -> str:
    total = sum(block.widths)
    columns = "".join(f'<col style="width: {100 * width / total:.1f}%">' for width in block.widths)
    head, body = block.rows[: block.heads], block.rows[block.heads :]
    thead = f"<thead>{''.join(map(_row, head))}</thead>" if head else ""
    rows = f"{thead}<tbody>{''.join(map(_row, body))}</tbody>"
    return f'<table class="{block.grid}"><colgroup>{columns}</colgroup>{rows}</table>'


@_block.register
def _(block: Box) -> str:
    bar = f'<div class="bar">{_inline(block.title)}</div>' if block.title else ""
    return f'<div class="box">{bar}<div>{_blocks(block.blocks)}</div></div>'


@_block.register
def _(block: Columns) -> str:
    shares = zip(block.parts, block.widths, strict=False)
    parts = "".join(f'<div style="flex: {width}">{_blocks(part)}</div>' for part, width in shares)
    return f'<div class="side">{parts}</div>'


@_block.register
def _(block: Newspaper) -> str:
    return f'<div class="news">{_blocks(block.blocks)}</div>'


@_block.register
def _(_block: Rule) -> str:
    return "<hr>"


@_block.register
def _(_block: PageBreak) -> str:
    return '<div style="break-before: page"></div>'


@_block.register
def _(block: Space) -> str:
    return f'<div style="height: {block.cm}cm"></div>'


def _item(mark: str, text: Inline) -> str:
    style = f"list-style-type: '{mark} '" if mark else "list-style-type: none"
    return f'<li style="{style}">{_inline(text)}</li>'


def _row(row: tuple[Cell, ...]) -> str:
    cells = []
    for one in row:
        tag = "th" if one.head else "td"
        spans = f' colspan="{one.columns}" rowspan="{one.rows}"'
        shade = ' class="shaded"' if one.shaded else ""
        cells.append(f"<{tag}{spans}{shade}>{_blocks(one.blocks)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"
