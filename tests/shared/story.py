"""A study whose codebook changes: 64 plans that two people coded without seeing each other, and some PDFs.

The codings are ``tests/data/verhaal/codeur*.jsonl`` (invented, by machine), the texts in ``annotations/``.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from evaluate_agreement import second_codings

from pipeline.annotations import Annotation, read_annotations
from pipeline.cli.main import run

PROJECT = Path(__file__).parents[2]
DATA = PROJECT / "tests" / "data" / "verhaal"
MIGRATION = "1.1.0.yaml"
CODERS = ("codeurA", "codeurB")
MONEY = ("schuld", "budget", "bewindvoer", "toeslag")
PEOPLE = ("contact", "buren", "netwerk", "vriend")
KEPT_OUT = (".slot", ".slot-journal", "geschiedenis.jsonl")


@dataclass(frozen=True)
class Story:
    """The folder of the study: codebook, models, annotations, migrations, plans and what is made of these."""

    folder: Path

    @classmethod
    def begin(cls, folder: Path, plans: int = 0) -> "Story":
        """``plans``: how many PDFs there are to code, of as many writers."""
        for name in ("annotations", "migraties", "plannen"):
            (folder / name).mkdir(parents=True)
        shutil.copy(PROJECT / "codebook.yaml", folder)
        shutil.copy(DATA / MIGRATION, folder / "migraties")
        shutil.copytree(PROJECT / "models" / "lezen", folder / "models" / "lezen")
        known = {each.key: each for each in read_annotations(PROJECT / "annotations")}
        for coder in CODERS:
            rows = second_codings(DATA / f"{coder}.jsonl", known)
            lines = (f"{_with_subcodes(each, known[each.key]).model_dump_json()}\n" for each in rows)
            (folder / "annotations" / f"{coder}.jsonl").write_text("".join(lines), encoding="utf-8")
        for number in range(1, plans + 1):
            pdf = sorted((PROJECT / "demo" / "plannen").glob(f"P{number:02}-*.pdf"))[0]
            shutil.copy(pdf, folder / "plannen")
        return cls(folder)

    @property
    def coded(self) -> Path:
        return self.folder / "uitkomst"

    def do(self, *arguments: str) -> int:
        """A command of plancoder, in this study."""
        return run(list(arguments))

    def code(self) -> int:
        return self.do("code", "plannen", "--output", "uitkomst", "--key", "sleutel", "--workers", "2")

    def migrate(self, *more: str) -> int:
        return self.do("codebook", "migrate", f"migraties/{MIGRATION}", "--coded", "uitkomst", *more)

    def codings(self, coder: str) -> list[Annotation]:
        return read_annotations(self.folder / "annotations" / f"{coder}.jsonl")

    def files(self) -> dict[str, bytes]:
        """Every byte, but of the plans and of what only tells of migrations."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name not in KEPT_OUT and "plannen" not in path.parts
        }

    def code_again(self, workbook: Path, coder: str) -> list[str]:
        """Fill in the workbook of units to look at again as ``coder`` would; the hoofdcodes chosen."""
        before = {each.key: each for each in self.codings(coder)}
        book = openpyxl.load_workbook(workbook)
        sheet = book.worksheets[0]
        headings = [str(cell.value) for cell in sheet[1]]
        chosen = []
        for row in sheet.iter_rows(min_row=2):
            cells = dict(zip(headings, row, strict=True))
            key = tuple(cells[name].value or 0 for name in ("Plan", "Eenheid", "Subdoel", "Afspraak"))
            values = dict(_filled_in(before[key], str(cells["Tekst"].value)))
            for heading, value in values.items():
                cells[heading].value = value
            chosen.append(values["Thema"])
        book.save(workbook)
        return chosen


def counts(codings: list[Annotation]) -> Counter[str]:
    """How many units have each thema, and each subcode."""
    return Counter(code for each in codings for code in {*each.thema, *each.subcodes})


def units_with(codings: list[Annotation], *codes: str) -> int:
    """How many units have any of these codes."""
    return sum(bool({*each.thema, *each.subcodes} & {*codes}) for each in codings)


def _with_subcodes(coding: Annotation, first: Annotation) -> Annotation:
    """The first coder also gave the finer codes of the themas on which both agree."""
    if coding.codeur != CODERS[0]:
        return coding
    subcodes = tuple(each for each in first.subcodes if each.partition(".")[0] in coding.thema)
    return coding.model_copy(update={"subcodes": subcodes})


def _filled_in(before: Annotation, text: str) -> Iterator[tuple[str, Any]]:
    """What a coder fills in: about money financien, about people contacten, else as it was provisionally."""
    words = text.casefold()
    themes = [_again(code, words) for code in before.thema]
    if any(term in words for term in MONEY):
        themes.insert(0, "financien")
    themes = list(dict.fromkeys(themes)) or ["overig"]
    yield from zip(("Thema", "Thema 2", "Thema 3"), themes, strict=False)
    if before.eenheid == "afspraak":
        yield "Eigen inzet", "ja" if before.eigen_inzet else "nee"
    if before.instrument:
        yield "Instrument", before.instrument
    if before.hoofddoel_type:
        yield "Type hoofddoel", before.hoofddoel_type


def _again(code: str, words: str) -> str:
    return "contacten" if code == "meedoen" and any(term in words for term in PEOPLE) else code
