"""Brings codings back from Label Studio: all of them, each time, and only what is new is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.annotations import Annotation, read_annotations
from pipeline.correction.annotation_file import Merged, merge
from pipeline.correction.labelstudio import projects
from pipeline.correction.labelstudio.access import Access
from pipeline.correction.labelstudio.along import needs_moving, take_along, version_of
from pipeline.correction.labelstudio.answers import Answers, from_result
from pipeline.correction.labelstudio.client import LabelStudio
from pipeline.correction.labelstudio.given import Given
from pipeline.correction.labelstudio.page import questions
from pipeline.correction.labelstudio.projects import Mark
from pipeline.correction.labelstudio.tasks import UNIT_ID
from pipeline.correction.misread import misread_row, queue_key, write_queue
from pipeline.correction.worklist import Codes, WorkList, WorkUnit, brought
from pipeline.domain import UnitKey
from pipeline.migration.again import Again
from pipeline.migration.passage import Passage

PUSH_AGAIN = "Geef 'plancoder labelstudio push' opnieuw."


@dataclass
class Pulled:
    """What came of one coder's project. All counts are of units; ``problem`` says why nothing came.

    ``again``: units that came in with an earlier version of the codebook and must be looked at again.
    """

    batch: str
    coder: str
    total: int
    merged: Merged = field(default_factory=lambda: Merged(0, 0, 0))
    open: int = 0
    drafts: int = 0
    skipped: int = 0
    missing: int = 0
    several: int = 0
    coded: list[WorkUnit] = field(default_factory=list)
    misread: list[dict[str, Any]] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    again: dict[UnitKey, tuple[Annotation, list[str]]] = field(default_factory=dict)
    problem: str = ""


def pull_all(
    worklists: Sequence[WorkList], access: Access, passage: Passage, folder: Path, annotations: Path
) -> tuple[list[Pulled], Path | None]:
    """``pull`` of each list of a coded ``folder``, and its reading queue (None: nothing is in it)."""
    pulled = [done for work in worklists for done in pull(work, access, passage, annotations)]
    return pulled, _write_misread(folder, pulled)


def to_look_at_again(pulled: Sequence[Pulled]) -> Again:
    """The units of all projects that must be looked at again, with why."""
    return {key: found for done in pulled for key, found in done.again.items()}


def pull(worklist: WorkList, access: Access, passage: Passage, annotations: Path) -> list[Pulled]:
    """The codings of every coder of ``worklist``, into ``annotations``, in the version in hand.

    A project of a version from which a migration leads to the one in hand is taken along first.

    A project that is gone or was altered is told in its ``problem``; the others are pulled all the same.
    Raises LabelStudioError when the server cannot be used.
    """
    return [
        _pull_coder(worklist, coder, access.as_coder(coder), passage, annotations)
        for coder in worklist.codeurs
    ]


def _write_misread(folder: Path, pulled: Sequence[Pulled]) -> Path | None:
    """The reading queue of the coded folder brought up to date; None when nothing is in it."""
    coded = {queue_key(unit.unit, done.coder, done.batch) for done in pulled for unit in done.coded}
    return write_queue(folder, [row for done in pulled for row in done.misread], coded)


def _pull_coder(
    worklist: WorkList, coder: str, server: LabelStudio, passage: Passage, annotations: Path
) -> Pulled:
    units = {unit.id: unit for unit in worklist.of_coder(coder)}
    pulled = Pulled(worklist.naam, coder, len(units))
    found = projects.find(server, worklist, coder)
    if found is None:
        pulled.problem = f"het project staat niet (meer) in Label Studio. {PUSH_AGAIN}"
        return pulled
    project, mark = found
    if not projects.is_intact(project, mark):
        pulled.problem = (
            f"de codeerpagina is in Label Studio veranderd. {PUSH_AGAIN} Dat herstelt haar, zonder verlies."
        )
        return pulled
    if needs_moving(mark, passage):
        along = take_along(server, project, mark, worklist, passage)
        project, mark = along.project, along.mark
    reader = _Reader(worklist, coder, mark, passage, pulled)
    tasks: dict[str, list[Mapping[str, Any]]] = {}
    for task in server.export(project.id):
        tasks.setdefault(str(task["data"].get(UNIT_ID)), []).append(task)
    for unit_id, unit in units.items():
        reader.read(unit, tasks.get(unit_id, []))
    path = annotations / f"{worklist.naam}-{coder}.jsonl"
    pulled.again = _only_new(pulled.again, path)
    pulled.merged = merge(path, reader.codings, reader.taken_back)
    return pulled


def _only_new(again: Again, path: Path) -> dict[UnitKey, tuple[Annotation, list[str]]]:
    """``again`` without what was pulled before: that was put before somebody then."""
    known = read_annotations(path) if path.exists() else []
    return {key: found for key, found in again.items() if found[0] not in known}


@dataclass
class _Reader:
    """Turns tasks into codings, and counts what does not become one."""

    worklist: WorkList
    coder: str
    mark: Mark
    passage: Passage
    pulled: Pulled
    codings: list[Annotation] = field(default_factory=list)
    taken_back: set[UnitKey] = field(default_factory=set)

    def read(self, unit: WorkUnit, tasks: Sequence[Mapping[str, Any]]) -> None:
        """``tasks``: those of the unit; more than one only when somebody copied it there."""
        made = [Given.of(item, task["data"]) for task in tasks for item in task.get("annotations") or ()]
        given = [item for item in made if not item.cancelled]
        if given:
            self.pulled.several += len({item.who for item in given}) > 1
            self._take(unit, max(given, key=lambda item: item.moment))
        elif not tasks:
            self.pulled.missing += 1
        elif made:
            self.pulled.skipped += 1
        elif any(task.get("drafts") for task in tasks):
            self.pulled.drafts += 1
        else:
            self.pulled.open += 1

    def _take(self, unit: WorkUnit, given: Given) -> None:
        label = version_of(given, self.mark, self.passage)
        book = self.passage.book_of(label)
        asked = questions(book or self.passage.codebook)
        if given.converted and given.converted.eerder:  # what was added since, its coder was not asked
            known = self.passage.book_of(given.converted.eerder[0].codeboek)
            names = {item.name for item in questions(known)} if known else {item.name for item in asked}
            asked = tuple(item for item in asked if item.name in names)
        answers = from_result(given.result, unit.eenheid, asked)
        if answers.misread:
            says = {"kind": answers.kind, "remark": answers.remark}
            who = {"coder": self.coder, "batch": self.worklist.naam}
            self.pulled.misread.append(misread_row(unit.unit, **says, **who))
            self.taken_back.add(unit.key)
        elif answers.codes is None:
            self.pulled.incomplete.append(_what_is_wrong(unit, answers))
        else:
            self.pulled.coded.append(unit)
            self._keep(unit, answers.codes, answers.remark, given, label)

    def _keep(self, unit: WorkUnit, codes: Codes, remark: str, given: Given, label: str) -> None:
        reasons = list(given.converted.redenen) if given.converted else []
        if self.passage.book_of(label):
            codes, more = brought(codes, unit.unit, label, self.passage)
            reasons += more
            label = self.passage.codebook.id
        coding = self._annotation(unit, codes, remark, given, label)
        self.codings.append(coding)
        if reasons:
            self.pulled.again[unit.key] = coding, reasons

    def _annotation(
        self, unit: WorkUnit, codes: Codes, remark: str, given: Given, codebook: str
    ) -> Annotation:
        return Annotation(
            **{name: getattr(unit, name) for name in unit.unit.__dataclass_fields__},
            **codes.model_dump(),
            codeur=self.coder,
            tijd=given.moment,
            seconden=given.seconds,
            codeboek=codebook,
            meting=unit.meting,
            schrijver=unit.schrijver,
            steekproef=unit.steekproef,
            inclusiekans=unit.inclusiekans,
            herkomst="arbitrage" if self.worklist.soort == "arbitrage" else "labelstudio",
            opmerking=remark,
        )


def _what_is_wrong(unit: WorkUnit, answers: Answers) -> str:
    missing = [f"{name} ontbreekt" for name in answers.missing]
    unknown = [f"{code} staat niet (meer) in het codeboek" for code in answers.unknown]
    return f"{unit.id}: {'; '.join([*missing, *unknown])}"
