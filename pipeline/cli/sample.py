"""``plancoder sample`` and ``annotate``: plans to code by hand, and what people made of them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchCommand, DutchGroup
from pipeline.cli.labelstudio_texts import show_again
from pipeline.cli.options import (
    FILE,
    codebook_option,
    codings_in,
    seed_option,
    settings_option,
    settings_with,
)
from pipeline.cli.projects import PROJECT, export, take_over
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.domain import Unit
    from pipeline.sampling import Drawn, Imported, Request

_DESIGNS = ("random", "stratified", "active", "mixed")
_SHOWN = 10


@click.command(cls=DutchCommand, short_help="Trekt plannen om met de hand te coderen.")
@click.argument("folder", type=FILE, metavar="MAP")
@click.option(
    "--n",
    "number",
    type=click.IntRange(min=1),
    required=True,
    metavar="N",
    help="Hoeveel plannen u wilt coderen.",
)
@click.option(
    "--design",
    type=click.Choice(_DESIGNS),
    default="random",
    show_default=True,
    help="Door toeval (random), door toeval binnen lagen (stratified), waar het model twijfelt (active), of "
    "half door toeval en half waar het twijfelt (mixed).",
)
@click.option(
    "--double",
    default="0",
    metavar="N of N%",
    help="Hoeveel van de plannen twee mensen coderen: een aantal, of een deel zoals 20%.",
)
@click.option(
    "--stratum",
    default="meting",
    show_default=True,
    metavar="VELD",
    help="Bij stratified: de lagen. meting, schrijver (met --groups), of een kolom van koppeling.csv zoals "
    "profiel.",
)
@click.option(
    "--groups",
    type=FILE,
    metavar="BESTAND",
    help="Een csv met de kolommen bestand en groep, bijvoorbeeld de schrijver van elk plan.",
)
@click.option("--again", is_flag=True, help="Laat ook plannen meedoen die al eerder zijn getrokken.")
@click.option("--name", default="", metavar="NAAM", help="De naam. Anders: steekproef-01, steekproef-02, ...")
@seed_option
@codebook_option
@settings_option
def sample(
    folder: Path,
    number: int,
    design: str,
    double: str,
    stratum: str,
    groups: Path | None,
    again: bool,
    name: str,
    seed: int,
    codebook: Path | None,
    settings: Path | None,
) -> int:
    """Trekt plannen uit MAP om met de hand te coderen, en legt vast hoe.

    MAP is de uitvoermap van 'plancoder code'. Er worden hele plannen getrokken, want u leest een heel plan.
    Wat door toeval is getrokken, staat voor de andere plannen: daarmee kunt u tellen en meten hoe goed het
    model is. Wat is gekozen omdat het model twijfelt, is om van te leren en telt niet mee in schattingen.

    \b
    Voorbeelden:
      plancoder sample uitvoer --n 60 --double 20
      plancoder sample uitvoer --n 60 --design stratified --stratum meting
      plancoder sample uitvoer --n 40 --design mixed --double 25%

    In MAP/steekproeven komen de steekproef en een werkboek om in Excel te coderen. Dezelfde seed geeft
    dezelfde plannen; wat al eerder is getrokken, doet niet mee.

    Daarna: codeer in het werkboek en geef 'plancoder annotate import', of codeer in Label Studio.
    """
    from pipeline.codebook import load_codebook
    from pipeline.sampling import Design, Request, draw_sample

    book = load_codebook(settings_with(settings, codeboek=codebook).codeboek)
    request = Request(
        number, Design(design), _count(double, number), seed, stratum, groups, again=again, name=name
    )
    click.echo("\n".join(_drawn(draw_sample(folder, request, book), request)))
    return 0


def _count(text: str, of: int) -> int:
    """A number of plans, or a share of ``of`` such as ``20%``, rounded up."""
    found = re.fullmatch(r"(\d+)(%?)", text.strip())
    if not found:
        raise UsageError("Dit is geen aantal of deel.", waar=f"--double {text}", doe="Geef bv. 20 of 20%.")
    return -(-of * int(found[1]) // 100) if found[2] else int(found[1])


def _drawn(drawn: "Drawn", request: "Request") -> Iterator[str]:
    plans = list(drawn.plans.values())
    by_chance = sum(plan.inclusiekans is not None for plan in plans)
    yield f"{len(plans)} plannen getrokken uit {drawn.frame}, met {len(drawn.units)} eenheden om te coderen."
    yield f"Door toeval: {by_chance}. Waar het model twijfelt: {len(plans) - by_chance}."
    yield f"Door twee mensen te coderen: {sum(plan.dubbel for plan in plans)}."
    strata = sorted({plan.laag for plan in plans} - {""})
    yield from (f"  {request.stratum} {its}: {sum(plan.laag == its for plan in plans)}" for its in strata)
    if drawn.earlier:
        yield f"Eerder getrokken, en daarom niet meegedaan: {drawn.earlier} plannen."
    if drawn.active and by_chance:
        yield (
            f"Let op: {drawn.active} daarvan waren gekozen omdat het model twijfelde. Deze steekproef staat "
            "dus alleen voor de andere plannen. Met --again doen alle plannen mee."
        )
    yield "Gemaakt:"
    yield from (f"  {file}" for file in drawn.files)


@click.group(cls=DutchGroup, short_help="Neemt over wat met de hand is gecodeerd, of geeft het mee.")
def annotate() -> None:
    """Neemt over wat met de hand is gecodeerd, of geeft het mee aan een ander programma."""


@annotate.command(
    "import", cls=DutchCommand, short_help="Neemt een ingevuld werkboek of REFI-QDA-project over."
)
@click.argument("file", type=FILE, metavar="BESTAND")
@click.option(
    "--coder",
    metavar="NAAM",
    help="Wie heeft gecodeerd: een naam of afkorting. Bij een .qdpx: alleen deze codeur.",
)
@click.option(
    "--folder",
    type=FILE,
    metavar="MAP",
    help="De gecodeerde map waaruit is getrokken. Zonder deze optie: de map boven steekproeven, of bij een "
    ".qdpx de map waar het in staat.",
)
@click.option(
    "--annotations",
    type=FILE,
    metavar="MAP",
    help="Waar de coderingen komen. Zonder deze optie: de map annotaties in de gecodeerde map.",
)
@click.option(
    "--groups",
    type=FILE,
    metavar="BESTAND",
    help="Een csv met de kolommen bestand en groep: de schrijver van elk plan. Nodig om te meten hoe goed "
    "een model is bij schrijvers die het niet kent.",
)
@codebook_option
@settings_option
def import_(
    file: Path,
    coder: str | None,
    folder: Path | None,
    annotations: Path | None,
    groups: Path | None,
    codebook: Path | None,
    settings: Path | None,
) -> int:
    """Neemt de codes over uit een werkboek van 'plancoder sample', of uit een project (.qdpx).

    Fouten in een werkboek worden alle tegelijk gemeld, met hun rij; er wordt dan niets overgenomen. Rijen die
    nog leeg zijn, mogen later: geef dezelfde opdracht dan nog eens. Het laatste telt.

    Een .qdpx exporteert u uit ATLAS.ti, MAXQDA, NVivo of QualCoder, waarin u het bestand van 'plancoder
    annotate export' hebt geopend. Van elke codeur komen de codes terug; wat bij geen eenheid past, wordt
    gemeld zonder tekst.

    \b
    Voorbeelden:
      plancoder annotate import uitvoer/steekproeven/steekproef-01.xlsx --coder anna
      plancoder annotate import terug.qdpx --folder uitvoer

    Daarna: vergelijk codeurs met 'plancoder agreement', of train met 'plancoder train --annotations'.
    """
    from pipeline.codebook import load_codebook
    from pipeline.correction.coded_workbook import take_over_workbook
    from pipeline.migration.passage import passage_to

    if coder is not None and not re.fullmatch(r"\w[\w.-]*", coder):
        raise UsageError(
            "Dit kan geen naam zijn.", waar=f"--coder {coder}", doe="Gebruik letters en cijfers."
        )
    chosen = settings_with(settings, codeboek=codebook).codeboek
    if file.suffix.lower() == PROJECT:
        source = folder or file.resolve().parent
        return take_over(file, load_codebook(chosen), source, codings_in(source, annotations), coder, groups)
    if coder is None:
        raise UsageError("--coder ontbreekt.", waar=str(file), doe="Zeg wie dit werkboek heeft ingevuld.")
    source = folder or file.resolve().parent.parent
    passage, target = passage_to(chosen), codings_in(source, annotations)
    taken = take_over_workbook(file, coder, source, passage, target, groups)
    click.echo(
        f"{len(taken.found.codings)} eenheden overgenomen; {taken.found.empty} nog niet gecodeerd. "
        f"Gemaakt: {taken.file}"
    )
    if taken.label:
        click.echo(
            f"Het werkboek is van codeboek {taken.label}; de codes zijn omgezet naar {passage.codebook.id}."
        )
    show_again(source, taken.again, passage)
    _tell_misread(taken.found, coder, source)
    return 0


def _tell_misread(found: "Imported", coder: str, folder: Path) -> None:
    """Put what was read wrongly in the list for who mends the reading; take out what was coded after all."""
    from pipeline.correction.misread import misread_row, queue_key, write_queue

    who = {"coder": coder, "batch": found.batch}
    rows = [misread_row(each.unit, kind="", remark=each.remark, **who) for each in found.misread]
    queue = write_queue(folder, rows, {queue_key(each.unit, **who) for each in found.codings})
    if found.misread:
        click.echo(f"Verkeerd gelezen volgens {coder}: {len(found.misread)}; zij staan nu in {queue}.")
        for each in found.misread[:_SHOWN]:
            click.echo(f"  rij {each.row}: {each.unit.bestand}, {_named(each.unit)}")


def _named(unit: "Unit") -> str:
    number = ".".join(str(each) for each in (unit.subdoel_nr, unit.afspraak_nr) if each is not None)
    return f"{unit.eenheid} {number}".rstrip()


annotate.add_command(export)
