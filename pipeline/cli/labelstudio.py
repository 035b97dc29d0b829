"""``plancoder labelstudio``: people code and correct on a page in the browser."""

import signal
from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand, DutchGroup
from pipeline.cli.labelstudio_options import access_of, access_options, data_option
from pipeline.cli.labelstudio_texts import logins, show_again, show_pulled, show_pushed
from pipeline.cli.options import (
    FILE,
    codebook_option,
    codings_in,
    codings_option,
    settings_option,
    settings_with,
)


@click.group(cls=DutchGroup, short_help="Coderen en verbeteren in de browser, met Label Studio.")
def labelstudio() -> None:
    """Laat mensen coderen en de codes van het model verbeteren, op een pagina in de browser (Label Studio).

    \b
    Voorbeeld:
      plancoder labelstudio serve --users anna,bart
      plancoder labelstudio push uitvoer --sample uitvoer/steekproeven/ronde1.jsonl --coders anna,bart
      plancoder labelstudio status uitvoer
      plancoder labelstudio pull uitvoer
    """


@labelstudio.command(cls=DutchCommand)
@click.option("--users", metavar="NAMEN", help="Voor wie er een account moet zijn, bijvoorbeeld: anna,bart")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="GETAL",
    help="De poort. Zonder deze optie: 8080, of een vrije als die bezet is.",
)
@data_option
def serve(users: str | None, port: int | None, data: Path | None) -> int:
    """Start een Label Studio op deze computer, alleen voor deze computer bereikbaar.

    De eerste keer wordt zij geïnstalleerd (1 GB, enkele minuten, eenmalig internet). Iedere codeur krijgt een
    eigen account en ziet in Label Studio alleen het eigen werk. Het venster blijft open zolang zij draait;
    stop met Ctrl-C. Al het werk blijft bewaard.

    \b
    Voorbeelden:
      plancoder labelstudio serve --users anna,bart
      plancoder labelstudio serve --port 8090

    Daarna: laat dit venster open, en geef in een ander venster 'plancoder labelstudio push'.
    """
    from pipeline.correction.labelstudio.accounts import coder_names
    from pipeline.correction.labelstudio.serve import default_data, prepare
    from pipeline.correction.labelstudio.server import choose_port, running, running_url

    place = data or default_data()
    venv, accounts = prepare(place, coder_names(users) if users else (), click.echo)
    url = running_url(place)
    if url is not None:
        click.echo(f"Deze Label Studio draait al.\n{logins(url, accounts)}")
        return 0
    chosen = choose_port(port)
    for number in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a shell may have started us with it ignored
        signal.signal(number, _as_ctrl_c)
    try:
        with running(venv, place, chosen, next(iter(accounts.values()))) as server:
            click.echo(f"{logins(server.url, accounts)}\n\nStop met Ctrl-C.")
            code = server.process.wait()
    except KeyboardInterrupt:
        click.echo("\nLabel Studio is gestopt. Al het werk is bewaard.")
        return 0
    click.echo(f"Label Studio is uit zichzelf gestopt (code {code}); zie {place / 'server.log'}", err=True)
    return 2


@labelstudio.command(cls=DutchCommand)
@click.argument("folder", type=FILE, metavar="MAP")
@click.option(
    "--sample", type=FILE, required=True, metavar="BESTAND", help="De steekproef, van 'plancoder sample'."
)
@click.option("--coders", required=True, metavar="NAMEN", help="Wie coderen, bijvoorbeeld: anna,bart")
@click.option(
    "--blind", is_flag=True, help="Toon de codes van het model niet: voor een onbevooroordeelde codering."
)
@click.option(
    "--copies",
    type=click.IntRange(min=2),
    default=2,
    show_default=True,
    metavar="N",
    help="Hoeveel codeurs elke dubbele eenheid coderen.",
)
@codings_option
@access_options
@codebook_option
@settings_option
def push(
    folder: Path,
    sample: Path,
    coders: str,
    blind: bool,
    copies: int,
    annotations: Path | None,
    url: str | None,
    token_file: Path | None,
    data: Path | None,
    codebook: Path | None,
    settings: Path | None,
) -> int:
    """Zet een steekproef uit MAP klaar om te coderen: voor iedere codeur een eigen project.

    Eenheden die in de steekproef als dubbel staan, gaan naar twee codeurs (of meer: --copies), die elkaars
    codes niet zien; de andere worden verdeeld, steeds hele plannen. De codes van het model zijn ingevuld,
    behalve met --blind. Nog eens geven kan altijd: wat er al staat blijft, wat ontbreekt komt erbij (met wat
    er al van was opgehaald), en na een wijziging van het codeboek wordt de codeerpagina bijgewerkt.

    \b
    Voorbeelden:
      plancoder labelstudio push uitvoer --sample uitvoer/steekproeven/ronde1.jsonl --coders anna,bart
      plancoder labelstudio push uitvoer --sample uitvoer/steekproeven/ronde1.jsonl --coders anna,bart --blind

    Daarna: laat iedere codeur inloggen en op 'Label All Tasks' klikken.
    """
    from pipeline.annotations import read_annotations
    from pipeline.cli.progress import show_share
    from pipeline.correction.labelstudio.accounts import coder_names
    from pipeline.correction.labelstudio.push import Pusher, worklist_for
    from pipeline.migration.passage import passage_to

    passage = passage_to(settings_with(settings, codeboek=codebook).codeboek)
    access = access_of(url, token_file, data)
    work = worklist_for(folder, sample, coder_names(coders), passage, blind=blind, copies=copies)
    kept = codings_in(folder, annotations)
    before = read_annotations(kept) if any(kept.glob("*.jsonl")) else []
    with show_share() as tell:
        done = Pusher(access, passage, before, tell).push(work)
    show_pushed(done, enforced=access.enforced)
    return 0


@labelstudio.command(cls=DutchCommand)
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
    """Haalt de coderingen van alle steekproeven van MAP op, en zet ze bij de gecodeerde voorbeelden.

    Alleen wat nieuw of veranderd is, wordt geschreven; nog eens geven kan altijd. Eenheden die een codeur als
    'verkeerd gelezen' merkte, komen niet bij de voorbeelden maar in MAP/verkeerd_gelezen.csv.

    \b
    Voorbeeld:
      plancoder labelstudio pull uitvoer

    Daarna: vergelijk dubbele coderingen, leg verschillen voor met 'plancoder adjudicate push', en train met
    'plancoder train --annotations uitvoer/annotaties'.

    \b
    Afloop (exit code):
      0  alles wat is gecodeerd, is binnen
      1  klaar, maar een project of een codering kon niet worden gebruikt (staat erbij)
    """
    from pipeline.correction import worklist
    from pipeline.correction.labelstudio.pull import pull_all, to_look_at_again
    from pipeline.migration.passage import passage_to

    lists = worklist.load_all(folder, soort="coderen")
    passage = passage_to(settings_with(settings, codeboek=codebook).codeboek)
    access = access_of(url, token_file, data)
    target = codings_in(folder, annotations)
    pulled, queue = pull_all(lists, access, passage, folder, target)
    show_pulled(pulled, f"De coderingen staan in {target}")
    show_again(folder, to_look_at_again(pulled), passage)
    if queue:
        click.echo(f"Verkeerd gelezen eenheden: {queue}")
    return int(any(done.problem or done.incomplete for done in pulled))


@labelstudio.command(cls=DutchCommand)
@click.argument("folder", type=FILE, metavar="MAP")
@access_options
def status(folder: Path, url: str | None, token_file: Path | None, data: Path | None) -> int:
    """Toont per steekproef en codeur hoeveel er is gecodeerd.

    \b
    Voorbeeld:
      plancoder labelstudio status uitvoer

    Daarna: haal op wat klaar is met 'plancoder labelstudio pull'; dat kan ook halverwege.
    """
    from pipeline.correction import worklist
    from pipeline.correction.labelstudio.progress import progress_of

    access = access_of(url, token_file, data)
    for work in worklist.load_all(folder):
        seen = (
            "arbitrage" if work.soort == "arbitrage" else "blind" if work.blind else "met codes van het model"
        )
        click.echo(f"{work.naam} ({seen})")
        for coder in progress_of(work, access):
            if coder.sent is None:
                click.echo(f"  {coder.coder:<14} nog niet uitgezet, of het project is verwijderd")
                continue
            share = coder.done / coder.total if coder.total else 1.0
            missing = f", {coder.total - coder.sent} niet verstuurd" if coder.sent < coder.total else ""
            click.echo(
                f"  {coder.coder:<14} {coder.done:>5} van {coder.total} gecodeerd ({share:.0%}), "
                f"{coder.left} te gaan{missing}  {coder.url}"
            )
    return 0


def _as_ctrl_c(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
