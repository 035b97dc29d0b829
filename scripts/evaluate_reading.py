"""How well plans are read, by writer or layout.

    python scripts/evaluate_reading.py FOLDER [FOLDER ...]
        reads the plans with the model in use
    python scripts/evaluate_reading.py FOLDER [FOLDER ...] --leave-out layout --folds 4 [--learn-from F ...]
        learns a model anew without a quarter of the layouts (or writers), and reads these; then the next
        quarter. Without --folds each is left out alone. A model takes a quarter of an hour for 1,000 plans

Plans are read as the main job reads a folder with all of them: those that the reader is not sure of once more
beside others on the same form. With --alone each is read as if it were the only one.

Each FOLDER is searched for ``waarheid.jsonl`` files with the PDFs beside them. Without folders the demo
plans are read.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from reading_beside import read_alone, read_beside

from pipeline.reading.evaluation import Score, score, total
from pipeline.reading.learning import Example, load_examples
from pipeline.reading.model import ReadingModel
from pipeline.reading.training import train_reading_model
from pipeline.settings import project_root

Plans = list[tuple[Path, dict[str, Any]]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=[project_root() / "demo"])
    parser.add_argument("--leave-out", choices=["writer", "layout"])
    parser.add_argument("--folds", type=int, help="in how many parts layouts or writers are left out")
    parser.add_argument("--alone", action="store_true", help="read each plan as if it were the only one")
    parser.add_argument("--learn-from", nargs="+", type=Path, default=[], help="more plans to learn from")
    arguments = parser.parse_args()
    groups: dict[str, Plans] = defaultdict(list)
    for path, truth in _plans(arguments.folders):
        groups[_group(truth, arguments.leave_out)].append((path, truth))
    examples = _examples([*arguments.folders, *arguments.learn_from]) if arguments.leave_out else []
    print(f"{'':22}plans  whole  units-F1  actor   date  marked  wrong-unmarked  right-marked")
    results = []
    names = sorted(groups)
    folds = min(arguments.folds or len(names), len(names)) if arguments.leave_out else 1
    for part in (names[fold::folds] for fold in range(folds)):
        model = _model_without(examples, set(part), arguments.leave_out) if arguments.leave_out else None
        plans = [plan for name in part for plan in groups[name]]
        scores = iter(_scores(plans, model, alone=arguments.alone))
        for name in part:
            result = total(islice(scores, len(groups[name])))
            results.append(result)
            print(_line(name, result), flush=True)
    print(_line("all", total(results)))


def _plans(folders: list[Path]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for truth_file in sorted(path for folder in folders for path in folder.rglob("waarheid.jsonl")):
        for line in truth_file.read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            inside = truth_file.parent / "plannen" / truth["bestand"]
            yield inside if inside.is_file() else truth_file.parent / truth["bestand"], truth


def _group(truth: dict[str, Any], leave_out: str | None) -> str:
    return str(truth["stijl"] if leave_out == "writer" else truth.get("layout", truth["stijl"]))


def _examples(folders: list[Path]) -> list[Example]:
    files = sorted(path for folder in folders for path in folder.rglob("waarheid.jsonl"))
    return [example for path in files for example in load_examples(path.parent)]


def _model_without(examples: list[Example], names: set[str], leave_out: str) -> ReadingModel:
    """Without a writer means without his layout and his texts; the folders of writers carry their names."""
    return train_reading_model(
        [e for e in examples if e.layout not in names and getattr(e, leave_out) not in names]
    )


def _scores(plans: Plans, model: ReadingModel | None, *, alone: bool) -> list[Score]:
    paths = [path for path, _ in plans]
    readings = read_alone(paths, model)
    if not alone:
        readings = read_beside(paths, readings, model)
    return [score(reading, truth) for reading, (_, truth) in zip(readings, plans, strict=True)]


def _line(name: str, result: Score) -> str:
    def share(part: int, whole: int) -> str:
        return f"{100 * part / whole:.1f}%" if whole else "-"

    plans = result.plans
    return (
        f"{name:22}{plans:5}{share(result.perfect, plans):>7}{result.f1:10.4f}"
        f"{share(result.actors_right, result.actors):>7}{share(result.dates_right, plans):>7}"
        f"{share(result.marked, plans):>8}{share(result.wrong_unmarked, plans):>16}"
        f"{share(result.right_marked, plans):>14}"
    )


if __name__ == "__main__":
    main()
