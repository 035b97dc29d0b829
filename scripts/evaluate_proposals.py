"""How many of the units proposed for a new code are right, for codes that no model was allowed to learn.

Writers are parted in two halves. Codebook and codings of one half are stripped of the code, a model learns
from them, and units of the other half are proposed; then the other way round. Beside it what terms give.

    python scripts/evaluate_proposals.py thema.gezondheid instrument.zorg
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.annotations import Annotation, read_annotations
from pipeline.codebook import Codebook, load_codebook
from pipeline.coding.examples import examples_from
from pipeline.coding.learning import fit
from pipeline.coding.proposals import Proposer
from pipeline.language import load_language

ROOT = Path(__file__).parents[1]
TOPS = (20, 50)
Floats = npt.NDArray[np.float64]


def without_code(codebook: Codebook, variable: str, code: str) -> Codebook:
    """``codebook`` as it would be before the code was added."""
    data: dict[str, Any] = codebook.model_dump(by_alias=True)
    own = data["variabelen"][variable]
    own["codes"] = [each for each in own["codes"] if each["id"] != code]
    used = {each["groep"] for each in own["codes"]}
    own["groepen"] = {key: heading for key, heading in own["groepen"].items() if key in used}
    return Codebook.model_validate(data)


def without_coding(annotation: Annotation, variable: str, code: str) -> Annotation:
    """A coding by somebody who did not have the code."""
    if variable == "thema":
        left = tuple(each for each in annotation.thema if each != code)
        return annotation.model_copy(update={"thema": left, "subcodes": ()})
    own = getattr(annotation, variable)
    return annotation.model_copy(update={variable: None if own == code else own})


def measure(
    learnt: Sequence[Annotation], asked: Sequence[Annotation], codebook: Codebook, name: str
) -> dict[str, list[float]]:
    """By way of ordering the share of the first 20 and 50 units that have the code; and that of all units."""
    variable, _, code_id = name.partition(".")
    code, before = codebook.variables[variable].code(code_id), without_code(codebook, variable, code_id)
    nlp = load_language("nl")
    model = fit(examples_from([without_coding(each, variable, code_id) for each in learnt], before, nlp))
    stripped = [without_coding(each, variable, code_id) for each in asked]
    test = examples_from(stripped, before, nlp, targets=model.targets)
    kinds = code.units or codebook.variables[variable].units
    rows = [at for at, each in enumerate(test.annotations) if each.eenheid in kinds]
    has = {each.key: code_id in (each.coding.codes(variable) or ()) for each in asked}
    truth = np.array([has[test.annotations[at].key] for at in rows])
    columns = [at for at, target in enumerate(model.targets) if target.variable == variable]
    explained = model.probabilities(test.texts, test.structure)[rows][:, columns].max(axis=1)
    texts = [test.annotations[at].tekst for at in rows]
    proposer = Proposer(code, before, model.vectoriser, nlp)
    alike = proposer.guesses(texts, np.zeros(len(rows)))
    orders = {
        "terms alone": np.array([float(len(guess.terms)) for guess in alike]),
        "likeness alone": np.array([guess.score for guess in alike]),
        "proposed": np.array([guess.score for guess in proposer.guesses(texts, explained)]),
    }
    return {way: [_right(scores, truth, top) for top in TOPS] for way, scores in orders.items()} | {
        "all": [float(truth.mean())] * len(TOPS)
    }


def _right(scores: Floats, truth: npt.NDArray[np.bool_], top: int) -> float:
    """Of the first ``top`` the share that is right; equals in an order drawn by seed."""
    ties = np.random.default_rng(0).random(len(scores))
    return float(truth[np.lexsort((ties, -scores))[:top]].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("codes", nargs="+", metavar="CODE")
    codebook, everything = load_codebook(ROOT / "codebook.yaml"), read_annotations(ROOT / "annotations")
    halves = [sorted({each.schrijver for each in everything})[start::2] for start in (0, 1)]
    for name in parser.parse_args().codes:
        found = []
        for half in halves:
            learnt = [each for each in everything if each.schrijver in half]
            asked = [each for each in everything if each.schrijver not in half]
            found.append(measure(learnt, asked, codebook, name))
        for way in found[0]:
            mean = np.mean([each[way] for each in found], axis=0)
            print(f"{name:28} {way:16}", *(f"{share:6.1%}" for share in mean), flush=True)


if __name__ == "__main__":
    main()
