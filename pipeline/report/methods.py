"""How the figures were made, as paragraphs that a researcher can take over in a report of their own."""

from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline import __version__
from pipeline.report.dutch import between, counted, number, of_the, written_out
from pipeline.report.material import Material
from pipeline.report.model_figures import NOT_MEASURED
from pipeline.report.quotes import RULE
from pipeline.report.tables import Share
from pipeline.statistics.suppression import SMALLEST


def methods(material: Material, figures: Mapping[str, str]) -> list[str]:
    """The paragraphs, in plain Dutch, with the numbers of this folder.

    ``figures`` says of each model how good it is.
    """
    return [paragraph for paragraph in _paragraphs(material, figures) if paragraph]


def _paragraphs(material: Material, figures: Mapping[str, str]) -> Iterator[str]:
    folder = material.folder
    received = counted(len(folder.files), "bestand", "bestanden")
    yield (
        f"Ontvangen {'is' if len(folder.files) == 1 else 'zijn'} {received}; daarvan is "
        f"{written_out(Share(len(folder.usable), len(folder.files)))} een bruikbaar plan. Van dubbele "
        f"bestanden, en van meerdere plannen van één persoon, telt er één.{_period(material)} Namen, "
        "nummers en andere gegevens van personen zijn vervangen voordat iets is opgeslagen; van het BSN is "
        "alleen een pseudoniem bewaard."
    )
    if folder.units:
        models = ", ".join(sorted(folder.units.tally(lambda given: given.model)))
        codebooks = ", ".join(sorted(folder.units.tally(lambda given: given.codeboek)))
        yield (
            f"De {number(len(folder.units))} hoofddoelen, subdoelen en afspraken zijn gecodeerd door een "
            f"model ({models}) met codeboek {codebooks}. Het thema is de hoofdcode; per subdoel telt één "
            "instrument, het belangrijkste. Eigen inzet telt bij een subdoel als zij daar het "
            f"belangrijkste instrument is. {_quality(figures)}"
        )
    if folder.link:
        yield (
            "De plannen zijn aan de diagnose-export gekoppeld op het pseudoniem van het BSN; dat lukte bij "
            f"{of_the(Share(folder.link.linked, len(folder.usable)), 'de plannen')}. Achtergronden "
            f"van personen komen uit die export. {_grouping(material)}"
        )
    yield _tests(material)
    yield _correction(material)
    yield _changes(material)
    if material.quotes:
        yield f"Citaten zijn gekozen met een vaste regel. {RULE}"
    yield f"Gemaakt met plancoder {__version__}."


def _quality(figures: Mapping[str, str]) -> str:
    """The first of the model's evaluations, or of each model when there are more."""
    told = [figure.split("; ")[0] for figure in figures.values()]
    if not told or NOT_MEASURED in told:
        return "Hoe goed het model is, is niet gemeten."
    of_model = [f"{name}: {one}" for name, one in zip(figures, told, strict=True)]
    return (
        "De kwaliteit is gemeten met annotaties waar het model niet van leerde (bij het meegeleverde model: "
        f"van verzonnen plannen): {told[0] if len(told) == 1 else '; '.join(of_model)}."
    )


def _period(material: Material) -> str:
    dates = sorted(file.datum for file in material.folder.usable if file.datum)
    return f" De gesprekken waren {between(dates[0], dates[-1])}." if dates else ""


def _grouping(material: Material) -> str:
    if material.internal:
        return "Kleine groepen zijn in deze uitvoer niet afgeschermd: zij is alleen voor intern gebruik."
    return (
        f"Aantallen van 1 tot en met {SMALLEST - 1} personen in tabellen naar achtergrond zijn weggelaten, "
        "met de aantallen waaruit zij zijn af te leiden."
    )


def _tests(material: Material) -> str:
    groups = Counter(file.meting for file in material.folder.usable if file.meting)
    if not (material.backgrounds or material.writers or len(groups) > 1):
        return ""
    return (
        "Verschillen tussen groepen zijn getoetst met de chi-kwadraattoets van Pearson; waar verwachte "
        "aantallen te klein zijn (meer dan een vijfde onder 5, of een onder 1) met de exacte toets van "
        "Fisher, of bij grotere tabellen die van Fisher, Freeman en Halton met 20.000 trekkingen. De "
        "sterkte van een verband is Cramérs V. Per tabel met toetsen zijn de p-waarden gecorrigeerd "
        "volgens Holm; significant is een gecorrigeerde p onder 0,05."
    )


def _changes(material: Material) -> str:
    if not material.earlier or material.earlier.same:
        return ""
    return (
        "De plannen zijn eerder met een ander model of codeboek gecodeerd. Een verandering is gesplitst in "
        "een deel door de meetlat (dezelfde plannen, oude en nieuwe codes) en een deel door de plannen "
        "(andere plannen, nieuwe codes), die samen de verandering zijn (Kitagawa, 1955). De "
        "95%-intervallen zijn die van Jeffreys, samengenomen volgens Zou en Donner (2008), bij de effectieve "
        "omvang met plannen als trekkingseenheid en de t-verdeling."
    )


def _correction(material: Material) -> str:
    sample = material.sample
    if sample is None:
        return "Percentages zijn tellingen van het model en niet gecorrigeerd voor zijn fouten."
    design = f" (ontwerp: {sample.design})" if sample.design != sample.name else ""
    return (
        f"Mensen codeerden {sample.coded} van de {sample.drawn} plannen van steekproef ‘{sample.name}’"
        f"{design}. De belangrijkste percentages zijn daarmee gecorrigeerd voor de fouten "
        "van het model met de verschilschatter (Särndal, Swensson en Wretman, 1992): wat het model over "
        "alle plannen telde, plus het met de inverse trekkingskans gewogen verschil tussen mensen en "
        "model. De 95%-intervallen zijn die van Jeffreys voor gemiste en voor ten onrechte gegeven codes, "
        "samengenomen volgens Zou en Donner (2008), bij de effectieve omvang van de steekproef (Korn en "
        "Graubard, 1998): geclusterd per plan, met een correctie voor een eindige populatie en de "
        "t-verdeling."
    )
