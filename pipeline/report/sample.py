"""The codes that people gave to a probability sample of the plans, joined with the units of the folder."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path

from pipeline.annotations import Annotation, read_annotations, reference_codings
from pipeline.domain import UnitKey
from pipeline.report.coded_folder import CodedFolder
from pipeline.sample_file import SampledUnit, batch_of, drawn_before, sample_files
from pipeline.settings import project_root

OWN_FOLDERS = ("annotaties", "annotations")
"""Where the codes of people are looked for in a coded folder."""
DECIMALS = 9
NEARLY = 0.97


@dataclass(frozen=True, slots=True)
class HumanSample:
    """The drawn batches as far as people have coded them.

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


@dataclass(frozen=True, slots=True)
class _Batch:
    """One draw: the chance of each unit that it drew by chance, and which of these people coded."""

    name: str
    design: str
    chances: Mapping[UnitKey, float]
    codings: Mapping[UnitKey, Annotation]

    @property
    def plans(self) -> set[str]:
        return {key[0] for key in self.chances}

    @property
    def coded(self) -> set[str]:
        return {key[0] for key in self.codings}

    @property
    def levels(self) -> dict[float, float]:
        """Each chance with which plans were drawn, times the part of those plans that people coded."""
        drawn = Counter(chance for _, chance in {(key[0], chance) for key, chance in self.chances.items()})
        coded = Counter(chance for _, chance in {(key[0], self.chances[key]) for key in self.codings})
        return {chance: chance * coded[chance] / count for chance, count in drawn.items()}


def read_sample(folder: Path, coded: CodedFolder, annotations: Path | None = None) -> HumanSample | None:
    """What people coded of plans that were drawn by chance; None when there is nothing of the kind.

    ``annotations`` is where the codes of people are; without it the folder ``annotaties`` or ``annotations``
    in the coded folder, and when a sample was drawn that of the project. Batches of one chance each are taken
    together: drawn one after the other they are one larger sample. Of others the one with most plans is used.
    Raises AnnotationError or StudyError for what cannot be read.
    """
    found = _codings(folder, annotations)
    known = {unit.key for unit in coded.units.of_plans({each.plan for each in found})}
    made = [each for each in found if each.key in known]
    batches = [batch for batch in _batches(made, _drawn(folder)) if batch.codings]
    if not batches:
        return None
    if all(len(batch.levels) == 1 for batch in batches):
        used = batches
    else:
        used = [max(batches, key=lambda batch: len(batch.coded))]
    return _sample(used, _remarks(used, batches, made, coded))


def _codings(folder: Path, annotations: Path | None) -> list[Annotation]:
    """One coding of each unit that people coded, a settled one before others."""
    if annotations:
        return _with_chances(read_annotations(annotations))
    sources = [folder / name for name in OWN_FOLDERS]
    sources += [project_root() / "annotations"] if sample_files(folder) else []
    found = [each for path in sources if any(path.glob("*.jsonl")) for each in read_annotations(path)]
    return _with_chances(found)


def _with_chances(annotations: Sequence[Annotation]) -> list[Annotation]:
    """The reference codings. A unit that was drawn by chance stays so when it is coded again later without
    being drawn, such as after a change of the codebook.
    """
    drawn = {each.key: each for each in annotations if each.inclusiekans is not None}
    return [
        each
        if each.inclusiekans is not None or each.key not in drawn
        else each.model_copy(
            update={name: getattr(drawn[each.key], name) for name in ("steekproef", "inclusiekans")}
        )
        for each in reference_codings(annotations)
    ]


Drawn = Mapping[str, Mapping[UnitKey, SampledUnit]]


def _drawn(folder: Path) -> Drawn:
    """The units of all drawn batches, by batch."""
    found: dict[str, dict[UnitKey, SampledUnit]] = defaultdict(dict)
    for unit in drawn_before(folder):
        found[unit.batch][unit.key] = unit
    return found


def _batches(made: Sequence[Annotation], drawn: Drawn) -> Iterator[_Batch]:
    """The codings by batch. Units that were not drawn by chance, or with one unknown, are left out."""
    of_batch: dict[str, dict[UnitKey, Annotation]] = defaultdict(dict)
    for each in made:
        name = batch_of(each.steekproef)
        of_batch[name if name in drawn else each.steekproef][each.key] = each
    for name, codings in sorted(of_batch.items()):
        units = drawn.get(name, {})
        given = {key: each.inclusiekans for key, each in codings.items()}
        given |= {key: unit.inclusiekans for key, unit in units.items() if unit.inclusiekans}
        chances = {key: round(chance, DECIMALS) for key, chance in given.items() if chance}
        design = next((unit.ontwerp for unit in units.values()), name)
        yield _Batch(name, design, chances, {key: each for key, each in codings.items() if key in chances})


def _sample(used: Sequence[_Batch], remarks: Iterator[str]) -> HumanSample:
    levels = {batch.name: batch.levels for batch in used}
    together = 1 - prod(1 - next(iter(own.values())) for own in levels.values())
    return HumanSample(
        ", ".join(batch.name for batch in used),
        ", ".join(dict.fromkeys(batch.design for batch in used)),
        {key: each for batch in used for key, each in batch.codings.items()},
        {
            key: together if len(used) > 1 else levels[batch.name][batch.chances[key]]
            for batch in used
            for key in batch.codings
        },
        len(set().union(*(batch.plans for batch in used))),
        len(set().union(*(batch.coded for batch in used))),
        tuple(remarks),
    )


def _remarks(
    used: Sequence[_Batch], batches: Sequence[_Batch], made: Sequence[Annotation], coded: CodedFolder
) -> Iterator[str]:
    drawn, done = (
        set().union(*own) for own in ([each.plans for each in used], [each.coded for each in used])
    )
    if len(done) < len(drawn):
        yield (
            f"Van de {len(drawn)} getrokken plannen zijn er {len(done)} door mensen gecodeerd. Gerekend is "
            "alsof het toeval is welke dat zijn."
        )
    stands_for = sum(1 / chance for key, chance in _first_of_plans(used[0]).items())
    if len(used) == 1 and stands_for < NEARLY * len(coded.usable):
        yield (
            f"De steekproef is getrokken uit {stands_for:.0f} van de {len(coded.usable)} plannen en staat "
            "alleen voor die; gerekend is alsof de andere er niet van verschillen."
        )
    if others := [each.name for each in batches if each not in used]:
        yield f"Niet gebruikt, omdat de kansen niet samen te nemen zijn: {', '.join(others)}."
    if unfit := len(made) - sum(len(each.codings) for each in batches):
        units = f"{unfit} door mensen gecodeerde eenheden"
        yield f"{units} zijn niet met een bekende kans getrokken en tellen niet mee."
    codebooks = {each.codeboek for batch in used for each in batch.codings.values()}
    if other := codebooks - coded.units.tally(lambda given: given.codeboek).keys():
        yield f"Mensen codeerden met een ander codeboek: {', '.join(sorted(other))}."


def _first_of_plans(batch: _Batch) -> dict[str, float]:
    """The chance of each plan that the batch drew."""
    chances: dict[str, float] = {}
    for key, chance in batch.chances.items():
        chances.setdefault(key[0], chance)
    return chances
