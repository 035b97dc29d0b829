"""Whether every table of the report is the one that the true codes of a study give.

    python scripts/evaluate_report.py CORPUS/onderzoek [--coded FOLDER]

Twice. First the true units are put in the place of the coded ones and the report is made: each count in
each table must be that of ``waarheid.jsonl``, counted here in another way (pandas). Then the report of the
study as it was read and coded is laid beside it: how far each table is off. ``--coded`` is a folder that
was coded and linked before; without it that is done first.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from report_truth import Key, expected_counts, read_rows

from pipeline.codebook import Codebook, load_codebook
from pipeline.linking import link_plans
from pipeline.report import Wishes, write_report
from pipeline.settings import Settings
from pipeline.study.job import code_plans

Counts = dict[Key, int]
KEPT = ("intake.csv", "koppeling.csv", "niet_gekoppeld.csv", "diagnoses.csv")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("onderzoek", type=Path)
    parser.add_argument("--coded", type=Path)
    arguments = parser.parse_args()
    codebook = load_codebook(Settings().codeboek)
    with tempfile.TemporaryDirectory() as name:
        coded = arguments.coded or _code(arguments.onderzoek, Path(name))
        perfect, real = Path(name) / "perfect", Path(name) / "echt"
        plans = truths(arguments.onderzoek, coded)
        copy_coded(coded, perfect, true_units(plans, codebook))
        copy_coded(coded, real, (coded / "eenheden.jsonl").read_text(encoding="utf-8"))
        expected: Counts = Counter()
        for key, count in expected_counts(plans, coded, codebook):
            expected[key] += count
        wrong = _equal(_report(perfect, codebook), expected)
        _beside(_report(real, codebook), expected)
        hidden = _hidden(perfect, codebook)
    return int(wrong or hidden)


def _code(onderzoek: Path, folder: Path) -> Path:
    key = folder / "sleutel"
    key.write_bytes(bytes(32))
    settings = Settings().model_copy(update={"sleutel": key, "opmaken": folder / "opmaken"})
    code_plans([str(onderzoek / "ontvangen")], folder / "uit", settings)
    link_plans(folder / "uit", onderzoek / "diagnoses.csv", settings)
    return folder / "uit"


def truths(onderzoek: Path, coded: Path) -> list[dict[str, Any]]:
    """What is true of each file that counted, with its pseudonym."""
    lines = (onderzoek / "waarheid.jsonl").read_text(encoding="utf-8").splitlines()
    truths = {truth["bestand"]: truth for truth in map(json.loads, lines)}
    rows = read_rows(coded / "intake.csv")
    return [
        truths[row["bestand"]] | {"plan": row["plan"], "meting": row["meting"]}
        for row in rows
        if row["status"] == "gecodeerd"
    ]


def true_units(plans: list[dict[str, Any]], codebook: Codebook) -> str:
    """The true plans as lines of eenheden.jsonl."""
    empty = {"wie": None, "eigen_inzet": False, "instrument": None, "hoofddoel_type": None}
    same: dict[str, Any] = {
        "afspraak_nr": None,
        "nakijken": [],
        "model": "waarheid",
        "codeboek": codebook.id,
        **empty,
    }
    units = []
    for plan in plans:
        own, goal = same | {"plan": plan["plan"]}, plan["hoofddoel"]
        units.append(
            own
            | {
                "eenheid": "hoofddoel",
                "subdoel_nr": None,
                "thema": goal["thema"],
                "hoofddoel_type": goal["type"],
            }
        )
        for number, sub in enumerate(plan["subdoelen"], start=1):
            codes = {name: sub[name] for name in ("thema", "eigen_inzet", "instrument")}
            units.append(own | {"eenheid": "subdoel", "subdoel_nr": number} | codes)
    return "".join(json.dumps(unit) + "\n" for unit in units)


def copy_coded(coded: Path, folder: Path, units: str) -> None:
    folder.mkdir()
    for name in KEPT:
        (folder / name).write_bytes((coded / name).read_bytes())
    (folder / "eenheden.jsonl").write_text(units, encoding="utf-8")


def _report(folder: Path, codebook: Codebook, *, internal: bool = True) -> Counts:
    """The counts of every table of shares in the report of ``folder``."""
    write_report(folder, codebook, wishes=Wishes(internal=internal))
    found: Counts = {}
    for path in sorted((folder / "tabellen").glob("*.csv")):
        for row in read_rows(path):
            first, part_of = next(iter(row.values())), row.get("onderdeel van", "")
            for name, value in row.items():
                column, _, what = name.rpartition(": ")
                if what == "aantal" and value:
                    label = (
                        f"{part_of} / {first}"
                        if path.stem.startswith(("naar-", "metingen", "wie-"))
                        else first
                    )
                    found[path.stem, label, column] = -1 if value == "×" else int(value)
    return found


def _equal(found: Counts, expected: Counts) -> bool:
    """Print which tables are as expected; whether any is not."""
    wrong = False
    for table in sorted({key[0] for key in expected}):
        own = {key: count for key, count in found.items() if key[0] == table and count}
        wanted = {key: count for key, count in expected.items() if key[0] == table and count}
        differ = {key for key in own.keys() | wanted.keys() if own.get(key) != wanted.get(key)}
        print(f"{table:24} {len(wanted):4} counts, {len(differ)} different")
        for key in sorted(differ)[:5]:
            print(f"    {key[1:]}: {own.get(key)} in the report, {wanted.get(key)} in truth")
        wrong |= bool(differ)
    left = sorted({key[0] for key in found} - {key[0] for key in expected})
    print(f"not counted again here: {', '.join(left) or 'nothing'}\n")
    return wrong


def _beside(found: Counts, expected: Counts) -> None:
    """Print how far the study as it was read and coded is from the truth."""
    print("the study as read and coded, beside the truth (counts)")
    for table in sorted({key[0] for key in expected}):
        keys = {key for key in found.keys() | expected.keys() if key[0] == table}
        off = [abs(found.get(key, 0) - expected.get(key, 0)) for key in keys]
        print(f"{table:24} mean {np.mean(off):.1f}, most {max(off)}, of {len(off)} counts")


def _hidden(folder: Path, codebook: Codebook) -> bool:
    """Whether a count of 1 to 4 is shown in a table by background when it is not for internal use."""
    tables = ("naar-", "doel-in-diagnose", "wie-een-plan")
    found = {
        key: count
        for key, count in _report(folder, codebook, internal=False).items()
        if key[0].startswith(tables)
    }
    shown = [key for key, count in found.items() if 0 < count < 5]
    hidden = sum(count < 0 for count in found.values())
    print(f"\nby background: {len(found)} counts, {hidden} hidden, {len(shown)} under five shown")
    return bool(shown)


if __name__ == "__main__":
    sys.exit(main())
