"""The drawn lines and the filled bars on the picture of a page, and which pixels the lines cover."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.reading.pdf import Ruling
from pipeline.reading.scan_image import Fill, Ink

_SHORTEST = 36  # points; longer than any stroke of a letter
_LONG = 150  # points; longer than any word
_THICKEST = 3  # points
_LOWEST_FILL = 6  # points
_HIGHEST_TEXT = 24  # points, of the text in a filled bar
_LEEWAY = 6  # points between a line and the filled bar it leads to
_FILLED = 0.6  # share of a filled bar that is not its text
_GAP = 4  # pixels that a scan may leave open in a line
_DRAWN = 0.85  # share of a ruling that must be there
_DOTS_GAP, _DOTS_DRAWN = 2.4, 0.3  # points and share, of a dotted or dashed one
_DOTS_APART = (0.03, 0.97)  # beside it is nothing at all, or a fill
_APART = (0.2, 0.85)  # beside a ruling is paper or a fill; beside the feet of letters something in between
_LONG_APART = (0.3, 0.8)  # the same for a line as long as that: letters may reach to it
_SOLID = 0.98  # share of an underline that must be there
_CLEAR = 3  # pixels from a line, where it is seen what stands beside it
Bar = tuple[int, int, int, int]  # first row, last row, start, end
Runs = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]


def find_rulings(ink: Ink, dpi: int) -> tuple[list[Ruling], Ink]:
    """The drawn lines, in points, and the pixels that they and lines under words cover."""
    points = 72 / dpi
    flat, upright = (_lines(side, dpi) for side in (ink, ink.T))
    covered = np.zeros_like(ink)
    for top, bottom, start, end in _underlines(ink, dpi):
        crossed = ink[top - _CLEAR, start:end] & ink[bottom + _CLEAR, start:end]  # by the tail of a letter
        covered[top : bottom + 2, start:end] |= ~crossed
    for bars, pixels in ((flat, covered), (upright, covered.T)):
        for top, bottom, start, end in bars:
            pixels[max(0, top - 1) : bottom + 2, start:end] = True
    rulings = [
        Ruling(bars is flat, start * points, end * points, (top + bottom) / 2 * points)
        for bars in (flat, upright)
        for top, bottom, start, end in bars
    ]
    return rulings, covered


def _lines(ink: Ink, dpi: int) -> list[Bar]:
    """The level lines of a picture, whole ones first."""
    whole = [bar for bar in _bars(_runs(ink, dpi)) if _is_line(bar, ink, dpi)]
    rest = ink.copy()
    for top, bottom, start, end in whole:
        rest[max(0, top - 1) : bottom + 2, start:end] = False
    dotted = _bars(_runs(rest, dpi, round(_DOTS_GAP * dpi / 72), _DOTS_DRAWN))
    thin = _THICKEST * dpi / 144
    return whole + [
        bar for bar in dotted if bar[1] - bar[0] <= thin and _stands_apart(bar, rest, _DOTS_APART)
    ]


def _underlines(ink: Ink, dpi: int) -> list[Bar]:
    """The lines right under words: as solid as no row of letters, with paper below."""
    found = []
    for bar in _bars(_runs(ink, dpi, 1, _SOLID)):
        top, bottom, start, end = bar
        inside = top >= _CLEAR and bottom + _CLEAR < ink.shape[0]
        if inside and bottom - top <= _THICKEST * dpi / 72 and not _is_line(bar, ink, dpi):
            above, below = (float(ink[row, start:end].mean()) for row in (top - _CLEAR, bottom + _CLEAR))
            if below < _APART[0] and below < above < _APART[1]:
                found.append(bar)
    return found


def find_fills(ink: Ink, dpi: int) -> list[Fill]:
    """The shaded and dark bars, in pixels: thicker than a ruling, and but for their text all ink."""
    whole: list[Bar] = []
    for bar in sorted(_bars(_runs(ink, dpi))):
        above = next((other for other in whole if _are_one(other, bar, ink, dpi)), None)
        if above is not None:
            whole.remove(above)
            bar = (above[0], bar[1], min(above[2], bar[2]), max(above[3], bar[3]))
        whole.append(bar)
    return [
        (top, bottom + 1, start, end)
        for top, bottom, start, end in whole
        if bottom - top > _LOWEST_FILL * dpi / 72 and ink[top:bottom, start:end].mean() > _FILLED
    ]


def edges_of(fills: Sequence[Fill], rulings: Sequence[Ruling], dpi: int) -> Iterator[Ruling]:
    """The sides of filled bars that upright lines lead to: rows of a table, of which no line can be seen."""
    points = 72 / dpi
    for fill in fills:
        top, bottom, left, right = (side * points for side in fill)
        leading = [
            line
            for line in rulings
            if not line.horizontal
            and left - _LEEWAY < line.at < right + _LEEWAY
            and (abs(line.end - top) < _LEEWAY or abs(line.start - bottom) < _LEEWAY)
        ]
        if len(leading) > 1:
            yield from (Ruling(True, left, right, at) for at in (top, bottom))
            yield from (Ruling(False, top, bottom, at) for at in (left, right))
            for line in leading:
                start, end = sorted((min(line.end, bottom), max(line.start, top)))
                yield Ruling(False, start, end, line.at)


def _are_one(above: Bar, below: Bar, ink: Ink, dpi: int) -> bool:
    """Whether two bars are the upper and the lower edge of a filled bar with a text that runs through it."""
    near = dpi // 24
    same = abs(above[2] - below[2]) < near and abs(above[3] - below[3]) < near
    between = ink[above[1] + 1 : below[0], below[2] : below[3]]
    filled = not between.size or bool(between.mean() > _FILLED)
    return same and below[0] - above[1] < _HIGHEST_TEXT * dpi / 72 and filled


def _is_line(bar: Bar, ink: Ink, dpi: int) -> bool:
    """Whether a bar is thin, and apart from what is above and below it."""
    top, bottom, start, end = bar
    long = end - start > _LONG * dpi / 72
    return bottom - top <= _THICKEST * dpi / 72 and _stands_apart(bar, ink, _LONG_APART if long else _APART)


def _bars(runs: Runs) -> list[Bar]:
    """Runs of ink under each other, as boxes."""
    bars: list[Bar] = []
    growing: list[Bar] = []
    for row, start, end in zip(*(values.tolist() for values in runs), strict=True):
        bars += [bar for bar in growing if bar[1] < row - 2]
        growing = [bar for bar in growing if bar[1] >= row - 2]
        match = next((bar for bar in growing if start <= bar[3] + 8 and bar[2] <= end + 8), None)
        if match is None:
            growing.append((row, row, start, end))
        else:
            growing[growing.index(match)] = (match[0], row, min(match[2], start), max(match[3], end))
    return bars + growing


def _runs(ink: Ink, dpi: int, gap: int = _GAP, share: float = _DRAWN) -> Runs:
    """Row, start and end of the long runs of ink, row by row, with ``gap`` pixels open at most."""
    height, width = ink.shape
    closed = ink.copy()
    for step in range(1, gap + 1):
        closed[:, step:] |= ink[:, :-step]
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = closed
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.maximum(starts + 1, np.nonzero(steps == -1)[1] - gap)
    drawn = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(ink, axis=1, out=drawn[:, 1:])
    inked = drawn[rows, ends] - drawn[rows, starts]
    long = (ends - starts >= _SHORTEST * dpi / 72) & (inked >= share * (ends - starts))
    return rows[long], starts[long], ends[long]


def _stands_apart(bar: Bar, ink: Ink, between: tuple[float, float]) -> bool:
    """Whether a bar is no row of letters: their feet fill a line of pixels too, but they stand on it."""
    top, bottom, start, end = bar
    low, high = between
    for row in (top - _CLEAR, bottom + _CLEAR):
        beside = float(ink[row, start:end].mean()) if 0 <= row < ink.shape[0] else 0.0
        if low < beside < high:
            return False
    return True
