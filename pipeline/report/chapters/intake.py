"""The section on received files: what was received, what fell off and why, and what is left."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.coded_units import AGAIN
from pipeline.domain import BESLUIT, Status
from pipeline.errors import StudyError
from pipeline.report.coded_folder import INTAKE_FILE, CodedFolder
from pipeline.report.decisions import NOT_APPLIED, Decided
from pipeline.report.drawing import funnel
from pipeline.report.dutch import counted, first_sentence, number, of_the, written_out
from pipeline.report.material import Material
from pipeline.report.section import Highlight, Listing, Section
from pipeline.report.tables import Grid, Row, Share, Table

REASONS_SHOWN = 10
REASONS_DRAWN = 6
OTHER_REASONS = "Andere redenen"
BY_DECISION = "op besluit"

LOSSES = {
    Status.ONLEESBAAR: "Niet te lezen",
    Status.GEEN_PLAN: "Geen ondersteuningsplan",
    Status.DUBBEL_BESTAND: "Zelfde plan nog een keer",
    Status.DUBBEL_BSN: "Zelfde BSN, andere naam",
    Status.VERVANGEN: "Vervangen door later plan",
}

DECISION_HEADINGS = {
    "bestand": "Bestand",
    "programma": "Het programma had",
    "besluit": "Besloten",
    "reden": "Reden",
    "door": "Door",
    "gevolg": "Gevolg",
}

Steps = list[tuple[str, int]]


def intake(material: Material) -> Section:
    folder = material.folder
    received, usable = len(folder.files), len(folder.usable)
    table = funnel_table(folder)
    lead = f"Elk ontvangen bestand telt één keer mee. Bruikbaar: {written_out(Share(usable, received))}."
    title = "Van ontvangen bestanden naar bruikbare plannen"
    if folder.link:
        lead += f" Gekoppeld: {of_the(Share(folder.link.linked, usable), 'de bruikbare plannen')}."
        title = "Van ontvangen bestanden naar gekoppelde plannen"
    return Section(
        "intake",
        "Ontvangen, bruikbaar en gekoppeld" if folder.link else "Ontvangen en bruikbaar",
        lead,
        table,
        funnel(title, table),
        tuple(_remarks(folder)),
        Highlight(
            number(usable),
            f"{'bruikbaar plan' if usable == 1 else 'bruikbare plannen'} uit "
            f"{counted(received, 'ontvangen bestand', 'ontvangen bestanden')}"
            + (f"; {number(folder.link.linked)} gekoppeld" if folder.link else ""),
        ),
        _decisions(folder.decided),
    )


def funnel_table(folder: CodedFolder) -> Table:
    """What is left after each stage, and under it what falls off to the next.

    Raises StudyError when a stage is not what the one before it leaves.
    """
    counts = Counter(file.status for file in folder.files)
    lost = [(label, counts[status]) for status, label in LOSSES.items()]
    stages: list[tuple[str, int, Steps]] = [("Ontvangen", len(folder.files), lost)]
    if folder.link:
        stages.append(("Bruikbaar en gecodeerd", len(folder.usable), _not_linked(folder.link.reasons)))
        stages.append(("Gekoppeld aan de diagnoses", folder.link.linked, []))
    else:
        stages.append(("Bruikbaar en gecodeerd", len(folder.usable), []))
    _check(stages)
    total = len(folder.files)
    rows: list[Row] = []
    for label, left, losses in stages:
        rows.append(Row(label, (Share(left, total),)))
        rows += [Row(reason, (Share(count, total),), member=True) for reason, count in losses]
    return Table("Stap", ("bestanden",), tuple(rows), (total,))


def _not_linked(reasons: Counter[str]) -> Steps:
    """Each reason with its number; the rarest together when there are many. Always one row, if only of 0."""
    found = ranked(_by_first_sentence(reasons))
    shown = found if len(found) <= REASONS_DRAWN else found[: REASONS_DRAWN - 1]
    rest = reasons.total() - sum(count for _, count in shown)
    shown = [(f"{reason[:1].upper()}{reason[1:]}", count) for reason, count in shown]
    return [*shown, *([(OTHER_REASONS, rest)] if rest else [])] or [("Niet gekoppeld", 0)]


def _by_first_sentence(reasons: Counter[str]) -> Counter[str]:
    """Reasons without what to do about it, so that equal ones are counted together."""
    counts: Counter[str] = Counter()
    for reason, count in reasons.items():
        counts[BY_DECISION if reason.startswith(BESLUIT) else first_sentence(reason)] += count
    return counts


def _check(stages: Sequence[tuple[str, int, Steps]]) -> None:
    for (label, left, losses), (next_label, next_left, _) in pairwise(stages):
        if left - sum(count for _, count in losses) != next_left:
            what = f"De trechter telt niet op: van {left} ({label}) naar {next_left} ({next_label})."
            raise StudyError(what, waar=INTAKE_FILE, doe=AGAIN)


def _remarks(folder: CodedFolder) -> Iterator[str]:
    for status in (Status.ONLEESBAAR, Status.GEEN_PLAN):
        reasons = Counter(file.reden for file in folder.files if file.status is status)
        if reasons:
            shown = ranked(_by_first_sentence(reasons))[:REASONS_SHOWN]
            told = "; ".join(f"{reason} ({number(count)})" for reason, count in shown)
            yield f"{LOSSES[status]}: {told}."
    noted = sum(1 for file in folder.usable if file.reden and not file.reden.startswith(BESLUIT))
    if noted:
        plans = counted(noted, "bruikbaar plan", "bruikbare plannen")
        yield f"Bij {plans} is iets na te kijken: zie intake.csv."
    without_person = sum(1 for file in folder.usable if not file.persoon)
    if without_person:
        plans = counted(without_person, "bruikbaar plan", "bruikbare plannen")
        yield f"In {plans} is geen BSN gevonden; een tweede plan van die persoon valt dan niet op."
    if folder.link and folder.link.by_decision:
        plans = counted(folder.link.by_decision, "plan", "plannen")
        yield f"Op besluit van een mens gekoppeld: {plans}; zie de kolom koppeling in koppeling.csv."
    if folder.link_outdated:
        yield "De koppeling met de diagnoses is van vóór de laatste wijziging en staat er daarom niet in."
    missed = sum(1 for row in folder.decided if row["gevolg"].startswith(NOT_APPLIED))
    if missed:
        decisions = counted(missed, "besluit kon", "besluiten konden")
        yield f"{decisions[:1].upper()}{decisions[1:]} niet worden toegepast: zie de tabel hieronder."


def ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, equals by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _decisions(decided: Sequence[Decided]) -> Listing | None:
    """A table of all decisions, with those that could not be applied first."""
    if not decided:
        return None
    rows = sorted(decided, key=lambda row: not row["gevolg"].startswith(NOT_APPLIED))
    return Listing(
        "Besluiten over bestanden",
        "Wat mensen in besluiten.csv anders hebben besloten dan het programma, of hebben bevestigd.",
        Grid(
            tuple(DECISION_HEADINGS.values()),
            tuple("text" for _ in DECISION_HEADINGS),
            tuple(tuple(_cell(row, name) for name in DECISION_HEADINGS) for row in rows),
        ),
    )


def _cell(row: Decided, name: str) -> str:
    value = row[name].replace("_", " ") if name in ("programma", "besluit") else row[name]
    if name == "besluit" and row["koppeling"]:
        return f"{value}; koppelen aan {row['koppeling']}".removeprefix("; ")
    return value or "–"
