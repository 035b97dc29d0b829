"""Annif's backends, in a process of an environment of their own: Annif holds back the versions of others."""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import numpy.typing as npt

from peers import clock

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

WORKER = Path(__file__).with_name("annif_worker.py")
PACKAGE = "annif[omikuji]==1.4.3"


class AnnifProcess:
    """A worker that stays: starting Annif takes seconds. A context manager; removes what it stored."""

    def __init__(self, python: Path) -> None:
        self._folder = Path(mkdtemp(prefix="annif-"))
        self._count = 0
        self._process = subprocess.Popen(
            [str(python), str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> "AnnifProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_folder(self) -> Path:
        self._count += 1
        return self._folder / str(self._count)

    def ask(self, **request: Any) -> dict[str, Any]:
        """The answer of the worker; RuntimeError when Annif could not do it, with what it said."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"Annif ended with code {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(f"Annif: {answer['error']}")
        clock.add(answer["seconds"])
        return answer


class AnnifScorer:
    """``relative``: scores as shares of the best score of their text."""

    def __init__(self, process: AnnifProcess, folder: Path, relative: bool) -> None:
        self._process = process
        self._folder = folder
        self._relative = relative

    def scores(self, texts: Sequence[str]) -> Floats:
        answer = self._process.ask(do="score", folder=str(self._folder), texts=list(texts))
        scores = np.array(answer["scores"], dtype=float)
        best = scores.max(axis=1, keepdims=True)
        return scores / np.where(best > 0, best, 1.0) if self._relative else scores

    def size(self) -> int:
        """Bytes of the stored project, without the texts that omikuji keeps to learn again."""
        files = (path for path in (self._folder / "data").rglob("*") if path.is_file())
        return sum(path.stat().st_size for path in files if not path.name.endswith("-train.txt"))


class Annif:
    """``tfidf`` ranks the codes of one text: its scores mean nothing between texts."""

    def __init__(self, process: AnnifProcess, backend: str) -> None:
        self.name = f"Annif {backend}"
        self._process = process
        self._backend = backend

    def learn(self, texts: Sequence[str], labels: Booleans) -> AnnifScorer:
        folder = self._process.new_folder()
        codes = [np.flatnonzero(row).tolist() for row in labels]
        self._process.ask(
            do="learn",
            folder=str(folder),
            backend=self._backend,
            codes=labels.shape[1],
            texts=list(texts),
            labels=codes,
        )
        return AnnifScorer(self._process, folder, relative=self._backend == "tfidf")


def make_environment(folder: Path) -> Path:
    """Install Annif into ``folder`` unless it is there; gives its Python. A failure ends the program."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
    done = subprocess.run([python, "-m", "pip", "install", "-q", PACKAGE], check=False)
    if done.returncode != 0:
        sys.exit(f"{PACKAGE} could not be installed; pip says why above.")
    return python
