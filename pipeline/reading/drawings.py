"""What is drawn on a page: its rulings, small marks that stand for bullets, and how much is image."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as raw

from pipeline.reading.characters import BULLET
from pipeline.reading.page import Ruling, Word, upright

MAX_OBJECTS = 20_000
MAX_SEGMENTS = 2_000  # of one path
Mark = tuple[float, float, float]  # left, right and middle height of a small drawn shape


def read_drawings(page: Any, turn: int) -> tuple[list[Ruling], list[Mark], float]:
    """The page's rulings, its small marks, and the area its images cover."""
    rulings: list[Ruling] = []
    marks: list[Mark] = []
    image_area = 0.0
    edges = [ctypes.c_float() for _ in range(4)]
    references = [ctypes.byref(edge) for edge in edges]
    for index in range(min(raw.FPDFPage_CountObjects(page), MAX_OBJECTS)):
        drawn = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        if not raw.FPDFPageObj_GetBounds(drawn, *references):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            image_area += max(0.0, right - left) * max(0.0, top - bottom)
        else:
            (x0, y0), (x1, y1) = upright(left, bottom, turn), upright(right, top, turn)
            box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            rulings.extend(_rulings_of(drawn, box, turn))
            width, height = box[2] - box[0], box[3] - box[1]
            if 1.2 <= width <= 14 and 0.6 <= width / max(height, 0.1) <= 1.7:
                marks.append((box[0], box[2], (box[1] + box[3]) / 2))
    return rulings, marks, image_area


def drawn_bullets(words: Sequence[Word], marks: Sequence[Mark]) -> Iterator[Word]:
    """Bullets and boxes that are drawn rather than typed, as words before the word they stand by."""
    seen: set[int] = set()
    for x0, x1, middle in marks[:400]:
        row = [word for word in words if word.top <= middle <= word.bottom]
        right = [word for word in row if -1 <= word.x0 - x1 <= 34]
        if not right or any(-1 <= x0 - word.x1 < 12 for word in row):
            continue
        word = min(right, key=lambda word: word.x0)
        if word.order in seen or BULLET.fullmatch(word.text):
            continue
        seen.add(word.order)
        yield Word("•", x0, x1, word.baseline, word.size, word.bold, word.order)


def _rulings_of(path: Any, box: tuple[float, float, float, float], turn: int) -> Iterator[Ruling]:
    """The lines a path draws: a thin bar, or the sides of what is stroked. Fills alone are no lines."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if height <= 3 and width > 8:
        yield Ruling(True, x0, x1, (y0 + y1) / 2)
    elif width <= 3 and height > 8:
        yield Ruling(False, y0, y1, (x0 + x1) / 2)
    elif width > 8 and height > 8 and _is_stroked(path):
        if raw.FPDFPath_CountSegments(path) > 12:
            yield from _straight_lines(path, turn)
        else:
            yield from (Ruling(True, x0, x1, y0), Ruling(True, x0, x1, y1))
            yield from (Ruling(False, y0, y1, x0), Ruling(False, y0, y1, x1))


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def _straight_lines(path: Any, turn: int) -> Iterator[Ruling]:
    """The level and upright lines of a path of many: a whole table may be drawn in one go."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    before = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(path), MAX_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        here = upright(
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
            turn,
        )
        (left, right), (top, bottom) = sorted((before[0], here[0])), sorted((before[1], here[1]))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            if bottom - top < 1 and right - left > 8:
                yield Ruling(True, left, right, top)
            elif right - left < 1 and bottom - top > 8:
                yield Ruling(False, top, bottom, left)
        before = here
