"""Writes the files of a coded folder; what a person changed in the workbook is kept."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import UsageError
from pipeline.export.rows import COLUMNS, DECISION_COLUMNS, INTAKE_COLUMNS, Row, to_jsonl
from pipeline.export.tables import to_csv
from pipeline.export.workbook import to_xlsx
from pipeline.files import write_atomic

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

WORKBOOK = "eenheden.xlsx"
INTAKE = "intake.csv"
DECIDED = "besluiten_verwerkt.csv"
OURS = (WORKBOOK, "eenheden.csv", "eenheden.jsonl", INTAKE, DECIDED)


class Written(Protocol):
    """Remembers what was ever written under a name: the study."""

    def exported(self, name: str) -> set[str]: ...

    def save_export(self, name: str, sha256: str) -> None: ...


def write_exports(
    folder: Path,
    written: Written,
    rows: Sequence[Row],
    intake: Sequence[Row],
    codebook: "Codebook",
    decided: Sequence[Row] = (),
) -> tuple[list[Path], Path | None]:
    """Write eenheden.jsonl, .csv and .xlsx, intake.csv, and what became of decisions when there are any.

    Returns the files, and where a workbook went that a person had changed since it was written (None if that
    was not so). Raises UsageError when a file cannot be written.
    """
    remove_remains(folder, OURS)
    contents: dict[str, str | bytes] = {
        "eenheden.jsonl": to_jsonl(rows),
        "eenheden.csv": to_csv(rows, COLUMNS),
        INTAKE: to_csv(intake, INTAKE_COLUMNS),
    }
    if decided:
        contents[DECIDED] = to_csv(decided, DECISION_COLUMNS)
    else:
        (folder / DECIDED).unlink(missing_ok=True)
    for name, content in contents.items():
        write_atomic(folder / name, content)
    kept = write_workbook(folder / WORKBOOK, to_xlsx(rows, intake, codebook), written)
    return [folder / name for name in OURS if name == WORKBOOK or name in contents], kept


def write_workbook(path: Path, content: bytes, written: Written) -> Path | None:
    """Write the workbook unless it is there already; move one that is not as we wrote it out of the way."""
    new = hashlib.sha256(content).hexdigest()
    old = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    kept = None
    if old is not None and old not in written.exported(path.name):
        kept = _free_name(path)
        _move(path, kept)
    if old != new:
        written.save_export(path.name, new)
        write_atomic(path, content)
    return kept


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
            remains.unlink(missing_ok=True)
