"""ReportLab's own fonts, and those it is handed as files."""

from __future__ import annotations

from layouts.programs.fonts import find_font, symbol_font

BASE = {
    "serif": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "mono": ("Courier", "Courier-Bold", "Courier-Oblique"),
}


def register_font(name: str) -> tuple[str, str, str]:
    """Font names that ReportLab knows for ``name``: one of the fourteen that need no file, or from a file."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    files = find_font(name) if name != "base" else None
    if files is None:
        return BASE.get(name, ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"))
    names = tuple(f"{name}-{kind}" for kind in ("regular", "bold", "italic"))
    for one, file in zip(names, files, strict=True):
        if one not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(one, str(file)))
    return names[0], names[1], names[2]


def register_symbols() -> str:
    """The name of the font that has check boxes and arrows."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    file = symbol_font()
    if file is None:
        return "Helvetica"
    if "symbols" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("symbols", str(file)))
    return "symbols"
