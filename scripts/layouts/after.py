"""What happens to a PDF after it was made: scanned, or its pages turned."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

DPI = 200


def scan(path: Path) -> None:
    """Pages become pictures at 200 dpi with the noise, blur and slant of an office scanner."""
    import numpy
    import pypdfium2
    from PIL import Image, ImageFilter

    rng = numpy.random.default_rng(sum(path.name.encode()))
    slant = random.Random(path.name)
    document = pypdfium2.PdfDocument(path)
    pages = []
    for page in document:
        picture = page.render(scale=DPI / 72).to_pil().convert("L").filter(ImageFilter.GaussianBlur(0.6))
        picture = picture.rotate(slant.uniform(-0.8, 0.8), resample=Image.Resampling.BICUBIC, fillcolor=250)
        values = numpy.asarray(picture, dtype=numpy.float32) * 0.93 + 10
        values += rng.normal(0, 6, values.shape)
        pages.append(Image.fromarray(values.clip(0, 255).astype(numpy.uint8)))
    document.close()
    pages[0].save(path, "PDF", resolution=DPI, save_all=True, append_images=pages[1:], quality=70)


def turned_upright(path: Path) -> None:
    """The content lies on its side and /Rotate sets it upright, as landscape pages often are made."""
    _turn(path, rotate=90)


def turned_over(path: Path) -> None:
    """The content lies on its side and nothing sets it upright: a page put the wrong way into a plan."""
    _turn(path, rotate=0)


def _turn(path: Path, *, rotate: int) -> None:
    import pypdfium2
    import pypdfium2.raw as raw

    document = pypdfium2.PdfDocument(path)
    for page in document:
        width, height = page.get_size()
        whole = raw.FS_RECTF(0, width, height, 0)
        page.set_mediabox(0, 0, height, width)  # counterclockwise: (x, y) -> (height - y, x)
        raw.FPDFPage_TransFormWithClip(page, raw.FS_MATRIX(0, 1, -1, 0, height, 0), whole)
        page.set_rotation(rotate)
    data: Any = _saved(document)
    document.close()
    path.write_bytes(data)


def _saved(document: Any) -> bytes:
    import io

    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


STEPS: dict[str, Callable[[Path], None]] = {
    "scan": scan,
    "turned_upright": turned_upright,
    "turned_over": turned_over,
}
