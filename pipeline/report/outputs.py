"""Writes everything the report consists of; what an earlier report made and this one does not is removed."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.export.tables import to_csv
from pipeline.files import write_atomic
from pipeline.report.page import svg
from pipeline.report.picture import png
from pipeline.report.section import Chapter
from pipeline.report.sheets import Sheet, sheets_of
from pipeline.report.workbook import to_xlsx

PAGE = "report.html"
WORKBOOK = "report.xlsx"
METHOD = "methode.txt"
TABLES = "tabellen"
FIGURES = "figuren"
CONTENTS = "inhoud.csv"
INTERNAL = "Alleen voor intern gebruik: kleine groepen zijn niet afgeschermd."
OURS = (PAGE, WORKBOOK, METHOD, TABLES, FIGURES)
"""The names in a coded folder that are the report's."""


def write_outputs(
    folder: Path, page: str, chapters: Sequence[Chapter], paragraphs: Sequence[str], *, internal: bool = False
) -> None:
    """Write the page last: a reader who sees it finds the rest in place. ``internal`` marks the workbook.

    Raises UsageError when the folder cannot be written.
    """
    sheets = sheets_of(chapters)
    _write_folder(folder / TABLES, [*_tables(sheets)])
    _write_folder(folder / FIGURES, [*_figures(chapters)])
    write_atomic(folder / WORKBOOK, to_xlsx(sheets, paragraphs, INTERNAL if internal else ""))
    write_atomic(folder / METHOD, "\n\n".join(paragraphs) + "\n")
    write_atomic(folder / PAGE, page)


def _tables(sheets: Iterable[Sheet]) -> Iterable[tuple[str, str, str | bytes]]:
    for sheet in sheets:
        rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
        yield f"{sheet.name}.csv", sheet.title, to_csv(rows, sheet.columns)


def _figures(chapters: Iterable[Chapter]) -> Iterable[tuple[str, str, str | bytes]]:
    for section in (section for chapter in chapters for section in chapter.sections):
        if section.figure is None:
            continue
        yield f"{section.id}.svg", section.figure.title, svg(section.figure, section.id)
        picture = png(section.figure)
        if picture is not None:
            yield f"{section.id}.png", section.figure.title, picture


def _write_folder(folder: Path, files: Sequence[tuple[str, str, str | bytes]]) -> None:
    """The files, and a list of them that tells the next report which ones are ours to remove."""
    made = {name for name, _, _ in files}
    for name in _listed(folder / CONTENTS) - made:
        (folder / name).unlink(missing_ok=True)
    for name, _, content in files:
        write_atomic(folder / name, content)
    listing = [{"bestand": name, "wat": title} for name, title, _ in files]
    write_atomic(folder / CONTENTS, to_csv(listing, ("bestand", "wat")))


def _listed(path: Path) -> set[str]:
    """The files that an earlier report listed; only names, never a path out of the folder."""
    if not path.is_file():
        return set()
    text = path.read_text(encoding="utf-8", errors="replace")
    names = {row.get("bestand") or "" for row in csv.DictReader(io.StringIO(text))}
    return {name for name in names if name and Path(name).name == name}
