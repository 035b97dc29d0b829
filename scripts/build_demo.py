"""Make ``demo/``: invented plans of every writer, and the four kinds of file that are no use.

    python scripts/build_demo.py FOLDER_WITH_PLANS

The folder holds one folder per writer with PDFs and ``waarheid.jsonl`` (what a perfect reading gives).
Needs the development packages. The same folder gives the same bytes.
"""

import argparse
import io
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

DEMO = Path(__file__).resolve().parent.parent / "demo"
PLANS_PER_WRITER = 5
SCAN_DPI = 110
SCAN_JPEG_QUALITY = 45
KEPT_PART_OF_DAMAGED_FILE = 0.3

Truth = dict[str, Any]

LETTER_HEADING = "Gemeente Waterdam · Afdeling Openbare Ruimte · Postbus 12 · 9990 AA Waterdam"
LETTER = (
    "Waterdam, 4 maart 2020",
    "Betreft: nieuwe ophaaldagen voor groente- en tuinafval",
    "Geachte bewoner,",
    "Vanaf maandag 6 april wordt het groente- en tuinafval in uw wijk op een andere dag opgehaald. De groene",
    "container kunt u voortaan elke tweede dinsdag van de maand aan de weg zetten, uiterlijk om half acht.",
    "In de maanden juni tot en met september komt de wagen elke week langs.",
    "De ophaaldagen voor papier en voor plastic blijven dezelfde. De afvalkalender ligt klaar in de hal van",
    "het gemeentehuis. Is uw container kapot, dan ruilen wij hem zonder kosten om.",
    "Met vriendelijke groet,",
    "de wijkbeheerder",
)

README = """# Demo plans

Everything here is **invented**: no plan is about a real person, and every BSN is a test number (999...).
The texts and their codes were written by machine, so they show how the program works and say nothing about
real plans. The models of this project have learnt from these writers: the demo looks better than plans of
other writers will.

| what | for |
| --- | --- |
| `plannen/` | what a researcher might receive: {plans} plans by {writers} writers, each in his own layout |
| `plannen/beschadigd.pdf` | a plan of which only the first part arrived |
| `plannen/gescand.pdf` | a plan as page images, without any text to read |
| `plannen/brief over afval.pdf` | a letter that is not a plan |
| `plannen/kopie van {copied}` | the same bytes as `{copied}` |
| `waarheid.jsonl` | what a perfect reading of each plan gives, and under `identificatie` what must not leak |

Made by `scripts/build_demo.py`; do not edit by hand.
"""


def read_truth(writer: Path) -> list[Truth]:
    """The truths of one writer's plans, smallest plan first."""
    lines = (writer / "waarheid.jsonl").read_text(encoding="utf-8").splitlines()
    return sorted((json.loads(line) for line in lines), key=plan_size)


def plan_size(truth: Truth) -> tuple[int, int, str]:
    subdoelen = truth["subdoelen"]
    return len(subdoelen), sum(len(subdoel["afspraken"]) for subdoel in subdoelen), truth["plan_id"]


def choose(plans: Sequence[Truth], count: int = PLANS_PER_WRITER) -> list[Truth]:
    """The smallest plan, the largest, and those evenly between: different shapes of one writer."""
    return [plans[round(step * (len(plans) - 1) / (count - 1))] for step in range(count)]


def write_damaged(source: Path, target: Path) -> None:
    """The first part of a file, as after a broken transfer."""
    data = source.read_bytes()
    target.write_bytes(data[: int(len(data) * KEPT_PART_OF_DAMAGED_FILE)])


def page_images(source: Path) -> Iterable[tuple[io.BytesIO, tuple[float, float]]]:
    """Each page as a grey JPEG, with its size in points."""
    import pypdfium2

    with pypdfium2.PdfDocument(source) as document:
        for page in document:
            image = page.render(scale=SCAN_DPI / 72).to_pil().convert("L")
            jpeg = io.BytesIO()
            image.save(jpeg, "JPEG", quality=SCAN_JPEG_QUALITY)
            yield jpeg, page.get_size()


def write_scan(source: Path, target: Path) -> None:
    """The plan as a scanner gives it: images of its pages, no text layer."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    # invariant: no time of making in the file, so that the same plan gives the same bytes.
    canvas = Canvas(str(target), invariant=True)
    for jpeg, (width, height) in page_images(source):
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(jpeg), 0, 0, width, height)
        canvas.showPage()
    canvas.save()


def write_letter(target: Path) -> None:
    """A letter of a municipality about something else."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(target), pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(72, 780, LETTER_HEADING)
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(LETTER):
        canvas.drawString(72, 720 - 26 * number, line)
    canvas.save()


def build(corpus: Path, demo: Path = DEMO) -> int:
    """Write the demo folder anew; gives the number of files to code."""
    writers = sorted(path.parent for path in corpus.glob("*/waarheid.jsonl"))
    if not writers:
        raise SystemExit(f"No writer folders with waarheid.jsonl in {corpus}.")
    plans = demo / "plannen"
    shutil.rmtree(plans, ignore_errors=True)
    plans.mkdir(parents=True)

    chosen: list[Truth] = []
    for writer in writers:
        for truth in choose(read_truth(writer)):
            shutil.copyfile(writer / truth["bestand"], plans / truth["bestand"])
            chosen.append(truth)
    chosen.sort(key=lambda truth: str(truth["bestand"]))
    truths = "".join(json.dumps(truth, ensure_ascii=False) + "\n" for truth in chosen)
    (demo / "waarheid.jsonl").write_bytes(truths.encode())

    copied = chosen[-1]["bestand"]
    shutil.copyfile(plans / copied, plans / f"kopie van {copied}")
    # Plans that are not among the chosen: the scan and the damaged file are no second copies.
    write_damaged(writers[0] / read_truth(writers[0])[1]["bestand"], plans / "beschadigd.pdf")
    write_scan(writers[-1] / read_truth(writers[-1])[1]["bestand"], plans / "gescand.pdf")
    write_letter(plans / "brief over afval.pdf")
    text = README.format(plans=len(chosen), writers=len(writers), copied=copied)
    (demo / "README.md").write_bytes(text.encode())
    return len(list(plans.iterdir()))


def main() -> None:
    parser = argparse.ArgumentParser(description="Make demo/ from a folder of invented plans.")
    parser.add_argument("corpus", type=Path, help="folder with one folder of plans per writer")
    count = build(parser.parse_args().corpus)
    print(f"{DEMO}: {count} files in plannen/")


if __name__ == "__main__":
    main()
