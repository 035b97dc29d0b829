"""A real Dask cluster on loopback: a scheduler and workers, each a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from plancoder_process import PROJECT

_SETTINGS = {
    "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "false",  # a busy machine is no reason to end one
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",  # how long one that died is asked for
}


@dataclass
class Cluster:
    """A scheduler at ``address``; ``logs`` is the folder of what each process said."""

    folder: Path
    processes: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def address(self) -> str:
        return str(json.loads(self._file.read_text(encoding="utf-8"))["address"])

    def start_scheduler(self) -> None:
        self._start("scheduler", {}, "--host", "127.0.0.1", "--port", "0", "--scheduler-file", self._file)
        end = time.monotonic() + 60
        while not (self._file.exists() and self._file.read_text(encoding="utf-8").endswith("}")):
            assert time.monotonic() < end, "the scheduler did not start"
            time.sleep(0.1)

    def start_worker(self, variables: Mapping[str, str], *options: str) -> "subprocess.Popen[bytes]":
        """A worker of one thread; with its nanny unless ``--no-nanny``."""
        space = self.folder / f"ruimte-{len(self.processes)}"
        options = ("--nthreads", "1", "--local-directory", str(space), "--death-timeout", "60", *options)
        return self._start("worker", variables, self.address, *options)

    def wait_for_workers(self, count: int) -> None:
        import distributed

        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)

    def logs(self) -> str:
        return "".join(path.read_text(encoding="utf-8") for path in self.folder.glob("*.log"))

    @property
    def _file(self) -> Path:
        return self.folder / "planner.json"

    def _start(
        self, what: str, variables: Mapping[str, str], *options: str | Path
    ) -> "subprocess.Popen[bytes]":
        paths = os.pathsep.join([str(PROJECT), str(Path(__file__).parent)])
        with (self.folder / f"{what}-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", what, "--no-dashboard", *map(str, options)],
                cwd=PROJECT,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **_SETTINGS, "PYTHONPATH": paths, **variables},
                start_new_session=True,
            )
        self.processes.append(process)
        return process


@contextmanager
def cluster_in(folder: Path) -> Iterator[Cluster]:
    """A cluster without workers as yet; all its processes are gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder)
    try:
        cluster.start_scheduler()
        yield cluster
    finally:
        for process in reversed(cluster.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
