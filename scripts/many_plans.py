"""Draw any number of different plans from the corpus texts, for measuring at size.

    python scripts/many_plans.py CORPUS_BRON_DIR OUTPUT_DIR --plans 1000 [--seed 1]

Each plan has the situation and hoofddoel of one plan of a writer and subdoelen of any of that writer's plans,
other names and numbers, and a form of its set of plans: layout, words and dress are drawn anew for every
twenty. They are drawn by ReportLab, some 25 ms each. The same arguments give the same plans.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from layouts.factory import build
from layouts.plans import WRITERS, Plan, load_plans
from layouts.registry import LAYOUTS, Layout

PLANS_PER_FORM = 20
Corpus = dict[str, list[Plan]]


def make_plans(source: Path, folder: Path, plans: int, seed: int = 1) -> int:
    """Draw ``plans`` plans in and below ``folder`` from the texts in ``source``; returns how many.

    Raises SystemExit when there are no texts in ``source``.
    """
    corpus = load_plans(source, WRITERS)
    if not corpus:
        raise SystemExit(f"No P01.jsonl ... P16.jsonl in {source}")
    made, numbers = 0, count(1)
    for layout in _forms():
        if made >= plans:
            return made
        rng = random.Random(f"{seed}/{layout.form}")
        wanted = min(PLANS_PER_FORM, plans - made)
        made += build(layout, _mixed(corpus, rng, numbers), folder, wanted, seed).plans
    return made


def _forms() -> Iterator[Layout]:
    """The layouts that ReportLab draws without changing the file after, again and again in other variants."""
    chosen = [each for each in LAYOUTS if each.program == "reportlab" and not (each.holdout or each.after)]
    for variant in count(1):
        yield from (replace(layout, variant=variant) for layout in chosen)


def _mixed(corpus: Corpus, rng: random.Random, numbers: Iterator[int]) -> Corpus:
    """Two new plans of each writer: never more subdoelen than the plan they come from had."""
    return {
        writer: [_mix(writer, plans, rng, next(numbers)) for _ in range(2)]
        for writer, plans in corpus.items()
    }


def _mix(writer: str, plans: list[Plan], rng: random.Random, number: int) -> Plan:
    own = rng.choice(plans)
    others = [subdoel for plan in plans for subdoel in plan["subdoelen"]]
    subdoelen = rng.sample(others, len(own["subdoelen"]))
    return own | {"plan_id": f"{writer}-{number:07d}", "subdoelen": subdoelen}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path, help="folder with P01.jsonl ... P16.jsonl")
    parser.add_argument("output", type=Path)
    parser.add_argument("--plans", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = make_plans(options.source, options.output, options.plans, options.seed)
    print(f"{options.output}: {made} plans")


if __name__ == "__main__":
    main()
