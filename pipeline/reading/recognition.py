"""Character recognition by the program Tesseract, if it is installed with its Dutch.

The page goes in and the words come out through pipes: nothing of a plan is written to a temporary file.
"""

import csv
import io
import os
import shutil
import subprocess
from collections import defaultdict
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.errors import UnreadableFile

LANGUAGE = "nld"
SECONDS_PER_PAGE = 60
_ONE_COLUMN = (
    "4"  # Tesseract's page segmentation for text of one column with other sizes: keeps rows together
)
Box = tuple[str, int, int, int, int]  # text, left, top, width and height in pixels


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


def recognise(grey: npt.NDArray[np.uint8], dpi: int) -> list[list[Box]]:
    """The words of a page, shape (height, width), line by line as they are read.

    Raises UnreadableFile when the program fails or takes too long.
    """
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(grey).save(stream, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--psm", _ONE_COLUMN, "--dpi", str(dpi), "tsv"]
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
    return _lines(result.stdout.decode("utf-8", "replace"))


def _lines(table: str) -> list[list[Box]]:
    lines: dict[tuple[str, ...], list[Box]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if text := (row["text"] or "").strip():
            place = (row["block_num"], row["par_num"], row["line_num"])
            left, top, width, height = (int(row[key]) for key in ("left", "top", "width", "height"))
            lines[place].append((text, left, top, width, height))
    return list(lines.values())
