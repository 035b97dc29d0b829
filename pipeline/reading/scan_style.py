"""How recognised words are printed, by the picture: bold, slanted, or in another colour than most.

Each word is measured, and a change within a line must be worth its while: a label in bold or italics is a run
of words, and one word that differs was mostly measured wrongly.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from pipeline.reading.recognition import Box
from pipeline.reading.scan_image import Grey
from pipeline.reading.scan_type import picture_of

_BOLDER = 1.18  # times the usual stroke of that size
_SLANT = 0.22  # of the height: how far italics lean
_SLANTED = -0.08  # from where on leaning back makes columns of ink clearer
_LIGHTER = 0.13  # of black, than the usual print
# What one unit of evidence is, of each measure.
_STROKE_UNIT, _SLANT_UNIT, _LIGHT_UNIT = 0.06, 0.05, 0.03
_DOUBT = 4.0  # units: no word says more by itself
_CHANGE = 1.5  # units that a change within a line takes
_STROKE_LETTERS, _OTHER_LETTERS = 8, 5  # so many are measured as well as can be
_ASLANT = re.compile(r"[VWXYZAvwxyzk/]")  # letters that lean by themselves
_INK = 128  # what is darker
Line = Sequence[Box]


@dataclass(frozen=True, slots=True)
class Style:
    bold: bool
    slanted: bool
    light: bool

    @property
    def name(self) -> str:
        """The same for words that are printed alike."""
        return f"{self.bold:d}{self.slanted:d}{self.light:d}"


def styles_of(lines: Sequence[Line], sizes: Sequence[float], clean: Grey) -> list[list[Style]]:
    """How each word of each line is printed; ``sizes``: of each line in points."""
    parts = [[picture_of(box, clean) for box in line] for line in lines]
    strokes = [[_stroke(part) / size for part in line] for line, size in zip(parts, sizes, strict=True)]
    lightness = [[_lightness(part) for part in line] for line in parts]
    thick = median([stroke for line in strokes for stroke in line if stroke] or [1.0])
    usual = median([value for line in lightness for value in line] or [0.0])
    slants = [list(map(_slant, line)) for line in parts]
    upright = [[replace(box, text=_ASLANT.sub("", box.text)) for box in line] for line in lines]
    bold = _runs(lines, strokes, lambda stroke: (stroke / thick - _BOLDER) / _STROKE_UNIT, _STROKE_LETTERS)
    slanted = _runs(upright, slants, lambda slant: (slant - _SLANTED) / _SLANT_UNIT, _OTHER_LETTERS)
    lighter = _runs(lines, lightness, lambda value: (value - usual - _LIGHTER) / _LIGHT_UNIT, _OTHER_LETTERS)
    return [
        [Style(*word) for word in zip(*line, strict=True)]
        for line in zip(bold, slanted, lighter, strict=True)
    ]


def _runs(
    lines: Sequence[Line],
    values: Sequence[Sequence[float]],
    evidence: Callable[[float], float],
    letters: int,
) -> list[list[bool]]:
    """Where each line is printed so, by how much likelier that is for the measured value of each word.

    The more letters a word has, up to ``letters``, the better it was measured.
    """
    return [
        likeliest_runs(
            [
                min(1.0, sum(map(str.isalnum, box.text)) / letters)
                * max(-_DOUBT, min(_DOUBT, evidence(value)))
                for box, value in zip(line, of_line, strict=True)
            ]
        )
        for line, of_line in zip(lines, values, strict=True)
    ]


def likeliest_runs(evidence: Sequence[float]) -> list[bool]:
    """Which words are printed so, given for each the evidence that it is (above 0) or is not.

    The best sum of evidence less the changes (Viterbi).
    """
    off, on = 0.0, 0.0
    came_from: list[tuple[bool, bool]] = []  # what was best before, for a word that is not so and that is
    for value in evidence:
        came_from.append((on - _CHANGE > off, on >= off - _CHANGE))
        off, on = max(off, on - _CHANGE), max(on, off - _CHANGE) + value
    states = [on > off]
    for before in reversed(came_from[1:]):
        states.append(before[states[-1]])
    return states[::-1] if evidence else []


def _stroke(part: Grey) -> float:
    """The mean thickness of strokes in pixels: twice their area by their outline."""
    dark = part < _INK
    edge = (dark[:, 1:] != dark[:, :-1]).sum() + (dark[1:] != dark[:-1]).sum()
    area = (255 - part.astype(np.float32)).sum() / 255
    return float(2 * area / edge) if edge else 0.0


def _slant(part: Grey) -> float:
    """How much clearer the columns of ink get by leaning letters back: the log ratio of their squares."""
    ys, xs = np.nonzero(part < _INK)
    height, width = part.shape
    if not len(xs):
        return 2 * _SLANTED
    upright = np.bincount(xs, minlength=width)
    leaned = np.bincount(xs + np.round(_SLANT * ys).astype(int), minlength=width + height)
    return float(np.log(np.square(leaned).sum() / np.square(upright).sum()))


def _lightness(part: Grey) -> float:
    """How far the darkest of the ink is from black, 0 to 1."""
    return float(np.percentile(part, 10)) / 255 if part.size else 0.0
