"""Exporting and importing a codebook, by the name of the file."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.codebook import Codebook, load_codebook
from pipeline.codebook.checks import find_faults
from pipeline.codebook.yaml_text import dump
from pipeline.errors import CodebookError, UsageError
from pipeline.exchange.qdc import to_qdc
from pipeline.exchange.qdc_reader import read_qdc
from pipeline.exchange.table import from_table, to_table, to_workbook
from pipeline.files import write_atomic
from pipeline.validation import validate

CSV, XLSX, QDC = ".csv", ".xlsx", ".qdc"
_NO_FIELDS = (
    "Het formaat heeft geen velden voor definities, regels, voorbeelden, termen en eenheden: die staan in de "
    "omschrijvingen en worden zo ook weer ingelezen.",
    "Heeft een code een naam die al bestaat, dan staat de naam van haar variabele erachter, want andere "
    "programma's kennen een code aan haar naam; bij het inlezen gaat dat er weer af.",
    "Weggelaten: de omschrijving van het codeboek zelf, en de taal.",
)


@dataclass(frozen=True)
class Imported:
    """``notices``: what was dropped; ``faults``: what is to be filled in before the codebook can be used."""

    file: Path
    notices: tuple[str, ...]
    faults: tuple[str, ...]


def export_codebook(codebook: Codebook, path: Path) -> tuple[str, ...]:
    """Write ``codebook`` to ``path`` (csv, xlsx or qdc); returns in Dutch what does not fit the format.

    Raises UsageError for another kind of file, or when it cannot be written.
    """
    kind = path.suffix.lower()
    if kind == CSV:
        # the mark tells Excel that it is UTF-8
        write_atomic(path, "\ufeff" + to_table(codebook))
    elif kind == XLSX:
        write_atomic(path, to_workbook(codebook))
    elif kind == QDC:
        write_atomic(path, to_qdc(codebook))
        return _NO_FIELDS
    else:
        raise _unknown(path)
    return ()


def import_codebook(path: Path, target: Path) -> Imported:
    """Make the codebook ``target`` of a table or ``.qdc``; an existing file is never overwritten.

    A table must hold in all its rows, or CodebookError lists every fault with its row. A ``.qdc`` of another
    program lacks much of what a codebook needs: that is written as a draft, with what is to be filled in.
    """
    if target.exists():
        raise UsageError(
            "Dit bestand bestaat al.",
            waar=str(target),
            doe="Kies met --output een andere naam, en vergelijk met 'plancoder codebook diff'.",
        )
    kind = path.suffix.lower()
    notices: list[str] = []
    if kind in (CSV, XLSX):
        data, line_of, faults = from_table(path)
        validate(Codebook, data, line_of, CodebookError, [*faults, *find_faults(data)])
    elif kind == QDC:
        data, notices = read_qdc(path)
    else:
        raise _unknown(path)
    write_atomic(target, dump(data))
    try:
        load_codebook(target)
    except CodebookError as error:
        return Imported(target, tuple(notices), error.faults)
    return Imported(target, tuple(notices), ())


def _unknown(path: Path) -> UsageError:
    return UsageError(
        "Aan deze naam is niet te zien wat voor bestand het is.",
        waar=str(path),
        doe=f"Kies een naam die eindigt op {CSV}, {XLSX} of {QDC}.",
    )
