"""Writes the files of a coded folder; what a person changed in the workbook is kept.

Units may be too many to keep in memory: their rows are written one after the other, to all tables at once.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from pipeline.errors import UsageError
from pipeline.export.parquet import PARQUET, parquet_rows
from pipeline.export.rows import (
    DECISION_COLUMNS,
    INTAKE_COLUMNS,
    Row,
    Rows,
    columns_of,
    flat,
    jsonl_line,
)
from pipeline.export.tables import csv_lines, to_csv
from pipeline.export.workbook import Known, write_xlsx
from pipeline.files import draft, write_atomic

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

WORKBOOK = "eenheden.xlsx"
CSV = "eenheden.csv"
JSONL = "eenheden.jsonl"
INTAKE = "intake.csv"
DECIDED = "besluiten_verwerkt.csv"
OURS = (WORKBOOK, CSV, JSONL, PARQUET, INTAKE, DECIDED)

MOST_IN_WORKBOOK = 100_000
"""With more units there is a workbook only when asked for: it takes minutes, and Excel can hardly open it."""

WriteRow = Callable[[Row], object]


class Written(Protocol):
    """Remembers what was ever written under a name: the study."""

    def exported(self, name: str) -> set[str]: ...

    def save_export(self, name: str, sha256: str) -> None: ...


@dataclass(frozen=True)
class Formats:
    """What to make beside what is always made: a parquet file, a workbook however many units there are."""

    parquet: bool = False
    workbook: bool = False


@dataclass
class Exports:
    """What was written. ``kept``: where a workbook went that a person had changed since it was written.

    ``doubtful``: units to look at; ``models``: what coded them; ``subcodes``: whether any has one.
    """

    files: list[Path] = field(default_factory=list)
    kept: Path | None = None
    units: int = 0
    doubtful: int = 0
    models: set[str] = field(default_factory=set)
    subcodes: bool = False

    def count(self, row: Row) -> None:
        self.units += 1
        self.doubtful += bool(row["nakijken"])
        self.models.add(row["model"])
        self.subcodes = self.subcodes or bool(row["subcodes"])


def write_exports(
    folder: Path,
    written: Written,
    rows: Rows,
    intake: Rows,
    codebook: "Codebook",
    decided: Sequence[Row] = (),
    formats: Formats = Formats(),
) -> Exports:
    """Write the tables of units, intake.csv, and what became of decisions when there are any.

    Raises UsageError when a file cannot be written, or parquet is asked for and cannot be made.
    """
    remove_remains(folder, OURS)
    exports = _write_units(folder, (flat(row, codebook) for row in rows()), formats, codebook)
    write_rows(folder / INTAKE, intake(), INTAKE_COLUMNS)
    if decided:
        write_atomic(folder / DECIDED, to_csv(decided, DECISION_COLUMNS))
    with_workbook = formats.workbook or exports.units <= MOST_IN_WORKBOOK
    if with_workbook:
        known = Known(exports.units, exports.models, exports.subcodes)
        exports.kept = make_workbook(
            folder / WORKBOOK, lambda path: write_xlsx(path, rows, intake, known, codebook), written
        )
    else:
        exports.kept = set_aside(folder / WORKBOOK, written)
    made = {WORKBOOK: with_workbook, PARQUET: formats.parquet, DECIDED: bool(decided)}
    for name in OURS:
        if made.get(name, True):
            exports.files.append(folder / name)
        else:
            (folder / name).unlink(missing_ok=True)  # of an earlier run: no longer what is so
    return exports


def _write_units(folder: Path, rows: Iterable[Row], formats: Formats, codebook: "Codebook") -> Exports:
    exports = Exports()
    with ExitStack() as files:
        lines = files.enter_context(_text_file(folder / JSONL))
        writers: list[WriteRow] = [
            lambda row: lines.write(jsonl_line(row)),
            csv_lines(files.enter_context(_text_file(folder / CSV)), columns_of(codebook)),
        ]
        if formats.parquet:
            writers.append(files.enter_context(parquet_rows(folder / PARQUET, codebook)))
        for row in rows:
            exports.count(row)
            for write in writers:
                write(row)
    return exports


@contextmanager
def _text_file(path: Path) -> Iterator[TextIO]:
    """A stream to the file at ``path``, which is there when all went well."""
    with draft(path) as new:
        with new.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        new.replace(path)


def write_rows(path: Path, rows: Iterable[Row], columns: Sequence[str]) -> None:
    """A whole csv file, row by row."""
    with _text_file(path) as stream:
        write = csv_lines(stream, columns)
        for row in rows:
            write(row)


def write_workbook(path: Path, content: bytes, written: Written) -> Path | None:
    """Write the workbook unless it is there already; move one that is not as we wrote it out of the way."""
    return make_workbook(path, lambda new: new.write_bytes(content), written)


def make_workbook(path: Path, make: Callable[[Path], object], written: Written) -> Path | None:
    """As ``write_workbook``, for one that ``make`` writes."""
    with draft(path) as new:
        make(new)
        old, sha256 = _sha256(path), _sha256(new)
        kept = set_aside(path, written)
        if old != sha256:
            written.save_export(path.name, sha256)
            new.replace(path)
    return kept


def set_aside(path: Path, written: Written) -> Path | None:
    """Move a workbook that is not as we wrote it out of the way; where it went, None when it was ours."""
    if not path.is_file() or _sha256(path) in written.exported(path.name):
        return None
    kept = _free_name(path)
    _move(path, kept)
    return kept


def _sha256(path: Path) -> str:
    """Of the content of a file; "" when it is not there."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _move(path: Path, kept: Path) -> None:
    try:
        path.rename(kept)
    except OSError as error:
        raise UsageError(
            f"Dit werkboek is veranderd en kon niet opzij worden gezet ({error.strerror}).",
            waar=str(path),
            doe="Sluit het in Excel en geef dezelfde opdracht nog eens.",
        ) from error


def _free_name(path: Path) -> Path:
    number = 1
    while (kept := path.with_name(f"{path.stem}.bewerkt-{number}{path.suffix}")).exists():
        number += 1
    return kept


def remove_remains(folder: Path, names: Sequence[str]) -> None:
    """Remove half-written files of a killed run; the study is locked, so nobody is writing them now."""
    for name in names:
        for remains in folder.glob(f".{name}.*.tmp"):
            if remains.is_dir():
                shutil.rmtree(remains)
            else:
                remains.unlink(missing_ok=True)
