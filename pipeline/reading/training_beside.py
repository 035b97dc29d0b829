"""The look beside other plans on the same form, learnt from layouts that were left out."""

from collections.abc import Sequence

import numpy as np

from pipeline.reading.companions import Imprint, imprint_of, together, told_by
from pipeline.reading.layouts.fingerprint import heading_prints
from pipeline.reading.layouts.forms import by_form
from pipeline.reading.looks import decided, judged, numbers_beside
from pipeline.reading.roles import Floats
from pipeline.reading.text_model import TextModel
from pipeline.reading.training_certainty import Judged, judge
from pipeline.reading.training_examples import Looked
from pipeline.reading.training_trees import grow_with_left_out
from pipeline.reading.trees import Trees

_KEY = b"to learn from"
_HOW_MANY = (3, 4, 6, 8, 12, 19, 24)  # plans beside one, from few to as many as count


def learn_beside(
    printed: Sequence[Looked], firsts: Sequence[Floats], alone: Sequence[Floats], actors: TextModel
) -> tuple[Trees, Judged]:
    """The trees, and how plans were read by trees that had not learnt from their layout.

    ``firsts`` and ``alone``: per plan the chances after the first look and after the last one that knows
    this plan alone.
    """
    imprints = [
        imprint_of(item.features, chances, _KEY) for item, chances in zip(printed, alone, strict=True)
    ]
    company = _company(printed, imprints)
    told = [told_by(others, item.features, _KEY) for item, others in zip(printed, company, strict=True)]
    known = [
        numbers_beside(item.features, chances, heard, others.plans)
        for item, chances, heard, others in zip(printed, alone, told, company, strict=True)
    ]
    trees, chances = grow_with_left_out(printed, known)
    looks = [
        decided(judged(item.features, one, before, last, heard))
        for item, one, before, last, heard in zip(printed, firsts, alone, chances, told, strict=True)
    ]
    return trees, judge(printed, looks, actors, [others.plans for others in company])


def _company(printed: Sequence[Looked], imprints: Sequence[Imprint]) -> list[Imprint]:
    """Some of the other plans on the same form, beside each plan."""
    generator = np.random.default_rng(1)
    looks = [heading_prints(item.example.pieces, item.features.heading) for item in printed]
    found = [together([])] * len(printed)
    for form in by_form(enumerate(looks)):
        for index in form:
            others = [other for other in form if other != index]
            count = min(len(others), int(generator.choice(_HOW_MANY)))
            chosen = generator.permutation(others)[:count].astype(int)
            found[index] = together([imprints[other] for other in chosen])
    return found
