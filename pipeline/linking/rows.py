"""The rows of ``koppeling.*``, ``niet_gekoppeld.csv`` and ``diagnoses.csv``. None holds a BSN."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.export import Row
from pipeline.linking.added import AddedColumn, added_codes
from pipeline.linking.columns import AGE, GENDER
from pipeline.linking.diagnoses import Diagnosis
from pipeline.linking.evidence import Evidence
from pipeline.linking.match import Linked, Outcome, Proposal, Reden, Unlinked
from pipeline.linking.table import HAS_PLAN, MOST_SUBDOELEN
from pipeline.privacy import person_id
from pipeline.privacy.keys import is_wrong_number
from pipeline.report.coded_folder import CodedFolder, ReceivedFile
from pipeline.report.link import BY_BSN
from pipeline.report.units import CountedUnit

OVERIG = "overig"
NOT_TOLD = "niet bekend"
WRONG_DECISION = (
    "het pseudoniem in besluiten.csv staat niet in de export; haal het daar weg, dan komt een voorstel "
    "hier terug"
)


def linked_rows(outcome: Outcome, folder: CodedFolder, added: Sequence[AddedColumn] = ()) -> list[Row]:
    """One row for each linked plan: what the diagnosis says, then the codes of the plan.

    ``added``: the columns of variables that the codebook adds.
    """
    files = {file.plan: file for file in folder.usable}
    codes = plan_codes(folder, added)
    return [_linked_row(each, files[each.plan.plan], codes[each.plan.plan]) for each in outcome.linked]


def _linked_row(each: Linked, file: ReceivedFile, codes: Row) -> Row:
    return {
        "bestand": each.plan.bestand,
        "plan": each.plan.plan,
        "persoon": each.person.persoon,
        "meting": int(file.meting) if file.meting else None,
        "datum": file.datum,
        **each.diagnosis.values,
        **codes,
        "koppeling": _how(each),
    }


def _how(each: Linked) -> str:
    decision = each.decision
    return f"door een besluit van {decision.door} gekoppeld: {decision.reden}" if decision else BY_BSN


def plan_codes(folder: CodedFolder, added: Sequence[AddedColumn] = ()) -> dict[str, Row]:
    """The codes of each usable plan in one row."""
    units: dict[str, list[CountedUnit]] = {file.plan: [] for file in folder.usable}
    for unit in folder.units:
        units[unit.plan].append(unit)
    return {plan: _codes(own) | added_codes(own, added) for plan, own in units.items()}


def _codes(units: Sequence[CountedUnit]) -> Row:
    hoofddoel = next((unit for unit in units if unit.eenheid == "hoofddoel"), None)
    subdoelen = {unit.subdoel_nr: unit for unit in units if unit.eenheid == "subdoel"}
    afspraken = [unit for unit in units if unit.eenheid == "afspraak"]
    row: Row = {
        "hoofddoel_type": hoofddoel and hoofddoel.hoofddoel_type,
        "hoofddoel_thema": _main_theme(hoofddoel),
        "hoofddoel_themas": _themes(hoofddoel),
        "subdoelen": len(subdoelen),
    }
    for number in range(1, MOST_SUBDOELEN + 1):
        row |= _subdoel_codes(number, subdoelen.get(number))
    own = [unit for unit in afspraken if unit.eigen_inzet]
    any_own = own or [unit for unit in subdoelen.values() if unit.eigen_inzet]
    return row | {
        "afspraken": len(afspraken),
        "afspraken_eigen_inzet": len(own),
        "eigen_inzet": _yes_no(bool(any_own)),
    }


def _subdoel_codes(number: int, unit: CountedUnit | None) -> Row:
    return {
        f"subdoel_{number}_thema": _main_theme(unit),
        f"subdoel_{number}_themas": _themes(unit),
        f"subdoel_{number}_instrument": unit and unit.instrument,
        f"subdoel_{number}_eigen_inzet": unit and _yes_no(unit.eigen_inzet),
    }


def _main_theme(unit: CountedUnit | None) -> str | None:
    return (unit.hoofdcode or OVERIG) if unit else None


def _themes(unit: CountedUnit | None) -> list[str] | None:
    return list(unit.thema) if unit else None


def _yes_no(holds: bool) -> str:
    return "ja" if holds else "nee"


def diagnosis_rows(diagnoses: Iterable[Diagnosis], outcome: Outcome, key: bytes) -> list[Row]:
    """One row for each diagnosis; of rows that are equal in everything the first only."""
    linked = {each.person.persoon for each in outcome.linked}
    rows = []
    for diagnosis in diagnoses:
        persoon = person_id(key, diagnosis.bsn)
        if persoon and all(diagnosis is not row for row in outcome.people[persoon].rows):
            continue
        rows.append({"persoon": persoon, **diagnosis.values, HAS_PLAN: _yes_no(persoon in linked)})
    return rows


def unlinked_rows(outcome: Outcome, evidence: Callable[[str], Evidence]) -> list[Row]:
    """One row for each plan that was not linked; ``evidence`` gives what a plan tells of its person."""
    with_plan = {each.person.persoon for each in outcome.linked}
    return [
        {
            "bestand": each.plan.bestand,
            "plan": each.plan.plan,
            "persoon": each.plan.persoon,
            "reden": each.reden.value,
            "voorstel": [proposal.person.persoon for proposal in each.proposals],
            "bewijs": _evidence(each, evidence, with_plan),
        }
        for each in outcome.unlinked
    ]


def _evidence(each: Unlinked, evidence: Callable[[str], Evidence], with_plan: set[str]) -> str:
    if each.same:
        return f"rijen {', '.join(map(str, each.same))} van de export"
    if each.reden is Reden.BESLUIT:
        return WRONG_DECISION
    if not each.proposals:
        return ""
    told = evidence(each.plan.plan)
    several = len(each.proposals) > 1
    return " | ".join(
        (f"{proposal.person.persoon}: " if several else "")
        + "; ".join(_about(proposal, each.plan.persoon, told, with_plan))
        for proposal in each.proposals
    )


def _about(proposal: Proposal, persoon: str, told: Evidence, with_plan: set[str]) -> Iterable[str]:
    person = proposal.person
    if proposal.slip:
        yield proposal.slip.value
        wrong = [
            name
            for name, id_ in (("het plan", persoon), ("de export", person.persoon))
            if is_wrong_number(id_)
        ]
        yield f"het BSN in {' en in '.join(wrong)} voldoet niet aan de elfproef"
    if person.is_ambiguous:
        yield "deze persoon staat meer dan eens in de export; los dat daar eerst op"
    for name, own in ((GENDER, told.geslacht), (AGE, told.leeftijd)):
        yield _compared(name, own, person.rows[0].values)
    if person.persoon in with_plan:
        yield "let op: deze persoon heeft al een plan"


def _compared(name: str, own: object, values: Mapping[str, object]) -> str:
    return f"{name} in het plan {own or NOT_TOLD}, in de export {values.get(name) or NOT_TOLD}"
