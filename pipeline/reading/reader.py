"""One PDF to a plan: the way of a document through the reading step, from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pipeline.domain import Plan, Reading
from pipeline.errors import UnreadableFile
from pipeline.reading.checks import doubts, holds_a_plan
from pipeline.reading.companions import ALONE, Company, imprint_of
from pipeline.reading.dates import conversation_date
from pipeline.reading.document import Document, open_document
from pipeline.reading.evidence import Looks, evidence_of, uncovered
from pipeline.reading.fields import labelled_values
from pipeline.reading.layouts.fingerprint import heading_prints
from pipeline.reading.layouts.layout import Layout, recognise
from pipeline.reading.layouts.references import led_back
from pipeline.reading.layouts.teach import SURE as TAUGHT_SURE
from pipeline.reading.layouts.teach import agrees, certainty_as_taught, decided_as_taught, finished
from pipeline.reading.looks import Emissions, decided, emissions, looked_beside
from pipeline.reading.model import ReadingModel, load_model
from pipeline.reading.pieces import Piece
from pipeline.reading.plan_builder import build_plan
from pipeline.reading.roles import ROLES
from pipeline.reading.scan import FEW_CHARACTERS, MUCH_IMAGE, unclear_pages
from pipeline.reading.two_plans import SecondPlan, second_plan
from pipeline.settings import project_root

VERSION = "8"  # goes up when the same PDF may be read otherwise

_THOUGHT_OF, _EVEN = 0.05, 0.5  # chances
_PART = np.array([_EVEN if role == "anders" else 1.0 for role in ROLES])  # rather a part than nothing


def default_model() -> ReadingModel:
    """The reading model that the project carries."""
    return load_model(project_root() / "models" / "lezen")


def read_plan(
    path: Path,
    *,
    passwords: Sequence[str] = (),
    model: ReadingModel | None = None,
    layouts: Sequence[Layout] = (),
    company: Company = ALONE,
) -> Reading:
    """Reads a plan PDF. ``Reading.plan`` is None, with the reason, when the document holds no plan.

    ``passwords`` are tried on an encrypted file. ``layouts``: those that were taught (``load_layouts``).
    ``company``: other plans on its form, which count where nothing was taught.

    Raises UnreadableFile when the file is no readable PDF, or holds only images or several plans; and
    ModelError.
    """
    model = model or default_model()
    return interpret(look_at(read_document(path, passwords), model, layouts), model, company)


def read_document(path: Path, passwords: Sequence[str] = ()) -> Document:
    """The pieces of a PDF that has text, to ``interpret``. Raises UnreadableFile as ``read_plan`` does."""
    document = open_document(path, passwords)
    check_text(document)
    return document


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A document, and what was made of its ``pieces`` by itself; a ``layout`` that was taught cut these."""

    document: Document
    layout: Layout | None
    pieces: tuple[Piece, ...]
    found: Emissions

    def to_keep(self) -> "LookedAt":
        """Without what takes most memory, and is not asked for when it is read once more."""
        return replace(self, document=self.document.without_words(), found=self.found.without_names())


def look_at(document: Document, model: ReadingModel, layouts: Sequence[Layout] = ()) -> LookedAt:
    """What each piece of an opened document may be, cut as taught when it has one of these ``layouts``.

    Where the general model read right what was taught, it is believed too: when it is sure of this document,
    or finds other parts in it and is rather right than wrong.
    """
    layout = recognise(document.pieces, layouts)
    if layout is None:
        return _looked_at(document, model)
    if not layout.general:
        return _looked_at(document, model, layout)
    general = _looked_at(document, model)
    plan, chance = _plan_of(general, model)
    if chance >= model.certainty.sure:
        return general
    taught = _looked_at(document, model, layout, general)
    other = chance > _EVEN and _parts(plan) != _parts(_plan_of(taught, model)[0])
    return general if other else taught


def _looked_at(
    document: Document, model: ReadingModel, layout: Layout | None = None, known: LookedAt | None = None
) -> LookedAt:
    """What is made of a document, cut as ``layout`` says; what is ``known`` holds if its pieces are these."""
    pieces = tuple(layout.cutting.cut(document.pieces)) if layout else document.pieces
    found = known.found if known and known.pieces == pieces else emissions(pieces, model)
    return LookedAt(document, layout, pieces, found)


def _plan_of(looked: LookedAt, model: ReadingModel) -> tuple[Plan, float]:
    """The plan that a document seems to hold, and the chance of that without anything taught."""
    looks = decide_roles(looked, model).looks
    plan = build_plan(looked.pieces, looks.roles, model.actors)
    return plan, _certainty(plan, looked.pieces, looks, model, ALONE, looked.document.clarity)[0]


def _parts(plan: Plan) -> list[str]:
    """The texts of a plan in their order."""
    steps = [(goal.tekst, *(step.tekst for step in goal.afspraken)) for goal in plan.subdoelen]
    return [plan.hoofddoel.tekst if plan.hoofddoel else "", *(text for goal in steps for text in ("", *goal))]


def interpret(
    looked: LookedAt, model: ReadingModel, company: Company = ALONE, *, refuse_several: bool = True
) -> Reading:
    """What a document says as a plan, read as its layout was taught, or beside other plans on its form.

    Raises UnreadableFile when it holds several plans; without ``refuse_several`` these are read as one, and
    ``nakijken`` says so.
    """
    document, layout, pieces = looked.document, looked.layout, looked.pieces
    found = decide_roles(looked, model, company)
    looks, roles = found.looks, found.looks.roles
    # What each piece is at first sight: later looks and the grammar expect one plan, and would hide another.
    alone = [ROLES[index] for index in (looks.first * _PART).argmax(axis=1)]
    second = second_plan(replace(document, pieces=pieces), alone)
    codes = led_back(layout.leads, pieces, roles) if layout and layout.leads else None
    plan = build_plan(pieces, roles, model.actors, returns=layout is None or layout.returns, codes=codes)
    if layout:
        plan = finished(plan, layout, pieces, looks)
        plan = replace(plan, nakijken=(*plan.nakijken, *found.strange))
        certainty, sure = certainty_as_taught(looks, agreed=found.agreed), TAUGHT_SURE
    else:
        certainty, sure = _certainty(plan, pieces, looks, model, company, document.clarity)
    plan = replace(
        plan,
        datum=conversation_date(pieces, roles, document.lines),
        nakijken=doubts(
            plan, certainty, sure, uncovered(pieces, roles), unclear_pages(document.pages), second
        ),
    )
    fields = labelled_values(pieces, roles)
    look = " ".join(sorted(heading_prints(pieces, looks.heading)))
    taught = layout is not None and plan.hoofddoel is not None  # no need to guess what kind of document it is
    if not (taught or holds_a_plan(plan, _says_hoofddoel(looks), pieces, looks.heading)):
        reason = "Geen hoofddoel en geen koppen van een plan gevonden. Kijk of dit een ondersteuningsplan is."
        return Reading(None, fields, document.lines, len(document.pages), certainty, reason, look)
    if second and second.sure and refuse_several:
        raise _several(second)
    scanned = sum(page.scanned for page in document.pages)
    note = f"Gelezen met tekstherkenning: {scanned} gescande bladzijde(n)." if scanned else ""
    asks = layout is None and not company.others and certainty < model.certainty.very_sure
    return Reading(
        plan, fields, document.lines, len(document.pages), certainty, note, look, found.imprint, asks
    )


def _certainty(
    plan: Plan, pieces: Sequence[Piece], looks: Looks, model: ReadingModel, company: Company, clarity: float
) -> tuple[float, float]:
    """The chance that a plan of a form that nobody taught was read right, and the one that will do."""
    plans = company.others.plans if company.others else 0
    judge = model.certainty_beside if plans else model.certainty
    return judge.chance(evidence_of(pieces, looks, plan, plans, clarity)), judge.sure


def _says_hoofddoel(looks: Looks) -> bool:
    """Whether some text is most likely a hoofddoel by itself.

    Later looks know that a plan has one, and seek it in any letter; the first must have thought of it too.
    """
    column = ROLES.index("hoofddoel")
    likeliest = looks.marginals.argmax(axis=1) == column
    return bool((likeliest & (looks.first[:, column] > _THOUGHT_OF)).any())


@dataclass(frozen=True, slots=True)
class Decided:
    """What each piece is; what is ``strange`` where its layout was taught, and whether the general model
    ``agreed``; and what the document by itself tells of its form to other plans, as ``Imprint.to_bytes``.
    """

    looks: Looks
    strange: tuple[str, ...] = ()
    agreed: bool = False
    imprint: bytes = b""


def decide_roles(looked: LookedAt, model: ReadingModel, company: Company = ALONE) -> Decided:
    """What each piece is: as taught, if its layout was, and else beside other plans, if there are any."""
    found, layout = looked.found, looked.layout
    if company.others and layout is None:
        return Decided(decided(looked_beside(found, company.others, company.key, model.beside)))
    kept = imprint_of(found.features, found.last, company.key).to_bytes() if company.key else b""
    if layout is None:
        return Decided(decided(found), imprint=kept)
    looks, strange = decided_as_taught(layout, looked.pieces, found)
    return Decided(looks, strange, agrees(found, looks), kept)


def _several(second: SecondPlan) -> UnreadableFile:
    """A file has one status and one person: coding two plans as one would be wrong, and dropping one too."""
    return UnreadableFile(
        f"In dit bestand staat meer dan één plan (het tweede begint op bladzijde {second.page}).",
        doe="Maak van elk plan een eigen pdf en geef de opdracht opnieuw.",
    )


def check_text(document: Document) -> None:
    """An image-only or textless PDF is not readable; say which of the two."""
    if sum(len(line) for line in document.lines) >= FEW_CHARACTERS:
        return
    if any(page.scanned for page in document.pages):
        raise UnreadableFile(
            "Op de scan is geen leesbare tekst herkend.",
            doe="Scan het plan opnieuw, recht en met 200 tot 300 dpi.",
        )
    if any(page.image_share > MUCH_IMAGE for page in document.pages):
        raise UnreadableFile(
            "De pdf is een scan: er staat alleen beeld in, geen tekst.",
            doe="Lever het plan aan als pdf met tekst, of installeer het programma Tesseract met Nederlands "
            "voor tekstherkenning (zie de README). Geef daarna dezelfde opdracht opnieuw.",
        )
    raise UnreadableFile("Er staat geen leesbare tekst in de pdf.", doe="Vraag het bestand opnieuw op.")
