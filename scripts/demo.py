"""Show the main job on the plans in ``demo/``: set up, read, pseudonymise, code, report.

    python3 scripts/demo.py

Needs nothing but Python 3.11 or newer. Run again, it uses what is there already.
"""

import subprocess
import sys

from environment import PLANCODER, ROOT, VENV, Stopwatch, megabytes, prepare, run_main

PLANS = ROOT / "demo" / "plannen"
OUTPUT = ROOT / "demo-uitkomst"
REPORT = OUTPUT / "report.html"
SOME_FILES_UNUSED = 1
OPENERS = {"darwin": "open", "win32": "start"}

EXPECTED = """
De opdracht eindigde met code 1: niet van elk bestand is een plan gecodeerd. Dat hoort hier zo: tussen de
voorbeelden zitten met opzet een beschadigd bestand, een scan, een brief en een dubbel bestand."""

FAILED = "\nHet coderen is gestopt (code {code}); de melding hierboven zegt waarom."

NEXT = """
Hoe lang het duurde
{times}

Schijfruimte: {venv} {venv_size:.0f} MB, {output} {output_size:.1f} MB

Nu openen:        {opener} {report}
of in de browser: {address}
Uw eigen plannen: {plancoder} code MAP-MET-PDFS --output UITVOER
Alle opdrachten:  {plancoder} --help"""


def code_plans() -> int:
    """Run the main command; gives its exit code."""
    arguments = ["code", PLANS.relative_to(ROOT).as_posix(), "--output", OUTPUT.name]
    print(f"$ plancoder {' '.join(arguments)}\n", flush=True)
    return subprocess.run([PLANCODER, *arguments], cwd=ROOT, check=False).returncode


def tell_next(watch: Stopwatch) -> None:
    text = NEXT.format(
        times=watch.table(),
        venv=VENV.name,
        venv_size=megabytes(VENV),
        output=OUTPUT.name,
        output_size=megabytes(OUTPUT),
        opener=OPENERS.get(sys.platform, "xdg-open"),
        report=REPORT.relative_to(ROOT),
        address=REPORT.as_uri(),
        plancoder=PLANCODER.relative_to(ROOT),
    )
    print(text)


def main() -> int:
    watch = Stopwatch()
    prepare(watch)
    with watch.step("Voorbeeldplannen lezen, pseudonimiseren en coderen"):
        exit_code = code_plans()
    # A crash of Python itself also gives 1, but leaves no report.
    if exit_code not in (0, SOME_FILES_UNUSED) or not REPORT.exists():
        print(FAILED.format(code=exit_code))
        return exit_code or 2
    if exit_code == SOME_FILES_UNUSED:
        print(EXPECTED)
    tell_next(watch)
    return 0


if __name__ == "__main__":
    run_main(main)
