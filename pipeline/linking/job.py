"""Linking from start to end: a coded folder and a diagnose-export to tables in that folder."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StudyError, UsageError
from pipeline.export.tables import to_csv
from pipeline.export.write import remove_remains, write_workbook
from pipeline.files import write_atomic
from pipeline.intake import places_of
from pipeline.intake.decisions import FILE_NAME as DECISIONS
from pipeline.intake.decisions import Decision, read_decisions
from pipeline.linking.added import added_columns
from pipeline.linking.columns import DEFAULT, ExportColumns, load_columns
from pipeline.linking.diagnoses import Diagnoses, read_diagnoses
from pipeline.linking.evidence import Evidence, evidence_of
from pipeline.linking.figures import FILE_NAME as FIGURES
from pipeline.linking.figures import TABLE, Figures, figures_of, write_figures
from pipeline.linking.match import CodedPlan, Outcome, match, people_of
from pipeline.linking.rows import diagnosis_rows, linked_rows, unlinked_rows
from pipeline.linking.table import UNLINKED_COLUMNS, diagnosis_columns, linked_columns
from pipeline.linking.workbook import to_xlsx
from pipeline.privacy import load_or_make_key, passes_eleven_test, plan_id
from pipeline.report.coded_folder import CodedFolder, read_coded_folder
from pipeline.study.folder import check_folder, key_fingerprint
from pipeline.study.names import check_shown
from pipeline.study.store import FILE_NAME as STORE
from pipeline.study.store import Study, open_study

if TYPE_CHECKING:
    from pipeline.codebook import Codebook
    from pipeline.settings import Settings

UNLINKED = "niet_gekoppeld.csv"
DIAGNOSES = "diagnoses.csv"
WORKBOOK = "koppeling.xlsx"
MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class LinkSummary:
    """What was linked and written; ``notices`` are about the export and the decisions.

    ``kept`` is where a workbook went that a person had changed, None if that was not so.
    """

    figures: Figures
    files: tuple[Path, ...]
    notices: tuple[str, ...]
    kept: Path | None


def link_plans(
    folder: Path, diagnoses: Path, settings: "Settings", *, columns: Path | None = None
) -> LinkSummary:
    """Link the coded plans in ``folder`` with the export ``diagnoses``, whose columns ``columns`` describes.

    Raises DiagnosesError, UsageError or StudyError, before anything is written, for what cannot be used.
    """
    from pipeline.codebook import load_codebook

    if not (folder / STORE).exists():
        raise StudyError(
            "Dit is geen gecodeerde map.",
            waar=str(folder),
            doe="Codeer de plannen eerst met 'plancoder code', en noem dan de uitvoermap daarvan.",
        )
    described = load_columns(columns or DEFAULT)
    codebook = load_codebook(settings.codeboek)
    _check_names(described, codebook)
    export = read_diagnoses(diagnoses, described)
    check_folder(folder, settings.sleutel)
    key = load_or_make_key(settings.sleutel)
    with open_study(folder, key_fingerprint(key), settings.sleutel) as study:
        coded = read_coded_folder(folder, with_link=False)  # the link of before may be of other plans
        decisions = _decisions(folder, coded, hidden=study.names is not None)
        outcome = match(_plans(coded), people_of(export.rows, key), decisions, key)
        job = _Linking(folder, study, key, described, export, coded, outcome)
        return _write(job, codebook, [*_notices(job), *_idle(decisions, coded)])


@dataclass(frozen=True, slots=True)
class _Linking:
    """All that the tables are made from."""

    folder: Path
    study: Study
    key: bytes
    described: ExportColumns
    export: Diagnoses
    coded: CodedFolder
    outcome: Outcome


def _write(job: _Linking, codebook: "Codebook", notices: Sequence[str]) -> LinkSummary:
    """Write all tables, the figures last; they say that the rest is whole."""
    names = job.described.names
    added = added_columns(codebook)
    linked = linked_rows(job.outcome, job.coded, added)
    unlinked = unlinked_rows(job.outcome, _evidence(job.study, job.key))
    people = diagnosis_rows(job.export.rows, job.outcome, job.key)
    contents = {
        TABLE: to_csv(linked, linked_columns(names, tuple(column.key for column in added))),
        UNLINKED: to_csv(unlinked, UNLINKED_COLUMNS),
        DIAGNOSES: to_csv(people, diagnosis_columns(names)),
    }
    (job.folder / FIGURES).unlink(missing_ok=True)
    remove_remains(job.folder, (*contents, WORKBOOK, FIGURES))
    for name, content in contents.items():
        write_atomic(job.folder / name, content)
    workbook = to_xlsx(linked, unlinked, job.described, codebook)
    kept = write_workbook(job.folder / WORKBOOK, workbook, job.study)
    figures = figures_of(job.outcome, people, job.folder)
    files = [job.folder / name for name in (WORKBOOK, *contents)]
    return LinkSummary(figures, (*files, write_figures(job.folder, figures)), tuple(notices), kept)


def _check_names(described: ExportColumns, codebook: "Codebook") -> None:
    """A column of the export may be called as one of a variable that the codebook adds."""
    twice = sorted({*described.names} & {column.key for column in added_columns(codebook)})
    if twice:
        raise UsageError(
            f"Kolommen van de export heten als kolommen van het codeboek: {', '.join(twice)}.",
            doe="Geef ze in het bestand van --columns een andere 'naam'.",
        )


def _plans(coded: CodedFolder) -> list[CodedPlan]:
    return [CodedPlan(file.bestand, file.plan, file.persoon) for file in coded.usable]


def _decisions(folder: Path, coded: CodedFolder, *, hidden: bool) -> tuple[Decision, ...]:
    """The decisions, by the names that files have now; UsageError when one links no file, or several."""
    decisions = read_decisions(folder)
    if hidden:
        check_shown([(each.regel, each.bestand) for each in decisions], str(folder / DECISIONS))
    names = [file.bestand for file in coded.files]
    places = places_of(decisions, names)
    if wrong := [(each.bestand, where) for each, where in places if each.koppeling and len(where) != 1]:
        raise UsageError(
            "In dit bestand staan koppelingen waarvan niet duidelijk is om welk ontvangen bestand het gaat.",
            waar=str(folder / DECISIONS),
            faults=tuple(
                f"bestand '{name}' staat {'meer dan eens' if where else 'niet'} in intake.csv"
                for name, where in wrong
            ),
            doe="Schrijf de naam precies zoals in niet_gekoppeld.csv.",
        )
    return tuple(replace(each, bestand=names[where[0]]) for each, where in places if len(where) == 1)


def _evidence(study: Study, key: bytes) -> Callable[[str], Evidence]:
    """What a plan tells of its person, by the pseudonym of the plan."""
    plans = {plan_id(key, sha256): plan for sha256, plan in study.plans(study.known())}

    def evidence(plan: str) -> Evidence:
        found = plans.get(plan)
        return evidence_of(found) if found else Evidence()

    return evidence


def _notices(job: _Linking) -> Iterator[str]:
    rows = job.export.rows
    if job.export.ignored:
        yield f"Niet overgenomen kolommen van de export: {', '.join(job.export.ignored)}."
    if without := [row.row for row in rows if not row.bsn]:
        yield f"Zonder bruikbaar BSN in de export: {_rows(without)}."
    if wrong := [row.row for row in rows if row.bsn and not passes_eleven_test(row.bsn)]:
        yield f"Het BSN voldoet niet aan de elfproef in de export: {_rows(wrong)}."
    kept = sum(len(person.rows) for person in job.outcome.people.values())
    if equal := sum(1 for row in rows if row.bsn) - kept:
        yield f"Rijen van de export die in alles gelijk zijn aan een eerdere, en niet meetellen: {equal}."
    people = job.outcome.people.values()
    if differing := [row for person in people if person.is_ambiguous for row in person.row_numbers]:
        yield f"Een BSN met verschillende gegevens in de export: {_rows(sorted(differing))}."
    linked = Counter(each.person.persoon for each in job.outcome.linked)
    if several := sum(1 for count in linked.values() if count > 1):
        yield f"Bij {several} personen in de export hoort meer dan een plan; kijk na of dat klopt."


def _idle(decisions: Sequence[Decision], coded: CodedFolder) -> Iterator[str]:
    usable = {file.bestand for file in coded.usable}
    if idle := [each.bestand for each in decisions if each.koppeling and each.bestand not in usable]:
        yield f"Niet gecodeerd, dus niet te koppelen, al staat het in {DECISIONS}: {', '.join(idle)}."


def _rows(numbers: Sequence[int]) -> str:
    """Which rows, by their numbers; the first few of many."""
    shown = ", ".join(map(str, numbers[:MOST_ROWS]))
    if len(numbers) == 1:
        return f"rij {shown}"
    more = f" en nog {len(numbers) - MOST_ROWS}" if len(numbers) > MOST_ROWS else ""
    return f"{len(numbers)} rijen ({shown}{more})"
