"""Sends a work list to Label Studio: what is there stays, what is missing is added."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.annotations import Annotation, read_annotations
from pipeline.correction import worklist as worklists
from pipeline.correction.division import COPIES, divide
from pipeline.correction.labelstudio import projects
from pipeline.correction.labelstudio.access import Access
from pipeline.correction.labelstudio.along import take_along
from pipeline.correction.labelstudio.client import LabelStudio
from pipeline.correction.labelstudio.page import questions
from pipeline.correction.labelstudio.tasks import UNIT_ID, TaskMaker
from pipeline.correction.sample import read_sample
from pipeline.correction.worklist import WorkList, WorkUnit
from pipeline.errors import CorrectionError
from pipeline.migration.passage import Passage
from pipeline.report.sample import OWN_FOLDERS

BATCH = 250  # fast, and little to do again after a cut


@dataclass(frozen=True)
class Pushed:
    """What became of one coder's project: tasks ``added`` now, ``present`` before; ``change`` of the page."""

    coder: str
    url: str
    added: int
    present: int
    change: str = ""
    made: bool = False


def worklist_for(
    folder: Path,
    sample_file: Path,
    coders: Sequence[str],
    passage: Passage,
    *,
    blind: bool,
    copies: int = COPIES,
) -> WorkList:
    """The work list of this sample: the one made before, else a new one, which is kept. CorrectionError."""
    sample = read_sample(folder, sample_file)
    found = worklists.load(folder, sample.batch)
    if found is None:
        people = _coded_by_people(folder)
        found = divide(sample, coders, blind=blind, passage=passage, copies=copies, people=people)
        worklists.save(found, folder)
    if {unit.key for unit in found.eenheden} != {drawn.key for drawn, _ in sample.units}:
        raise CorrectionError(
            "Onder deze naam is eerder een andere steekproef uitgezet.",
            waar=str(worklists.path_of(folder, sample.batch)),
            doe="Trek de steekproef opnieuw onder een andere naam.",
        )
    if set(found.codeurs) != set(coders) or found.blind != blind:
        seen = "zonder" if found.blind else "met"
        raise CorrectionError(
            f"Deze steekproef is al uitgezet bij {', '.join(found.codeurs)}, {seen} de codes van het model.",
            waar=sample.batch,
            doe=f"Geef --coders {','.join(found.codeurs)}, {'met' if found.blind else 'zonder'} --blind, of "
            "trek voor andere codeurs een nieuwe steekproef.",
        )
    return found


def _coded_by_people(folder: Path) -> list[Annotation]:
    """The codings in the coded folder; AnnotationError when they cannot be read."""
    own = folder / OWN_FOLDERS[0]
    return read_annotations(own) if any(own.glob("*.jsonl")) else []


@dataclass(frozen=True)
class Pusher:
    """Pushes work lists. ``done``: codings pulled before, put back with tasks that were deleted since."""

    access: Access
    passage: Passage
    done: Sequence[Annotation] = ()
    progress: Callable[[str, float], None] = lambda _what, _share: None

    def push(self, worklist: WorkList) -> list[Pushed]:
        """One project per coder, with all tasks of that coder. LabelStudioError; run again to go on."""
        return [self._push_coder(worklist, coder) for coder in worklist.codeurs]

    def _push_coder(self, worklist: WorkList, coder: str) -> Pushed:
        server = self.access.as_coder(coder)
        found = projects.find(server, worklist, coder)
        change = ""
        if found is None:
            project, _ = projects.make(server, worklist, coder, self.passage.codebook)
        else:
            along = take_along(server, *found, worklist, self.passage)
            project, change = along.project, along.change
        present = server.task_ids(project.id, UNIT_ID)
        units = worklist.of_coder(coder)
        missing = [unit for unit in units if unit.id not in present]
        self._send(server, project.id, worklist, coder, missing)
        url = f"{server.url}/projects/{project.id}/data"
        return Pushed(coder, url, len(missing), len(units) - len(missing), change, found is None)

    def _send(
        self, server: LabelStudio, project_id: int, worklist: WorkList, coder: str, units: Sequence[WorkUnit]
    ) -> None:
        book = self.passage.codebook
        maker = TaskMaker(worklist.in_version_of(self.passage), questions(book), book)
        units = [each for each in maker.worklist.of_coder(coder) if each.id in {unit.id for unit in units}]
        done = {(item.steekproef, item.key): item for item in self.done if item.codeur == coder}
        for start in range(0, len(units), BATCH):
            self.progress(f"sturen naar {coder}", start / len(units))
            part = units[start : start + BATCH]
            tasks = [maker.task(unit, done.get((unit.steekproef, unit.key))) for unit in part]
            server.import_tasks(project_id, tasks)
