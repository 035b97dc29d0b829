"""``plancoder train``: making a model, a candidate for use."""

from functools import partial
from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import (
    annotations_option,
    codebook_option,
    locked_option,
    models_option,
    settings_option,
    settings_with,
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
@locked_option
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
    locked: Path | None,
    quick: bool,
) -> int:
    """Traint een model op gecodeerde voorbeelden, en meet hoe goed het is bij schrijvers die het niet kent.

    Dezelfde voorbeelden en hetzelfde codeboek geven op dezelfde computer precies hetzelfde model.

    \b
    Voorbeelden:
      plancoder train
      plancoder train --annotations mijn_annotaties --name mijn_model
      plancoder train --accept-errors 0.01

    In de map met modellen komt een map met het model, zijn herkomst en zijn cijfers (README.md). Een model
    dat er al is, wordt niet overschreven. Het eerste model wordt meteen in gebruik genomen; elk volgend model
    is een kandidaat.

    Daarna: vergelijk de kandidaat met 'plancoder evaluate OUD NIEUW' en neem hem in gebruik met
    'plancoder promote NIEUW'. Na een verandering in het codeboek moet er opnieuw worden getraind.
    """
    from pipeline import coding
    from pipeline.cli.progress import show_share
    from pipeline.codebook import load_codebook
    from pipeline.coding.learning import fit
    from pipeline.settings import project_root

    chosen = settings_with(settings, codeboek=codebook, modellen=models, fouten_toegestaan=accept_errors)
    source = annotations or project_root() / "annotations"
    book = load_codebook(chosen.codeboek)
    name = coding.free_name(chosen.modellen, name, book.name)  # before the slow part
    test = coding.locked_plans(source, locked)
    measured = {}
    if not quick:
        with show_share() as tell:
            measured["Bij schrijvers die het model niet kent"] = coding.evaluate(
                source,
                book,
                chosen.taalmodel,
                locked=test,
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
            locked=test,
            progress=tell,
        )
    click.echo(f"Gemaakt: {folder}  (lees {folder / 'README.md'} voor herkomst en cijfers)")
    if test:
        click.echo(f"Van de {len(test)} plannen van de toetsset is niets geleerd.")
    click.echo(_what_now(coding.name_in_use(chosen.modellen), name))
    return 0


def _what_now(used: str, name: str) -> str:
    if used == name:
        return "Dit is het eerste model: het is in gebruik."
    return (
        f"Het is nog niet in gebruik; dat is {used}.\n"
        f"Vergelijk:        plancoder evaluate {used} {name}\n"
        f"Neem in gebruik:  plancoder promote {name}"
    )
