"""How far each coder is, by the counts that Label Studio keeps."""

from dataclasses import dataclass

from pipeline.correction.labelstudio import projects
from pipeline.correction.labelstudio.access import Access
from pipeline.correction.worklist import WorkList


@dataclass(frozen=True)
class Progress:
    """``sent`` is None when the project is not on the server; counts are of units."""

    batch: str
    coder: str
    total: int
    sent: int | None
    done: int
    skipped: int
    url: str

    @property
    def left(self) -> int:
        return max(self.total - self.done, 0)


def progress_of(worklist: WorkList, access: Access) -> list[Progress]:
    """The progress of each coder of ``worklist``. Raises LabelStudioError."""
    return [_of_coder(worklist, coder, access) for coder in worklist.codeurs]


def _of_coder(worklist: WorkList, coder: str, access: Access) -> Progress:
    server = access.as_coder(coder)
    total = len(worklist.of_coder(coder))
    found = projects.find(server, worklist, coder)
    if found is None:
        return Progress(worklist.naam, coder, total, None, 0, 0, "")
    project, _ = found
    url = f"{server.url}/projects/{project.id}/data"
    return Progress(worklist.naam, coder, total, project.tasks, project.done, project.skipped, url)
