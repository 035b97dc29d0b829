"""Agreement of two second codings with each other, and of the model with them, on the same units.

    python scripts/evaluate_agreement.py FOLDER [--output DIR]

FOLDER holds ``codeur*.jsonl``: a line a plan, with the codes of its hoofddoel, subdoelen and afspraken. The
texts of these plans stand in ``annotations/``. The model that codes a plan has learnt from none of its
writer's. With ``--output`` the figures and the differences are written as by ``plancoder agreement``.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.agreement.codings import gather
from pipeline.agreement.figures import measure
from pipeline.agreement.job import write_agreement
from pipeline.agreement.screen import describe
from pipeline.annotations import Annotation, read_annotations
from pipeline.codebook import Codebook, load_codebook
from pipeline.coded_units import CodedUnit
from pipeline.coding.codings import codings_from
from pipeline.coding.examples import examples_from
from pipeline.coding.learning import fit
from pipeline.domain import UnitKey
from pipeline.language import load_language

ROOT = Path(__file__).parents[1]


def second_codings(path: Path, known: dict[UnitKey, Annotation]) -> Iterator[Annotation]:
    """The codings of one coder as annotations of the units in ``known``."""
    for line in path.read_text(encoding="utf-8").splitlines():
        plan = json.loads(line)
        for key, codes in _units(plan):
            yield known[plan["plan_id"], *key].model_copy(update=_codes(codes) | {"codeur": plan["codeur"]})


def _units(plan: dict[str, Any]) -> Iterator[tuple[tuple[str, int, int], dict[str, Any]]]:
    yield ("hoofddoel", 0, 0), plan["hoofddoel"]
    for subdoel in plan["subdoelen"]:
        yield ("subdoel", subdoel["nr"], 0), subdoel
        for afspraak in subdoel["afspraken"]:
            yield ("afspraak", subdoel["nr"], afspraak["nr"]), afspraak


def _codes(codes: dict[str, Any]) -> dict[str, Any]:
    return {
        "thema": tuple(dict.fromkeys(code.partition(".")[0] for code in codes["thema"])),
        "subcodes": (),
        "eigen_inzet": codes.get("eigen_inzet", False),
        "instrument": codes.get("instrument"),
        "hoofddoel_type": codes.get("type"),
    }


def model_codes(annotations: list[Annotation], codebook: Codebook, writers: set[str]) -> list[CodedUnit]:
    """What a model gives the units of each of ``writers`` that learnt from all the other writers."""
    examples = examples_from(annotations, codebook, load_language("nl"))
    of_unit = np.array([each.schrijver for each in examples.annotations])
    coded = []
    for writer in sorted(writers):
        out = of_unit == writer
        part, model = examples.part(out), fit(examples.part(~out))
        probability = model.probabilities(part.texts, part.structure)
        codings = codings_from(probability, part.possible, part.targets, model.decision)
        coded += [
            CodedUnit(each.unit, coding, f"zonder {writer}", codebook.id)
            for each, coding in zip(part.annotations, codings, strict=True)
        ]
        print(f"coded without {writer}", flush=True)
    return coded


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--annotations", type=Path, default=ROOT / "annotations")
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    codebook = load_codebook(ROOT / "codebook.yaml")
    annotations = read_annotations(arguments.annotations, codebook)
    known = {each.key: each for each in annotations}
    files = sorted(arguments.folder.glob("codeur*.jsonl"))
    second = [each for path in files for each in second_codings(path, known)]
    model = model_codes(annotations, codebook, {each.schrijver for each in second})
    found = measure(gather(second, model), codebook)
    print(describe(found))
    if arguments.output:
        written = write_agreement(found, arguments.output)
        print("\n".join(map(str, written.files)))


if __name__ == "__main__":
    main()
