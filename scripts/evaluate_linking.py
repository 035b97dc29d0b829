"""Whether a whole study is linked as it should be; and how long linking takes with a large export.

    python scripts/evaluate_linking.py CORPUS/onderzoek                   # codes the PDFs first: a minute
    python scripts/evaluate_linking.py CORPUS/onderzoek --rows 100000     # the export made that long as well

The folder holds ``ontvangen``, ``diagnoses.csv``, ``waarheid.jsonl`` (per file its BSN, gender and age) and
``verwacht.json`` (how many plans should be linked, and how many nearly).
"""

import argparse
import csv
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.linking import link_plans
from pipeline.linking.evidence import evidence_of
from pipeline.privacy import plan_id
from pipeline.settings import Settings
from pipeline.study.folder import key_fingerprint
from pipeline.study.job import code_plans
from pipeline.study.store import open_study

KEY = bytes(32)  # any key will do to measure with
GENDERS = {"m": "man", "v": "vrouw"}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("onderzoek", type=Path)
    parser.add_argument("--rows", type=int, help="measure with an export of so many rows too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, key = Path(name) / "uit", Path(name) / "sleutel"
        key.write_bytes(KEY)
        settings = Settings().model_copy(update={"sleutel": key, "opmaken": Path(name) / "opmaken"})
        code_plans([str(arguments.onderzoek / "ontvangen")], folder, settings)
        wrong = _counts(arguments.onderzoek, folder, settings)
        _evidence(arguments.onderzoek, folder)
        if arguments.rows:
            _bench(arguments.onderzoek, folder, settings, arguments.rows)
    return int(wrong)


def _counts(onderzoek: Path, folder: Path, settings: Settings) -> bool:
    """Print the figures beside those expected; whether one is different."""
    figures = asdict(link_plans(folder, onderzoek / "diagnoses.csv", settings).figures)
    expected: dict[str, int] = json.loads((onderzoek / "verwacht.json").read_text(encoding="utf-8"))
    names = ("diagnoses", "gekoppeld", "bijna_gekoppeld")
    for name in names:
        print(f"{name:16} {figures[name]:4}  expected {expected[name]:4}")
    for reason, count in figures["niet_gekoppeld"].items():
        print(f"  not linked: {count:4}  {reason}")
    return any(figures[name] != expected[name] for name in names)


def _evidence(onderzoek: Path, folder: Path) -> None:
    """How often gender and age, told by the text of a plan, are right, not told, and wrong."""
    truths = _truths(onderzoek)
    with (folder / "intake.csv").open(encoding="utf-8", newline="") as stream:
        files = {row["plan"]: row["bestand"] for row in csv.DictReader(stream) if row["plan"]}
    with open_study(folder, key_fingerprint(KEY)) as study:
        plans = dict(study.plans(study.known()))
    told: Counter[str] = Counter()
    for sha256, plan in plans.items():
        truth, found = truths[files[plan_id(KEY, sha256)]], evidence_of(plan)
        told[f"gender {_verdict(found.geslacht or None, GENDERS[truth['geslacht']])}"] += 1
        told[f"age {_verdict(found.leeftijd, truth['leeftijd'])}"] += 1
    print("evidence: " + ", ".join(f"{name} {count}" for name, count in sorted(told.items())))


def _truths(onderzoek: Path) -> dict[str, dict[str, Any]]:
    lines = (onderzoek / "waarheid.jsonl").read_text(encoding="utf-8").splitlines()
    return {truth["bestand"]: truth for truth in map(json.loads, lines)}


def _verdict(found: object, truth: object) -> str:
    return "not told" if found is None else "right" if found == truth else "wrong"


def _bench(onderzoek: Path, folder: Path, settings: Settings, rows: int) -> None:
    """Link with the export and people at random after it, slips searched for in all of them."""
    with (onderzoek / "diagnoses.csv").open(encoding="utf-8-sig", newline="") as stream:
        head, *people = list(csv.reader(stream, delimiter=";"))
    chance = random.Random(1)
    path = folder.parent / "lang.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerows([head, *people])
        for _ in range(rows - len(people)):
            writer.writerow([f"{chance.randrange(10**9):09d}", *chance.choice(people)[1:]])
    start = time.monotonic()
    link_plans(folder, path, settings)
    seconds = time.monotonic() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows} rows, nine in ten with a wrong number: {seconds:.1f} seconds, {megabytes:.0f} MB at most")


if __name__ == "__main__":
    sys.exit(main())
