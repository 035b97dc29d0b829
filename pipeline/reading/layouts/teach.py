"""Teaching a layout from one plan with what it truly says, and reading with what was taught."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from pipeline.domain import Plan
from pipeline.errors import LayoutError
from pipeline.reading.document import Document
from pipeline.reading.evaluation import is_right
from pipeline.reading.evidence import Looks
from pipeline.reading.layouts.actors import cues_of, merged, name_actors
from pipeline.reading.layouts.cutting import Cutting, Sentences, learn_cutting
from pipeline.reading.layouts.expert import Lesson, learn
from pipeline.reading.layouts.fingerprint import form_prints, form_words, prints
from pipeline.reading.layouts.form_features import form_features
from pipeline.reading.layouts.layout import Layout, load_layouts, name_of, recognise, save_layout
from pipeline.reading.layouts.references import led_back, ways
from pipeline.reading.layouts.sense import sense
from pipeline.reading.layouts.truth import places_in
from pipeline.reading.layouts.unlike import unlike
from pipeline.reading.layouts.variants import seen, variant
from pipeline.reading.learning import Truth, plain, roles_of, targets
from pipeline.reading.looks import Emissions, decided, emissions
from pipeline.reading.model import ReadingModel
from pipeline.reading.pieces import Piece
from pipeline.reading.plan_builder import build_plan
from pipeline.reading.roles import GRAMMAR, ROLES, Floats

SURE = 0.86  # of the least certain piece; chosen on taught layouts that the general model had not seen
_VARIANTS, _COPIES = 12, 2
_FEWEST_PRINTS = 3
_MAY_MISS = 1 / 3  # of the texts: more means that it is another plan
_ALIKE = 0.4
_AS_CUT = Cutting()
_STARTS = [role in {"hoofddoel", "subdoel", "afspraak"} for role in ROLES]
_HARDLY_EVER = 8.0
_LEFT_IF_AGREED = 0.5  # of the doubt
_UNLIKELY = -18.0  # a log chance


@dataclass(frozen=True, slots=True)
class Taught:
    """What teaching gave: the layout, its file, whether it was known before, and which texts ('subdoel 2')
    were not in the document as they were given.
    """

    layout: Layout
    path: Path
    known: bool
    lost: tuple[str, ...] = ()


def teach(document: Document, truth: Truth, model: ReadingModel, folder: Path) -> Taught:
    """Learns the layout of a document; adds to what is known of it. ``truth``: see ``load_truth``.

    A text that is not in the document as given counts for the piece most like it. Raises LayoutError that
    says which texts these are when one is like no piece, or when they are too many; and UsageError for the
    folder.
    """
    known = recognise(document.pieces, load_layouts(folder))
    cutting = learn_cutting(document.pieces, truth, known.cutting if known else None)
    pieces = cutting.cut(document.pieces)
    roles, lost = roles_of(pieces, truth)
    roles, strange = _with_nearest(pieces, roles, truth, lost)
    if strange or len(lost) > _MAY_MISS * len(list(targets(truth))):
        raise _not_found(places_in(truth, lost))
    layout = taught_layout(document.pieces, roles, truth, model, known, cutting)
    return Taught(layout, save_layout(layout, folder), known is not None, places_in(truth, lost))


def _with_nearest(
    pieces: Sequence[Piece], roles: Sequence[str], truth: Truth, lost: Sequence[str]
) -> tuple[list[str], list[str]]:
    """The roles, with each lost text given to the free piece that shares most of its letters in a row.

    And the texts that share too little with any.
    """
    found, strange = list(roles), []
    for role, text in targets(truth):
        if text not in lost:
            continue
        shares = [
            _shared(plain(text), plain(piece.text)) if found[index] == "anders" else 0.0
            for index, piece in enumerate(pieces)
        ]
        best = max(range(len(shares)), key=shares.__getitem__, default=0)
        if shares and shares[best] >= _ALIKE:
            found[best] = role
        else:
            strange.append(text)
    return found, strange


def _shared(one: str, other: str) -> float:
    """The longest run of letters in common, as a share of the longer text."""
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return match.size / max(1, len(one), len(other))


def taught_layout(
    pieces: Sequence[Piece],
    roles: Sequence[str],
    truth: Truth,
    model: ReadingModel,
    known: Layout | None = None,
    cutting: Cutting = _AS_CUT,
) -> Layout:
    """The layout as a plan teaches it, added to what is ``known``. ``roles``: of the pieces as cut."""
    general = _is_read_right(pieces, truth, model) and (known is None or known.general)
    printed, pieces = prints(pieces), cutting.cut(pieces)
    own = form_prints(pieces, roles) & printed
    words = form_words(pieces, roles)
    if known:
        both = known.prints & printed
        own = both if len(both) >= _FEWEST_PRINTS else known.prints | own
        words |= known.words
    if len(own) < _FEWEST_PRINTS:
        raise LayoutError(
            "Op dit plan staan te weinig eigen woorden van het formulier (koppen, labels) om de opmaak aan "
            "te herkennen.",
            doe="Plannen zonder koppen kunnen niet worden aangeleerd; kijk ze na in het werkboek.",
        )
    lessons = (*(known.lessons if known else ()), *_lessons(pieces, roles, words, model))
    cues = cues_of(pieces, roles, truth)
    exact, returns, leads = _building(pieces, roles, truth, model, known)
    return Layout(
        known.name if known else name_of(own), own, words, learn(lessons, GRAMMAR),
        merged(known.cues, cues) if known else cues, lessons, known.plans + 1 if known else 1,
        exact and (known is None or known.exact), cutting,
        returns or (known is not None and known.returns), leads, general,
    )  # fmt: skip


def _is_read_right(pieces: Sequence[Piece], truth: Truth, model: ReadingModel) -> bool:
    """Whether the general model by itself reads the plan as it is."""
    roles = decided(emissions(pieces, model)).roles
    return is_right(build_plan(pieces, roles, model.actors), truth)


def _building(
    pieces: Sequence[Piece], roles: Sequence[str], truth: Truth, model: ReadingModel, known: Layout | None
) -> tuple[bool, bool, str]:
    """Whether the plan can be built from its roles, whether that takes going back to earlier subdoelen, and
    which way of the form's own (``references``) leads there, '' for none.

    Where plans of one subdoel leave that open, it may be so.
    """

    def right(*, returns: bool = True, codes: Mapping[int, int] | None = None) -> bool:
        return is_right(build_plan(pieces, roles, model.actors, returns=returns, codes=codes), truth)

    leads = known.leads if known else ""
    if right(returns=False) and roles.count("subdoel") > 1:
        return True, False, leads
    if not leads and right():
        return True, True, ""
    tried = [leads] if leads else ways(pieces, roles)
    way = next((way for way in tried if right(codes=led_back(way, pieces, roles))), "")
    return bool(way), True, leads or way


def _lessons(
    pieces: Sequence[Piece], roles: Sequence[str], words: frozenset[str], model: ReadingModel
) -> list[Lesson]:
    generator = np.random.default_rng(1)
    whole = _lesson(pieces, roles, words, model)
    drawn = [variant(pieces, roles, generator) for _ in range(_VARIANTS)]
    return [whole] * _COPIES + [
        _lesson(other, parts, seen(words, generator), model) for other, parts in drawn
    ]


def _lesson(
    pieces: Sequence[Piece], roles: Sequence[str], words: frozenset[str], model: ReadingModel
) -> Lesson:
    found = emissions(pieces, model)
    return Lesson(_features(pieces, found, words), list(roles), _general(pieces, found, words))


def _general(pieces: Sequence[Piece], found: Emissions, words: frozenset[str]) -> Floats:
    """What is thought of the pieces without the lesson, (pieces, roles); nothing final."""
    scores: Floats = np.maximum(found.scores, _UNLIKELY) + sense(pieces, words)
    return scores


def _features(pieces: Sequence[Piece], found: Emissions, words: frozenset[str]) -> list[list[str]]:
    guess, _ = GRAMMAR.decide(found.scores)
    return form_features(pieces, found.features.heading, guess, words)


def decided_as_taught(
    layout: Layout, pieces: Sequence[Piece], found: Emissions
) -> tuple[Looks, tuple[str, ...]]:
    """The roles that fit best, by the general model and what was taught of the layout together; and what is
    otherwise than was taught.
    """
    features = _features(pieces, found, layout.words)
    scores = layout.expert.scores(_general(pieces, found, layout.words), features)
    if layout.cutting.sentences is Sentences.WHOLE:
        scores[np.ix_([piece.sentence > 0 for piece in pieces], _STARTS)] -= _HARDLY_EVER
    rules = layout.expert.model(GRAMMAR, afspraken_first=layout.afspraken_first)
    looks = decided(replace(found, scores=scores), rules)
    return looks, unlike(layout, pieces, looks.roles, features)


def certainty_as_taught(looks: Looks, *, agreed: bool) -> float:
    """The certainty (0-1) of the least certain piece, and more where the general model ``agreed``."""
    least = float(looks.marginals.max(axis=1).min()) if looks.roles else 0.0
    return 1 - (1 - least) * (_LEFT_IF_AGREED if agreed else 1)


def agrees(found: Emissions, looks: Looks) -> bool:
    """Whether the general model by itself takes the same pieces for the same parts."""
    taught, general = (
        [role.replace("situatie", "anders") for role in roles]
        for roles in (looks.roles, decided(found).roles)
    )
    return taught == general


def finished(plan: Plan, layout: Layout, pieces: Sequence[Piece], looks: Looks) -> Plan:
    """The plan with who acts as the form tells it, and a warning if the layout cannot be followed."""
    plan = name_actors(plan, pieces, looks.roles, layout.cues)
    lost = bool(layout.leads) and not led_back(layout.leads, pieces, looks.roles)
    if layout.exact and not lost:
        return plan
    doubt = "lezen: van deze opmaak kan de indeling niet precies worden gevolgd"
    return replace(plan, nakijken=(*plan.nakijken, doubt))


def _not_found(lost: Sequence[str]) -> LayoutError:
    return LayoutError(
        "De tekst van dit deel staat niet zo in de pdf:"
        if len(lost) == 1
        else f"De teksten van deze {len(lost)} delen staan niet zo in de pdf:",
        faults=tuple(f"- {place}" for place in lost),
        doe="Neem elke tekst over zoals hij in de pdf staat, zonder het label of nummer ervoor, en met alle "
        "woorden. 'plancoder reading show PLAN.pdf --sheet REGELS.xlsx' maakt een lijst van alle regels "
        "waarin u alleen hoeft aan te wijzen.",
    )
