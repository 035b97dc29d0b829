"""How long the ledger takes, and how much memory, as the number of files grows.

    python scripts/bench_intake.py                  # 1,000 and 10,000 invented files
    python scripts/bench_intake.py 500 5000 50000

Three things are measured at each size: a plain loop that groups the files by person (the baseline: less than
this no ledger can do), the ledger with a decision on one file in a hundred, and the whole way from a store on
disk with a plan of ordinary length for each file. Seconds and peak memory come from separate runs, because
counting memory takes time. The last column has what one file costs at the largest size over what it costs at
the smallest: 1.0 when cost grows with the number of files, 10 when it grows with its square.
"""

import argparse
import tempfile
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from pipeline.domain import Afspraak, Passage, Plan, Status, Subdoel, Wie
from pipeline.intake import Received, settle
from pipeline.intake.decisions import Decision
from pipeline.study import stages
from pipeline.study.extract import Extract, Outcome
from pipeline.study.records import Found
from pipeline.study.store import open_study

KEY = bytes(32)
MEGABYTE = 1024 * 1024
Cost = tuple[float, float]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000])
    sizes = sorted(parser.parse_args().sizes)
    costs = {size: _measure(size) for size in sizes}
    print(f"{'':24}" + "".join(f"{size:>13,} files   " for size in sizes) + "per file, last / first")
    for name in costs[sizes[0]]:
        cells = "".join(f"{costs[n][name][0]:9.3f} s {costs[n][name][1]:7.1f} MB " for n in sizes)
        first, last = costs[sizes[0]][name], costs[sizes[-1]][name]
        growth = [last[i] / first[i] * sizes[0] / sizes[-1] for i in range(2)]
        print(f"{name:24}{cells}  time {growth[0]:.2f}, memory {growth[1]:.2f}")
    largest = costs[sizes[-1]]
    for name, (seconds, megabytes) in largest.items():
        ratio = seconds / largest["baseline"][0]
        print(f"{name}: {ratio:.0f} times the time of the baseline, {megabytes:.0f} MB")


def _measure(size: int) -> dict[str, Cost]:
    files = [_file(i) for i in range(size)]
    decisions = [Decision(f"{i}.pdf", Status.GEEN_PLAN, "Een brief.", "Mieke") for i in range(0, size, 100)]
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder), files)
        return {
            "baseline": _cost(lambda: _group(files)),
            "ledger": _cost(lambda: settle(files, decisions)),
            "ledger from the store": _cost(lambda: _from_store(Path(folder), decisions)),
        }


def _cost(run: Callable[[], object]) -> Cost:
    """The best of three in seconds, and the peak of one in megabytes."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return min(seconds), peak / MEGABYTE


def _group(files: list[Received]) -> dict[str, list[Received]]:
    groups = defaultdict(list)
    for file in files:
        groups[file.persoon].append(file)
    return groups


def _from_store(folder: Path, decisions: list[Decision]) -> object:
    with open_study(folder, "sleutel") as study:
        return settle(stages.received(study, KEY), decisions)


def _file(i: int) -> Received:
    """Of ten files seven are of a person alone; the others are copies, reprints and earlier plans."""
    original = i - i % 10 if i % 10 in (7, 8, 9) else i
    return Received(
        f"{i}.pdf",
        f"sha {original if i % 10 == 7 else i}",
        "ok",
        plan=f"plan-{i}",
        persoon=f"p-{original}",
        naam_sleutel=f"voor{original} achter{original}",
        inhoud_sleutel=f"inhoud {original if i % 10 in (7, 8) else i}",
        datum=date(2019, 1, 1) + timedelta(days=i % 700),
        meting=1 + i % 2,
        paginas=2,
    )


def _fill(folder: Path, files: list[Received]) -> None:
    """A store in which these files were received and read."""
    sentence = "De statushouder oefent elke dag een half uur thuis en gaat twee keer in de week naar de les. "
    steps = tuple(Afspraak(sentence * 2, 1, Wie.STATUSHOUDER) for _ in range(4))
    goals = tuple(Subdoel(sentence, 1, steps) for _ in range(3))
    with open_study(folder, "sleutel") as study:
        study.receive([Found(f"/ontvangen/{file.bestand}", file.sha256) for file in files], None)
        study.save_extracts(
            {
                file.sha256: (
                    "1",
                    Extract(
                        Outcome.OK,
                        plan=Plan(file.datum, (Passage(sentence * 5, 1),), Passage(sentence, 1), goals),
                        persoon=file.persoon,
                        naam_sleutel=file.naam_sleutel,
                        inhoud_sleutel=file.inhoud_sleutel,
                        paginas=file.paginas,
                    ),
                )
                for file in files
            }
        )


if __name__ == "__main__":
    main()
