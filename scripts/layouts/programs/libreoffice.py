"""LibreOffice: blocks to a Word document, as a case worker types it, and that to PDF."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from layouts.blocks import Document
from layouts.programs.docx import write_docx

NAME = "LibreOffice"


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def missing() -> str:
    """Why this program cannot draw here; empty when it can."""
    try:
        import docx  # noqa: F401
    except ImportError:
        return "python-docx is not installed (pip install python-docx)"
    return "" if _program() else "LibreOffice is not installed (apt install libreoffice-writer-nogui)"


def draw(documents: dict[Path, Document]) -> None:
    """Write each document to its path; all in one start of the program."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = []
        for number, document in enumerate(documents.values()):
            sources.append(folder / f"{number}.docx")
            write_docx(document, sources[-1])
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ("--headless", profile, "--convert-to", "pdf", "--outdir", str(folder))
        command = [str(_program()), *options, *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        for source, path in zip(sources, documents, strict=True):
            shutil.move(source.with_suffix(".pdf"), path)
