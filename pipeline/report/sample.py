"""The codes that people gave to a probability sample of the plans, joined with the units of the folder."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.annotations import Annotation, UnitKey, read_annotations, reference_codings
from pipeline.errors import UsageError
from pipeline.report.coded_folder import CodedFolder

SAMPLES = "steekproeven"
ANNOTATIONS = "annotations"


@dataclass(frozen=True, slots=True)
class HumanSample:
    """One drawn batch as far as people have coded it.

    ``codings`` and ``chances`` by unit; a chance is that of being drawn and coded. ``drawn`` and ``coded``
    count plans; ``remarks`` say what was left out and assumed.
    """

    name: str
    design: str
    codings: Mapping[UnitKey, Annotation]
    chances: Mapping[UnitKey, float]
    drawn: int
    coded: int
    remarks: tuple[str, ...] = ()


def read_sample(folder: Path, coded: CodedFolder, annotations: Path | None = None) -> HumanSample | None:
    """The batch of which most plans were coded by people, or None when there is none with chances.

    ``annotations`` is where the codes of people are; without it the folder ``annotations`` in the coded
    folder, if there is one. Raises AnnotationError or UsageError for what cannot be read.
    """
    source = annotations or folder / ANNOTATIONS
    if annotations is None and not any(source.glob("*.jsonl")):
        return None
    known = {unit.key for unit in coded.units}
    drawn = _drawn(folder / SAMPLES)
    made = [each for each in reference_codings(read_annotations(source)) if each.key in known]
    batches: dict[str, list[Annotation]] = defaultdict(list)
    for each in made:
        if _chance(each, drawn) is not None:
            batches[each.steekproef].append(each)
    if not batches:
        return None
    name = max(sorted(batches), key=lambda batch: len({each.plan for each in batches[batch]}))
    return _sample(name, batches[name], drawn, _remarks(name, batches, made, coded))


Drawn = Mapping[tuple[str, UnitKey], Mapping[str, object]]


def _drawn(folder: Path) -> Drawn:
    """The lines of all drawn batches, by batch and unit."""
    found: dict[tuple[str, UnitKey], Mapping[str, object]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                key = (row["plan"], row["eenheid"], row.get("subdoel_nr") or 0, row.get("afspraak_nr") or 0)
                found[row["batch"], key] = row
            except (ValueError, KeyError, TypeError, AttributeError):
                raise UsageError(
                    f"Regel {number} is geen regel van een steekproef.",
                    waar=str(path),
                    doe="Trek de steekproef opnieuw met 'plancoder sample', of haal het bestand weg.",
                ) from None
    return found


def _chance(each: Annotation, drawn: Drawn) -> float | None:
    """As the annotation carries it, else as it was drawn; None when it is unfit for estimates."""
    if each.inclusiekans is not None:
        return each.inclusiekans
    row = drawn.get((each.steekproef, each.key))
    chance = row.get("inclusiekans") if row else None
    return float(chance) if isinstance(chance, int | float) and 0 < chance <= 1 else None


def _sample(name: str, made: Sequence[Annotation], drawn: Drawn, remarks: Iterable[str]) -> HumanSample:
    chances = {each.key: _chance(each, drawn) or 1.0 for each in made}
    rows = {key: row for (batch, key), row in drawn.items() if batch == name and row.get("inclusiekans")}
    coded = {each.plan for each in made}
    plans = {key[0] for key in rows} | coded
    answered = _answered(rows, chances)
    told = [*remarks]
    if len(coded) < len(plans):
        told.append(
            f"Van de {len(plans)} getrokken plannen zijn er {len(coded)} door mensen gecodeerd. Gerekend is "
            "alsof het toeval is welke dat zijn."
        )
    design = next((str(row["ontwerp"]) for row in rows.values() if row.get("ontwerp")), name)
    return HumanSample(
        name,
        design,
        {each.key: each for each in made},
        {key: chance * answered.get(round(chance, 9), 1.0) for key, chance in chances.items()},
        len(plans),
        len(coded),
        tuple(told),
    )


def _answered(
    rows: Mapping[UnitKey, Mapping[str, object]], chances: Mapping[UnitKey, float]
) -> dict[float, float]:
    """For each chance the part of the units drawn with it that people have coded."""
    drawn = Counter(round(float(str(row["inclusiekans"])), 9) for row in rows.values())
    coded = Counter(round(chance, 9) for chance in chances.values())
    return {chance: min(1.0, coded[chance] / count) for chance, count in drawn.items() if coded[chance]}


def _remarks(
    name: str, batches: Mapping[str, Sequence[Annotation]], made: Sequence[Annotation], coded: CodedFolder
) -> Iterable[str]:
    others = sorted(set(batches) - {name})
    if others:
        yield f"Gerekend is met steekproef ‘{name}’; niet met {', '.join(others)}."
    unfit = sum(1 for each in made if each.key not in {one.key for own in batches.values() for one in own})
    if unfit:
        units = f"{unfit} door mensen gecodeerde eenheden"
        yield f"{units} zijn niet met een bekende kans getrokken en tellen niet mee."
    other = {each.codeboek for each in batches[name]} - {unit.codeboek for unit in coded.units}
    if other:
        yield f"Mensen codeerden met een ander codeboek: {', '.join(sorted(other))}."
