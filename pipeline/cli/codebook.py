"""``plancoder codebook``: looking after codebook.yaml."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchCommand, DutchGroup
from pipeline.cli.options import FILE, codebook_option, settings_option, settings_with
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.migration import Prepared

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


@codebook.command(cls=DutchCommand, short_help="Zet codeboek en coderingen om naar een nieuwe versie.")
@click.argument("migration", type=FILE, required=False, metavar="[MIGRATIE]")
@click.option(
    "--annotations",
    type=FILE,
    multiple=True,
    metavar="MAP",
    help="Een map met coderingen van mensen; vaker te geven. Zonder deze optie: annotations naast het "
    "codeboek.",
)
@click.option(
    "--coded",
    type=FILE,
    multiple=True,
    metavar="MAP",
    help="Een uitvoermap van 'plancoder code'; vaker te geven. Wat daar in annotaties staat gaat mee, en wat "
    "opnieuw bekeken moet worden komt er als steekproef klaar.",
)
@click.option(
    "--yes", is_flag=True, help="Voer het uit. Zonder deze optie wordt alleen verteld wat er zou gebeuren."
)
@click.option(
    "--old",
    type=FILE,
    metavar="BESTAND",
    help="Het codeboek zoals het was, als u codebook.yaml al met de hand hebt veranderd: dan gaan alleen de "
    "coderingen nog mee.",
)
@click.option(
    "--undo", "back", is_flag=True, help="Maak de laatste migratie ongedaan: alles wordt zoals het was."
)
@codebook_option
@settings_option
def migrate(
    migration: Path | None,
    annotations: tuple[Path, ...],
    coded: tuple[Path, ...],
    yes: bool,
    old: Path | None,
    back: bool,
    codebook: Path | None,
    settings: Path | None,
) -> int:
    """Zet het codeboek en de coderingen van mensen samen om naar een nieuwe versie.

    MIGRATIE is een klein bestand in de map 'migraties' naast het codeboek. Het zegt van welke versie naar
    welke, waarom en door wie, en in stappen wat er verandert: hernoemen, samenvoegen, splitsen, definitie,
    nieuw, vervallen. Zonder --yes wordt er niets geschreven.

    \b
    Voorbeeld van een migratie (migraties/1.1.0.yaml):
      van: 1.0.0
      naar: 1.1.0
      reden: De codeurs zagen geen verschil.
      door: M. de Boer
      stappen:
        - {soort: samenvoegen, variabele: hoofddoel_type, codes: [gesubsidieerd_werk], wordt: betaald_werk}
        - {soort: hernoemen, variabele: instrument, code: zorg, wordt: zorg_en_gezin}

    \b
    Voorbeelden:
      plancoder codebook migrate migraties/1.1.0.yaml
      plancoder codebook migrate migraties/1.1.0.yaml --coded uitkomst --yes
      plancoder codebook migrate --undo

    Coderingen die later binnenkomen, zet u om door dezelfde migratie nog eens te geven met --annotations.

    Daarna: codeer wat opnieuw bekeken moet worden, en train opnieuw met 'plancoder train'.
    """
    from pipeline.migration import prepare, tell

    book = settings_with(settings, codeboek=codebook).codeboek
    if back:
        return _undo(book)
    if migration is None:
        raise UsageError("MIGRATIE ontbreekt.", doe="Geef een bestand uit de map migraties, of --undo.")
    beside = book.resolve().parent / "annotations"
    folders = annotations or ((beside,) if beside.is_dir() else ())
    prepared = prepare(migration, book, folders, coded, old)
    if prepared.nothing_to_do:
        click.echo(f"De migratie {prepared.loaded.name} is al toegepast; er is niets te doen.")
        return 0
    click.echo(tell(prepared))
    if yes:
        _carry_out(prepared)
    else:
        click.echo("\nEr is niets geschreven. Geef dezelfde opdracht met --yes om dit uit te voeren.")
    return 0


def _carry_out(prepared: "Prepared") -> None:
    from pipeline.migration import carry_out

    done = carry_out(prepared)
    click.echo(
        f"\nUitgevoerd en vastgelegd in migraties/toegepast/{done.naam}. Ongedaan maken kan met: plancoder "
        "codebook migrate --undo"
    )


def _undo(book: Path) -> int:
    from pipeline.migration import undo

    done = undo(book)
    click.echo(f"De migratie {done.naam} is ongedaan gemaakt; het codeboek is weer {done.van}.")
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
