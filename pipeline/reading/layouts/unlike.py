"""What in a plan is otherwise than in the plans that taught its layout: a person should look at it."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.reading.layouts.cutting import Sentences
from pipeline.reading.layouts.layout import Layout
from pipeline.reading.pieces import Piece
from pipeline.reading.sentences import split_sentences

_PLACES = ("achter=", "kolom=", "onder=")  # what tells most of the place of a piece, if it has it
_LABEL = re.compile(r"(?:^|[.;!?]\s)[A-ZÀ-Þ][\w-]+(?: [\w-]+)?:\s")
_PARTS = {"hoofddoel", "subdoel", "afspraak"}


def unlike(
    layout: Layout, pieces: Sequence[Piece], roles: Sequence[str], features: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """Reasons, in Dutch. ``features``: of the form, per piece."""
    usual = _usual_places(layout)
    parts = [(i, role) for i, role in enumerate(roles) if role.rstrip("+") in _PARTS]
    texts = [pieces[i] for i, _ in parts]
    reasons = {
        "een tekst staat op een andere plaats dan in het aangeleerde plan": any(
            role in usual and _place(features[i]) not in usual[role] for i, role in parts
        ),
        "een tekst begint met een label dat niet in het aangeleerde plan stond": bool(layout.cutting.before)
        and any(_LABEL.search(piece.text) for piece in texts),
        "een afspraak heeft meer zinnen dan in het aangeleerde plan": any(
            _has_more_sentences(layout, pieces[i]) for i, role in parts if role.startswith("afspraak")
        ),
    }
    return tuple(f"lezen: {reason}" for reason, holds in reasons.items() if holds)


def _usual_places(layout: Layout) -> dict[str, set[str]]:
    """Per part the places it had, if these came back in the plans that were taught."""
    whole = layout.lessons[:: len(layout.lessons) // layout.plans]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for lesson in whole:
        for role, names in zip(lesson.roles, lesson.features, strict=True):
            if role in _PARTS:
                counts[role][_place(names)] += 1
    return {role: set(places) for role, places in counts.items() if 2 * len(places) <= places.total()}


def _place(features: Sequence[str]) -> str:
    for kind in _PLACES:
        if own := [name for name in features if name.startswith(kind) and "|" not in name]:
            return own[0]
    return ""


def _has_more_sentences(layout: Layout, piece: Piece) -> bool:
    loose = piece.cell is None and not piece.bullet
    unseen = layout.cutting.sentences is Sentences.AS_CUT
    return loose and unseen and (piece.sentence > 0 or len(split_sentences(piece.text)) > 1)
