"""The coding model beside other text classifiers, on the same splits, in one run and one table.

    python scripts/bench_coding.py [--data FOLDER] [--annif | --annif-python PYTHON]
                                   [--only TASK ...] [--systems NAME ...]

Tasks: the units of ``annotations/`` with each of eight writers left out in turn (learnt from the other
seven, or with --all-writers from all others); and when FOLDER has them, ``dekamer/vragen.csv`` (five parts
left out in turn) and ``sib200/*.tsv`` (its own test part).

Systems: this model; the same without the plan around a unit; TF-IDF of words and letters with logistic
regression and with a linear SVM; spaCy's textcat_multilabel; Annif's tfidf and omikuji. --annif installs
Annif into ``.venv-annif`` first; --annif-python uses one that is there.

Intervals come from drawing plans (or texts) again; differences are paired. Takes about half an hour
on a quiet machine, most of it for spaCy's default network.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from peers.annif_backends import Annif, AnnifProcess, make_environment
from peers.linear import logistic_regression, support_vectors
from peers.own import NAME, NAME_ALONE, read_by_writer
from peers.running import Outcome, other, plan_model, run, text_model
from peers.spacy_textcat import bag_of_words, ensemble
from peers.systems import Learner
from peers.table import machine, table
from peers.tasks import Task, outside_tasks, plan_tasks
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from pipeline.annotations import read_annotations
from pipeline.codebook import Codebook, load_codebook
from pipeline.coding.examples import Examples, examples_from
from pipeline.language import load_language

ROOT = Path(__file__).resolve().parents[1]
LANGUAGE = "nl"
WRITERS = [f"P{number:02}" for number in range(1, 9)]
TASKS = ("plannen", "instrument", "dekamer", "sib200")
ANNIF = "annif"
SYSTEMS: dict[str, Callable[[], Learner]] = {
    "logistic": logistic_regression,
    "svm": support_vectors,
    "spacy": bag_of_words,
    "spacy-default": ensemble,
}


def main() -> None:
    arguments = _arguments()
    with threadpool_limits(limits=1):  # all on one core, so that seconds can be compared
        _compare(arguments)
    print(machine())


def _compare(arguments: argparse.Namespace) -> None:
    codebook = load_codebook(ROOT / "codebook.yaml")
    annotations = read_annotations(ROOT / "annotations", codebook)
    learnt_from = [item for item in annotations if arguments.all_writers or item.schrijver in WRITERS]
    examples = examples_from(learnt_from, codebook, load_language(LANGUAGE))
    tasks = list(plan_tasks(examples, WRITERS))
    if arguments.data is not None:
        tasks += outside_tasks(arguments.data)
    with ExitStack() as open_processes:
        learners = list(_learners(arguments, open_processes))
        for task in tasks:
            if task.name in arguments.only:
                for line in table(task, _outcomes(task, examples, codebook, learners)):
                    print(line, flush=True)


def _outcomes(
    task: Task, examples: Examples, codebook: Codebook, learners: Sequence[Learner]
) -> Iterator[Outcome]:
    if task.units is not None:
        yield run(NAME, task, plan_model(task, examples, read_by_writer(examples, codebook, LANGUAGE)))
        yield run(NAME_ALONE, task, text_model(task, codebook))
    else:
        yield run(NAME, task, text_model(task, codebook))
    for learner in learners:
        print(f"{task.name}: {learner.name}", file=sys.stderr, flush=True)
        yield run(learner.name, task, other(task, learner))


def _learners(arguments: argparse.Namespace, open_processes: ExitStack) -> Iterator[Learner]:
    yield from (make() for name, make in SYSTEMS.items() if name in arguments.systems)
    if ANNIF not in arguments.systems:
        return
    python = make_environment(ROOT / ".venv-annif") if arguments.annif else arguments.annif_python
    if python is None:
        print("Annif is left out: give --annif or --annif-python to compare with it.", file=sys.stderr)
        return
    process = open_processes.enter_context(AnnifProcess(python))
    yield from (Annif(process, backend) for backend in ("tfidf", "omikuji"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder with dekamer/ and sib200/")
    parser.add_argument("--only", nargs="+", choices=TASKS, default=TASKS, help="only these tasks")
    parser.add_argument(
        "--systems", nargs="+", choices=[*SYSTEMS, ANNIF], default=[*SYSTEMS, ANNIF], help="only beside these"
    )
    parser.add_argument("--all-writers", action="store_true", help="learn from all the other writers")
    annif = parser.add_mutually_exclusive_group()
    annif.add_argument("--annif", action="store_true", help="install Annif into .venv-annif, and compare")
    annif.add_argument("--annif-python", type=Path, help="the Python of an environment with annif[omikuji]")
    arguments = parser.parse_args()
    if arguments.data is not None and not list(outside_tasks(arguments.data)):
        parser.error(f"{arguments.data} holds neither dekamer/vragen.csv nor sib200/*.tsv")
    return arguments


if __name__ == "__main__":
    main()
