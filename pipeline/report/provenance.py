"""What the codes of the report rest on, and what a reader must know before using the figures."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline import __version__
from pipeline.codebook import Codebook
from pipeline.report.coded_folder import CodedFolder
from pipeline.report.dutch import between, counted, number

INVENTED_PLANS = (
    "De codes zijn gegeven door een model, niet door mensen. Het meegeleverde model heeft geleerd van "
    "verzonnen plannen, waarvan ook de tekst en de codes door een machine zijn geschreven. Op echte plannen "
    "maakt het waarschijnlijk meer fouten dan zijn eigen cijfers zeggen."
)
NOT_CORRECTED = (
    "De percentages tellen wat het model codeerde en zijn niet gecorrigeerd voor zijn fouten. Laat mensen "
    "een steekproef coderen voordat u een cijfer gebruikt."
)
CORRECTED = (
    "De percentages in de tabellen tellen wat het model codeerde. Gebruik voor een cijfer de gecorrigeerde "
    "percentages, met hun interval: zie ‘Percentages, gecorrigeerd voor de fouten van het model’."
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """``facts``: (what, value) pairs; ``warnings``: what must be read first."""

    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def provenance(
    folder: CodedFolder, codebook: Codebook, figures: Mapping[str, str], *, corrected: bool = False
) -> Provenance:
    """What coded this folder, from which time the plans are, and the warnings that belong to it.

    ``figures`` says of each model how good it is; ``corrected``: people coded a sample.
    """
    return Provenance(tuple(_facts(folder, figures)), tuple(_warnings(folder, codebook, corrected=corrected)))


def _facts(folder: CodedFolder, figures: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    units = folder.units.tally(lambda given: given.eenheid)
    kinds = ", ".join(f"{number(count)} × {eenheid}" for eenheid, count in units.items())
    yield "Gecodeerde eenheden", f"{number(len(folder.units))} ({kinds})" if kinds else "geen"
    yield "Model", _ids(folder.units.tally(lambda given: given.model))
    for model, told in figures.items():
        yield "Gemeten kwaliteit" if len(figures) == 1 else f"Kwaliteit van {model}", told
    yield "Codeboek", _ids(folder.units.tally(lambda given: given.codeboek))
    yield "Gesprekken", _period(folder)
    metingen = Counter(f"meting {file.meting}" if file.meting else "niet opgegeven" for file in folder.usable)
    yield "Metingen", _ids(metingen, "plannen")
    yield "Gemaakt met", f"plancoder {__version__}"


def _ids(counts: Counter[str], things: str = "eenheden") -> str:
    if len(counts) == 1:
        return next(iter(counts))
    return "; ".join(f"{name}: {number(count)} {things}" for name, count in sorted(counts.items())) or "geen"


def _period(folder: CodedFolder) -> str:
    dates = sorted(file.datum for file in folder.usable if file.datum)
    missing = len(folder.usable) - len(dates)
    without = f"; zonder datum: {counted(missing, 'plan', 'plannen')}" if missing else ""
    return (between(dates[0], dates[-1]) if dates else "geen datum gevonden") + without


def _warnings(folder: CodedFolder, codebook: Codebook, *, corrected: bool) -> Iterator[str]:
    if not folder.usable:
        yield "Er is geen enkel bruikbaar plan; daarom staan hieronder alleen de ontvangen bestanden."
        return
    yield INVENTED_PLANS
    yield CORRECTED if corrected else NOT_CORRECTED
    models = folder.units.tally(lambda given: given.model)
    if len(models) > 1:
        yield f"De eenheden zijn gecodeerd door {len(models)} modellen, die niet dezelfde fouten maken."
    if folder.units.tally(lambda given: given.codeboek).keys() - {codebook.id}:
        yield (
            f"De namen van de codes komen uit codeboek {codebook.id}, maar eenheden zijn met een ander "
            "codeboek gecodeerd (zie Verantwoording). Codeer de map opnieuw met 'plancoder code'; de plannen "
            "worden daarvoor niet nog eens gelezen."
        )
