"""WeasyPrint: HTML to PDF in this process."""

from __future__ import annotations

import logging
from pathlib import Path

from layouts.blocks import Document
from layouts.programs.html import to_html

NAME = "WeasyPrint"


def missing() -> str:
    """Why this program cannot draw here; empty when it can."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        return f"WeasyPrint cannot be loaded ({error}); pip install weasyprint, and the Pango library"
    return ""


def draw(documents: dict[Path, Document]) -> None:
    """Write each document to its path."""
    import weasyprint

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    for path, document in documents.items():
        weasyprint.HTML(string=to_html(document)).write_pdf(path)
