"""Train the reading model from folders of plan PDFs with what they truly say.

    python scripts/train_reader.py FOLDER [FOLDER ...] [--output models/lezen]

Each FOLDER is searched for ``waarheid.jsonl`` files with the PDFs beside them. Prints how plans were read by
models that had learnt from no plan of their layout, a quarter of the layouts at a time: an hour for 5,900
plans on two cores. The plans of the model that comes along were drawn by ``build_layouts.py`` with
``--plans-per-layout 4 --variants 5`` (6 for the older layouts, before words were added) and ``--seed 11``,
and 258 of them made into scans; the last 62 layouts with ``--plans-per-layout 3`` (2 for the last 32),
``--variants 6``, and 12 plans of one variant more. Its first look learnt from at most twenty plans of a
layout; older scans were taken as they were recognised when they were drawn.
"""

import argparse
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from pipeline.reading.evaluation import Score, total
from pipeline.reading.learning import Example, load_examples
from pipeline.reading.model import save_model
from pipeline.reading.training import Learnt, learn_to_read


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=Path("models/lezen"))
    arguments = parser.parse_args()
    truths = sorted(path for folder in arguments.folders for path in folder.rglob("waarheid.jsonl"))
    examples = [example for truth in truths for example in load_examples(truth.parent)]
    print(
        f"{len(examples)} plans in {len({e.layout for e in examples})} layouts "
        f"by {len({e.writer for e in examples})} writers"
    )
    _report_lost(examples)
    learnt = learn_to_read(examples)
    for how, scores in (("each by itself", learnt.alone), ("beside others where unsure", learnt.beside)):
        print(how)
        _report_left_out(scores)
    save_model(learnt.model, arguments.output, _about(examples) | _figures(learnt))
    print(f"written: {arguments.output}")


def _report_lost(examples: list[Example]) -> None:
    lost = Counter(example.layout for example in examples if not example.whole)
    for layout, count in sorted(lost.items()):
        print(f"  {layout}: in {count} plans not every text of the truth was found in the PDF")


def _report_left_out(scores: dict[str, Score]) -> None:
    """How plans were read by models that had learnt from no plan of their layout."""
    print("layouts left out: plans, wholly right, F1 of units, wrong and not marked, right and marked")
    for layout, result in [*scores.items(), ("all", total(scores.values()))]:
        shares = (result.perfect, result.wrong_unmarked, result.right_marked)
        right, silent, needless = (f"{part / result.plans:7.1%}" for part in shares)
        print(f"  {layout:20}{result.plans:6}{right}{result.f1:8.4f}{silent}{needless}")


def _figures(learnt: Learnt) -> dict[str, object]:
    measured = "gemeten op opmaken waarvan niet was geleerd"
    return {
        f"{measured}, elk plan op zichzelf": _shares(total(learnt.alone.values())),
        f"{measured}, bij twijfel naast andere op dat formulier": _shares(total(learnt.beside.values())),
    }


def _shares(result: Score) -> dict[str, float]:
    return {
        "plannen": result.plans,
        "geheel goed": round(result.perfect / result.plans, 4),
        "F1 van eenheden": round(result.f1, 4),
        "fout en niet gemerkt": round(result.wrong_unmarked / result.plans, 4),
        "goed en toch gemerkt": round(result.right_marked / result.plans, 4),
    }


def _about(examples: list[Example]) -> dict[str, object]:
    return {
        "herkomst": "verzonnen plannen, door een machine geschreven en in veel opmaken getekend",
        "plannen": len(examples),
        "opmaken": sorted({example.layout for example in examples}),
        "schrijvers": sorted({example.writer for example in examples}),
        "python-crfsuite": version("python-crfsuite"),
        "scikit-learn": version("scikit-learn"),
    }


if __name__ == "__main__":
    main()
