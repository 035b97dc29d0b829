"""The projects on the server that a migration of the codebook is about: those of the coded folders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.correction import worklist as worklists
from pipeline.correction.labelstudio import projects
from pipeline.correction.labelstudio.access import Access
from pipeline.correction.labelstudio.along import (
    Moved,
    items_of,
    needs_moving,
    take_along,
    version_of,
    would_move,
)
from pipeline.correction.labelstudio.client import LabelStudio, Project
from pipeline.correction.labelstudio.given import Given
from pipeline.correction.labelstudio.projects import Mark
from pipeline.correction.worklist import WorkList
from pipeline.errors import CodebookError
from pipeline.migration.passage import Passage


@dataclass(frozen=True)
class OfProject:
    """What becomes, or became, of the project of one coder; ``there``: whether it is on the server."""

    batch: str
    coder: str
    there: bool = True
    change: str = ""
    moved: Moved = field(default_factory=Moved)


def sent_from(folders: Sequence[Path]) -> list[WorkList]:
    """All that was put before coders from these coded folders. Raises CorrectionError."""
    return [work for folder in folders for work in worklists.find_all(folder)]


def preview(lists: Sequence[WorkList], access: Access, passage: Passage) -> list[OfProject]:
    """What ``bring_all`` would change. Raises LabelStudioError."""
    return [
        OfProject(work.naam, coder, moved=would_move(*found, work, passage))
        if found
        else OfProject(work.naam, coder, there=False)
        for work, coder, found in _projects(lists, access)
    ]


def bring_all(lists: Sequence[WorkList], access: Access, passage: Passage) -> list[OfProject]:
    """Take all projects to the version in hand. LabelStudioError; done again it goes on where it stopped."""
    done = []
    for work, coder, found in _projects(lists, access):
        if found is None:
            done.append(OfProject(work.naam, coder, there=False))
            continue
        along = take_along(*found, work, passage)
        done.append(OfProject(work.naam, coder, change=along.change, moved=along.moved))
    return done


def refuse_later_codings(lists: Sequence[WorkList], access: Access, passage: Passage) -> None:
    """Before a migration is undone: codings made since with the new version would be left without a codebook.

    ``passage`` is that to the version in hand. Raises CodebookError naming the projects.
    """
    later = []
    for work, coder, found in _projects(lists, access):
        count = _own_work(*found, passage) if found else 0
        if count:
            later.append(f"{work.naam}, {coder}: {count} coderingen of concepten")
    if later:
        raise CodebookError(
            "Na de migratie is er in Label Studio gecodeerd met de nieuwe versie van het codeboek.",
            waar=access.url,
            doe="Maak een nieuwe migratie die terugneemt wat niet beviel; dan gaan deze coderingen mee.",
            faults=tuple(later),
        )


def _own_work(server: LabelStudio, project: Project, mark: Mark, passage: Passage) -> int:
    """How many codings and drafts were made with the version in hand by somebody, not by us."""
    if needs_moving(mark, passage) and not mark.onderweg:
        return 0  # still on the page of before
    return sum(
        given.converted is None and passage.is_current(version_of(given, mark, passage))
        for task in server.tasks(project.id)
        for given in (Given.of(item, task["data"]) for item in items_of(task))
    )


def _projects(
    lists: Sequence[WorkList], access: Access
) -> Iterator[tuple[WorkList, str, tuple[LabelStudio, Project, Mark] | None]]:
    for work in lists:
        for coder in work.codeurs:
            server = access.as_coder(coder)
            found = projects.find(server, work, coder)
            yield work, coder, (server, *found) if found else None
