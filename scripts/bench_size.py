"""Seconds and memory of tables, report and agreement when a folder holds very many coded plans.

    python scripts/bench_size.py FOLDER [10000 50000 200000] [--keep]

The plans of ``demo/`` are read and coded once. At each size a store is filled with plans that are mixed
from them (the situation and hoofddoel of one, subdoelen of any, each with its codings), without PDFs. Then
the real commands run, each in a process of its own: ``plancoder code`` with one plan more (what is left to do
is to settle who counts, and to make tables and report), ``plancoder report``, and ``plancoder agreement`` of
two coders of a sample with the model. In the same run ``loop``: a plain loop that parses each line of
eenheden.jsonl and counts its theme, which nobody who reads that file can do without. Seconds by the clock, of
CPU, and the largest memory of the process; then what each plan more costs from one size to the next, and how
many times that of the loop. Up to 100,000 units (8,700 plans) ``code`` makes a workbook as well.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.privacy import load_or_make_key
from pipeline.study.folder import key_fingerprint
from pipeline.study.store import FILE_NAME, open_study

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "demo" / "plannen"
ONE_MORE = "P01-001.pdf"
CODED_TWICE = 100
PER_THOUSAND_CHANGED = 100
LOOP = """
import json, sys
from collections import Counter
themes = Counter()
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        themes.update(json.loads(line)["thema"][:1])
"""


class Cost(NamedTuple):
    """Of one process: by the clock, of CPU, and the largest memory it took."""

    seconds: float
    cpu: float
    megabytes: float


@dataclass(frozen=True)
class Example:
    """A coded plan in pieces of JSON, as the store writes it: ``subdoelen`` each with its codings."""

    read: tuple[Any, ...]
    start: str
    end: str
    goal: tuple[str, ...]
    subdoelen: tuple[tuple[str, str], ...]


def main() -> None:
    options = _arguments()
    options.folder.mkdir(parents=True, exist_ok=True)
    key = options.folder / "sleutel"
    base = options.folder / "voorbeeld"
    _run(["code", str(DEMO), "--output", str(base), "--key", str(key)])
    costs: dict[int, dict[str, Cost]] = {}
    print(f"{'plans':>9}{'units':>11}  {'step':<10}{'seconds':>9}{'CPU':>9}{'MB':>8}")
    for size in sorted(options.sizes):
        study = options.folder / f"plannen-{size}"
        shutil.rmtree(study, ignore_errors=True)
        fill(study, size, base, key)
        costs[size] = _measured(study, key)
        units = sum(1 for _ in (study / "eenheden.jsonl").open(encoding="utf-8"))
        for step, cost in costs[size].items():
            print(f"{size:9,}{units:11,}  {step:<10}{cost.seconds:9.1f}{cost.cpu:9.1f}{cost.megabytes:8.0f}")
        print("", end="", flush=True)
        if not options.keep:
            shutil.rmtree(study)
    _print_growth(costs)


def _measured(study: Path, key: Path) -> dict[str, Cost]:
    """What each step costs in the filled ``study``."""
    steps = {"code": _run(["code", str(DEMO / ONE_MORE), "--output", str(study), "--key", str(key)])}
    steps["report"] = _run(["report", str(study)])
    coders = [str(path) for path in code_by_hand(study)]
    steps["agreement"] = _run(["agreement", *coders, "--model", str(study), "--output", str(study / "uit")])
    steps["loop"] = _process([sys.executable, "-c", LOOP, str(study / "eenheden.jsonl")])
    return steps


def _print_growth(costs: dict[int, dict[str, Cost]]) -> None:
    for least, most in pairwise(costs):
        print(f"Each plan more, from {least:,} to {most:,}:")
        loop = _growth(costs[least]["loop"], costs[most]["loop"], most - least)
        for step, cost in costs[least].items():
            each = _growth(cost, costs[most][step], most - least)
            print(
                f"  {step:<10}{1e3 * each.cpu:8.3f} ms of CPU, {1024 * each.megabytes:6.2f} kB: "
                f"{each.cpu / loop.cpu:.1f} x the loop"
            )


def _growth(least: Cost, most: Cost, plans: int) -> Cost:
    return Cost(*((more - less) / plans for less, more in zip(least, most, strict=True)))


def fill(study: Path, size: int, base: Path, key: Path) -> None:
    """A store of ``size`` plans, mixed from those coded in ``base``; the same size gives the same plans."""
    study.mkdir(parents=True)
    with open_study(study, key_fingerprint(load_or_make_key(key)), key):
        pass
    version, examples = _examples(base)
    rng = random.Random(1)
    pool = [subdoel for example in examples for subdoel in example.subdoelen]
    with closing(sqlite3.connect(study / FILE_NAME)) as store, store:
        for number in range(size):
            plan, codings = _mixed(number, examples[number % len(examples)], pool, rng)
            sha256 = hashlib.sha256(str(number).encode()).hexdigest()
            file = f"/er/niet/meting{1 + number % 2}/{number:07}.pdf"
            read_by, opmaak = examples[number % len(examples)].read
            store.execute(
                "INSERT INTO files VALUES (?, ?, ?, '', ?, '')", (number + 1, file, sha256, 1 + number % 2)
            )
            store.execute(
                "INSERT INTO extracts VALUES (?, ?, 'ok', '', ?, ?, '', ?, 2, 0, ?, '', 0)",
                (sha256, read_by, plan, f"persoon-{number:07}", f"inhoud-{number:07}", opmaak),
            )
            store.execute(
                "INSERT INTO codings VALUES (?, ?, ?)",
                (hashlib.sha256(plan.encode()).hexdigest(), version, codings),
            )


def _mixed(number: int, own: Example, pool: Sequence[tuple[str, str]], rng: random.Random) -> tuple[str, str]:
    """The JSON of a plan and of its codings."""
    subdoelen = rng.sample(pool, len(own.subdoelen))
    plan = own.start.replace("DOSSIER", f"{number:07}") + ", ".join(plan for plan, _ in subdoelen) + own.end
    return plan, "[" + ", ".join([*own.goal, *(codings for _, codings in subdoelen)]) + "]"


def _examples(base: Path) -> tuple[str, list[Example]]:
    """The version that coded, and the coded plans of ``base`` in pieces."""
    query = "SELECT plan, extracts.version, opmaak FROM extracts WHERE plan IS NOT NULL ORDER BY sha256"
    examples = []
    with closing(sqlite3.connect(base / FILE_NAME)) as store:
        (version,) = store.execute("SELECT version FROM codings").fetchone()
        for text, read_by, opmaak in store.execute(query).fetchall():
            key = hashlib.sha256(text.encode()).hexdigest()
            coded = store.execute("SELECT codings FROM codings WHERE plan = ?", (key,)).fetchone()
            if coded:
                plan = json.loads(text)
                examples.append(_example(plan, json.loads(coded[0]), (read_by, opmaak)))
    return version, examples


def _example(plan: dict[str, Any], codings: list[Any], read: tuple[Any, ...]) -> Example:
    left = iter(codings)
    goal = tuple(map(json.dumps, islice(left, 1 if plan["hoofddoel"] else 0)))
    subdoelen = tuple(
        (_text(each), ", ".join(map(json.dumps, islice(left, 1 + len(each["afspraken"])))))
        for each in plan["subdoelen"]
    )
    situation = [{"tekst": "Dossier DOSSIER.", "pagina": 1}, *plan["situatie"]]
    start, end = _text(plan | {"situatie": situation, "subdoelen": ["HIER"]}).split('"HIER"')
    return Example(read, start, end, goal, subdoelen)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def code_by_hand(study: Path) -> list[Path]:
    """Two files of codings: what the model gave to the first plans, with another theme here and there."""
    rows = list(_first_plans(study / "eenheden.jsonl"))
    paths = []
    for seed, coder in enumerate(("anna", "bart")):
        rng = random.Random(seed)
        path = study / f"{coder}.jsonl"
        with path.open("w", encoding="utf-8") as stream:
            for row in rows:
                changed = {"thema": ["werk"]} if rng.randrange(1000) < PER_THOUSAND_CHANGED else {}
                stream.write(_text(row | changed | {"codeur": coder, "herkomst": "import"}) + "\n")
        paths.append(path)
    return paths


def _first_plans(path: Path) -> Iterator[dict[str, Any]]:
    plans: set[str] = set()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            plans.add(row["plan"])
            if len(plans) > CODED_TWICE:
                return
            themes = dict.fromkeys(theme.partition(".")[0] for theme in row["thema"])
            left_out = ("scores", "nakijken", "model", "subcodes")
            yield {name: value for name, value in row.items() if name not in left_out} | {
                "thema": list(themes)
            }


def _run(arguments: Sequence[str]) -> Cost:
    return _process([sys.executable, "-m", "pipeline", *arguments])


def _process(command: Sequence[str]) -> Cost:
    """Raises SystemExit with what the command said when it failed; code 1 is that some files are not used."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT) as process:
        said = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(said.decode())
    seconds = time.perf_counter() - start
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the stores are made; 15 kB of disk for each plan")
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--keep", action="store_true", help="leave the folders of coded plans there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
