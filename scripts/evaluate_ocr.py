"""How well scanned plans are read.

    python scripts/evaluate_ocr.py FOLDER [--per-writer N] [--dpi 200] [--keep FOLDER]

Draws plans of FOLDER (with ``waarheid.jsonl``) as scans: images only, a little skewed, noisy, grey and
compressed; reads these, and compares each unit in its place. ``exact`` compares letters and digits, ``alike``
allows one character in ten to differ.
"""

import argparse
import difflib
import json
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from pipeline.errors import UnreadableFile
from pipeline.reading import read_plan
from pipeline.reading.evaluation import read_units, true_units

ALIKE = 0.9
Unit = tuple[int, str, str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--per-writer", type=int, default=4)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="where to keep the scans")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        keep = arguments.keep or Path(temporary)
        keep.mkdir(parents=True, exist_ok=True)
        _evaluate(arguments.folder, arguments.per_writer, arguments.dpi, keep)


def _evaluate(folder: Path, per_writer: int, dpi: int, keep: Path) -> None:
    totals: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(6))
    for truth_file in sorted(folder.rglob("waarheid.jsonl")):
        truths = [json.loads(line) for line in truth_file.read_text(encoding="utf-8").splitlines()]
        for seed, truth in enumerate(truths[:: max(1, len(truths) // per_writer)][:per_writer]):
            source = truth_file.parent / truth["bestand"]
            scan = keep / f"{truth_file.parent.name}-{source.stem}.pdf"
            pages = draw_scan(source, scan, dpi, seed)
            start = time.perf_counter()
            counts = _score(scan, truth)
            totals[truth_file.parent.name] += [*counts, pages, time.perf_counter() - start]
    print(f"{'':20}F1 exactly  F1 alike   whole  pages  s/page")
    for name, row in [*totals.items(), ("all", sum(totals.values(), np.zeros(6)))]:
        exact, alike, whole, size, count, seconds = (float(value) for value in row)
        print(
            f"{name:20}{exact / size:10.4f}{alike / size:10.4f}{whole:8.0f}{count:7.0f}{seconds / count:8.1f}"
        )


def draw_scan(source: Path, target: Path, dpi: int, seed: int) -> int:
    """Writes ``source`` as a scan; returns its number of pages."""
    generator = np.random.default_rng(seed)
    images = []
    document = pdfium.PdfDocument(source)
    document.init_forms()
    for page in document:
        image = page.render(scale=dpi / 72, may_draw_forms=True).to_pil().convert("L")
        angle = float(generator.uniform(-0.8, 0.8))
        image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(image, dtype=np.float32) * 0.9 + 12 + generator.normal(0, 7, image.size[::-1])
        images.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
    images[0].save(target, save_all=True, append_images=images[1:], resolution=dpi, quality=60)
    return len(images)


def _score(scan: Path, truth: dict[str, Any]) -> list[float]:
    try:
        plan = read_plan(scan).plan
    except UnreadableFile as error:
        print(f"{scan.name}: {error.wat}")
        plan = None
    true = list(true_units(truth).elements())
    read = list(read_units(plan).elements()) if plan else []
    exact, alike = _matches(true, read, 1.0), _matches(true, read, ALIKE)
    both = (len(true) + len(read)) / 2
    return [exact, alike, float(alike == len(true) == len(read)), both]


def _matches(true: list[Unit], read: list[Unit], ratio: float) -> float:
    left = list(read)
    matched = 0
    for place, kind, text in true:
        for other in left:
            if other[:2] == (place, kind) and _like(text, other[2]) >= ratio:
                left.remove(other)
                matched += 1
                break
    return float(matched)


def _like(one: str, other: str) -> float:
    return 1.0 if one == other else difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


if __name__ == "__main__":
    main()
