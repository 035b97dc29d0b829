"""The project of one coder for one batch: made, found again, and given a new page when the codebook changes.

What plancoder must know of a project stands in its description, on the server: so it holds also when the
coded folder is moved or another computer pulls.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.codebook import Codebook
from pipeline.correction.labelstudio.client import LabelStudio, Project
from pipeline.correction.labelstudio.page import ALWAYS, Retired, aliases, make_page, questions
from pipeline.correction.worklist import WorkList
from pipeline.errors import LabelStudioError

TITLE_LENGTH = 50
_MARK = re.compile(r"plancoder:(\{.*\})")


class Used(BaseModel):
    """A version of the codebook, and from when the page was made with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codeboek: str
    vanaf: datetime


class Mark(BaseModel):
    """What a project is: which batch, whose, and with which page. ``codeboeken``: in order.

    ``onderweg``: the page is of the last codebook, and the tasks still have to follow.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    batch: str
    werklijst: str
    codeur: str
    codeboeken: tuple[Used, ...] = Field(min_length=1)
    pagina: str
    onderweg: bool = False

    def codebook_at(self, moment: datetime | None) -> str:
        """The codebook of the page that somebody coded on at ``moment``."""
        past = [used for used in self.codeboeken if moment is None or used.vanaf <= moment]
        return (past or list(self.codeboeken[:1]))[-1].codeboek


def list_id(worklist: WorkList) -> str:
    """Tells two batches of the same name apart: a hash of the units."""
    units = "\n".join(unit.id for unit in worklist.eenheden)
    return hashlib.sha256(f"{worklist.naam}\n{worklist.soort}\n{units}".encode()).hexdigest()[:16]


def find(server: LabelStudio, worklist: WorkList, coder: str) -> tuple[Project, Mark] | None:
    """The project of ``coder`` for this work list; None when it is not on the server."""
    for project in server.projects():
        mark = read_mark(project)
        if mark and (mark.werklijst, mark.codeur) == (list_id(worklist), coder):
            return project, mark
    return None


def find_all(server: LabelStudio, worklist: WorkList) -> dict[str, tuple[Project, Mark]]:
    """The projects of this work list by coder."""
    marked = [(project, read_mark(project)) for project in server.projects()]
    return {
        mark.codeur: (project, mark)
        for project, mark in reversed(marked)
        if mark is not None and mark.werklijst == list_id(worklist)
    }


def read_mark(project: Project) -> Mark | None:
    """What plancoder wrote in the description; None for somebody else's project."""
    found = _MARK.search(project.description)
    try:
        return Mark.model_validate_json(found[1]) if found else None
    except ValidationError:
        return None


def make(server: LabelStudio, worklist: WorkList, coder: str, codebook: Codebook) -> tuple[Project, Mark]:
    """A new project without tasks."""
    page = _page(codebook, worklist)
    mark = Mark(
        batch=worklist.naam,
        werklijst=list_id(worklist),
        codeur=coder,
        codeboeken=(Used(codeboek=codebook.id, vanaf=_now()),),
        pagina=_hash(page),
    )
    title = f"{worklist.naam} · {coder}"[:TITLE_LENGTH]
    return server.create_project(title, _description(mark, codebook), page), mark


def update(
    server: LabelStudio,
    project: Project,
    mark: Mark,
    worklist: WorkList,
    codebook: Codebook,
    *,
    retired: Retired | None = None,
    under_way: bool = False,
) -> tuple[Project, Mark, str]:
    """Give the project the page of ``codebook``; and what changed, in Dutch, empty when nothing had to.

    ``retired``: codes that stay on the page though they left the codebook, marked: Label Studio lets a code
    in use go without a word, and then loses it when that coding is opened. Without it: all that the page has,
    once somebody coded. Raises LabelStudioError when the page cannot be put right.
    """
    if retired is None:
        retired = gone(project.page, codebook) if project.done else {}
    page = _page(codebook, worklist, retired)
    current = mark.codeboeken[-1].codeboek == codebook.id
    if current and is_intact(project, mark) and project.page == page and mark.onderweg == under_way:
        return project, mark, ""
    used = mark.codeboeken if current else (*mark.codeboeken, Used(codeboek=codebook.id, vanaf=_now()))
    new = mark.model_copy(update={"codeboeken": used, "pagina": _hash(page), "onderweg": under_way})
    if server.update_project(project.id, description=_description(new, codebook), page=page):
        what = "de codeerpagina is hersteld" if current else f"de codeerpagina is nu van {codebook.id}"
        return server.project(project.id), new, what
    raise LabelStudioError(
        "De codeerpagina van dit project kan niet worden bijgewerkt: er zijn coderingen met vragen of codes "
        "die plancoder niet kent.",
        waar=f"{server.url}/projects/{project.id}",
        doe="Is de pagina in Label Studio met de hand veranderd, zet haar daar terug (Settings, Labeling "
        "Interface) en geef dezelfde opdracht opnieuw. Er is niets veranderd.",
    )


def _page(codebook: Codebook, worklist: WorkList, retired: Retired | None = None) -> str:
    reasons = any(unit.reden for unit in worklist.eenheden)
    return make_page(codebook, retired=retired, proposals=worklist.soort == "arbitrage", reasons=reasons)


def is_intact(project: Project, mark: Mark) -> bool:
    """Whether the page is still as plancoder made it."""
    return _hash(project.page) == mark.pagina


def gone(page: str, codebook: Codebook) -> dict[str, Sequence[str]]:
    """Per question the codes on the page that the codebook no longer has, or no longer asks."""
    try:
        old: Mapping[str, Sequence[str]] = aliases(page)
    except ValueError:
        return {}
    known = {question.name: {option.alias for option in question.options} for question in questions(codebook)}
    return {
        name: [code for code in codes if code not in known.get(name, ())]
        for name, codes in old.items()
        if name not in ALWAYS
    }


def _description(mark: Mark, codebook: Codebook) -> str:
    return (
        f"Gemaakt door plancoder voor {mark.codeur}: steekproef {mark.batch}, codeboek {codebook.id}. "
        "Verander de codeerpagina en deze regel niet; dat doet 'plancoder labelstudio push'. "
        f"plancoder:{mark.model_dump_json()}"
    )


def _hash(page: str) -> str:
    return hashlib.sha256(page.encode()).hexdigest()[:16]


def _now() -> datetime:
    return datetime.now(UTC)
