"""LibreOffice Calc: blocks to a sheet, as plans are kept in Excel, and the print of that sheet."""

from __future__ import annotations

from pathlib import Path

from layouts.blocks import Document
from layouts.programs.libreoffice import find_program, print_all
from layouts.programs.xlsx import write_xlsx

NAME = "LibreOffice Calc"


def missing() -> str:
    """Why this program cannot draw here; empty when it can."""
    try:
        import openpyxl  # noqa: F401
        import PIL  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed (pip install openpyxl pillow)"
    return "" if find_program() else "LibreOffice is not installed (apt install libreoffice-calc-nogui)"


def _source(document: Document, stem: Path) -> Path:
    path = stem.with_suffix(".xlsx")
    write_xlsx(document, path)
    return path


def draw(documents: dict[Path, Document]) -> None:
    """Write each document to its path; all in one start of the program."""
    print_all(documents, _source)
