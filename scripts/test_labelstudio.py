"""Run the tests that need a real Label Studio, in an environment of their own.

    python3 scripts/test_labelstudio.py

Makes ``.venv-labelstudio`` (1.1 GB) and the server's environment in the user's data (1 GB), once. Apart from
the project's own environment, because the SDK needs an older numpy. The tests in a browser need Chromium.
"""

import os
import subprocess
import sys

from environment import NO_PACKAGES, ROOT, Stopwatch, run_main, run_quietly

VENV = ROOT / ".venv-labelstudio"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
MAKE_SERVER = """
from pipeline.correction.labelstudio.environment import find_venv, make_venv
from pipeline.correction.labelstudio.serve import default_data
find_venv(default_data()) or make_venv(default_data(), print)
"""


def main() -> int:
    watch = Stopwatch()
    with watch.step("Omgeving maken (.venv-labelstudio)"):
        if not PYTHON.exists() and run_quietly([sys.executable, "-m", "venv", str(VENV)]) != 0:
            return 2
        pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        if run_quietly([*pip, "-e", f"{ROOT}[dev,labelstudio,browser]"]) != 0:
            print(NO_PACKAGES)
            return 2
    with watch.step("Label Studio installeren"):
        if subprocess.run([PYTHON, "-c", MAKE_SERVER], cwd=ROOT, check=False).returncode != 0:
            return 2
    with watch.step("Proeven"):
        tests = subprocess.run([PYTHON, "-m", "pytest", "tests/labelstudio"], cwd=ROOT, check=False)
    print(f"\nHoe lang het duurde\n{watch.table()}")
    return tests.returncode


if __name__ == "__main__":
    run_main(main)
