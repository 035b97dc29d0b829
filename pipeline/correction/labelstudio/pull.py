"""Brings codings back from Label Studio: all of them, each time, and only what is new is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.annotations import Annotation
from pipeline.codebook import Codebook
from pipeline.correction.annotation_file import Merged, merge
from pipeline.correction.labelstudio import projects
from pipeline.correction.labelstudio.access import Access
from pipeline.correction.labelstudio.answers import Answers, from_result
from pipeline.correction.labelstudio.client import LabelStudio
from pipeline.correction.labelstudio.given import Given
from pipeline.correction.labelstudio.page import Question, questions
from pipeline.correction.labelstudio.projects import Mark
from pipeline.correction.labelstudio.tasks import RESTORED, UNIT_ID
from pipeline.correction.misread import misread_row, queue_key, write_queue
from pipeline.correction.worklist import Codes, WorkList, WorkUnit
from pipeline.domain import UnitKey

PUSH_AGAIN = "Geef 'plancoder labelstudio push' opnieuw."


@dataclass
class Pulled:
    """What came of one coder's project. All counts are of units; ``problem`` says why nothing came."""

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
    problem: str = ""


def pull_all(
    worklists: Sequence[WorkList], access: Access, codebook: Codebook, folder: Path, annotations: Path
) -> tuple[list[Pulled], Path | None]:
    """``pull`` of each list of a coded ``folder``, and its reading queue (None: nothing is in it)."""
    pulled = [done for work in worklists for done in pull(work, access, codebook, annotations)]
    return pulled, _write_misread(folder, pulled)


def pull(worklist: WorkList, access: Access, codebook: Codebook, annotations: Path) -> list[Pulled]:
    """The codings of every coder of ``worklist``, into ``annotations``.

    A project that is gone or was altered is told in its ``problem``; the others are pulled all the same.
    Raises LabelStudioError when the server cannot be used.
    """
    return [
        _pull_coder(worklist, coder, access.as_coder(coder), codebook, annotations)
        for coder in worklist.codeurs
    ]


def _write_misread(folder: Path, pulled: Sequence[Pulled]) -> Path | None:
    """The reading queue of the coded folder brought up to date; None when nothing is in it."""
    coded = {queue_key(unit, done.coder, done.batch) for done in pulled for unit in done.coded}
    return write_queue(folder, [row for done in pulled for row in done.misread], coded)


def _pull_coder(
    worklist: WorkList, coder: str, server: LabelStudio, codebook: Codebook, annotations: Path
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
    reader = _Reader(worklist, coder, mark, questions(codebook), pulled)
    tasks: dict[str, list[Mapping[str, Any]]] = {}
    for task in server.export(project.id):
        tasks.setdefault(str(task["data"].get(UNIT_ID)), []).append(task)
    for unit_id, unit in units.items():
        reader.read(unit, tasks.get(unit_id, []))
    path = annotations / f"{worklist.naam}-{coder}.jsonl"
    pulled.merged = merge(path, reader.codings, reader.taken_back)
    return pulled


@dataclass
class _Reader:
    """Turns tasks into codings, and counts what does not become one."""

    worklist: WorkList
    coder: str
    mark: Mark
    asked: Sequence[Question]
    pulled: Pulled
    codings: list[Annotation] = field(default_factory=list)
    taken_back: set[UnitKey] = field(default_factory=set)

    def read(self, unit: WorkUnit, tasks: Sequence[Mapping[str, Any]]) -> None:
        """``tasks``: those of the unit; more than one only when somebody copied it there."""
        made = [
            Given(item, task["data"].get(RESTORED))
            for task in tasks
            for item in task.get("annotations") or ()
        ]
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
        answers = from_result(given.result, unit.eenheid, self.asked)
        if answers.misread:
            says = {"kind": answers.kind, "remark": answers.remark}
            self.pulled.misread.append(misread_row(unit, **says, coder=self.coder, batch=self.worklist.naam))
            self.taken_back.add(unit.key)
        elif answers.codes is None:
            self.pulled.incomplete.append(_what_is_wrong(unit, answers))
        else:
            self.pulled.coded.append(unit)
            self.codings.append(self._annotation(unit, answers.codes, answers.remark, given))

    def _annotation(self, unit: WorkUnit, codes: Codes, remark: str, given: Given) -> Annotation:
        return Annotation(
            **{name: getattr(unit, name) for name in unit.unit.__dataclass_fields__},
            **codes.model_dump(),
            codeur=self.coder,
            tijd=given.moment,
            seconden=given.seconds,
            codeboek=given.codebook or self.mark.codebook_at(given.moment),
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
