"""How often intervals of few errors can hold the truth, counted over every sample that there can be.

    python scripts/evaluate_intervals.py

Sixty units are drawn apart, the chances of an error are known, and nothing is simulated. A sample holds 0, 1,
2, ... errors, so an interval without a lottery in it holds the truth in certain parts of the samples only.
Printed for so many errors expected: the two parts nearest to 95%, under and over it, that any interval can
hold; for a share with errors of one kind, and for the difference of two kinds that are as likely. Beside them
what Jeffreys' interval of the share holds, and that of a corrected share (``difference_interval``).
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from pipeline.statistics.intervals import CONFIDENCE, difference_interval, share_interval

DRAWS = 60
EXPECTED = (0.25, 0.5, 1, 2, 4, 8, 12)
MOST = 40
"""More errors of one kind do not occur when so few are expected."""
Floats = npt.NDArray[np.float64]
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """Parts of the samples, for ``errors`` expected: what can be had, and what the intervals hold.

    ``one_kind`` and ``both_kinds``: the parts under and over 95% that are nearest to it. ``share``: held by
    the interval of a share; ``corrected`` and ``corrected_one``: by that of a difference, with errors of
    both kinds and of one.
    """

    errors: float
    one_kind: Pair
    share: float
    both_kinds: Pair
    corrected: float
    corrected_one: float

    @property
    def pairs(self) -> tuple[Pair, Pair]:
        return self.one_kind, self.both_kinds


def main() -> int:
    print(
        "| errors expected | one kind: what can be had | Jeffreys' interval of a share "
        "| both kinds: what can be had | interval of a corrected share | the same, errors of one kind |"
    )
    print(f"|{' --- |' * 6}")
    for row in rows():
        one, both = (f"{under:.1%} or {over:.1%}" for under, over in row.pairs)
        print(
            f"| {row.errors} | {one} | {row.share:.1%} | {both} | {row.corrected:.1%} "
            f"| {row.corrected_one:.1%} |"
        )
    return 0


def rows() -> Iterator[Row]:
    counts = np.arange(MOST)
    more, fewer = (each.ravel() for each in np.meshgrid(counts, counts, indexing="ij"))
    share_ends = share_interval(float(DRAWS), counts / DRAWS)
    ends = difference_interval(float(DRAWS), more / DRAWS, fewer / DRAWS)
    for errors in EXPECTED:
        chances = stats.binom.pmf(counts, DRAWS, errors / DRAWS)
        both, one = (_chances(more, fewer, part, errors - part) for part in (errors / 2, errors))
        yield Row(
            errors,
            _nearest(np.sort(chances)[::-1]),
            _held(share_ends, chances, errors / DRAWS),
            _nearest(np.bincount(np.abs(more - fewer), both).astype(np.float64)),
            _held(ends, both, 0.0),
            _held(ends, one, errors / DRAWS),
        )


def _chances(more: npt.NDArray[np.intp], fewer: npt.NDArray[np.intp], up: float, down: float) -> Floats:
    """Of every sample with so many errors of both kinds, when ``up`` and ``down`` are expected."""
    drawn = np.column_stack([more, fewer, DRAWS - more - fewer])
    chances = stats.multinomial.pmf(drawn, DRAWS, [up / DRAWS, down / DRAWS, 1 - (up + down) / DRAWS])
    return np.nan_to_num(np.asarray(chances, np.float64))


def _nearest(chances: Floats) -> Pair:
    """What is held when the likeliest samples are, one more each time: the last under 95% and the next."""
    parts = np.concatenate([[0.0], np.cumsum(chances)])
    over = int(np.argmax(parts >= CONFIDENCE))
    return float(parts[over - 1]), float(parts[over])


def _held(ends: tuple[Floats, Floats], chances: Floats, true: float) -> float:
    low, high = ends
    return float(chances[(low <= true) & (true <= high)].sum())


if __name__ == "__main__":
    sys.exit(main())
