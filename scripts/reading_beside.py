"""Reads plans as the main job does: each by itself, and where it asks for it again beside others."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.domain import Reading
from pipeline.errors import UnreadableFile
from pipeline.reading import read_plan
from pipeline.reading.companions import Company, imprint_from, others_of, together
from pipeline.reading.layouts.forms import by_form
from pipeline.reading.model import ReadingModel

_KEY = b"of this run"


def read_alone(paths: Sequence[Path], model: ReadingModel | None = None) -> list[Reading | None]:
    """Each plan by itself; None for a file that was refused."""
    return [_read(path, model, Company(_KEY)) for path in paths]


def read_beside(
    paths: Sequence[Path], alone: Sequence[Reading | None], model: ReadingModel | None = None
) -> list[Reading | None]:
    """The same after those that ask for it were read beside others; ``alone``: as ``read_alone`` gave."""
    found = list(alone)
    telling = ((index, each) for index, each in enumerate(alone) if each and each.plan and each.afdruk)
    for members in by_form((index, frozenset(each.opmaak.split())) for index, each in telling):
        for index in members:
            own, others = alone[index], others_of(index, members)
            if own and own.vraagt_andere and others:
                imprints = [imprint_from(each.afdruk) for other in others if (each := alone[other])]
                again = _read(paths[index], model, Company(_KEY, together(imprints)))
                found[index] = again if again and again.plan else own
    return found


def _read(path: Path, model: ReadingModel | None, company: Company) -> Reading | None:
    try:
        return read_plan(path, model=model, company=company)
    except UnreadableFile:
        return None
