"""What the report needs of a coded folder, read from its exported files and checked to add up."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pipeline.coded_units import AGAIN, UNITS_FILE, lines_of
from pipeline.domain import Eenheid, Status
from pipeline.errors import StudyError
from pipeline.report.decisions import Decided, read_decided
from pipeline.report.link import Link, read_link
from pipeline.report.units import CountedUnit, TextUnit, Units
from pipeline.validation import wrong_line

INTAKE_FILE = "intake.csv"


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One row of intake.csv, without what the report does not use."""

    bestand: str
    status: Status
    reden: str
    plan: str
    persoon: str
    datum: str
    meting: str
    sha256: str = ""


@dataclass(frozen=True)
class CodedFolder:
    """A coded folder whose statuses and units add up.

    ``files`` are all received files; ``units`` those of the usable plans, in document order; ``link`` is
    there when the plans were linked with the diagnose-export, ``link_outdated`` says that they were before
    the last change; ``decided`` is what people decided about files.
    Raises StudyError when files and units do not fit together.
    """

    files: tuple[ReceivedFile, ...]
    units: Units = field(repr=False)
    link: Link | None = None
    link_outdated: bool = False
    decided: tuple[Decided, ...] = ()

    def __post_init__(self) -> None:
        for check in (self._check_files, self._check_plans, self._check_owners, self._check_numbers):
            check()

    @cached_property
    def usable(self) -> tuple[ReceivedFile, ...]:
        """The files that gave a coded plan: one for each plan."""
        return tuple(file for file in self.files if file.status is Status.GECODEERD)

    @cached_property
    def hoofddoelen(self) -> Units:
        return self._of_kind(Eenheid.HOOFDDOEL)

    @cached_property
    def subdoelen(self) -> Units:
        return self._of_kind(Eenheid.SUBDOEL)

    @cached_property
    def afspraken(self) -> Units:
        return self._of_kind(Eenheid.AFSPRAAK)

    def subdoelen_numbered(self, number: int) -> Units:
        """The first (1), second (2), ... subdoel of each plan that has one."""
        return self.subdoelen.numbered(number, number)

    def _of_kind(self, kind: Eenheid) -> Units:
        return self.units.where(lambda given: given.eenheid is kind)

    def _check_files(self) -> None:
        wrong = len(self.files) - len({file.bestand for file in self.files})
        if wrong:
            what = f"De tellingen kloppen niet: {wrong} bestanden staan er meer dan eens in."
            raise StudyError(what, waar=INTAKE_FILE, doe=AGAIN)

    def _check_plans(self) -> None:
        plans = Counter(file.plan for file in self.usable)
        wrong = plans[""] + sum(1 for plan, count in plans.items() if plan and count > 1)
        if wrong:
            what = f"{wrong} gecodeerde plannen hebben geen eigen nummer; de tellingen kloppen dan niet."
            raise StudyError(what, waar=INTAKE_FILE, doe=AGAIN)

    def _check_owners(self) -> None:
        unknown = self.units.names - {file.plan for file in self.usable}
        if unknown:
            what = f"Eenheden van {len(unknown)} plannen die niet als gecodeerd in {INTAKE_FILE} staan."
            raise StudyError(what, waar=UNITS_FILE, doe=AGAIN)

    def _check_numbers(self) -> None:
        wrong = self.hoofddoelen.repeated() + self.subdoelen.repeated()
        if wrong:
            what = f"{wrong} hoofddoelen of subdoelen staan er meer dan eens in."
            raise StudyError(what, waar=UNITS_FILE, doe=AGAIN)


def read_coded_folder(
    folder: Path, *, with_link: bool = True, notice: Callable[[TextUnit], object] | None = None
) -> CodedFolder:
    """The coded folder at ``folder``; ``with_link=False`` leaves a link out that is of before.

    ``notice`` is given every unit with its text in passing, so that the texts are read once.

    Raises StudyError when a file is missing or damaged, or when statuses, plans, units and link do not add
    up; of the link OutdatedLink.
    """
    files = tuple(_read_files(folder / INTAKE_FILE))
    coded = [file.bestand for file in files if file.status is Status.GECODEERD]
    return CodedFolder(
        files=files,
        units=Units(read_units(folder / UNITS_FILE, notice)),
        link=read_link(folder, coded) if with_link else None,
        link_outdated=not with_link,
        decided=read_decided(folder),
    )


def _read_files(path: Path) -> Iterator[ReceivedFile]:
    rows = csv.DictReader(lines_of(path, "utf-8-sig"))
    missing = set(ReceivedFile.__dataclass_fields__) - set(rows.fieldnames or ())
    if missing:
        raise StudyError(f"Kolommen ontbreken: {', '.join(sorted(missing))}.", waar=str(path), doe=AGAIN)
    without_status = 0
    for row in rows:
        if row["status"] not in set(Status):
            without_status += 1
            continue
        values = {name: row[name] or "" for name in ReceivedFile.__dataclass_fields__ if name != "status"}
        yield ReceivedFile(status=Status(row["status"]), **values)
    if without_status:
        raise StudyError(
            f"De statussen tellen niet op tot het aantal ontvangen bestanden: {without_status} "
            "hebben geen bekende status.",
            waar=str(path),
            doe=AGAIN,
        )


def read_units(path: Path, notice: Callable[[TextUnit], object] | None = None) -> Iterator[CountedUnit]:
    """The lines of eenheden.jsonl, or of the file of earlier codes. Raises StudyError, naming the line.

    Of earlier codes there are no texts to ``notice``.
    """
    adapter: TypeAdapter[CountedUnit] = TypeAdapter(TextUnit if notice else CountedUnit)
    for number, line in enumerate(lines_of(path), start=1):
        if line.isspace():
            continue
        try:
            unit = adapter.validate_json(line)
        except ValidationError as error:
            raise StudyError(f"Regel {number}: {wrong_line(error)}.", waar=str(path), doe=AGAIN) from None
        if notice and isinstance(unit, TextUnit):
            notice(unit)
        yield unit
