"""Takes the project of a coder along when the codebook changes, and back when that is undone.

1. The page becomes that of the new codebook, with the codes that are in use still on it; the project says
   that it is under way.
2. Each coding, draft and proposal gets its new codes. What it was is kept with the task first.
3. Codes that nothing uses any more leave the page, and the project is no longer under way.

Every step can be done again: cut off anywhere, the next time goes on. What is not yet changed is known by
its version, that of the page at its moment, and is taken along when it is pulled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.correction.labelstudio import projects
from pipeline.correction.labelstudio.answers import chosen_codes, unknown_answers, with_codes
from pipeline.correction.labelstudio.client import LabelStudio, Project
from pipeline.correction.labelstudio.converted import Before, Converted, imprint, with_converted
from pipeline.correction.labelstudio.given import Given
from pipeline.correction.labelstudio.page import questions
from pipeline.correction.labelstudio.projects import Mark
from pipeline.correction.labelstudio.tasks import UNIT_ID, TaskMaker
from pipeline.correction.worklist import WorkList, WorkUnit, brought
from pipeline.migration.passage import Passage

Result = Sequence[Mapping[str, Any]]


@dataclass
class Moved:
    """What changes in the tasks of a project: how many codings, drafts and proposals."""

    codings: int = 0
    drafts: int = 0
    proposals: int = 0


@dataclass
class _Change:
    """What one task is to become: its data (None: as it is), and new answers by id."""

    task: int
    data: dict[str, Any] | None = None
    annotations: dict[int, Result] = field(default_factory=dict)
    drafts: dict[int, Result] = field(default_factory=dict)
    predictions: dict[int, Result] = field(default_factory=dict)


@dataclass(frozen=True)
class Along:
    """The project as it became; ``change`` is in Dutch, empty when nothing had to be done."""

    project: Project
    mark: Mark
    change: str
    moved: Moved = field(default_factory=Moved)


def take_along(
    server: LabelStudio, project: Project, mark: Mark, worklist: WorkList, passage: Passage
) -> Along:
    """Bring the project to the version in hand. LabelStudioError; done again it goes on where it stopped."""
    book, work = passage.codebook, worklist.in_version_of(passage)
    if not needs_moving(mark, passage):
        return Along(*projects.update(server, project, mark, work, book))
    retired = projects.gone(project.page, book)
    project, mark, change = projects.update(
        server, project, mark, work, book, retired=retired, under_way=True
    )
    mover = Mover(mark, work, passage)
    tasks = server.tasks(project.id)
    for each in mover.changes(tasks):
        _carry_out(server, each)
    left = mover.unknown(tasks)
    kept = {name: [code for code in codes if code in left] for name, codes in retired.items()}
    project, mark, _ = projects.update(server, project, mark, work, book, retired=kept)
    return Along(project, mark, change or "het omzetten is afgemaakt", mover.moved)


def would_move(
    server: LabelStudio, project: Project, mark: Mark, worklist: WorkList, passage: Passage
) -> Moved:
    """What ``take_along`` would change, without changing it. Raises LabelStudioError."""
    mover = Mover(mark, worklist.in_version_of(passage), passage)
    if needs_moving(mark, passage):
        for _ in mover.changes(server.tasks(project.id)):
            pass  # it counts along
    return mover.moved


def needs_moving(mark: Mark, passage: Passage) -> bool:
    """Whether the tasks have to follow: they are under way, or of a version that leads here or back."""
    if mark.onderweg:
        return True
    last = mark.codeboeken[-1].codeboek
    before = any(passage.is_current(used.codeboek) for used in mark.codeboeken[:-1])
    return not passage.is_current(last) and (passage.book_of(last) is not None or before)


@dataclass
class Mover:
    """Works out what the tasks of a project become. ``moved`` counts along."""

    mark: Mark
    worklist: WorkList
    passage: Passage
    moved: Moved = field(default_factory=Moved)

    def changes(self, tasks: Sequence[Mapping[str, Any]]) -> Iterator[_Change]:
        """The tasks that do not have their final form yet."""
        units = {unit.id: unit for unit in self.worklist.eenheden}
        maker = TaskMaker(self.worklist, questions(self.passage.codebook), self.passage.codebook)
        for task in tasks:
            unit = units.get(str(task["data"].get(UNIT_ID)))
            if unit is None:
                continue
            change = _Change(int(task["id"]))
            meant = maker.task(unit)
            converted = self._answers(task, unit, change)
            data = with_converted(task["data"] | meant["data"], converted)
            change.data = data if data != task["data"] else None
            self._proposals(task, meant["predictions"][0]["result"], change)
            if change.data is not None or change.annotations or change.drafts or change.predictions:
                yield change

    def unknown(self, tasks: Sequence[Mapping[str, Any]]) -> set[str]:
        """The codes that codings and drafts will still have afterwards and that the codebook does not."""
        asked = questions(self.passage.codebook)
        units = {unit.id: unit for unit in self.worklist.eenheden}
        found = set[str]()
        for task in tasks:
            unit = units.get(str(task["data"].get(UNIT_ID)))
            for item in items_of(task):
                new = self._new(Given.of(item, task["data"]), unit) if unit else None
                found |= unknown_answers(item["result"] if new is None else new[0], asked)
        return found

    def _answers(self, task: Mapping[str, Any], unit: WorkUnit, change: _Change) -> list[Converted]:
        converted = []
        for kind, changed in (("annotations", change.annotations), ("drafts", change.drafts)):
            for item in task.get(kind) or ():
                given = Given.of(item, task["data"])
                new = self._new(given, unit)
                if new is None:
                    continue
                result, earlier, reasons = new
                changed[int(item["id"])] = result
                converted.append(
                    Converted(
                        afdruk=imprint(result, item.get("lead_time")),
                        codeboek=self.passage.codebook.id,
                        tijd=given.moment.isoformat(),
                        seconden=given.seconds,
                        redenen=reasons,
                        eerder=earlier,
                    )
                )
        self.moved.codings += len(change.annotations)
        self.moved.drafts += len(change.drafts)
        return converted

    def _new(self, given: Given, unit: WorkUnit) -> tuple[Result, tuple[Before, ...], tuple[str, ...]] | None:
        """The answers in the version in hand, what they were, and why to look again; None: they stay."""
        label = version_of(given, self.mark, self.passage)
        earlier = given.converted.eerder if given.converted else ()
        if self.passage.is_current(label):
            return None
        if earlier and self.passage.is_current(earlier[-1].codeboek):  # the change was undone
            return earlier[-1].resultaat, earlier[:-1], ()
        if self.passage.book_of(label) is None:
            return None
        old = chosen_codes(given.result)
        new, reasons = brought(old, unit.unit, label, self.passage)
        if new == old:
            return None
        before = Before(codeboek=label, resultaat=tuple(map(dict, given.result)))
        known = given.converted.redenen if given.converted else ()
        return with_codes(given.result, new), (*earlier, before), (*known, *reasons)

    def _proposals(self, task: Mapping[str, Any], meant: Result, change: _Change) -> None:
        for item in task.get("predictions") or ():
            if _bare(item["result"]) != _bare(meant):
                change.predictions[int(item["id"])] = meant
        self.moved.proposals += len(change.predictions)


def version_of(given: Given, mark: Mark, passage: Passage) -> str:
    """The version of the codebook that a coding was made with: that of the page at its moment.

    Who had the page open while it changed still sees the old one: that shows in a code that is no more.
    """
    label = given.codebook or mark.codebook_at(given.moment)
    earlier = [used.codeboek for used in mark.codeboeken if passage.book_of(used.codeboek)]
    if passage.is_current(label) and unknown_answers(given.result, questions(passage.codebook)):
        for other in reversed(earlier):
            book = passage.book_of(other)
            if book and not unknown_answers(given.result, questions(book)):
                return other
    return label


def _carry_out(server: LabelStudio, change: _Change) -> None:
    """First what it was, then what it becomes: so nothing is lost between the two."""
    if change.data is not None:
        server.update_task(change.task, change.data)
    for annotation, result in change.annotations.items():
        server.update_annotation(annotation, result)
    for draft, result in change.drafts.items():
        server.update_draft(draft, result)
    for prediction, result in change.predictions.items():
        server.update_prediction(prediction, result)


def items_of(task: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The codings and drafts of a task on the server."""
    yield from task.get("annotations") or ()
    yield from task.get("drafts") or ()


def _bare(result: Result) -> list[tuple[str, Any]]:
    return sorted((str(item.get("from_name")), str(item.get("value"))) for item in result)
