"""Pages per second and core of reading, without OCR, against pdfplumber on the same files in the same run.

    python scripts/bench_reading.py FOLDER [--files N] [--runs N]

``text``: the words with their place and the rulings, what pdfplumber's ``extract_text`` is compared with;
``whole``: from file to plan. Fidelity: the share of the units of ``waarheid.jsonl`` whose letters and digits
stand unbroken in the text. Times are CPU seconds, medians over runs.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pdfplumber

from pipeline.reading import read_plan
from pipeline.reading.document import open_document
from pipeline.reading.learning import plain
from pipeline.reading.pdf import read_pages


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    truths = _truths(arguments.folder)
    step = max(1, len(truths) // arguments.files)
    chosen = dict(list(truths.items())[::step][: arguments.files])
    pages = sum(len(read_pages(path)) for path in chosen)
    read_plan(next(iter(chosen)))  # load the model before the clock runs
    readers: dict[str, Callable[[Path], object]] = {
        "pdfplumber": _plumber,
        "text": read_pages,
        "whole": read_plan,
    }
    seconds = {name: _time(reader, chosen, arguments.runs) for name, reader in readers.items()}
    print(f"{len(chosen)} files, {pages} pages, median of {arguments.runs} runs")
    for name, spent in seconds.items():
        print(f"{name:12}{pages / spent:9.0f} pages/s   {seconds['pdfplumber'] / spent:6.1f} x pdfplumber")
    print(f"fidelity: pdfplumber {_fidelity(_plumber, chosen):.4f}, ours {_fidelity(_ours, chosen):.4f}")


def _truths(folder: Path) -> dict[Path, list[str]]:
    found: dict[Path, list[str]] = {}
    for truth_file in sorted(folder.rglob("waarheid.jsonl")):
        for line in truth_file.read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            steps = [step["tekst"] for goal in truth["subdoelen"] for step in goal["afspraken"]]
            goals = [goal["tekst"] for goal in truth["subdoelen"]]
            found[truth_file.parent / truth["bestand"]] = [truth["hoofddoel"]["tekst"], *goals, *steps]
    return {path: texts for path, texts in found.items() if path.is_file()}


def _time(reader: Callable[[Path], object], paths: dict[Path, list[str]], runs: int) -> float:
    spent = []
    for _ in range(runs):
        start = time.process_time()
        for path in paths:
            reader(path)
        spent.append(time.process_time() - start)
    return median(spent)


def _plumber(path: Path) -> str:
    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def _ours(path: Path) -> str:
    return "\n".join(piece.text for piece in open_document(path).pieces)


def _fidelity(reader: Callable[[Path], str], paths: dict[Path, list[str]]) -> float:
    found = total = 0
    for path, texts in paths.items():
        text = plain(reader(path))
        total += len(texts)
        found += sum(plain(unit) in text for unit in texts)
    return found / total


if __name__ == "__main__":
    main()
