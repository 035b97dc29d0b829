"""LibreOffice: blocks to a Word document, as a case worker types it, or a page of html; and that to PDF."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from layouts.blocks import Document
from layouts.programs.docx import write_docx

NAME = "LibreOffice"
READ_AS = {
    ".docx": ("--convert-to", "pdf"),
    ".xlsx": ("--convert-to", "pdf:calc_pdf_Export"),
    ".html": ("--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export"),  # a text with pages
}


def find_program() -> str | None:
    """Where LibreOffice is, if it is here."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def missing() -> str:
    """Why this program cannot draw here; empty when it can."""
    try:
        import docx  # noqa: F401
    except ImportError:
        return "python-docx is not installed (pip install python-docx)"
    return "" if find_program() else "LibreOffice is not installed (apt install libreoffice-writer-nogui)"


def _source(document: Document, stem: Path) -> Path:
    """What LibreOffice opens for ``document``."""
    if document.html:
        path = stem.with_suffix(".html")
        path.write_text(document.html, encoding="utf-8")
        return path
    path = stem.with_suffix(".docx")
    write_docx(document, path)
    return path


def _convert(sources: list[Path], folder: Path, read_as: tuple[str, ...]) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ("--headless", profile, *read_as, "--outdir", str(folder))
    command = [str(find_program()), *options, *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


def print_all(documents: dict[Path, Document], write: Callable[[Document, Path], Path]) -> None:
    """Have what ``write`` makes of each document printed to its path; all in one start of the program."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = []
        for number, document in enumerate(documents.values()):
            sources.append(write(document, folder / str(number)))
        for kind in sorted({source.suffix for source in sources}):
            _convert([source for source in sources if source.suffix == kind], folder, READ_AS[kind])
        for source, path in zip(sources, documents, strict=True):
            shutil.move(source.with_suffix(".pdf"), path)


def draw(documents: dict[Path, Document]) -> None:
    """Write each document to its path."""
    print_all(documents, _source)
