"""How a plan was read, as an indented Dutch text for the reader's own screen: it holds identifiers."""

from collections.abc import Iterator
from textwrap import fill

from pipeline.domain import Afspraak, Passage, Plan, Reading, Subdoel

WIDTH = 100


def outline(reading: Reading) -> str:
    """The structure that was found, how sure that is, and why a person should look."""
    lines = [f"Pagina's: {reading.paginas}    Zekerheid van de lezing: {reading.zekerheid:.0%}", ""]
    if reading.plan is None:
        return "\n".join([*lines, f"Geen ondersteuningsplan gevonden: {reading.reden}"])
    return "\n".join([*lines, *_plan(reading.plan), "", *_doubts(reading.plan)])


def _plan(plan: Plan) -> Iterator[str]:
    yield f"Datum: {plan.datum.strftime('%d-%m-%Y') if plan.datum else 'niet gevonden'}"
    for number, passage in enumerate(plan.situatie, start=1):
        yield _line(f"Situatie {number}", passage, "")
    if plan.hoofddoel is None:
        yield "Hoofddoel: niet gevonden"
    else:
        yield _line("Hoofddoel", plan.hoofddoel, "")
    for number, subdoel in enumerate(plan.subdoelen, start=1):
        yield ""
        yield _line(f"Subdoel {number}", subdoel, "  ")
        for afspraak_nr, afspraak in enumerate(subdoel.afspraken, start=1):
            wie = afspraak.wie or "wie onbekend"
            yield _line(f"Afspraak {number}.{afspraak_nr} ({wie})", afspraak, "    ")


def _line(label: str, passage: Passage | Subdoel | Afspraak, indent: str) -> str:
    text = f"{label} [p. {passage.pagina}]: {passage.tekst}"
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")


def _doubts(plan: Plan) -> list[str]:
    if not plan.nakijken:
        return ["Geen reden om na te kijken."]
    return ["Nakijken:", *(f"  - {reason}" for reason in plan.nakijken)]
