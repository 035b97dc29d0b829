"""One PDF to a plan: the way of a document through the reading step, from top to bottom."""

from dataclasses import replace
from pathlib import Path

from pipeline.domain import Reading
from pipeline.errors import UnreadableFile
from pipeline.reading.checks import confidence, doubts
from pipeline.reading.dates import conversation_date
from pipeline.reading.document import Document, open_document
from pipeline.reading.fields import labelled_values
from pipeline.reading.model import ReadingModel, load_model
from pipeline.reading.plan_builder import build_plan
from pipeline.reading.second_look import emissions
from pipeline.settings import project_root

VERSION = "2"  # goes up when the same PDF may be read otherwise
_FEW_CHARACTERS = 40
_MUCH_IMAGE = 0.25


def default_model() -> ReadingModel:
    """The reading model that the project carries."""
    return load_model(project_root() / "models" / "lezen")


def read_plan(path: Path, *, password: str | None = None, model: ReadingModel | None = None) -> Reading:
    """Reads a plan PDF. ``Reading.plan`` is None, with the reason, when the document holds no plan.

    Raises UnreadableFile when the file is no readable PDF or holds only images, and ModelError.
    """
    document = open_document(path, password)
    _check_text(document)
    return interpret(document, model or default_model())


def interpret(document: Document, model: ReadingModel) -> Reading:
    """What an opened document says as a plan."""
    pieces = document.pieces
    roles, marginals = model.second.decide(emissions(pieces, model))
    certainty = confidence(roles, marginals, model.second.roles)
    plan = build_plan(pieces, roles, model.actors)
    plan = replace(
        plan,
        datum=conversation_date(pieces, roles, document.lines),
        nakijken=doubts(plan, certainty, pieces, roles),
    )
    fields = labelled_values(pieces, roles)
    if plan.hoofddoel is None and not any(goal.afspraken for goal in plan.subdoelen):
        reason = (
            "Geen hoofddoel en geen subdoel met afspraken gevonden. Kijk of dit een ondersteuningsplan is."
        )
        return Reading(None, fields, document.lines, len(document.pages), certainty, reason)
    return Reading(plan, fields, document.lines, len(document.pages), certainty)


def _check_text(document: Document) -> None:
    """An image-only or textless PDF is not readable; say which of the two."""
    if sum(len(line) for line in document.lines) >= _FEW_CHARACTERS:
        return
    if any(page.image_share > _MUCH_IMAGE for page in document.pages):
        raise UnreadableFile(
            "De pdf is een scan: er staat alleen beeld in, geen tekst.",
            doe="Lever het plan aan als pdf met tekst, of maak de scan eerst doorzoekbaar (OCR).",
        )
    raise UnreadableFile("Er staat geen leesbare tekst in de pdf.", doe="Vraag het bestand opnieuw op.")
