"""``plancoder agreement``: how far coders agree, and the model with them."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import FILE, codebook_option, seed_option, settings_option, settings_with

_PURPOSE = {
    "overeenstemming.csv": "alle cijfers, ook per eenheid en schrijver",
    "overeenstemming.json": "dezelfde cijfers voor scripts",
    "verschillen.xlsx": "waar codeurs verschillen, met de teksten: agenda voor een gesprek",
    "verschillen_model.xlsx": "waar het model anders koos dan een codeur",
}


@click.command(cls=DutchCommand, short_help="Meet hoe goed codeurs het eens zijn.")
@click.argument("annotations", type=FILE, nargs=-1, required=True, metavar="ANNOTATIES...")
@click.option(
    "--model",
    type=FILE,
    metavar="MAP",
    help="Een gecodeerde map: vergelijk ook de codes van het model met die van de codeurs.",
)
@click.option(
    "--output", type=FILE, metavar="MAP", help="De map voor de cijfers en de lijst met verschillen."
)
@click.option(
    "--draws",
    type=click.IntRange(min=100),
    default=1000,
    show_default=True,
    metavar="N",
    help="Hoe vaak plannen opnieuw worden getrokken voor de intervallen.",
)
@seed_option
@codebook_option
@settings_option
def agreement(
    annotations: tuple[Path, ...],
    model: Path | None,
    output: Path | None,
    draws: int,
    seed: int,
    codebook: Path | None,
    settings: Path | None,
) -> int:
    """Meet hoe goed codeurs het eens zijn, per variabele en code, per soort eenheid en per schrijver.

    ANNOTATIES zijn jsonl-bestanden of mappen ervan: elke regel is een codering van een eenheid door een
    codeur. Het mogen meer dan twee codeurs zijn, en zij hoeven niet alles te hebben gecodeerd.

    \b
    Voorbeelden:
      plancoder agreement annotaties/anna.jsonl annotaties/bart.jsonl
      plancoder agreement annotaties --model uitvoer --output overeenstemming

    U krijgt het percentage gelijke codes, Cohens kappa, Krippendorffs alpha en Gwets AC1, met een duiding.
    Met --output komt er een werkboek bij met alle verschillen, gegroepeerd naar waar zij over gaan.

    Daarna: bespreek de verschillen, scherp het codeboek aan, en laat een steekproef opnieuw coderen.
    """
    from pipeline.agreement import Bootstrap, agreement_of, write_agreement
    from pipeline.agreement.screen import describe
    from pipeline.codebook import load_codebook

    book = load_codebook(settings_with(settings, codeboek=codebook).codeboek)
    found = agreement_of(annotations, book, model=model, bootstrap=Bootstrap(draws, seed))
    click.echo(describe(found))
    if output:
        written = write_agreement(found, output)
        click.echo(f"\nVerschillen tussen codeurs: {written.differing}. Gemaakt:")
        for file in written.files:
            click.echo(f"  {file}  ({_PURPOSE[file.name]})")
        for file in written.kept:
            click.echo(f"Uw ingevulde werkboek is bewaard als {file}.")
    return 0
