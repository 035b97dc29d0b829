"""``plancoder train``, ``evaluate`` and ``models``: making models, and how good they are."""

from functools import partial
from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import (
    FILE,
    annotations_option,
    codebook_option,
    models_option,
    settings_option,
    settings_with,
)

_RESTS_ON = (
    "Deze cijfers zijn zo goed als de annotaties waarop ze rusten. De meegeleverde annotaties zijn verzonnen "
    "plannen,\ndoor een machine geschreven en gecodeerd; bij echte plannen ligt het waarschijnlijk lager."
)


@click.command(cls=DutchCommand, short_help="Traint een model op gecodeerde voorbeelden.")
@annotations_option
@codebook_option
@models_option
@settings_option
@click.option("--name", metavar="NAAM", help="De naam van het model. Anders: de naam van het codeboek.")
@click.option(
    "--accept-errors",
    type=click.FloatRange(0.001, 0.5),
    metavar="DEEL",
    help="Welk deel van de codes fout mag zijn bij de eenheden die niemand hoeft na te kijken, bijvoorbeeld "
    "0.025. Een kleiner deel laat meer nakijken. Zonder deze optie: de instelling fouten_toegestaan.",
)
@click.option(
    "--no-evaluate",
    "quick",
    is_flag=True,
    help="Meet niet hoe goed het model is bij nieuwe schrijvers. Sneller, maar dan draagt het geen cijfers.",
)
def train(
    annotations: Path | None,
    codebook: Path | None,
    models: Path | None,
    settings: Path | None,
    name: str | None,
    accept_errors: float | None,
    quick: bool,
) -> int:
    """Traint een model op gecodeerde voorbeelden, en meet hoe goed het is bij schrijvers die het niet kent.

    Dezelfde voorbeelden en hetzelfde codeboek geven op dezelfde computer precies hetzelfde model.

    \b
    Voorbeelden:
      plancoder train
      plancoder train --annotations mijn_annotaties --name mijn_model
      plancoder train --accept-errors 0.01

    In de map met modellen komt een map met het model, zijn herkomst en zijn cijfers (README.md). Het eerste
    model wordt meteen in gebruik genomen.

    Daarna: codeer met 'plancoder code'. Na een verandering in het codeboek moet het model opnieuw worden
    getraind.
    """
    from pipeline import coding
    from pipeline.cli.progress import show_share
    from pipeline.codebook import load_codebook
    from pipeline.coding.learning import fit
    from pipeline.settings import project_root

    chosen = settings_with(settings, codeboek=codebook, modellen=models, fouten_toegestaan=accept_errors)
    source = annotations or project_root() / "annotations"
    book = load_codebook(chosen.codeboek)
    measured = {}
    if not quick:
        with show_share() as tell:
            measured["Bij schrijvers die het model niet kent"] = coding.evaluate(
                source,
                book,
                chosen.taalmodel,
                progress=tell,
                learn=partial(fit, allowed=chosen.fouten_toegestaan),
            )
    with show_share() as tell:
        folder = coding.train(
            source,
            book,
            chosen.taalmodel,
            chosen.modellen,
            name,
            allowed=chosen.fouten_toegestaan,
            evaluations=measured,
            progress=tell,
        )
    click.echo(f"Gemaakt: {folder}  (lees {folder / 'README.md'} voor herkomst en cijfers)")
    return 0


@click.command(cls=DutchCommand, short_help="Meet hoe goed de codes zijn bij nieuwe schrijvers.")
@annotations_option
@codebook_option
@settings_option
@click.option(
    "--leave-out",
    type=click.Choice(["schrijver", "opmaak", "meting"]),
    default="schrijver",
    show_default=True,
    help="Het veld van de annotaties waarvan steeds een waarde buiten wordt gelaten.",
)
@click.option(
    "--output",
    type=FILE,
    metavar="MAP",
    help="Een map voor de cijfers als tekst, csv en json, en een lijst van alle fouten. Zonder deze optie "
    "wordt er niets bewaard.",
)
def evaluate(
    annotations: Path | None,
    codebook: Path | None,
    settings: Path | None,
    leave_out: str,
    output: Path | None,
) -> int:
    """Meet hoe goed de codes zijn bij plannen van een schrijver van wie het model niets heeft gezien.

    Steeds wordt een schrijver buiten gelaten: het model leert van de anderen en codeert de plannen van deze.
    Dat is het eerlijke cijfer voor plannen die nog komen.

    \b
    Voorbeelden:
      plancoder evaluate
      plancoder evaluate --annotations mijn_annotaties --output cijfers

    U krijgt per code de precisie (hoeveel van de toegekende codes juist zijn), de recall (hoeveel van de
    juiste codes zijn gevonden) en hun gemiddelde F1, met wat toeval daaraan kan schelen. Ook: of de kansen
    kloppen, welke codes verwisseld worden, hoe schrijvers verschillen, en de tien eenheden die het verst fout
    gingen, met hun tekst.

    Daarna: een code met een lage F1 telt u niet zonder na te kijken.
    """
    from pipeline import coding
    from pipeline.cli.progress import show_share
    from pipeline.codebook import load_codebook
    from pipeline.coding.evaluation_files import write_evaluation
    from pipeline.coding.evaluation_text import describe_worst
    from pipeline.settings import project_root

    chosen = settings_with(settings, codeboek=codebook)
    source = annotations or project_root() / "annotations"
    with show_share() as tell:
        result = coding.evaluate(
            source, load_codebook(chosen.codeboek), chosen.taalmodel, leave_out, progress=tell
        )
    click.echo("\n\n".join([result.describe(), describe_worst(result), _RESTS_ON]))
    if output is not None:
        names = ", ".join(path.name for path in write_evaluation(result, output, _RESTS_ON))
        click.echo(f"\nBewaard in {output}: {names}. In cijfers.txt en fouten.csv staat tekst van plannen.")
    return 0


@click.command(cls=DutchCommand)
@models_option
@settings_option
def models(models: Path | None, settings: Path | None) -> int:
    """Toont de getrainde modellen, en welk model in gebruik is.

    \b
    Voorbeeld:
      plancoder models

    Per model staan er het codeboek en het taalmodel waar het bij hoort, en hoe goed het is bij schrijvers die
    het niet kent. Een sterretje staat bij het model waarmee 'plancoder code' codeert.

    Daarna: lees de kaart van een model (README.md in zijn map), of maak er een met 'plancoder train'.
    """
    from pipeline.coding import model_in_use, read_metadata

    folder = settings_with(settings, modellen=models).modellen
    used = model_in_use(folder)
    for path in sorted(archive.parent for archive in folder.glob("*/model.skops")):
        model = read_metadata(path)
        click.echo(f"{'*' if path == used else ' '} {model.id}")
        click.echo(f"    codeboek {model.codebook}, taalmodel {model.language}")
        for heading, figures in model.evaluation.items():
            measured = figures["macro_f1"]
            told = "niet te meten" if measured is None else f"{measured:.3f}"
            click.echo(f"    {heading}: macro-F1 {told}")
    click.echo(f"\n{_RESTS_ON}")
    return 0
