"""Seconds per plan of the whole job and of its stages, beside a straightforward pipeline and beside a floor.

    python scripts/bench_batch.py CORPUS_BRON_DIR [--plans 600] [--sample 60] [--runs 5] [--workers 2]
    python scripts/bench_batch.py --pdfs FOLDER

Plans are drawn from the texts of the corpus, all different (scripts/many_plans.py), or are those in FOLDER.
On a sample of them, each run on one core and with one thread, in CPU seconds: what the ``floor`` costs (open
the file, read its characters with the fastest reader), each stage, and a straightforward pipeline
(scripts/peers/straightforward.py). Then the command ``plancoder code`` itself, on all of them: CPU seconds of
all its processes together with one worker, and by the clock with one and with more. ``rest`` is what the
command costs beside the stages for each plan more: files, ledger, tables, report, new workers; a run of one
plan tells what it costs to start.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from many_plans import make_plans

if TYPE_CHECKING:
    from peers.straightforward import Straightforward

    from pipeline.domain import Plan, Reading

ROOT = Path(__file__).resolve().parents[1]
MILLI = 1000
STAGES = ("read", "pseudonymise", "code")


class Cost(NamedTuple):
    """Of one run of the command: by the clock, CPU of all its processes, and the largest of them."""

    seconds: float
    cpu: float
    megabytes: float


def main() -> None:
    options = _arguments()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"  # before numpy comes in
    from peers.straightforward import Straightforward

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        pdfs = options.pdfs or place / "plannen"
        if not options.pdfs:
            make_plans(options.corpus, pdfs, options.plans, options.seed)
        paths = sorted(pdfs.rglob("*.pdf"))
        one = _commands(pdfs, place, 1, options.command_runs)
        more = _commands(pdfs, place, options.workers, options.command_runs)
        start = _commands(paths[0], place, 1, options.command_runs)
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        sample = paths[:: max(1, len(paths) // options.sample)][: options.sample]
        peer = Straightforward(ROOT / "annotations")
        spent = _medians(sample, _loops(peer), options.runs)
    print(f"{len(paths)} plans; sample of {len(sample)}, median of {options.runs} runs on one core")
    print(f"{os.cpu_count()} cores in this machine, {options.workers} workers; spaCy: {peer.name}")
    _print_stages(spent, (one.cpu - start.cpu) / (len(paths) - 1) * MILLI)
    print(f"one plan, from start to end: {start.seconds:.2f} s by the clock, {start.cpu:.2f} s of CPU")
    print(f"{options.workers} workers against one: {one.seconds / more.seconds:.2f} x by the clock:", end=" ")
    print(f"{one.seconds:.0f} and {more.seconds:.0f} s ({one.cpu:.0f} and {more.cpu:.0f} s of CPU)")
    print(f"largest process: {one.megabytes:.0f} MB with one worker, {more.megabytes:.0f} MB with more")


def _loops(peer: Straightforward) -> dict[str, Callable[[Sequence[Path]], object]]:
    """Each pass over the sample. A stage works on what the stage before it made, when that ran last."""
    from pipeline.codebook import load_codebook
    from pipeline.coding import Coder, model_in_use
    from pipeline.privacy import Pseudonymiser
    from pipeline.reading import read_plan
    from pipeline.settings import Settings
    from pipeline.study.coding import PLANS_PER_BATCH
    from pipeline.units import plan_units

    settings = Settings()
    coder = Coder.load(model_in_use(settings.modellen), load_codebook(settings.codeboek), settings.taalmodel)
    pseudonymiser = Pseudonymiser(bytes(32))
    readings: list[Reading] = []
    plans: list[Plan] = []

    def read(paths: Sequence[Path]) -> None:
        readings[:] = [reading for path in paths if (reading := read_plan(path)).plan is not None]

    def pseudonymise(_paths: Sequence[Path]) -> None:
        plans[:] = [pseudonymiser.pseudonymise(reading).plan for reading in readings]

    def code(_paths: Sequence[Path]) -> None:
        units = [plan_units(plan, bestand="", plan_id="", persoon="") for plan in plans]
        for start in range(0, len(units), PLANS_PER_BATCH):
            coder.code(units[start : start + PLANS_PER_BATCH])

    return {
        "floor": lambda paths: [_floor(path) for path in paths],
        "read": read,
        "pseudonymise": pseudonymise,
        "code": code,
        "pdfplumber text": lambda paths: [peer.text(path) for path in paths],
        "straightforward": lambda paths: [peer.plan(path) for path in paths],
    }


def _floor(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return sum(len(page.get_textpage().get_text_range()) for page in document)


def _medians(
    sample: Sequence[Path], loops: dict[str, Callable[[Sequence[Path]], object]], runs: int
) -> dict[str, float]:
    """Milliseconds of CPU per plan. The loops take turns, and a first turn is not counted: it loads."""
    spent: dict[str, list[float]] = {name: [] for name in loops}
    for _ in range(runs + 1):
        for name, loop in loops.items():
            start = time.process_time()
            loop(sample)
            spent[name].append((time.process_time() - start) / len(sample) * MILLI)
    return {name: median(each[1:]) for name, each in spent.items()}


def _commands(pdfs: Path, place: Path, workers: int, runs: int) -> Cost:
    costs = [_command(pdfs, place, workers, run) for run in range(runs)]
    return Cost(*(median(values) for values in zip(*costs, strict=True)))


def _command(pdfs: Path, place: Path, workers: int, run: int) -> Cost:
    output = place / f"uit {pdfs.name} {workers} {run}"
    command = [sys.executable, "-m", "pipeline", "code", str(pdfs), "--output", str(output)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [*command, "--key", str(place / "sleutel"), "--workers", str(workers)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise SystemExit(f"plancoder code ended with {done.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, cpu, after.ru_maxrss / 1024)


def _print_stages(spent: dict[str, float], whole: float) -> None:
    stages = {name: spent[name] for name in STAGES}
    table = stages | {"rest": whole - sum(stages.values()), "whole job": whole}
    table |= {name: each for name, each in spent.items() if name not in STAGES}
    print(f"{'CPU per plan':18}{'ms':>8}{'of the whole job':>18}")
    for name, each in table.items():
        print(f"{name:18}{each:8.1f}{each / whole:18.2f}")
    print(f"whole job against the straightforward pipeline: {spent['straightforward'] / whole:.1f} x faster")
    print(f"reading against the floor: {spent['read'] / spent['floor']:.1f} x its time")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, nargs="?", help="folder with P01.jsonl ... P16.jsonl")
    parser.add_argument("--pdfs", type=Path, help="measure on the plans in this folder")
    parser.add_argument("--plans", type=int, default=600)
    parser.add_argument("--sample", type=int, default=60, help="plans for the measures on one core")
    parser.add_argument("--runs", type=int, default=5, help="runs on the sample")
    parser.add_argument("--command-runs", type=int, default=3, help="runs of the whole command")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not (options.corpus or options.pdfs):
        parser.error("name the folder with texts, or --pdfs")
    return options


if __name__ == "__main__":
    main()
