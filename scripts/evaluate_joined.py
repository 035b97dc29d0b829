"""Whether files with two plans are found, and files with one are not taken for two.

    python scripts/evaluate_joined.py FOLDER [FOLDER ...] [--joins 60] [--seed 1]

Reads each PDF below the folders, and files in which two of them are joined: half from one folder (one
form), half from two.
"""

import argparse
import random
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from pipeline.errors import UnreadableFile
from pipeline.reading import read_plan

_REFUSED = re.compile(r"het tweede begint op bladzijde (\d+)")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--joins", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    plans = sorted(path for folder in arguments.folders for path in folder.rglob("*.pdf"))
    single = Counter(verdict(path)[0] for path in plans)
    print(f"{len(plans)} files with one plan: {dict(single)}", flush=True)
    generator = random.Random(arguments.seed)
    for kind in ("one form", "two forms"):
        counts: Counter[str] = Counter()
        for first, second in (pair(plans, kind, generator) for _ in range(arguments.joins // 2)):
            counts[found(first, second)] += 1
        print(f"{counts.total()} joins of plans on {kind}: {dict(counts)}", flush=True)


def pair(plans: list[Path], kind: str, generator: random.Random) -> tuple[Path, Path]:
    """Two plans, from one folder or from two."""
    first = generator.choice(plans)
    alike = [
        path for path in plans if path != first and (path.parent == first.parent) == (kind == "one form")
    ]
    return first, generator.choice(alike)


def found(first: Path, second: Path) -> str:
    """What becomes of the two plans in one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "samen.pdf")
        whole = pdfium.PdfDocument.new()
        for source in (first, second):
            whole.import_pages(flat(source))
        whole.save(path)
        said, page = verdict(path)
        right = page in (0, len(pdfium.PdfDocument(first)) + 1)
        if said == "one plan" or not right:
            print(f"{said}, bladzijde {page}: {first} + {second}")
        return said if right else "wrong page"


def flat(path: Path) -> Any:
    """The document with the values of its form drawn on the page: joining drops the form."""
    document = pdfium.PdfDocument(path)
    if document.get_formtype():
        document.init_forms()
        for page in document:
            page.flatten()
    return document


def verdict(path: Path) -> tuple[str, int]:
    """What reading says of a file, and the page on which it says that a second plan begins, or 0."""
    try:
        plan = read_plan(path).plan
    except UnreadableFile as error:
        refused = _REFUSED.search(error.wat)
        return ("refused", int(refused[1])) if refused else ("unreadable", 0)
    if plan is None:
        return "no plan", 0
    return ("perhaps two", 0) if any("tweede plan" in reason for reason in plan.nakijken) else ("one plan", 0)


if __name__ == "__main__":
    main()
