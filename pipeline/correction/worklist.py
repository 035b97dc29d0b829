"""Who codes what, written down before anything is sent, so that nothing that happens later can change it.

A work list is made of a sample at the first push and kept in the coded folder. What coders see, what the
model had coded then, and how it was divided stays as it was, also when plans are coded again meanwhile.
"""

from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.domain import Coding, Eenheid, Unit, UnitKey, Wie, unit_key
from pipeline.errors import CorrectionError
from pipeline.files import write_atomic
from pipeline.migration.passage import Passage

FOLDER = "labelstudio"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlanLine(_Entry):
    """A unit of a plan as the coder reads it beside the unit to code."""

    eenheid: Eenheid
    subdoel_nr: int | None = None
    afspraak_nr: int | None = None
    wie: Wie | None = None
    tekst: str


class Codes(_Entry):
    """The codes of a unit, without scores."""

    thema: tuple[str, ...] = ()
    eigen_inzet: bool = False
    instrument: str | None = None
    hoofddoel_type: str | None = None
    andere: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @classmethod
    def of(cls, coding: Coding) -> "Codes":
        return cls(
            thema=coding.thema,
            eigen_inzet=coding.eigen_inzet,
            instrument=coding.instrument,
            hoofddoel_type=coding.hoofddoel_type,
            andere=coding.andere,
        )


AnyCodes = TypeVar("AnyCodes", bound=Codes)


def brought(codes: AnyCodes, unit: Unit, label: str, passage: Passage) -> tuple[AnyCodes, list[str]]:
    """``codes`` of ``unit`` in the version in hand, and why to look at it again; ``label``: their version."""
    row = codes.model_dump(mode="json")
    new, reasons = passage.bring(row | {"eenheid": unit.eenheid.value, "tekst": unit.tekst}, label)
    own = Codes.model_validate({name: new[name] for name in Codes.model_fields if name in new})
    return codes.model_copy(update=dict(own)), reasons


class Proposal(Codes):
    """A coding to choose from, with what its coder noted; not who that was."""

    opmerking: str = ""


class WorkUnit(_Entry):
    """A unit to code: what it is, who codes it, and what is shown beside it.

    ``reden``: why it is to be looked at when it was not drawn: a title, a line for each reason, and what
    these come from. ``codes`` is what the page is filled in with (None: nothing), ``voorstellen`` are codings
    to choose between.
    """

    bestand: str
    plan: str
    persoon: str
    datum: str
    eenheid: Eenheid
    subdoel_nr: int | None
    afspraak_nr: int | None
    wie: Wie | None
    tekst: str
    pagina: int
    meting: int | None = None
    schrijver: str = ""
    steekproef: str
    inclusiekans: float | None
    reden: str = ""
    codeurs: tuple[str, ...] = Field(min_length=1)
    codes: Codes | None = None
    voorstellen: tuple[Proposal, ...] = ()

    @property
    def key(self) -> UnitKey:
        """Which unit (``unit_key``)."""
        return unit_key(self.plan, self.eenheid, self.subdoel_nr, self.afspraak_nr)

    @property
    def id(self) -> str:
        """The key as text: what a task in Label Studio is known by."""
        return "/".join(map(str, self.key))

    @property
    def unit(self) -> Unit:
        return Unit(**{name: getattr(self, name) for name in Unit.__dataclass_fields__})


class WorkList(_Entry):
    """A batch divided over coders. ``plannen`` holds the whole plans; ``blind``: nothing is filled in."""

    naam: str
    soort: Literal["coderen", "arbitrage"] = "coderen"
    codeboek: str
    model: str
    blind: bool
    codeurs: tuple[str, ...] = Field(min_length=1)
    plannen: dict[str, tuple[PlanLine, ...]]
    eenheden: tuple[WorkUnit, ...]

    def of_coder(self, coder: str) -> list[WorkUnit]:
        """The units that ``coder`` has to code, in order."""
        return [unit for unit in self.eenheden if coder in unit.codeurs]

    def in_version_of(self, passage: Passage) -> "WorkList":
        """The list as it would be with the codebook in hand; as it is when no migration leads there."""
        if passage.is_current(self.codeboek) or passage.book_of(self.codeboek) is None:
            return self
        units = tuple(_unit_brought(unit, self.codeboek, passage) for unit in self.eenheden)
        return self.model_copy(update={"codeboek": passage.codebook.id, "eenheden": units})


def _unit_brought(unit: WorkUnit, label: str, passage: Passage) -> WorkUnit:
    def new(codes: AnyCodes) -> AnyCodes:
        return brought(codes, unit.unit, label, passage)[0]

    codes = None if unit.codes is None else new(unit.codes)
    return unit.model_copy(update={"codes": codes, "voorstellen": tuple(map(new, unit.voorstellen))})


def plan_line(unit: Unit) -> PlanLine:
    """A unit as the coder reads it in its plan."""
    return PlanLine(**{name: getattr(unit, name) for name in PlanLine.model_fields})


def path_of(folder: Path, name: str) -> Path:
    """Where the work list called ``name`` stands in a coded folder."""
    return folder / FOLDER / f"{name}.json"


def save(worklist: WorkList, folder: Path) -> None:
    write_atomic(path_of(folder, worklist.naam), worklist.model_dump_json(indent=1) + "\n")


def load(folder: Path, name: str) -> WorkList | None:
    """The work list called ``name``; None when there is none. Raises CorrectionError when it is damaged."""
    path = path_of(folder, name)
    if not path.exists():
        return None
    try:
        return WorkList.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise CorrectionError(
            "Deze werklijst is beschadigd of van een andere versie van plancoder.",
            waar=str(path),
            doe="Zet een kopie terug. Zonder kopie: haal het bestand weg en trek een nieuwe steekproef.",
        ) from None


def find_all(folder: Path, soort: str = "") -> list[WorkList]:
    """All work lists (of one ``soort``) of a coded folder, by name; CorrectionError when one is damaged."""
    names = sorted(path.stem for path in (folder / FOLDER).glob("*.json"))
    return [found for name in names if (found := load(folder, name)) and soort in ("", found.soort)]


def load_all(folder: Path, soort: str = "") -> list[WorkList]:
    """As ``find_all``. Raises CorrectionError when there are none."""
    lists = find_all(folder, soort)
    if not lists:
        raise CorrectionError(
            "In deze map is nog niets om te coderen uitgezet.",
            waar=str(folder),
            doe="Begin met 'plancoder sample' en 'plancoder labelstudio push'; verschillen legt u daarna "
            "voor met 'plancoder adjudicate push'.",
        )
    return lists
