"""``plancoder evaluate``: how good the codes are, and which of two models codes better."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import upkeep
from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import (
    FILE,
    annotations_option,
    codebook_option,
    locked_option,
    margin_option,
    models_option,
    settings_option,
    settings_with,
)

if TYPE_CHECKING:
    from pipeline.coding import Evaluation
    from pipeline.domain import UnitKey
    from pipeline.settings import Settings

RESTS_ON = (
    "Deze cijfers zijn zo goed als de annotaties waarop ze rusten. De meegeleverde annotaties zijn verzonnen "
    "plannen,\ndoor een machine geschreven en gecodeerd; bij echte plannen ligt het waarschijnlijk lager."
)


@click.command(cls=DutchCommand, short_help="Meet hoe goed de codes zijn, of vergelijkt twee modellen.")
@click.argument("names", nargs=-1, metavar="[MODEL [MODEL]]")
@annotations_option
@codebook_option
@models_option
@settings_option
@locked_option
@click.option(
    "--leave-out",
    type=click.Choice(["schrijver", "opmaak", "meting"]),
    default="schrijver",
    show_default=True,
    help="Het veld van de annotaties waarvan steeds een waarde buiten wordt gelaten.",
)
@margin_option
@click.option(
    "--curve", is_flag=True, help="Toon hoe goed het gaat na leren van weinig en van veel schrijvers."
)
@click.option(
    "--mistakes",
    type=FILE,
    metavar="BESTAND",
    help="Schrijf een lijst (csv of xlsx) van codes van mensen die waarschijnlijk niet kloppen.",
)
@click.option(
    "--drift",
    type=FILE,
    metavar="MAP",
    help="Zeg of de plannen in deze uitvoermap van 'plancoder code' lijken op wat het model leerde.",
)
@click.option(
    "--output",
    type=FILE,
    metavar="MAP",
    help="Een map voor de cijfers als tekst, csv en json, en een lijst van alle fouten of verschillen. "
    "Zonder deze optie wordt er niets bewaard.",
)
def evaluate(
    names: tuple[str, ...],
    annotations: Path | None,
    codebook: Path | None,
    models: Path | None,
    settings: Path | None,
    locked: Path | None,
    leave_out: str,
    margin: float,
    curve: bool,
    mistakes: Path | None,
    drift: Path | None,
    output: Path | None,
) -> int:
    """Meet hoe goed de codes zijn bij plannen van een schrijver van wie het model niets heeft gezien.

    Steeds wordt een schrijver buiten gelaten: het model leert van de anderen en codeert de plannen van deze.
    Dat is het eerlijke cijfer voor plannen die nog komen.

    \b
    Voorbeelden:
      plancoder evaluate
      plancoder evaluate --annotations mijn_annotaties --output cijfers
      plancoder evaluate oud nieuw
      plancoder evaluate oud
      plancoder evaluate --curve
      plancoder evaluate --mistakes nakijken.xlsx
      plancoder evaluate --drift uitkomst

    U krijgt per code de precisie (hoeveel van de toegekende codes juist zijn), de recall (hoeveel van de
    juiste codes zijn gevonden) en hun gemiddelde F1, met wat toeval daaraan kan schelen. Ook: of de kansen
    kloppen, welke codes verwisseld worden, hoe schrijvers verschillen, en de tien eenheden die het verst fout
    gingen, met hun tekst.

    Met twee modellen worden die vergeleken op dezelfde plannen, waarvan geen van beide had geleerd: per code
    het verschil met zijn interval, en de eenheden die zij anders coderen. Er wordt niet opnieuw geleerd: de
    antwoorden zijn bij het trainen bewaard. Van schrijvers van wie maar een van de twee leerde, codeert de
    ander de plannen zoals hij is. Horen zij bij verschillende versies van het codeboek, dan worden codes
    gevolgd langs de migraties; welke niet te vergelijken zijn, wordt gezegd.

    Met één model worden die antwoorden alsnog gemaakt, voor een model dat ze niet heeft. Ook --mistakes en
    --drift gebruiken ze, van het genoemde model of van het model dat in gebruik is.

    Daarna: een code met een lage F1 telt u niet zonder na te kijken. Een beter model neemt u in gebruik met
    'plancoder promote'.
    """
    from pipeline.errors import UsageError
    from pipeline.settings import project_root

    chosen = settings_with(settings, codeboek=codebook, modellen=models)
    source = annotations or project_root() / "annotations"
    if len(names) > 2:
        raise UsageError("Er zijn meer dan twee modellen gegeven.", doe="Geef er twee om te vergelijken.")
    if sum((curve, mistakes is not None, drift is not None, len(names) == 2)) > 1:
        raise UsageError(
            "--curve, --mistakes, --drift en het vergelijken van twee modellen gaan niet samen.",
            doe="Geef ze na elkaar.",
        )
    if curve:
        return upkeep.show_curve(chosen, source, locked)
    if mistakes is not None:
        return upkeep.write_mistakes(chosen, next(iter(names), None), source, mistakes)
    if drift is not None:
        return upkeep.show_drift(chosen, next(iter(names), None), source, drift)
    if len(names) == 2:
        return _compare(chosen, names[0], names[1], source, margin, output)
    if names:
        return _show(_measure_again(chosen, names[0], source), output)
    return _show(_measure(chosen, source, locked, leave_out), output)


def _measure(chosen: "Settings", source: Path, locked: Path | None, leave_out: str) -> "Evaluation":
    from pipeline import coding
    from pipeline.cli.progress import show_share
    from pipeline.codebook import load_codebook

    book, test = load_codebook(chosen.codeboek), coding.locked_plans(source, locked)
    with show_share() as tell:
        return coding.evaluate(source, book, chosen.taalmodel, leave_out, locked=test, progress=tell)


def _measure_again(chosen: "Settings", name: str, source: Path) -> "Evaluation":
    from pipeline import coding
    from pipeline.cli.progress import show_share
    from pipeline.codebook import load_codebook

    folder, book = coding.model_folder(chosen.modellen, name), load_codebook(chosen.codeboek)
    with show_share() as tell:
        return coding.measure_again(folder, source, book, chosen.taalmodel, progress=tell)


def _show(result: "Evaluation", output: Path | None) -> int:
    from pipeline.coding.evaluation_files import write_evaluation
    from pipeline.coding.evaluation_text import describe_worst

    click.echo("\n\n".join([result.describe(), describe_worst(result), RESTS_ON]))
    if output is not None:
        names = ", ".join(path.name for path in write_evaluation(result, output, RESTS_ON))
        click.echo(f"\nBewaard in {output}: {names}. In cijfers.txt en fouten.csv staat tekst van plannen.")
    return 0


def _compare(
    chosen: "Settings", first: str, second: str, source: Path, margin: float, output: Path | None
) -> int:
    from pipeline import coding
    from pipeline.codebook import load_codebook
    from pipeline.codebook.crosswalks import migrations_beside
    from pipeline.coding.comparison_text import describe, write_comparison

    material = coding.Material(source, load_codebook(chosen.codeboek), chosen.taalmodel)
    migrations = migrations_beside(chosen.codeboek)
    found = coding.compare_models(chosen.modellen, first, second, material, migrations)
    texts = _texts(source)
    for heading, comparison in found.items():
        click.echo(f"{heading}\n\n{describe(comparison, first, second, margin, texts)}\n")
    click.echo(RESTS_ON)
    if output is not None:
        names = ", ".join(path.name for path in write_comparison(found, output, margin, texts))
        click.echo(f"\nBewaard in {output}: {names}. In de lijsten van eenheden staat tekst van plannen.")
    return 0


def _texts(source: Path) -> "dict[UnitKey, str]":
    """The texts of units, to show where models differ; none when there are no annotations at hand."""
    from pipeline.annotations import read_annotations
    from pipeline.errors import AnnotationError

    try:
        return {item.key: item.tekst for item in read_annotations(source)}
    except AnnotationError:
        return {}
