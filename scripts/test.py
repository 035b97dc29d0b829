"""Check the whole project: style, types and all tests, in the project's own environment.

    python3 scripts/test.py

Needs nothing but Python 3.11 or newer. Exits 0 only when everything passes.
"""

import subprocess

from environment import PYTHON, ROOT, Stopwatch, prepare, run_main

CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format --check": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "pytest (ook de langzame proeven)": ["pytest"],
}


def main() -> int:
    watch = Stopwatch()
    prepare(watch, extra="dev")
    failed = []
    for name, arguments in CHECKS.items():
        with watch.step(name):
            if subprocess.run([PYTHON, "-m", *arguments], cwd=ROOT, check=False).returncode != 0:
                failed.append(name)
    print(f"\nHoe lang het duurde\n{watch.table()}")
    print(f"\nNiet in orde: {', '.join(failed)}." if failed else "\nAlles in orde.")
    return 1 if failed else 0


if __name__ == "__main__":
    run_main(main)
