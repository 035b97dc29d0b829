"""Chromium's print to PDF, headless."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from layouts.blocks import Document
from layouts.programs.html import to_html

NAME = "Chromium"
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


def _program() -> str | None:
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )


def missing() -> str:
    """Why this program cannot draw here; empty when it can."""
    return "" if _program() else "Chromium is not installed (apt install chromium)"


def draw(documents: dict[Path, Document]) -> None:
    """Write each document to its path."""
    with tempfile.TemporaryDirectory() as folder:
        for path, document in documents.items():
            page = Path(folder) / "page.html"
            page.write_text(to_html(document), encoding="utf-8")
            where = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={path.resolve()}", page.as_uri()]
            subprocess.run([str(_program()), *OPTIONS, *where], check=True, capture_output=True, timeout=120)
