"""Measure, train and put in use the model that the repository carries; takes about ten minutes.

    python scripts/train_reference_model.py [--name NAME] [--quick]

To run again whenever ``codebook.yaml``, ``annotations/``, ``pipeline/language`` or ``pipeline/coding``
changed. The figures go into the model's folder; ``--quick`` leaves the measuring out.
"""

import argparse
import time
from pathlib import Path

from pipeline.codebook import load_codebook
from pipeline.coding import Evaluation, evaluate, name_in_use, train
from pipeline.coding.history import Kind, switch

ROOT = Path(__file__).parents[1]
LANGUAGE = "nl"
EIGHT = [f"P{number:02}" for number in range(1, 9)]
# Heading: the writers that are left out in turn, and those that are learnt from (None: all of them).
PROTOCOLS = {
    "Bij een onbekende schrijver (16 schrijvers, steeds geleerd van de 15 andere)": (
        None,
        None,
    ),
    "Bij een onbekende schrijver (8 schrijvers, steeds geleerd van de 7 andere)": (
        EIGHT,
        EIGHT,
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--name", help="name of the model folder; by default that of the codebook")
    parser.add_argument("--quick", action="store_true", help="train without measuring first")
    arguments = parser.parse_args()
    codebook = load_codebook(ROOT / "codebook.yaml")
    evaluations: dict[str, Evaluation] = {}
    for heading, (test, learn_from) in {} if arguments.quick else PROTOCOLS.items():
        print(f"\n{heading}", flush=True)
        evaluations[heading] = evaluate(
            ROOT / "annotations",
            codebook,
            LANGUAGE,
            test=test,
            learn_from=learn_from,
            progress=lambda what, share: print(f"  {share:4.0%} {what}", flush=True),
        )
        print(evaluations[heading].describe(), flush=True)
    start = time.perf_counter()
    folder = train(
        ROOT / "annotations",
        codebook,
        LANGUAGE,
        ROOT / "models",
        arguments.name,
        evaluations=evaluations,
        replace=True,
    )
    if name_in_use(ROOT / "models") != folder.name:
        switch(ROOT / "models", folder.name, Kind.PROMOTED)
    print(f"\n{folder.relative_to(ROOT)} trained in {time.perf_counter() - start:.0f} s and put in use")


if __name__ == "__main__":
    main()
