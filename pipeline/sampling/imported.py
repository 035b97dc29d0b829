"""From a workbook that was coded by hand to annotations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.annotations import Annotation, read_annotations
from pipeline.coded_units import CodedUnit, read_coded_units
from pipeline.domain import Coding, Unit, UnitKey
from pipeline.errors import AnnotationError, UsageError
from pipeline.export.workbook import CELL_LIMIT
from pipeline.files import write_atomic
from pipeline.report.coded_folder import read_coded_folder
from pipeline.sample_file import SampledUnit, read_sample, sample_file
from pipeline.sampling.cells import Row, codes_of, is_empty
from pipeline.sampling.frame import groups_of
from pipeline.sampling.sheet import YES, Choices, columns, texts
from pipeline.tabular import Table, read_table
from pipeline.validation import first_faults

if TYPE_CHECKING:
    from pipeline.codebook import Codebook


@dataclass(frozen=True)
class Misread:
    """A unit that its coder found to be read wrongly, with the row of the workbook and the remark there."""

    row: int
    unit: Unit
    remark: str


@dataclass(frozen=True)
class Imported:
    """The ``codings`` by ``coder`` in a workbook, of which the ``units`` are all that it holds.

    ``empty`` units were not coded yet, ``misread`` were not read well.
    """

    batch: str
    coder: str
    codings: tuple[Annotation, ...]
    empty: int
    misread: tuple[Misread, ...]
    units: frozenset[UnitKey]

    @property
    def file_name(self) -> str:
        """Of the annotations that these codings become."""
        return f"{self.batch}-{self.coder}.jsonl"


@dataclass(frozen=True)
class _Source:
    """What the rows of a workbook are about."""

    sampled: Mapping[UnitKey, SampledUnit]
    units: Mapping[UnitKey, CodedUnit]
    metingen: Mapping[str, str]
    writers: Mapping[str, str]
    choices: Choices
    coder: str
    moment: datetime


def made_with_codebook(workbook: Path, folder: Path) -> str:
    """The codebook that the workbook was made with, by its sample; "" when that does not say it."""
    heading, table = texts()["kolommen"]["batch"]["kop"], read_table(workbook)
    if heading not in table.columns:
        return ""  # what is missing is told when it is read
    batch = _batch((row[heading] for _, row in table.rows), workbook)
    return next((unit.codeboek for unit in read_sample(sample_file(folder, batch))), "")


def read_workbook(
    workbook: Path, coder: str, folder: Path, codebook: "Codebook", groups: Path | None = None
) -> Imported:
    """What ``coder`` filled in; ``codebook`` is the one that the workbook was made with.

    ``folder``: the coded folder that the sample was drawn from; ``groups``: a table that tells the writer of
    each plan. Raises AnnotationError that lists every fault with its row.
    """
    table = _read(workbook, codebook)
    batch = _batch((row["batch"] for _, row in table.rows), workbook)
    sampled = {unit.key: unit for unit in read_sample(sample_file(folder, batch))}
    source = _Source(
        sampled,
        {each.key: each for each in read_coded_units(folder)},
        {file.plan: file.meting for file in read_coded_folder(folder, with_link=False).usable},
        groups_of(groups) if groups else {},
        Choices(codebook),
        coder,
        datetime.fromtimestamp(int(workbook.stat().st_mtime), tz=UTC),
    )
    found = _Rows(source, codebook.id)
    for number, row in table.rows:
        found.add(number, row)
    found.check(workbook)
    units = frozenset(found.places)
    return Imported(batch, coder, tuple(found.codings), found.empty, tuple(found.misread), units)


def keep_codings(found: Imported, annotations: Path, codebook: "Codebook") -> Path:
    """Put the codings in the folder ``annotations``, in the place of those given before. Gives the file.

    Raises AnnotationError when codings of another version of the codebook stand there.
    """
    file = annotations / found.file_name
    kept = [each for each in _before(file, codebook) if each.key not in found.units]
    lines = (f"{each.model_dump_json()}\n" for each in (*kept, *found.codings))
    write_atomic(file, "".join(lines))
    return file


class _Rows:
    """The rows of the workbook, one after the other, with all that is wrong in them."""

    def __init__(self, source: _Source, codebook: str) -> None:
        self._source = source
        self._codebook = codebook
        self.codings: list[Annotation] = []
        self.misread: list[Misread] = []
        self.empty = 0
        self.places: dict[UnitKey, int] = {}
        self._faults: list[str] = []

    def add(self, number: int, row: Row) -> None:
        """Take up one row; what is wrong is kept for ``check``."""
        key = self._key(number, row)
        if key is None:
            return
        coded = self._source.units[key]
        if row["verkeerd_gelezen"].lower() == YES:
            self.misread.append(Misread(number, coded.unit, row["opmerking"]))
        elif is_empty(row, self._source.choices):
            self.empty += 1
        else:
            coding, faults = codes_of(row, coded.unit.eenheid, self._source.choices)
            self._faults += [f"rij {number}: {fault}" for fault in faults]
            self.codings.append(self._annotation(key, coding, row["opmerking"]))

    def check(self, workbook: Path) -> None:
        """Raise AnnotationError when anything was wrong."""
        if not self._faults:
            return
        raise AnnotationError(
            f"{len(self._faults)} fout(en) in dit werkboek; er is niets overgenomen:",
            waar=str(workbook),
            doe="Verbeter deze rijen en geef de opdracht opnieuw.",
            faults=first_faults(self._faults),
        )

    def _key(self, number: int, row: Row) -> UnitKey | None:
        """Which unit the row is about; None, with a fault, when that is not clear."""
        key = row["plan"], row["eenheid"], _number(row["subdoel_nr"]), _number(row["afspraak_nr"])
        coded = self._source.units.get(key)
        if key not in self._source.sampled:
            fault = "deze eenheid is niet getrokken (zijn Plan, Eenheid, Subdoel of Afspraak veranderd?)"
        elif key in self.places:
            fault = f"dezelfde eenheid staat ook in rij {self.places[key]}"
        elif coded is None or _plain(coded.unit.tekst) != _plain(row["tekst"]):
            fault = "de tekst is niet (meer) die van de gecodeerde map"
        else:
            self.places[key] = number
            return key
        self._faults.append(f"rij {number}: {fault}")
        return None

    def _annotation(self, key: UnitKey, coding: Coding, remark: str) -> Annotation:
        unit, sampled = self._source.units[key].unit, self._source.sampled[key]
        meting = self._source.metingen.get(unit.plan, "")
        return Annotation(
            **{name: getattr(unit, name) for name in type(unit).__dataclass_fields__},
            meting=int(meting) if meting else None,
            schrijver=self._source.writers.get(unit.bestand, ""),
            thema=coding.thema,
            eigen_inzet=coding.eigen_inzet,
            instrument=coding.instrument,
            hoofddoel_type=coding.hoofddoel_type,
            andere=coding.andere,
            codeur=self._source.coder,
            tijd=self._source.moment,
            codeboek=self._codebook,
            steekproef=sampled.steekproef,
            inclusiekans=sampled.inclusiekans,
            herkomst="import",
            opmerking=remark,
        )


def _read(workbook: Path, codebook: "Codebook") -> Table:
    """The table by the keys of its columns."""
    table = read_table(workbook)
    headings = {column.heading: column.key for column in columns(codebook)}
    missing = [heading for heading in headings if heading not in table.columns]
    if missing:
        raise UsageError(
            f"Deze kolommen ontbreken: {', '.join(missing)}.",
            waar=str(workbook),
            doe="Geef een werkboek van 'plancoder sample', met de koppen zoals zij waren.",
        )
    rows = [(number, {key: row[heading] for heading, key in headings.items()}) for number, row in table.rows]
    return Table(tuple(headings.values()), tuple(rows))


def _batch(named: Iterable[str], workbook: Path) -> str:
    """The one sample that the workbook is of, when its rows name these."""
    batches = {*named}
    if len(batches) != 1 or not next(iter(batches)):
        raise UsageError(
            "Uit dit werkboek blijkt niet bij welke steekproef het hoort.",
            waar=str(workbook),
            doe="De kolom Steekproef moet in elke rij dezelfde naam hebben, zoals bij het trekken.",
        )
    return next(iter(batches))


def _number(cell: str) -> int:
    return int(cell) if cell.isdecimal() else 0


def _before(file: Path, codebook: "Codebook") -> Iterator[Annotation]:
    """What the file holds already; of the same version of the codebook, or AnnotationError is raised."""
    if file.exists() and file.read_text(encoding="utf-8").strip():
        yield from read_annotations(file, codebook)


def _plain(text: str) -> str:
    """``text`` as it may come back from a spreadsheet."""
    return " ".join(text[:CELL_LIMIT].split())
