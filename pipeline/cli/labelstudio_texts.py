"""What the commands about Label Studio say."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.correction.labelstudio.accounts import Account
    from pipeline.correction.labelstudio.pull import Pulled
    from pipeline.correction.labelstudio.push import Pushed
    from pipeline.migration.again import Again
    from pipeline.migration.passage import Passage


def told(pulled: "Pulled") -> list[str]:
    """What came of one coder's project, in Dutch."""
    head = f"{pulled.batch}, {pulled.coder}: "
    if pulled.problem:
        return [f"{head}niets opgehaald: {pulled.problem}"]
    merged = pulled.merged
    came = f"{merged.new} nieuw, {merged.changed} veranderd, {merged.same} gelijk"
    counts = {
        "verkeerd gelezen": len(pulled.misread),
        "onvolledig": len(pulled.incomplete),
        "concept, nog niet ingediend": pulled.drafts,
        "overgeslagen": pulled.skipped,
        "nog te doen": pulled.open,
        "weg uit Label Studio (push zet ze terug)": pulled.missing,
        "door meer dan één persoon gecodeerd (de laatste telt)": pulled.several,
    }
    rest = "".join(f", {count} {name}" for name, count in counts.items() if count)
    lines = [f"{head}{came} (van {pulled.total} eenheden){rest}"]
    return [*lines, *(f"  {line}" for line in pulled.incomplete)]


def show_pulled(pulled: "list[Pulled]", place: str) -> None:
    """Say what came of each coder's project, and where it is."""
    click.echo("\n".join(line for done in pulled for line in told(done)))
    click.echo(place)


def show_again(folder: "Path", again: "Again", passage: "Passage") -> None:
    """Put units whose codings came in with an earlier version before coders again, where that is needed."""
    from pipeline.migration.again import late_batch

    if not again:
        return
    batch = late_batch(folder, again, passage.codebook)
    earlier = "eenheden zijn nog met een eerder codeboek gecodeerd"
    if batch.units:
        sample = batch.workbook.with_suffix(".jsonl")
        click.echo(f"{len(batch.units)} {earlier} en moeten opnieuw worden bekeken: {sample}")
    gone = len(again) - len(batch.units)
    if gone:
        click.echo(
            f"{gone} {earlier}, maar staan niet meer zo in {folder}. Hun codes zijn omgezet; laat hun codeur "
            "ze nog eens bekijken."
        )


def show_pushed(done: "list[Pushed]", *, enforced: bool) -> None:
    """Say where each coder finds the work."""
    for coder in done:
        change = f"; {coder.change}" if coder.change else ""
        made = "nieuw project" if coder.made else "bestaand project"
        counts = f"{coder.added} toegevoegd, {coder.present} stonden er al"
        click.echo(f"{coder.coder}: {counts} ({made}{change})\n  {coder.url}")
    if not enforced and len(done) > 1:
        click.echo(
            "Let op: op deze server kan iedereen elkaars projecten openen. Spreek af dat niemand dat "
            "doet, of gebruik de lokale Label Studio: daar ziet iedere codeur alleen het eigen werk."
        )


def logins(url: str, accounts: "dict[str, Account]") -> str:
    """Where the server is, and how each coder logs in."""
    lines = [f"  {one.codeur:<14} {one.email:<34} {one.wachtwoord}" for one in accounts.values()]
    return "\n".join([f"Label Studio draait op {url}", "Inloggen (naam, e-mailadres, wachtwoord):", *lines])
