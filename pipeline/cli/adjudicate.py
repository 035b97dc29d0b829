"""``plancoder adjudicate``: two codings of one unit become one."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand, DutchGroup
from pipeline.cli.labelstudio_options import access_of, access_options
from pipeline.cli.labelstudio_texts import show_again, show_pulled, show_pushed
from pipeline.cli.options import (
    FILE,
    codebook_option,
    codings_in,
    codings_option,
    settings_option,
    settings_with,
)


@click.group(cls=DutchGroup, short_help="Verschillen tussen codeurs beslechten.")
def adjudicate() -> None:
    """Beslecht verschillen tussen codeurs: van elke dubbel gecodeerde eenheid komt er één geldige codering.

    \b
    Voorbeeld:
      plancoder adjudicate push uitvoer --arbiter carla
      plancoder adjudicate pull uitvoer
    """


@adjudicate.command(cls=DutchCommand)
@click.argument("folder", type=FILE, metavar="MAP")
@click.option("--arbiter", required=True, metavar="NAAM", help="Wie beslist.")
@codings_option
@access_options
@codebook_option
@settings_option
def push(
    folder: Path,
    arbiter: str,
    annotations: Path | None,
    url: str | None,
    token_file: Path | None,
    data: Path | None,
    codebook: Path | None,
    settings: Path | None,
) -> int:
    """Legt de eenheden waarover codeurs verschillen voor aan wie beslist, in een project in Label Studio.

    Alle coderingen staan erbij, zonder namen. Wat zij gemeen hebben is ingevuld; waar zij verschillen kiest
    de arbiter. Nog eens geven kan altijd: alleen nieuwe verschillen komen erbij.

    \b
    Voorbeeld:
      plancoder adjudicate push uitvoer --arbiter carla

    Daarna: haal de beslissingen op met 'plancoder adjudicate pull'.
    """
    from pipeline.annotations import read_annotations
    from pipeline.correction import adjudication, worklist
    from pipeline.correction.labelstudio.accounts import coder_names
    from pipeline.correction.labelstudio.push import Pusher
    from pipeline.migration.passage import passage_to

    (who, *_) = coder_names(arbiter)
    passage = passage_to(settings_with(settings, codeboek=codebook).codeboek)
    access = access_of(url, token_file, data)
    codings = read_annotations(codings_in(folder, annotations))
    if adjudication.arbitration_list(folder, codings, who, passage.codebook.id) is None:
        click.echo("Er zijn geen nieuwe verschillen.")
    decided = [item for item in codings if item.herkomst == "arbitrage"]
    for work in worklist.find_all(folder, soort="arbitrage"):
        click.echo(f"{work.naam}:")
        show_pushed(Pusher(access, passage, decided).push(work), enforced=access.enforced)
    return 0


@adjudicate.command(cls=DutchCommand)
@click.argument("folder", type=FILE, metavar="MAP")
@codings_option
@access_options
@codebook_option
@settings_option
def pull(
    folder: Path,
    annotations: Path | None,
    url: str | None,
    token_file: Path | None,
    data: Path | None,
    codebook: Path | None,
    settings: Path | None,
) -> int:
    """Haalt de beslissingen over verschillen op, en zet ze bij de gecodeerde voorbeelden.

    Bij het trainen telt van zo'n eenheid voortaan de beslissing.

    \b
    Voorbeeld:
      plancoder adjudicate pull uitvoer

    Daarna: train opnieuw met 'plancoder train --annotations uitvoer/annotaties'.
    """
    from pipeline.correction import worklist
    from pipeline.correction.labelstudio.pull import pull_all, to_look_at_again
    from pipeline.migration.passage import passage_to

    lists = worklist.load_all(folder, soort="arbitrage")
    passage = passage_to(settings_with(settings, codeboek=codebook).codeboek)
    access = access_of(url, token_file, data)
    target = codings_in(folder, annotations)
    pulled, _ = pull_all(lists, access, passage, folder, target)
    show_pulled(pulled, f"De beslissingen staan in {target}")
    show_again(folder, to_look_at_again(pulled), passage)
    return int(any(done.problem or done.incomplete for done in pulled))


@adjudicate.command(cls=DutchCommand)
@click.argument("folder", type=FILE, metavar="MAP")
@codings_option
def majority(folder: Path, annotations: Path | None) -> int:
    """Beslecht verschillen tussen drie of meer codeurs: wat meer dan de helft zegt, telt.

    Een eenheid is pas beslecht als dat voor elke vraag zo is. Beslissingen van een arbiter gaan voor.

    \b
    Voorbeeld:
      plancoder adjudicate majority uitvoer

    Daarna: leg wat overblijft voor met 'plancoder adjudicate push'.
    """
    from pipeline.annotations import read_annotations
    from pipeline.correction import adjudication
    from pipeline.correction.annotation_file import merge

    target = codings_in(folder, annotations)
    found = adjudication.majority(read_annotations(target))
    merge(target / f"{adjudication.MAJORITY}.jsonl", found.settled)
    click.echo(f"Beslecht: {len(found.settled)} eenheden; zonder meerderheid: {found.undecided}.")
    return 0
