"""Draw the corpus texts as support plans in many layouts, with the truth of each beside it.

    python scripts/build_layouts.py CORPUS_BRON_DIR OUTPUT_DIR [--layouts ID ...] [--seed 1]

Writes OUTPUT_DIR/dev/<form>/ and OUTPUT_DIR/holdout/<form>/. The holdout layouts are for reporting only:
whoever works on the reading does not look at them.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

from layouts.factory import build, program
from layouts.plans import WRITERS, Plan, load_plans
from layouts.registry import LAYOUTS, Layout


def main() -> int:
    """Build what the arguments ask for; 1 when a program or a text is missing, or there is no corpus."""
    options = _arguments()
    corpus = load_plans(options.corpus, WRITERS)
    if not corpus:
        print(f"No P01.jsonl ... P16.jsonl in {options.corpus}", file=sys.stderr)
        return 1
    wanted = [layout for layout in LAYOUTS if not options.layouts or layout.id in options.layouts]
    return max(_build(layout, corpus, options) for layout in wanted)


def _build(layout: Layout, corpus: dict[str, list[Plan]], options: argparse.Namespace) -> int:
    """Draw one layout, as often as asked; 0 when all of it is there."""
    if reason := program(layout.program).missing():
        print(f"{layout.id}: skipped. {reason}", file=sys.stderr)
        return 1
    folder, faults = options.output / ("holdout" if layout.holdout else "dev"), 0
    for number in range(1, options.variants + 1):
        drawn = dataclasses.replace(layout, variant=number)
        built = build(drawn, corpus, folder, options.plans_per_layout, options.seed)
        print(f"{drawn.form}: {built.plans} plans", flush=True)
        if built.faults:
            print(
                f"{drawn.form}: not all of the truth is printed in {', '.join(built.faults)}", file=sys.stderr
            )
        faults += len(built.faults)
    return min(faults, 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, help="folder with P01.jsonl ... P16.jsonl")
    parser.add_argument("output", type=Path)
    parser.add_argument("--layouts", nargs="+", choices=[layout.id for layout in LAYOUTS], metavar="ID")
    parser.add_argument("--plans-per-layout", type=int, default=10)
    parser.add_argument(
        "--variants",
        type=int,
        default=1,
        help="draw each layout so often, each time in other words and another dress",
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
