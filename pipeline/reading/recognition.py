"""Character recognition by the program Tesseract, if it is installed with its Dutch.

Pictures go in and words come out through pipes: nothing of a plan is written to a temporary file.
"""

import csv
import io
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.errors import UnreadableFile

LANGUAGE = "nld"
SECONDS_PER_PAGE = 60
# Tesseract's page segmentations: text of one column with other sizes (keeps rows together), and one block.
ROWS, BLOCK = "4", "6"
Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Box:
    """A word and its place in pixels; ``sure`` is how sure the recogniser is of it, 0 to 100."""

    text: str
    left: int
    top: int
    width: int
    height: int
    sure: float


@cache
def is_available() -> bool:
    """Whether scans can be read here: the program and its Dutch."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in (listed.stdout + listed.stderr).decode("utf-8", "replace").split()


def recogniser_version() -> str:
    """What the program says it is, such as ``tesseract 5.3.0``; "" when scans cannot be read here."""
    if not is_available():
        return ""
    told = subprocess.run(["tesseract", "--version"], capture_output=True, timeout=20, check=False)
    return (told.stdout or told.stderr).decode("utf-8", "replace").split("\n")[0].strip()


def recognise(pictures: Sequence[Grey], dpi: int, segmentation: str = ROWS) -> list[list[list[Box]]]:
    """The words of each picture, shape (height, width), line by line as they are read.

    Raises UnreadableFile when the program fails or takes too long.
    """
    from PIL import Image

    if not pictures:
        return []
    stream = io.BytesIO()
    first, *others = (Image.fromarray(picture) for picture in pictures)
    first.save(stream, "TIFF", save_all=True, append_images=others)  # one start of the program for all
    command = [
        "tesseract",
        "stdin",
        "stdout",
        "-l",
        LANGUAGE,
        "--psm",
        segmentation,
        "--dpi",
        str(dpi),
        "tsv",
    ]
    one_core = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # other files have the other cores
    try:
        result = subprocess.run(
            command,
            input=stream.getvalue(),
            capture_output=True,
            timeout=SECONDS_PER_PAGE,
            check=True,
            env=one_core,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnreadableFile(
            "De scan kon niet worden gelezen: de tekstherkenning stopte of duurde te lang.",
            doe="Scan het plan opnieuw, recht en met 200 tot 300 dpi.",
        ) from error
    return _lines(result.stdout.decode("utf-8", "replace"), len(pictures))


def _lines(table: str, pictures: int) -> list[list[list[Box]]]:
    lines: list[dict[tuple[str, ...], list[Box]]] = [defaultdict(list) for _ in range(pictures)]
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if text := (row["text"] or "").strip():
            place = (row["block_num"], row["par_num"], row["line_num"])
            left, top, width, height = (int(row[key]) for key in ("left", "top", "width", "height"))
            box = Box(text, left, top, width, height, float(row["conf"]))
            lines[int(row["page_num"]) - 1][place].append(box)
    return [list(found.values()) for found in lines]
