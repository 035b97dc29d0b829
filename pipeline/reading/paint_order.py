"""Words that a file holds away from the text they stand beside.

Browsers paint what floats beside a text, as a label in the margin, before all text of the page, and what is
set in a fixed place after it. Such words are put back in the line they stand on.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.reading.lines import Line
from pipeline.reading.page import Word

_LEVEL = 2.0  # points between the baselines of one line
_MOST = 0.4  # of the page: a longer run is a column of text


def with_floats_in_place(segments: Sequence[Line]) -> list[Word]:
    """The words of a page numbered anew with what was painted apart in its place; empty if nothing was.

    ``segments``: its lines, cut at wide gaps.
    """
    ordered = sorted(segments, key=lambda segment: segment.order)
    places = {id(segment): float(place) for place, segment in enumerate(ordered)}
    runs = _runs(ordered)
    for run in runs if len(runs) > 1 else []:
        if len(run) <= _MOST * len(ordered):
            places |= _places_beside(run, ordered, places)
    printed = sorted(ordered, key=lambda segment: places[id(segment)])
    if printed == ordered:
        return []
    words = [word for segment in printed for word in sorted(segment.words, key=lambda word: word.order)]
    return [replace(word, order=order) for order, word in enumerate(words)]


def _runs(ordered: Sequence[Line]) -> list[list[Line]]:
    """The segments in the order of the file, parted where it goes back up in the same column."""
    runs = [list(ordered[:1])]
    for before, segment in pairwise(ordered):
        up = segment.baseline < before.baseline - before.size
        if up and segment.x0 < before.x1 and before.x0 < segment.x1:
            runs.append([])
        runs[-1].append(segment)
    return runs


def _places_beside(
    run: Sequence[Line], ordered: Sequence[Line], places: dict[int, float]
) -> dict[int, float]:
    """A place for each segment of a run, right before or after the text beside it, if all have one."""
    within = {id(segment) for segment in run}
    others = [segment for segment in ordered if id(segment) not in within]
    for side, neighbour in ((-0.5, _right_of), (0.5, _left_of)):
        beside = [neighbour(segment, others) for segment in run]
        if None not in beside:
            return {
                id(segment): places[id(found)] + side
                for segment, found in zip(run, beside, strict=True)
                if found
            }
    return {}


def _right_of(segment: Line, others: Sequence[Line]) -> Line | None:
    level = (other for other in others if abs(other.baseline - segment.baseline) < _LEVEL)
    return min((o for o in level if o.x0 >= segment.x1), key=lambda other: other.x0, default=None)


def _left_of(segment: Line, others: Sequence[Line]) -> Line | None:
    level = (other for other in others if abs(other.baseline - segment.baseline) < _LEVEL)
    return max((o for o in level if o.x1 <= segment.x0), key=lambda other: other.x1, default=None)
