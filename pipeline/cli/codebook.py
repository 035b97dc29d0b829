"""``plancoder codebook``: looking after codebook.yaml."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand, DutchGroup
from pipeline.cli.migrate import migrate
from pipeline.cli.options import FILE, codebook_option, models_option, settings_option, settings_with

MOST_FAULTS = 30


@click.group(cls=DutchGroup, short_help="Onderhoud van het codeboek.")
def codebook() -> None:
    """Onderhoud van het codeboek (codebook.yaml): wat er wordt gecodeerd, met welke codes.

    \b
    Voorbeeld:
      plancoder codebook check
    """


@codebook.command(cls=DutchCommand)
@click.argument("file", type=FILE, required=False, metavar="[BESTAND]")
@settings_option
def check(file: Path | None, settings: Path | None) -> int:
    """Controleert een codeboek, en laat zien wat erin staat.

    Zonder BESTAND wordt codebook.yaml van het project gecontroleerd. Klopt het niet, dan staan alle fouten er
    in een keer, met hun regel.

    \b
    Voorbeelden:
      plancoder codebook check
      plancoder codebook check mijn_codeboek.yaml

    Daarna: is het codeboek veranderd, train het model dan opnieuw met 'plancoder train'.
    """
    from pipeline.codebook import describe, load_codebook

    click.echo(describe(load_codebook(file or settings_with(settings).codeboek)))
    click.echo("\nHet codeboek klopt.")
    return 0


@codebook.command(cls=DutchCommand)
@click.argument("old", type=FILE, metavar="OUD")
@click.argument("new", type=FILE, required=False, metavar="[NIEUW]")
@settings_option
def diff(old: Path, new: Path | None, settings: Path | None) -> int:
    """Laat zien wat er tussen twee codeboeken is veranderd, en wat dat betekent.

    Zonder NIEUW wordt OUD vergeleken met codebook.yaml van het project.

    \b
    Voorbeeld:
      plancoder codebook diff codebook_vorig_jaar.yaml codebook.yaml

    Daarna: zet coderingen om met 'plancoder codebook migrate', en train opnieuw.
    """
    from pipeline.codebook import load_codebook, tell_differences

    after = load_codebook(new or settings_with(settings).codeboek)
    click.echo(tell_differences(load_codebook(old), after))
    return 0


codebook.add_command(migrate)


@codebook.command(cls=DutchCommand, short_help="Stelt eenheden voor die een nieuwe code verdienen.")
@click.argument("code", metavar="CODE")
@click.option("--folder", type=FILE, required=True, metavar="MAP", help="Een map met gecodeerde plannen.")
@click.option(
    "--n",
    "number",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    metavar="N",
    help="Hoeveel eenheden.",
)
@codebook_option
@models_option
@settings_option
def propose(
    code: str,
    folder: Path,
    number: int,
    codebook: Path | None,
    models: Path | None,
    settings: Path | None,
) -> int:
    """Stelt eenheden voor die misschien een nieuwe CODE verdienen, waarvan nog geen coderingen zijn.

    Het programma kijkt naar de definitie, de termen en de voorbeelden in het codeboek, en naar wat de andere
    codes nog niet verklaren. Wat het voorstelt is geen codering: er wordt niets van geleerd of geteld voordat
    iemand het heeft gecodeerd.

    \b
    Voorbeelden:
      plancoder codebook propose thema.financien --folder uitkomst
      plancoder codebook propose urgentie.hoog --folder uitkomst --n 30

    In MAP/steekproeven komen een steekproef, een werkboek en een lijst; bij elke eenheid staat waarom.

    Daarna: codeer in het werkboek en geef 'plancoder annotate import', of gebruik 'plancoder labelstudio
    push'. Train daarna met 'plancoder train'.
    """
    from pipeline.codebook import load_codebook
    from pipeline.coding import model_in_use
    from pipeline.sampling.proposals import propose as propose_units

    chosen = settings_with(settings, codeboek=codebook, modellen=models)
    book = load_codebook(chosen.codeboek)
    model = model_in_use(chosen.modellen)
    made = propose_units(folder, code, number, book, model, chosen.taalmodel)
    click.echo(f"{len(made.units)} eenheden voorgesteld voor {code}, de meest waarschijnlijke eerst.")
    click.echo(f"Om te coderen: {made.workbook}")
    click.echo(f"Lijst:         {made.table}")
    click.echo(
        "Dit zijn voorstellen van het programma, geen coderingen. Reken erop dat een deel niet past; codeer "
        "ook dan wat er wel past."
    )
    return 0


@codebook.command(cls=DutchCommand, short_help="Maakt van het codeboek een tabel of een REFI-QDA-bestand.")
@click.argument("file", type=FILE, metavar="BESTAND")
@codebook_option
@settings_option
def export(file: Path, codebook: Path | None, settings: Path | None) -> int:
    """Maakt van het codeboek BESTAND: een tabel (.csv, .xlsx) of REFI-QDA (.qdc).

    Een .qdc-bestand leest u in ATLAS.ti, MAXQDA, NVivo of QualCoder. Codes houden bij elke export hetzelfde
    kenmerk (guid), ook als hun naam verandert.

    \b
    Voorbeelden:
      plancoder codebook export codeboek.xlsx
      plancoder codebook export codeboek.qdc

    Daarna: neem een veranderde tabel over met 'plancoder codebook import'.
    """
    from pipeline.codebook import load_codebook
    from pipeline.exchange import export_codebook

    notices = export_codebook(load_codebook(settings_with(settings, codeboek=codebook).codeboek), file)
    click.echo("\n".join([f"Gemaakt: {file}", *notices]))
    return 0


@codebook.command(
    "import", cls=DutchCommand, short_help="Maakt een codeboek van een tabel of REFI-QDA-bestand."
)
@click.argument("file", type=FILE, metavar="BESTAND")
@click.option("--output", type=FILE, required=True, metavar="CODEBOEK", help="Het nieuwe codeboek (.yaml).")
def import_(file: Path, output: Path) -> int:
    """Maakt een codeboek van een tabel (.csv, .xlsx) of van REFI-QDA (.qdc).

    Fouten in een tabel worden alle tegelijk gemeld, met hun rij; er wordt dan niets gemaakt. In een .qdc van
    een ander programma ontbreekt wat een codeboek hier nodig heeft: dat wordt een concept, met een lijst van
    wat u nog invult.

    \b
    Voorbeeld:
      plancoder codebook import codeboek.xlsx --output codebook_nieuw.yaml

    Daarna: vergelijk met 'plancoder codebook diff', en controleer met 'plancoder codebook check'.
    """
    from pipeline.exchange import import_codebook

    found = import_codebook(file, output)
    click.echo(f"Gemaakt: {found.file}")
    for notice in found.notices:
        click.echo(f"Niet overgenomen: {notice}")
    if not found.faults:
        click.echo("Het codeboek klopt.")
        return 0
    click.echo(f"Dit is nog een concept; vul aan ({len(found.faults)}):")
    click.echo("\n".join(f"  {fault}" for fault in found.faults[:MOST_FAULTS]))
    if len(found.faults) > MOST_FAULTS:
        click.echo(f"  ... en nog {len(found.faults) - MOST_FAULTS}; zie 'plancoder codebook check {output}'")
    return 1
