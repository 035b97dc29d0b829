"""What people (or machines) decided about units: reading and checking ``annotations/*.jsonl``.

One line per unit and coder. All faults of all files are reported at once, with file and line.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

from pipeline.codebook.versions import made_with
from pipeline.domain import Coding, Eenheid, Unit, UnitKey, Wie, unit_key
from pipeline.errors import AnnotationError
from pipeline.validation import first_faults

if TYPE_CHECKING:
    from pipeline.codebook import Codebook


GROUPS = ("schrijver", "opmaak")
"""What tells groups of plans apart."""


class Annotation(BaseModel):
    """One coding of one unit by one coder: a line of ``annotations/*.jsonl``.

    ``thema`` holds top-level codes, the first being the hoofdcode; ``subcodes`` the finer level, kept
    beside it. ``inclusiekans`` is the chance that the sampling design ``steekproef`` drew this unit.
    ``opmerking`` is what the coder noted. ``andere``: as in ``Coding``; a line without any
    has no such field.
    ``schrijver`` and ``opmaak`` (of the form) tell groups of plans apart when a model is evaluated.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    bestand: str
    plan: str = Field(min_length=1)
    persoon: str = ""
    datum: str = ""
    meting: int | None = None
    schrijver: str = ""
    opmaak: str = ""
    eenheid: Eenheid
    subdoel_nr: int | None = Field(default=None, ge=1)
    afspraak_nr: int | None = Field(default=None, ge=1)
    wie: Wie | None = None
    tekst: str
    pagina: int = Field(default=1, ge=1)
    thema: tuple[str, ...] = ()
    subcodes: tuple[str, ...] = ()
    eigen_inzet: bool = False
    instrument: str | None = None
    hoofddoel_type: str | None = None
    andere: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    codeur: str = Field(min_length=1)
    tijd: datetime | None = None
    seconden: float | None = Field(default=None, ge=0)
    codeboek: str = Field(min_length=1)
    steekproef: str = ""
    inclusiekans: float | None = Field(default=None, gt=0, le=1)
    herkomst: Literal["labelstudio", "import", "arbitrage"]
    opmerking: str = ""

    @model_validator(mode="after")
    def _numbers_fit_the_kind(self) -> "Annotation":
        needed = {
            Eenheid.HOOFDDOEL: (False, False),
            Eenheid.SUBDOEL: (True, False),
            Eenheid.AFSPRAAK: (True, True),
        }[self.eenheid]
        if (self.subdoel_nr is not None, self.afspraak_nr is not None) != needed:
            raise ValueError(f"subdoel_nr en afspraak_nr passen niet bij een {self.eenheid}")
        return self

    @model_serializer(mode="wrap")
    def _without_empty(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """As it was before there were other variables, when it has none: the same bytes, the same hash."""
        row: dict[str, Any] = write(self)
        if not self.andere:
            row.pop("andere", None)
        return row

    @property
    def key(self) -> UnitKey:
        """Which unit (``unit_key``)."""
        return unit_key(self.plan, self.eenheid, self.subdoel_nr, self.afspraak_nr)

    @property
    def unit(self) -> Unit:
        """The unit that was coded."""
        return Unit(
            bestand=self.bestand,
            plan=self.plan,
            persoon=self.persoon,
            datum=self.datum,
            eenheid=self.eenheid,
            subdoel_nr=self.subdoel_nr,
            afspraak_nr=self.afspraak_nr,
            wie=self.wie,
            tekst=self.tekst,
            pagina=self.pagina,
        )

    @property
    def coding(self) -> Coding:
        """The codes, without scores."""
        return Coding(self.thema, self.eigen_inzet, self.instrument, self.hoofddoel_type, andere=self.andere)


def read_annotations(source: Path, codebook: "Codebook | None" = None) -> list[Annotation]:
    """All annotations of ``source``: a ``.jsonl`` file, or a folder of them read in order of name.

    With ``codebook`` every code must exist in it for the unit's kind, and every coding must have been made
    with that version of it. Raises AnnotationError listing every fault with file and line, or when there is
    nothing to read.
    """
    files = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
    annotations: list[Annotation] = []
    faults: list[str] = []
    for path in files:
        for number, line in _lines(path):
            try:
                annotation = Annotation.model_validate_json(line)
            except ValidationError as error:
                faults += [f"{path.name}:{number} {fault}" for fault in _describe(error)]
                continue
            annotations.append(annotation)
            if codebook and made_with(annotation.codeboek, codebook):
                faults += [f"{path.name}:{number} {fault}" for fault in unknown_codes(annotation, codebook)]
    others = _other_versions(annotations, codebook) if codebook else []
    if faults or others:
        raise AnnotationError(
            f"{len(faults) + len(others)} fout(en) in de annotaties:",
            waar=str(source),
            doe=" ".join(["Verbeter deze regels."] * bool(faults) + [_how_to_migrate(source)] * bool(others)),
            faults=(*first_faults(faults), *others),
        )
    if not annotations:
        raise AnnotationError(
            "Er zijn geen annotaties gevonden.",
            waar=str(source),
            doe="Geef een map met .jsonl-bestanden, of een .jsonl-bestand.",
        )
    return annotations


def reference_codings(annotations: Iterable[Annotation]) -> list[Annotation]:
    """One coding per unit: a settled one (``arbitrage``) if there is one, else the latest made.

    Units keep the order in which they first appear. A plan has one writer and one form: who codes part of a
    plan again need not tell them again.
    """
    chosen: dict[UnitKey, Annotation] = {}
    groups: dict[str, dict[str, str]] = {}
    for annotation in annotations:
        current = chosen.get(annotation.key)
        if current is None or _rank(annotation) >= _rank(current):
            chosen[annotation.key] = annotation
        told = {name: value for name in GROUPS if (value := getattr(annotation, name))}
        groups.setdefault(annotation.plan, {}).update(told)
    return [_completed(each, groups[each.plan]) for each in chosen.values()]


def _completed(annotation: Annotation, groups: dict[str, str]) -> Annotation:
    unknown = {name: value for name, value in groups.items() if not getattr(annotation, name)}
    return annotation.model_copy(update=unknown) if unknown else annotation


def latest_by_coder(annotations: Iterable[Annotation]) -> dict[UnitKey, dict[str, Annotation]]:
    """Per unit the latest coding of each coder; what settled a difference (``arbitrage``) is left out.

    A coding without a time counts as older than one with a time; of equals the last one read counts.
    """
    latest: dict[UnitKey, dict[str, Annotation]] = {}
    for annotation in annotations:
        if annotation.herkomst != "arbitrage":
            own = latest.setdefault(annotation.key, {})
            current = own.get(annotation.codeur)
            if current is None or _rank(annotation) >= _rank(current):
                own[annotation.codeur] = annotation
    return latest


def by_plan(annotations: Sequence[Annotation]) -> list[list[Annotation]]:
    """Annotations grouped by plan, plans in order of appearance, units in document order."""
    plans: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        plans.setdefault(annotation.plan, []).append(annotation)
    return [sorted(plan, key=lambda item: item.key[2:]) for plan in plans.values()]


def _rank(annotation: Annotation) -> tuple[bool, float]:
    return annotation.herkomst == "arbitrage", annotation.tijd.timestamp() if annotation.tijd else 0.0


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AnnotationError(
            "Dit bestand met annotaties kan niet worden gelezen.",
            waar=str(path),
            doe="Kijk of het bestaat en als UTF-8 is bewaard.",
        ) from error
    return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _describe(error: ValidationError) -> list[str]:
    """The faults of one line in Dutch; never the values, which may be text of a plan."""
    return [
        ": ".join([*filter(None, [".".join(map(str, fault["loc"]))]), _dutch(fault["type"], fault)])
        for fault in error.errors(include_input=False, include_url=False)
    ]


def _dutch(kind: str, fault: Any) -> str:
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    known = {
        "missing": "ontbreekt",
        "extra_forbidden": "onbekend veld",
        "json_invalid": "geen geldige JSON",
        "enum": "onbekende waarde",
        "literal_error": "onbekende waarde",
    }
    return known.get(kind, f"ongeldige waarde ({kind})")


def _other_versions(annotations: Sequence[Annotation], codebook: "Codebook") -> list[str]:
    """Codings of two versions of a codebook do not mean the same, though their codes may be named alike."""
    counts = Counter(each.codeboek for each in annotations if not made_with(each.codeboek, codebook))
    return [
        f"{count} coderingen zijn gemaakt met codeboek {label}, niet met {codebook.id}"
        for label, count in counts.most_common()
    ]


def _how_to_migrate(source: Path) -> str:
    folder = source if source.is_dir() else source.parent
    return (
        "Zet de coderingen van een andere versie om met de migratie naar deze versie: plancoder codebook "
        f'migrate migraties/NAAM.yaml --annotations "{folder}" --yes. Of geef met --codebook het codeboek '
        "waarmee zij zijn gemaakt."
    )


def unknown_codes(annotation: Annotation, codebook: "Codebook") -> list[str]:
    """What of its codes ``codebook`` does not have for a unit of its kind, in Dutch."""
    used = [("thema", code) for code in annotation.thema]
    used += [("thema", "eigen_inzet")] if annotation.eigen_inzet else []
    single = {"instrument": annotation.instrument, "hoofddoel_type": annotation.hoofddoel_type}
    used += [(name, code) for name, code in single.items() if code is not None]
    used += [(name, code) for name, codes in annotation.andere.items() for code in codes]
    faults = [
        f"{name}: maar een code mag, en er zijn er {len(codes)}"
        for name, codes in annotation.andere.items()
        if len(codes) > 1 and name in codebook.variables and not codebook.variables[name].multiple
    ]
    for name, code in used:
        variable = codebook.variables.get(name)
        if variable is None or annotation.eenheid not in variable.units:
            faults.append(f"{name}: wordt niet gecodeerd bij een {annotation.eenheid}")
        elif code not in {known.id for known in variable.codes}:
            faults.append(f"{name}: code '{code}' staat niet in het codeboek")
        elif code not in {known.id for known in variable.codes_for(annotation.eenheid)}:
            faults.append(f"{name}: code '{code}' geldt niet bij een {annotation.eenheid}")
    return faults
