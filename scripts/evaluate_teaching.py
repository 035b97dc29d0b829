"""How well plans are read after one plan of their layout was taught.

    python scripts/evaluate_teaching.py FOLDER [FOLDER ...] [--model DIR] [--choices 3]
        reads with one general model
    python scripts/evaluate_teaching.py FOLDER [FOLDER ...] --folds DIR
        each folder in DIR holds a ``model`` and ``layouts.txt``: the layouts which that model has not learnt
        from, and which are read with it

Each FOLDER is searched for ``waarheid.jsonl`` files with the PDFs beside them, one layout per file. Of each
layout one plan is taught and the others are read, for several choices of that one. A measurement is honest
only when the general model has not learnt from the layout.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import LayoutError, UnreadableFile
from pipeline.reading.document import Document, open_document
from pipeline.reading.evaluation import Score, score, total
from pipeline.reading.layouts.cutting import learn_cutting
from pipeline.reading.layouts.layout import Layout, recognise
from pipeline.reading.layouts.teach import taught_layout
from pipeline.reading.learning import roles_of
from pipeline.reading.model import ReadingModel, load_model
from pipeline.reading.reader import interpret, look_at
from pipeline.settings import project_root

Truths = list[tuple[Document, dict[str, Any]]]


@dataclass
class Result:
    """Scores before and after teaching; of the plans of the layout how many were recognised."""

    before: list[Score] = field(default_factory=list)
    after: list[Score] = field(default_factory=list)
    recognised: int = 0
    taught: list[Layout] = field(default_factory=list)
    refused: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--model", type=Path, default=project_root() / "models" / "lezen")
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--choices", type=int, default=3)
    arguments = parser.parse_args()
    plans = {name: truths for name, truths in _plans(arguments.folders) if len(truths) > 1}
    models = _models(arguments.folds) if arguments.folds else {}
    print(f"{'':22}plans  whole before  after  units-F1  actor  wrong-unmarked  right-marked  recognised")
    results = {}
    for name, truths in plans.items():
        layout = truths[0][1].get("layout", name)
        if layout in models or not arguments.folds:
            model = load_model(models.get(layout, arguments.model))
            results[name] = _evaluate(name, truths, model, arguments.choices)
            print(_line(name, [results[name]]), flush=True)
    print(_line("all", list(results.values())))
    _print_mistaken(results, plans)


def _plans(folders: Sequence[Path]) -> Iterator[tuple[str, Truths]]:
    for file in sorted(path for folder in folders for path in folder.rglob("waarheid.jsonl")):
        yield file.parent.name, list(_documents(file))


def _documents(file: Path) -> Iterator[tuple[Document, dict[str, Any]]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        try:
            document = open_document(file.parent / truth["bestand"])
        except UnreadableFile:
            continue
        if document.pieces:
            yield document, truth


def _models(folds: Path) -> dict[str, Path]:
    return {
        layout: fold.parent / "model"
        for fold in sorted(folds.glob("*/layouts.txt"))
        for layout in fold.read_text(encoding="utf-8").split()
    }


def _evaluate(name: str, truths: Truths, model: ReadingModel, choices: int) -> Result:
    result = Result()
    untaught = [score(interpret(look_at(document, model), model), truth) for document, truth in truths]
    for chosen in random.Random(name).sample(range(len(truths)), len(truths)):
        layout = _taught(*truths[chosen], model) if len(result.taught) < choices else None
        if layout is None:
            result.refused += len(result.taught) < choices
            continue
        result.taught.append(layout)
        for index, (other, expected) in enumerate(truths):
            if index != chosen:
                result.before.append(untaught[index])
                result.after.append(score(interpret(look_at(other, model, [layout]), model), expected))
                result.recognised += recognise(other.pieces, [layout]) is not None
    return result


def _taught(document: Document, truth: dict[str, Any], model: ReadingModel) -> Layout | None:
    """What the plan teaches, None if teaching would refuse it: a person then takes another."""
    cutting = learn_cutting(document.pieces, truth)
    roles, lost = roles_of(cutting.cut(document.pieces), truth)
    try:
        return None if lost else taught_layout(document.pieces, roles, truth, model, cutting=cutting)
    except LayoutError:
        return None


def _line(name: str, results: Sequence[Result]) -> str:
    before = total(one for result in results for one in result.before)
    after = total(one for result in results for one in result.after)
    known = sum(result.recognised for result in results)

    def share(part: int, whole: int) -> str:
        return f"{100 * part / whole:.1f}%" if whole else "-"

    plans = after.plans
    return (
        f"{name:22}{plans:5}{share(before.perfect, plans):>14}{share(after.perfect, plans):>7}"
        f"{after.f1:10.4f}"
        f"{share(after.actors_right, after.actors):>7}{share(after.wrong_unmarked, plans):>16}"
        f"{share(after.right_marked, plans):>14}{share(known, plans):>12}"
    )


def _print_mistaken(results: dict[str, Result], plans: dict[str, Truths]) -> None:
    """How often a plan of another layout is taken for a taught one."""
    tried = mistaken = 0
    for name, result in results.items():
        for layout in result.taught:
            others = [document for other, truths in plans.items() if other != name for document, _ in truths]
            tried += len(others)
            mistaken += sum(recognise(document.pieces, [layout]) is not None for document in others)
    print(f"plans of another layout taken for a taught one: {mistaken} of {tried}")
    refused = sum(result.refused for result in results.values())
    print(f"chosen plans that teaching refused (texts not found in the page): {refused}")


if __name__ == "__main__":
    main()
