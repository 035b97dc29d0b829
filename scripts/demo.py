"""Show the main job on the plans in ``demo/``: set up, read, pseudonymise, code, report.

    python3 scripts/demo.py

Needs nothing but Python 3.11 or newer. Run again, it uses what is there already.
"""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

from environment import PLANCODER, ROOT, VENV, Stopwatch, megabytes, prepare, run_main

PLANS = ROOT / "demo" / "plannen"
OUTPUT = ROOT / "demo-uitkomst"
INTAKE = OUTPUT / "intake.csv"
SOME_FILES_UNUSABLE = 1
MADE = {
    "report.html": "het rapport: tabellen en figuren, te lezen in elke browser",
    "eenheden.xlsx": "alle gecodeerde hoofddoelen, subdoelen en afspraken, om in te werken",
    "eenheden.csv": "hetzelfde als tekst, voor R, SPSS of Stata",
    "eenheden.jsonl": "hetzelfde voor programma's, met alle kansen per code",
    "intake.csv": "wat er met elk ontvangen bestand is gebeurd, en waarom",
}
OPENERS = {"darwin": "open", "win32": "start"}


def code_plans() -> int:
    """Run the main command; gives its exit code."""
    arguments = ["code", PLANS.relative_to(ROOT).as_posix(), "--output", OUTPUT.name]
    print(f"$ plancoder {' '.join(arguments)}\n", flush=True)
    return subprocess.run([PLANCODER, *arguments], cwd=ROOT, check=False).returncode


def count_statuses(intake: Path) -> Counter[str]:
    with intake.open(encoding="utf-8-sig", newline="") as stream:
        return Counter(row["status"] for row in csv.DictReader(stream))


def tell_result(exit_code: int) -> None:
    statuses = count_statuses(INTAKE)
    received = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    print(f"\n{statuses.total()} bestanden ontvangen: {received}.")
    if exit_code == SOME_FILES_UNUSABLE:
        print(
            "De opdracht eindigde met code 1, en dat hoort zo: tussen de voorbeelden zitten met opzet\n"
            "een beschadigd bestand, een scan, een brief en een dubbel bestand.\n"
            "Ze staan met hun reden in intake.csv."
        )
    print(f"\nGemaakt in {OUTPUT}")
    for name, meaning in MADE.items():
        if (OUTPUT / name).exists():
            print(f"  {name:<15} {meaning}")
    opener = OPENERS.get(sys.platform, "xdg-open")
    print(f"\nOpenen:  {opener} {(OUTPUT / 'report.html').relative_to(ROOT)}")
    print(f"   of in de browser: {(OUTPUT / 'report.html').as_uri()}")


def tell_cost(watch: Stopwatch) -> None:
    print(f"\nHoe lang het duurde\n{watch.table()}")
    print(f"\nSchijfruimte: {VENV.name} {megabytes(VENV):.0f} MB, {OUTPUT.name} {megabytes(OUTPUT):.1f} MB")
    program = PLANCODER.relative_to(ROOT)
    print(f"\nUw eigen plannen:  {program} code MAP-MET-PDFS --output UITKOMST")
    print(f"Alle opdrachten:   {program} --help")


def main() -> int:
    watch = Stopwatch()
    prepare(watch)
    with watch.step("Voorbeeldplannen lezen, pseudonimiseren en coderen"):
        exit_code = code_plans()
    # A crash of Python itself also gives 1, but leaves no intake.csv.
    if exit_code not in (0, SOME_FILES_UNUSABLE) or not INTAKE.exists():
        print(f"\nHet coderen is gestopt (code {exit_code}); de melding hierboven zegt waarom.")
        return exit_code
    tell_result(exit_code)
    tell_cost(watch)
    return 0


if __name__ == "__main__":
    run_main(main)
