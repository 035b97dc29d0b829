"""Shares with the model's errors reckoned in: from a sample that people coded, or from what was measured."""

from collections.abc import Callable, Iterator, Sequence

from pipeline.report.corrected import FEWEST_PLANS, Corrected, with_sample, without_sample
from pipeline.report.drawing import Figure
from pipeline.report.dutch import counted, how_many
from pipeline.report.intervals import Interval, interval_figure
from pipeline.report.material import Material
from pipeline.report.needed import MARGIN, Needed, needed_for
from pipeline.report.section import Section
from pipeline.report.tables import Grid, Kind, Value
from pipeline.report.targets import targets

TOO_FEW = "te weinig"
MEASURED_ERRORS = (
    "‘Bij de gemeten fouten’: wat het aandeel zou zijn als het model hier even vaak iets mist en ten "
    "onrechte geeft als toen het werd gemeten (Rogan en Gladen). Op andere plannen is dat anders: gebruik "
    "het als waarschuwing, niet als cijfer."
)
UNKNOWN_ERRORS = "Hoe goed het model is, is niet bekend."
PLANS_NEEDED = (
    "‘Plannen nodig’: zoveel plannen, aselect getrokken en door mensen gecodeerd, geven een 95%-interval "
    f"van {100 * MARGIN:.0f} punten naar beide kanten, met ten minste {FEWEST_PLANS}; ook als het model "
    "twee keer zoveel fouten maakt, en zonder het model."
)
Columns = dict[str, tuple[Kind, Callable[[Corrected], Value]]]


def certainty(material: Material) -> Section | None:
    """The main shares of the report, corrected."""
    shares = targets(material)
    if not shares:
        return None
    if material.sample:
        return _corrected(material, [with_sample(target, material.sample) for target in shares])
    return _uncorrected(material, [without_sample(target, material.qualities) for target in shares])


def _corrected(material: Material, found: Sequence[Corrected]) -> Section:
    sample = material.sample
    assert sample is not None
    outside = [each for each in found if each.estimate and not _within(each)]
    done = sum(1 for each in found if each.estimate)
    columns: Columns = {
        "Geteld door het model": ("share", lambda each: each.naive),
        "Gecorrigeerd": ("share", lambda each: each.estimate.share if each.estimate else TOO_FEW),
        "95% van": ("share", lambda each: each.estimate.low if each.estimate else None),
        "95% tot": ("share", lambda each: each.estimate.high if each.estimate else None),
        "n": ("count", lambda each: each.total),
        "Eenheden door mensen": ("count", lambda each: each.estimate.units if each.estimate else None),
        "Plannen door mensen": ("count", lambda each: each.plans_coded),
    }
    return Section(
        "gecorrigeerd",
        "Percentages, gecorrigeerd voor de fouten van het model",
        f"Gecorrigeerd met {counted(sample.coded, 'plan', 'plannen')} die mensen codeerden. Bij "
        f"{how_many(len(outside), done, 'percentage', 'percentages')} ligt wat het model telde buiten het "
        "95%-interval.",
        _grid(found, columns),
        _figure(found),
        (
            "Wat het model over alle plannen telde, plus het gewogen verschil tussen mensen en model in de "
            "steekproef (verschilschatter). Het interval rekent per plan en met het deel dat is getrokken.",
            "Ook waar mensen geen fout van het model vonden is er een interval: in de andere plannen kunnen "
            "fouten zitten. Het wordt smaller met meer gecodeerde plannen.",
            f"Minder dan {FEWEST_PLANS} door mensen gecodeerde plannen is {TOO_FEW}.",
            "De codes van mensen gelden als juist. Is het model met deze steekproef getraind, dan kent het "
            "haar, en is de correctie te klein: corrigeer met plannen waar het model niet van heeft "
            "geleerd.",
            *sample.remarks,
        ),
    )


def _uncorrected(material: Material, found: Sequence[Corrected]) -> Section:
    plans = len(material.folder.usable)
    needed = needed_for(targets(material), material.qualities, plans)
    of_target = {(each.target.what, each.target.label): each for each in needed}
    known = any(each.adjusted is not None for each in found)

    def need(each: Corrected, which: str) -> int | None:
        return getattr(of_target.get((each.target.what, each.target.label)), which, None)

    columns: Columns = {
        "Geteld door het model": ("share", lambda each: each.naive),
        "n": ("count", lambda each: each.total),
        "Bij de gemeten fouten": ("share", lambda each: each.adjusted),
        "Plannen nodig": ("count", lambda each: need(each, "with_model")),
        "bij dubbele fouten": ("count", lambda each: need(each, "doubled")),
        "zonder model": ("count", lambda each: need(each, "alone")),
    }
    trouble = f"De codes van mensen konden niet worden gelezen: {material.trouble}"
    return Section(
        "niet-gecorrigeerd",
        "Percentages zijn niet gecorrigeerd voor de fouten van het model",
        "Er is geen aselecte steekproef die mensen hebben gecodeerd. De percentages in dit rapport zijn "
        "tellingen van het model.",
        _grid(found, columns),
        None,
        (
            *([trouble] if material.trouble else []),
            MEASURED_ERRORS if known else UNKNOWN_ERRORS,
            PLANS_NEEDED,
            *_advice(needed, plans),
        ),
    )


def _advice(needed: Sequence[Needed], plans: int) -> Iterator[str]:
    counts = [each.doubled for each in needed if each.doubled is not None]
    if counts:
        yield (
            "Voor alle percentages samen, met twee keer zoveel fouten als gemeten: "
            f"{how_many(max(counts), plans, 'plan', 'plannen')}."
        )


def _grid(found: Sequence[Corrected], columns: dict[str, tuple[Kind, Callable[[Corrected], Value]]]) -> Grid:
    kinds = tuple(kind for kind, _ in columns.values())
    rows = tuple(
        (each.target.what, each.target.label, *(value(each) for _, value in columns.values()))
        for each in found
    )
    return Grid(("Wat", "Code", *columns), ("text", "text", *kinds), rows)


def _figure(found: Sequence[Corrected]) -> Figure:
    lines: list[Interval] = []
    before = ""
    for each in found:
        if each.target.what != before:
            before = each.target.what
            lines.append(Interval(before))
        it = each.estimate
        ends = (it.share, it.low, it.high) if it else (None, None, None)
        lines.append(Interval(each.target.label, each.naive, *ends))
    return interval_figure("Wat het model telde, en het gecorrigeerde aandeel", lines)


def _within(each: Corrected) -> bool:
    return each.estimate is None or each.estimate.low <= each.naive <= each.estimate.high
