"""The picture of a scanned page made fit to read: at its own resolution, without borders, and straight."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Ink = npt.NDArray[np.bool_]
Fill = tuple[int, int, int, int]  # top, bottom, left, right in pixels
LEAST_DPI, MOST_DPI = 150, 300
_MOST_PIXELS = 5000  # of a side: a poster is read more coarsely
_STEEPEST = 2.4  # degrees
_BORDER = 0.5  # of the grey of paper: what is darker, at the edge, is no paper
_DARK_BAR = 110  # grey: what is darker is a bar with white text
_PRINT = 0.25  # of the grey of paper: what is that much darker is printed
_NOISE = 12  # grey levels
_COARSE, _AROUND = 4, 13  # pixels in one, and of those around it: letters fill less than half of that
_BLUR = 2  # pixels at the edge of a bar that are neither bar nor paper


def draw(page: Any) -> tuple[Any, int]:
    """A page of pdfium as a grey image, and its dots per inch: as many as it was scanned with."""
    dpi = min(own_dpi(page), int(_MOST_PIXELS * 72 / max(page.get_size())))
    return page.render(scale=dpi / 72).to_pil().convert("L"), dpi


def own_dpi(page: Any) -> int:
    """The resolution of the largest image of a page; drawn otherwise its letters would lose sharpness."""
    import pypdfium2.raw as raw

    found = [(0.0, float(MOST_DPI))]
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        wide, high = right - left, top - bottom
        if wide > 0 and high > 0:
            found.append((wide * high, 72 * max(image.get_px_size()) / max(wide, high)))
    return round(min(max(max(found)[1], LEAST_DPI), MOST_DPI))


def without_borders(image: Any) -> Any:
    """The image with paper where the scanner saw past the paper: dark patches that reach the edge."""
    from PIL import Image
    from scipy import ndimage

    small = np.asarray(image.reduce(4))
    paper = int(np.median(small))
    patches, count = ndimage.label(small < _BORDER * paper)
    edges = np.concatenate([patches[0], patches[-1], patches[:, 0], patches[:, -1]])
    at_edge = np.isin(patches, np.unique(edges[edges > 0]))
    if not count or not at_edge.any():
        return image
    mask = Image.fromarray(ndimage.binary_dilation(at_edge, iterations=2)).resize(image.size)
    cleaned = image.copy()
    cleaned.paste(paper, mask=mask)
    return cleaned


def straightened(image: Any) -> Any:
    """The image turned so that its lines of text run level: their ink is then most concentrated in rows."""
    paper = int(np.median(np.asarray(image.reduce(4))))
    small, half = image.reduce(4), image.reduce(2)
    rough = max(np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.2), key=lambda angle: levelness(small, angle))
    best = max(np.arange(rough - 0.2, rough + 0.21, 0.04), key=lambda angle: levelness(half, angle))
    if abs(best) < 0.03:
        return image
    from PIL import Image

    return image.rotate(float(best), resample=Image.Resampling.BICUBIC, fillcolor=paper)


def levelness(image: Any, angle: float) -> float:
    paper = int(np.median(np.asarray(image)))
    rows = paper - np.asarray(image.rotate(float(angle), fillcolor=paper), dtype=np.float32)
    return float(np.var(rows.sum(axis=1)))


def _backgrounds(grey: Grey) -> Iterator[npt.NDArray[np.float32]]:
    """How light the paper or shade is under what is printed: the darker and the lighter where two meet."""
    from PIL import Image
    from scipy import ndimage

    usual = ndimage.median_filter(np.asarray(Image.fromarray(grey).reduce(_COARSE)), _AROUND)
    for filtered in (ndimage.minimum_filter(usual, 3), ndimage.maximum_filter(usual, 3)):
        enlarged = np.repeat(np.repeat(filtered, _COARSE, axis=0), _COARSE, axis=1)
        yield enlarged[: grey.shape[0], : grey.shape[1]].astype(np.float32)


def is_dark(grey: Grey, fill: Fill) -> bool:
    """Whether what is printed in a filled bar is lighter than the bar."""
    top, bottom, left, right = fill
    return bool(np.median(grey[top:bottom, left:right]) < _DARK_BAR)


def evened(grey: Grey, dark: Sequence[Fill]) -> Grey:
    """The picture as black on white: light print darkened, shades lifted, text in ``dark`` bars turned."""
    paper = np.median(grey)
    darker, lighter = (np.where(side < _DARK_BAR, paper, side) for side in _backgrounds(grey))
    under = np.minimum(np.where(grey < darker - _NOISE, lighter, darker), paper)
    ink = (under - grey.astype(np.float32)) * paper / under
    for top, bottom, left, right in dark:
        around = slice(max(0, top - _BLUR), bottom + _BLUR), slice(max(0, left - _BLUR), right + _BLUR)
        ink[around] = 0
        inner = slice(top + _BLUR, bottom - _BLUR), slice(left + _BLUR, right - _BLUR)
        level = float(np.median(grey[top:bottom, left:right]))
        ink[inner] = (grey[inner] - level) * paper / (255 - level)
    printed = ink[ink > _PRINT * paper]  # a page with few words is mostly noise: that must stay light
    darkest = float(np.percentile(printed, 75)) if len(printed) else float(paper)
    clean: Grey = np.round(255 - 255 * np.clip(ink / darkest, 0, 1)).astype(np.uint8)
    return clean
