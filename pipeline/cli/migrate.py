"""``plancoder codebook migrate``: the codebook, the codings and the projects of Label Studio, all along."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.labelstudio_options import access_of, access_options
from pipeline.cli.labelstudio_texts import show_pulled
from pipeline.cli.options import (
    FILE,
    codebook_option,
    codings_in,
    models_option,
    settings_option,
    settings_with,
)
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.correction.labelstudio.access import Access
    from pipeline.correction.labelstudio.open_projects import OfProject
    from pipeline.correction.worklist import WorkList
    from pipeline.migration import Prepared
    from pipeline.migration.again import Batch


@click.command(cls=DutchCommand, short_help="Zet codeboek en coderingen om naar een nieuwe versie.")
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
    "opnieuw bekeken moet worden komt er als steekproef klaar. Plannen die in geen enkele map staan, komen "
    "daarvoor in een map naast het codeboek.",
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
@click.option(
    "--no-labelstudio",
    "offline",
    is_flag=True,
    help="Laat de projecten in Label Studio nu met rust; zij gaan mee zodra u daar iets zet of ophaalt.",
)
@access_options
@codebook_option
@models_option
@settings_option
def migrate(
    migration: Path | None,
    annotations: tuple[Path, ...],
    coded: tuple[Path, ...],
    yes: bool,
    old: Path | None,
    back: bool,
    offline: bool,
    url: str | None,
    token_file: Path | None,
    data: Path | None,
    codebook: Path | None,
    models: Path | None,
    settings: Path | None,
) -> int:
    """Zet het codeboek en de coderingen van mensen samen om naar een nieuwe versie.

    MIGRATIE is een klein bestand in de map 'migraties' naast het codeboek. Het zegt van welke versie naar
    welke, waarom en door wie, en in stappen wat er verandert: hernoemen, samenvoegen, splitsen, definitie,
    nieuw, vervallen, en van een hele variabele variabele_hernoemen en variabele_vervallen. Zonder --yes wordt
    er niets geschreven.

    \b
    Voorbeeld van een migratie (migraties/1.1.0.yaml):
      van: 1.0.0
      naar: 1.1.0
      reden: De codeurs zagen geen verschil.
      door: M. de Boer
      stappen:
        - {soort: samenvoegen, variabele: hoofddoel_type, codes: [gesubsidieerd_werk], wordt: betaald_werk}
        - {soort: hernoemen, variabele: instrument, code: zorg, wordt: zorg_en_gezin}
        - {soort: variabele_vervallen, variabele: urgentie}

    \b
    Voorbeelden:
      plancoder codebook migrate migraties/1.1.0.yaml
      plancoder codebook migrate migraties/1.1.0.yaml --coded uitkomst --yes
      plancoder codebook migrate --undo

    Is er uit een map van --coded iets uitgezet in Label Studio, dan gaan die projecten mee: de codeerpagina,
    wat al is gecodeerd, concepten en ingevulde voorstellen. Wat daar al is gecodeerd, wordt eerst opgehaald.

    Het model in gebruik gaat mee als elke code die het geeft vanzelf zijn nieuwe naam krijgt (hernoemen,
    samenvoegen), of vervalt met haar variabele. Is er gesplitst, of betekent een code iets anders, dan moet
    er opnieuw worden getraind. Geeft u --codebook zonder --models, dan gaat het om de map models naast dat
    codeboek.

    Coderingen die later binnenkomen, zet u om door dezelfde migratie nog eens te geven met --annotations.

    Daarna: codeer wat opnieuw bekeken moet worden, en train opnieuw met 'plancoder train' als het model niet
    meeging.
    """
    from pipeline.migration import prepare, tell

    chosen = settings_with(settings, codeboek=codebook, modellen=models)
    book = chosen.codeboek
    server = Server(url, token_file, data, offline)
    if back:
        return _undo(book, server)
    if migration is None:
        raise UsageError("MIGRATIE ontbreekt.", doe="Geef een bestand uit de map migraties, of --undo.")
    beside = book.resolve().parent / "annotations"
    folders = annotations or ((beside,) if beside.is_dir() else ())
    opened = server.opened(coded)
    if yes and opened:
        _pull_first(opened, coded, book)
    own_models = chosen.modellen if models or not codebook else book.resolve().parent / "models"
    prepared = prepare(migration, book, folders, coded, old, own_models)
    if prepared.nothing_to_do:
        click.echo(f"De migratie {prepared.loaded.name} is al toegepast; er is niets te doen.")
    else:
        click.echo(tell(prepared))
    (_carry_out if yes else _show_preview)(prepared, opened)
    return 0


@dataclass(frozen=True)
class Opened:
    """A server, and what was put before coders there."""

    access: "Access"
    lists: "Sequence[WorkList]"


@dataclass(frozen=True)
class Server:
    """The options that say which Label Studio goes along."""

    url: str | None
    token_file: Path | None
    data: Path | None
    offline: bool

    def opened(self, coded: Sequence[Path]) -> Opened | None:
        """The server, when something of these coded folders was put there."""
        from pipeline.correction.labelstudio.open_projects import sent_from
        from pipeline.errors import LabelStudioError

        lists = sent_from(coded)
        if not lists:
            return None
        if self.offline:
            click.echo("Label Studio: overgeslagen. De projecten gaan mee bij de volgende push of pull.")
            return None
        try:
            return Opened(access_of(self.url, self.token_file, self.data), lists)
        except LabelStudioError as error:
            raise LabelStudioError(
                error.wat,
                waar=error.waar,
                doe=f"{error.doe} Wilt u de projecten later laten meegaan, geef dan --no-labelstudio.",
            ) from None


def _pull_first(opened: Opened, coded: Sequence[Path], book: Path) -> None:
    """What is on the server comes in, so that nothing that must be looked at again is overlooked."""
    from pipeline.correction import worklist
    from pipeline.correction.labelstudio.pull import pull_all
    from pipeline.migration.passage import passage_to

    click.echo("Eerst wordt opgehaald wat er in Label Studio is gecodeerd.")
    for folder in coded:
        target = codings_in(folder, None)
        lists = worklist.find_all(folder)
        pulled, _ = pull_all(lists, opened.access, passage_to(book), folder, target)
        show_pulled(pulled, f"De coderingen staan in {target}\n")


def _show_preview(prepared: "Prepared", opened: Opened | None) -> None:
    if opened:
        _show_projects(opened, prepared)
    click.echo("\nEr is niets geschreven. Geef dezelfde opdracht met --yes om dit uit te voeren.")


def _show_projects(opened: Opened, prepared: "Prepared") -> None:
    from pipeline.correction.labelstudio.open_projects import preview
    from pipeline.migration.passage import Passage, passage_to

    before = passage_to(prepared.codebook)
    books = prepared.books
    passage = before if books.text is None else Passage(books.new, (*before.links, prepared.link))
    click.echo("Label Studio (wat daar nog niet is opgehaald, komt eerst binnen en gaat dan mee):")
    for project in preview(opened.lists, opened.access, passage):
        click.echo(_told(project))


def _bring_all(opened: Opened, book: Path) -> None:
    from pipeline.correction.labelstudio.open_projects import bring_all
    from pipeline.migration.passage import passage_to

    done = bring_all(opened.lists, opened.access, passage_to(book))
    click.echo("\n".join(["Label Studio:", *map(_told, done)]))
    if any(project.change for project in done):
        click.echo("Vraag codeurs die nu in Label Studio bezig zijn om de pagina te verversen.")


def _told(project: "OfProject") -> str:
    head = f"  {project.batch}, {project.coder}: "
    if not project.there:
        return f"{head}het project staat niet (meer) in Label Studio"
    moved = project.moved
    counts = f"{moved.codings} coderingen, {moved.drafts} concepten, {moved.proposals} voorstellen veranderen"
    return f"{head}{counts}" + (f"; {project.change}" if project.change else "")


def _carry_out(prepared: "Prepared", opened: Opened | None) -> None:
    """First the files, all at once; then the server, which can be done again when it is cut off."""
    from pipeline.migration import carry_out

    if not prepared.nothing_to_do:
        done = carry_out(prepared)
        click.echo(
            f"\nUitgevoerd en vastgelegd in migraties/toegepast/{done.naam}. Ongedaan maken kan met: "
            "plancoder codebook migrate --undo"
        )
        for batch in (each for each in prepared.batches if each.units):
            click.echo(f"Opnieuw te bekijken, {len(batch.units)} eenheden: {batch.workbook}")
            click.echo(f"  Vul in en geef: {_to_bring_back(batch, prepared)}")
    if opened:
        _bring_all(opened, prepared.codebook)


def _to_bring_back(batch: "Batch", prepared: "Prepared") -> str:
    """What brings the workbook back: of plans that were in no folder, to where their codings stand."""
    command = f'plancoder annotate import "{batch.workbook}" --coder NAAM'
    return f'{command} --annotations "{prepared.folders[0]}"' if batch.plans else command


def _undo(book: Path, server: Server) -> int:
    from pipeline.codebook.crosswalks import migrations_beside
    from pipeline.correction.labelstudio.open_projects import refuse_later_codings
    from pipeline.migration import last_done, undo
    from pipeline.migration.passage import passage_to

    folder = migrations_beside(book)
    opened = server.opened([(folder / each).resolve() for each in last_done(book).gecodeerd])
    if opened:
        refuse_later_codings(opened.lists, opened.access, passage_to(book))
    done = undo(book)
    click.echo(f"De migratie {done.naam} is ongedaan gemaakt; het codeboek is weer {done.van}.")
    if opened:
        _bring_all(opened, book)
    return 0
