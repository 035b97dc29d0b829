"""The command ``plancoder`` and how it ends: its exit codes and what it says when something is wrong.

Exit codes: 0 all well; 1 the run finished but some inputs could not be used; 2 wrong use or unusable
settings; 3 an error in the program; 130 stopped with Ctrl-C. Heavy imports stand inside the commands, so that
help is quick.
"""

import sys
from collections.abc import Sequence

import click

from pipeline import __version__
from pipeline.cli.adjudicate import adjudicate
from pipeline.cli.agreement import agreement
from pipeline.cli.code import code
from pipeline.cli.codebook import codebook
from pipeline.cli.dutch import DutchGroup
from pipeline.cli.dutch import explain as in_dutch
from pipeline.cli.evaluate import evaluate
from pipeline.cli.explain import explain
from pipeline.cli.key import key
from pipeline.cli.labelstudio import labelstudio
from pipeline.cli.link import link
from pipeline.cli.privacy import privacy
from pipeline.cli.promotion import models, promote
from pipeline.cli.reading import reading
from pipeline.cli.report import report
from pipeline.cli.sample import annotate, sample
from pipeline.cli.training import train
from pipeline.errors import PlancoderError

UNEXPECTED = 3
INTERRUPTED = 130


@click.group(cls=DutchGroup)
@click.version_option(
    __version__, prog_name="plancoder", message="%(prog)s %(version)s", help="Toon de versie."
)
def cli() -> None:
    """Leest ondersteuningsplannen (pdf), haalt er namen en nummers uit, en codeert doelen en afspraken.

    \b
    Begin zo:
      plancoder code plannen --output uitvoer
    Dat leest alle pdf-bestanden in de map 'plannen' en zet de tabellen en een rapport in de map 'uitvoer'.

    Elke opdracht heeft een eigen uitleg met een voorbeeld: plancoder OPDRACHT --help
    """


for command in (
    *(code, explain, link, report, sample, annotate, labelstudio, agreement, adjudicate),
    *(reading, privacy, key, codebook, train, evaluate, promote, models),
):
    cli.add_command(command)


def main() -> None:
    """Run the command line of this process, and exit."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter shows a question mark
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run ``arguments``; print what went wrong, if anything; return the exit code."""
    try:
        return cli.main(list(arguments), prog_name="plancoder", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.ClickException as error:
        return _complain(in_dutch(error), error.exit_code)
    except PlancoderError as error:
        return _complain(error.message, error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _interrupted(arguments)
    except Exception as error:
        return _complain(_unexpected(error), UNEXPECTED)


def _complain(message: str, exit_code: int) -> int:
    click.echo(f"Fout: {message}", err=True)
    return exit_code


def _interrupted(arguments: Sequence[str]) -> int:
    click.echo("\nAfgebroken.", err=True)
    if "code" in arguments[:1]:
        click.echo(
            "Wat klaar was, is bewaard. Geef dezelfde opdracht nog eens: het werk gaat dan verder waar het "
            "stopte.",
            err=True,
        )
    return INTERRUPTED


def _unexpected(error: Exception) -> str:
    """Keep the place of the error, and say in which file. Its own text may hold words of a plan: left out."""
    from pipeline.cli.details import save_details

    where = save_details(error)
    return (
        f"Er ging iets mis dat niet was voorzien ({type(error).__name__}). Waar dat was, staat in {where} "
        "(zonder tekst uit plannen). Stuur dat bestand mee als u dit meldt. Wat al klaar was, is bewaard."
    )
