"""What ten plans more cost in a folder that holds many, and how much memory the main process takes.

    python scripts/bench_growth.py                       # 1,000 and 10,000 plans
    python scripts/bench_growth.py 1000 100000 --added 10

At each size a folder of small files, and a study in which all of these were received, read and coded: the
plans of ``demo/`` with another number in each, under the hashes of the files. Then ten real plans are added,
and in a process of its own the steps of the main job are done, without the writing of tables and report,
which always are about all plans. Ten plans in an empty folder are the baseline. Seconds by the clock; peak
memory of the main process.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pipeline.codebook import load_codebook
from pipeline.coding import Coder, model_in_use
from pipeline.domain import Coding, Passage, Plan, Status
from pipeline.intake import settle
from pipeline.settings import Settings
from pipeline.study import stages
from pipeline.study.coding import Ruler, code, coding_version
from pipeline.study.collect import find_files
from pipeline.study.extract import Extract, Outcome, ReadingVersion, extract, prepare
from pipeline.study.job import silent
from pipeline.study.plan_json import plan_to_json
from pipeline.study.readers import readers_of
from pipeline.study.store import FILE_NAME, open_study
from pipeline.units import plan_units

DEMO = Path(__file__).resolve().parents[1] / "demo" / "plannen"
KEY = bytes(32)
SETTINGS = Settings(werkers=1)
STEPS = ("start", "find", "open", "receive", "read", "ledger", "code")
T = TypeVar("T")


def main() -> None:
    options = _arguments()
    if options.measure:
        _measure(options.measure)
        return
    examples = [each for each in map(_example, sorted(DEMO.glob("P0*.pdf"))) if each.plan]
    coder = _coder()
    codings = coder.code([plan_units(_plan(each), bestand="", plan_id="", persoon="") for each in examples])
    print(f"{'plans':>9}{'new':>5}" + "".join(f"{step:>9}" for step in (*STEPS, "in all", "MB")))
    for size in (0, *options.sizes):
        with tempfile.TemporaryDirectory() as folder:
            plans = Path(folder) / "plannen"
            plans.mkdir()
            if size:
                _fill(Path(folder), plans, size, list(zip(examples, codings, strict=True)))
                time.sleep(3.5)  # a file that was just changed is looked at again
                _show(size, 0, Path(folder))
            for path in islice(sorted(DEMO.glob("P0*.pdf")), options.added):
                shutil.copy(path, plans / f"nieuw {path.name}")
            _show(size, options.added, Path(folder))


def _show(size: int, added: int, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, __file__, "--measure", str(folder)], capture_output=True, text=True, check=True
    )
    spent = json.loads(done.stdout)
    cells = "".join(f"{spent[step]:9.2f}" for step in STEPS)
    print(f"{size:9,}{added:5}{cells}{sum(spent[step] for step in STEPS):9.2f}{spent['MB']:9.0f}", flush=True)


def _measure(folder: Path) -> None:
    """Do the steps and print their seconds as JSON."""
    spent: dict[str, float] = {}

    def timed(step: str, act: Callable[[], T]) -> T:
        start = time.perf_counter()
        outcome = act()
        spent[step] = time.perf_counter() - start
        return outcome

    coder = timed("start", _coder)
    paths = timed("find", lambda: find_files([folder / "plannen"]))
    opened = open_study(folder, "sleutel")
    study = timed("open", opened.__enter__)
    timed("receive", lambda: stages.receive(study, paths, None))
    with readers_of(KEY, SETTINGS) as readers:
        timed("read", lambda: stages.read(study, readers, silent))
    ledger, _ = timed("ledger", lambda: settle(stages.received(study, KEY), ()))
    wanted = {row.sha256 for row in ledger if row.status is Status.GECODEERD}
    timed("code", lambda: code(study, coder, _ruler(coder), wanted, SETTINGS, silent))
    opened.__exit__(None, None, None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(spent | {"MB": peak}))


def _fill(folder: Path, plans: Path, size: int, examples: Sequence[tuple[Extract, Sequence[Coding]]]) -> None:
    """``size`` files in ``plans``, and a study that has coded them."""
    version = ReadingVersion.now(SETTINGS.opmaken)
    coded = _ruler(_coder()).version
    told = [json.dumps([asdict(coding) for coding in codings]) for _, codings in examples]
    with open_study(folder, "sleutel"):
        pass
    with closing(sqlite3.connect(folder / FILE_NAME)) as store, store:
        for number in range(size):
            path, (example, _) = plans / f"{number:07}.pdf", examples[number % len(examples)]
            path.write_text(str(number), encoding="ascii")
            sha256 = hashlib.sha256(str(number).encode()).hexdigest()
            plan = _plan(example)
            own = replace(plan, situatie=(Passage(f"Dossier {number}.", 1), *plan.situatie))
            text = plan_to_json(own)
            file = (number + 1, str(path), sha256, "", None, _settled(path))
            read = (
                sha256,
                version.of(example.opmaak),
                Outcome.OK,
                "",
                text,
                f"persoon-{number}",
                "",
                str(number),
            )
            store.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", file)
            store.execute(
                "INSERT INTO extracts VALUES (?, ?, ?, ?, ?, ?, ?, ?, 2, 0, ?)", (*read, example.opmaak)
            )
            key = hashlib.sha256(text.encode()).hexdigest()
            store.execute("INSERT INTO codings VALUES (?, ?, ?)", (key, coded, told[number % len(told)]))


def _settled(path: Path) -> str:
    """The stamp that the file will have once it is older."""
    now = path.stat()
    return f"{now.st_size} {now.st_mtime_ns} {now.st_ctime_ns}"


def _example(path: Path) -> Extract:
    prepare(KEY)
    return extract(path)


def _plan(example: Extract) -> Plan:
    if example.plan is None:
        raise ValueError("no plan was read")
    return example.plan


def _coder() -> Coder:
    model = model_in_use(SETTINGS.modellen)
    return Coder.load(model, load_codebook(SETTINGS.codeboek), SETTINGS.taalmodel)


def _ruler(coder: Coder) -> Ruler:
    codebook = load_codebook(SETTINGS.codeboek)
    version = coding_version(coder.id, codebook.id)
    return Ruler(model_in_use(SETTINGS.modellen), SETTINGS.codeboek, SETTINGS.taalmodel, version)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--added", type=int, default=10)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
