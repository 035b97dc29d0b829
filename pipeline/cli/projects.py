"""``plancoder annotate export``, and taking back what another program made of it (REFI-QDA)."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import FILE, codebook_option, codings_in, settings_option, settings_with

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

PROJECT = ".qdpx"
_SHOWN = 30


@click.command(cls=DutchCommand, short_help="Maakt van teksten en coderingen een REFI-QDA-project (.qdpx).")
@click.argument("file", type=FILE, metavar="BESTAND")
@click.option(
    "--folder",
    type=FILE,
    metavar="MAP",
    help="Een gecodeerde map: alle plannen, met de codes van het model en die van mensen in annotaties.",
)
@click.option(
    "--annotations",
    type=FILE,
    metavar="MAP",
    help="De map met coderingen van mensen. Zonder deze optie: de map annotaties in de "
    "gecodeerde map, als die er is.",
)
@click.option("--without-model", is_flag=True, help="Laat de codes van het model weg.")
@click.option("--blind", is_flag=True, help="Alleen de teksten en het codeboek, zonder codes van wie ook.")
@click.option(
    "--sample",
    type=FILE,
    metavar="BESTAND",
    help="Alleen de plannen van een steekproef: een .jsonl uit steekproeven van de gecodeerde map.",
)
@click.option(
    "--coder",
    metavar="NAAM",
    help="Voor wie het is: QualCoder opent het project onder deze naam. Elders kiest u die zelf.",
)
@codebook_option
@settings_option
def export(
    file: Path,
    folder: Path | None,
    annotations: Path | None,
    without_model: bool,
    blind: bool,
    sample: Path | None,
    coder: str | None,
    codebook: Path | None,
    settings: Path | None,
) -> int:
    """Maakt BESTAND (.qdpx): een project dat ATLAS.ti, MAXQDA, NVivo en QualCoder openen.

    Elk plan wordt een tekst, met het hoofddoel, de subdoelen en de afspraken onder kopjes. Het codeboek wordt
    een codeboom, elke codeur een gebruiker; het model heet 'model ...'. De teksten zijn gepseudonimiseerd,
    maar blijven teksten over mensen: bewaar het bestand waar u ook de gecodeerde map bewaart. Wilt u weten
    hoe goed mensen of het model zijn, neem dan --blind: een code die er al staat, wordt licht overgenomen.

    \b
    Voorbeelden:
      plancoder annotate export plannen.qdpx --folder uit
      plancoder annotate export ronde1.qdpx --folder uit --sample uit/steekproeven/ronde1.jsonl --blind
      plancoder annotate export gecodeerd.qdpx --annotations annotaties

    Daarna: codeer verder in uw programma, onder uw eigen naam, en haal het terug met 'plancoder annotate
    import'.
    """
    from pipeline.codebook import load_codebook
    from pipeline.correction.qdpx_export import export_project

    book = load_codebook(settings_with(settings, codeboek=codebook).codeboek)
    if annotations is None and folder and any(codings_in(folder, None).glob("*.jsonl")):
        annotations = codings_in(folder, None)
    model = not (without_model or blind)
    people = None if blind else annotations
    made = export_project(file, book, folder, people, model=model, sample=sample, coder=coder)
    click.echo(f"Gemaakt: {made.file} met {made.plans} plannen.")
    for user, count in made.users.items():
        click.echo(f"  {user}: {count} eenheden")
    click.echo("\n".join(made.notices))
    return 0


def take_over(
    file: Path, codebook: "Codebook", folder: Path, annotations: Path, coder: str | None, groups: Path | None
) -> int:
    """Import the project in ``file`` and tell of it; 1 when something had no place."""
    from pipeline.correction.qdpx_import import import_project
    from pipeline.validation import first_faults

    found = import_project(file, codebook, folder, annotations, coder, groups)
    for user, count in found.users.items():
        click.echo(f"{user}: {count} eenheden overgenomen.")
    if not found.users:
        click.echo("Er is niets overgenomen.")
    for path, merged in found.files.items():
        click.echo(f"  {path}: {merged.new} nieuw, {merged.changed} veranderd, {merged.same} hetzelfde")
    for notice in found.notices:
        click.echo(notice)
    if not found.unplaced:
        return 0
    click.echo(f"Niet overgenomen ({len(found.unplaced)}), zie ook {found.list_of_rest}:")
    click.echo("\n".join(f"  {each}" for each in first_faults([*map(str, found.unplaced)], _SHOWN)))
    return 1
