"""Bullets, dashes and boxes to tick on the picture of a page, by their shape.

Recognisers take them for letters, or pass them over.
"""

from collections.abc import Iterator

import numpy as np

from pipeline.reading.scan_image import Ink

Shape = tuple[int, int, int, int]  # top, bottom, left, right in pixels
_DOT = (1.6, 6.5)  # points, smallest and largest side
_BOX = (5.0, 14.0)
_DASH = (2.0, 9.0)  # points wide
_DASH_HEIGHT = (0.35, 2.0)
_FILLED = 0.7  # share of a dot that is ink: a disc has 0.79
_EMPTY = 0.45  # at most, of the inside of a box: it may hold a cross
_CLOSED = 0.9  # share of a box that its sides enclose: a letter n is open
_FREE = 8.0  # points without ink left of a bullet
_LINE = 4.5  # points above and below the middle of a bullet, where only its own line has ink
_APART = (1.5, 34.0)  # points to the text right of it


def find_bullets(ink: Ink, dpi: int) -> list[Shape]:
    """The bullets and boxes that stand at the start of a text."""
    from scipy import ndimage

    patches, _ = ndimage.label(ink, np.ones((3, 3)))
    found = ndimage.find_objects(patches)
    shapes = [(rows.start, rows.stop, columns.start, columns.stop) for rows, columns in found]
    return [shape for shape in _likely(shapes, dpi) if _is_bullet(shape, ink, dpi)]


def _likely(shapes: list[Shape], dpi: int) -> Iterator[Shape]:
    """The shapes that are as high as they are wide, or a dash, and of the size of a bullet."""
    point = dpi / 72
    for top, bottom, left, right in shapes:
        height, width = (bottom - top) / point, (right - left) / point
        fits = _DOT[0] <= min(height, width) and max(height, width) <= _BOX[1]
        if (fits and 0.75 <= width / height <= 1.34) or _is_dash(height, width):
            yield top, bottom, left, right


def _is_dash(height: float, width: float) -> bool:
    """By its sides in points."""
    flat = _DASH_HEIGHT[0] <= height <= _DASH_HEIGHT[1] and _DASH[0] <= width <= _DASH[1]
    return flat and width >= 1.8 * height


def _is_bullet(shape: Shape, ink: Ink, dpi: int) -> bool:
    top, bottom, left, right = shape
    point = dpi / 72
    height, width = (bottom - top) / point, (right - left) / point
    side = max(height, width)
    part = ink[top:bottom, left:right]
    full = side <= _DASH[1] if _is_dash(height, width) else side <= _DOT[1]
    filled = full and part.mean() >= _FILLED
    return (filled or (side >= _BOX[0] and _is_box(part))) and _starts_a_text(shape, ink, point)


def _is_box(part: Ink) -> bool:
    """Whether all four sides are drawn, straight and closed, and the inside is as good as empty."""
    from scipy import ndimage

    edge = max(1, round(0.18 * min(part.shape)))
    turned = [np.rot90(part, turns) for turns in range(4)]
    straight = all(side[:edge].any(axis=0).mean() > 0.9 for side in turned)
    corner = max(1, round(0.12 * min(part.shape)))
    cornered = all(side[:corner, :corner].any() for side in turned)
    inside = part[2 * edge : -2 * edge, 2 * edge : -2 * edge]
    empty = inside.size == 0 or bool(inside.mean() < _EMPTY)
    return straight and cornered and empty and bool(ndimage.binary_fill_holes(part).mean() > _CLOSED)


def _starts_a_text(shape: Shape, ink: Ink, point: float) -> bool:
    """Whether there is nothing left of a shape, and right of it, at some distance, there is text."""
    top, bottom, left, right = shape
    middle = (top + bottom) // 2
    around = slice(max(0, middle - round(_LINE * point)), middle + round(_LINE * point))
    rows = slice(max(0, top - round(point)), bottom + round(point))
    if ink[around, max(0, left - round(_FREE * point)) : max(0, left - 1)].any():
        return False
    near, far = (right + round(distance * point) for distance in _APART)
    return not ink[rows, right + 1 : near].any() and bool(ink[rows, near:far].any())
