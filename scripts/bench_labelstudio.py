"""How long Label Studio takes for many units, and whether all come back as they went.

    python scripts/bench_labelstudio.py --units 5000

Starts a local server in a temporary folder. Pushes invented units, pushes again, pulls; then throws the
project away, pushes with everything coded, and pulls that.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pipeline.annotations import Annotation, read_annotations
from pipeline.codebook import Codebook, load_codebook
from pipeline.correction.labelstudio import projects
from pipeline.correction.labelstudio.access import Access, local_access
from pipeline.correction.labelstudio.pull import pull
from pipeline.correction.labelstudio.push import Pusher
from pipeline.correction.labelstudio.serve import prepare
from pipeline.correction.labelstudio.server import choose_port, running
from pipeline.correction.worklist import Codes, PlanLine, WorkList, WorkUnit
from pipeline.domain import Eenheid, Wie
from pipeline.migration.passage import Passage
from pipeline.settings import load_settings

CODER = "codeur"
AFSPRAKEN = 8
TEXT = "De statushouder volgt drie ochtenden in de week les en oefent thuis met de app, week {} van het jaar."
Value = TypeVar("Value")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=5000)
    units = parser.parse_args().units
    codebook = load_codebook(load_settings().codeboek)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv, accounts = prepare(folder, [CODER], print)
        with running(venv, folder, choose_port(None), accounts[CODER]):
            return measure(invented(units, codebook), local_access(folder), codebook, folder / "annotaties")


def measure(work: WorkList, access: Access, codebook: Codebook, target: Path) -> int:
    passage = Passage(codebook)
    pusher = Pusher(access, passage)
    (first,) = timed("push", lambda: pusher.push(work))
    (second,) = timed("push again", lambda: pusher.push(work))
    (nothing,) = timed("pull, nothing coded", lambda: pull(work, access, passage, target))
    forget_project(work, access)
    codings = coded(work)
    (third,) = timed("push, all coded", lambda: Pusher(access, passage, codings).push(work))
    (everything,) = timed("pull, all coded", lambda: pull(work, access, passage, target))
    timed("pull again", lambda: pull(work, access, passage, target))
    total = len(work.eenheden)
    counts = (first.added, second.added, nothing.open, third.added, everything.merged.new)
    whole = counts == (total, 0, total, total, total) and read_annotations(target) == codings
    print(f"{total} units, counts {counts}: {'nothing lost, nothing twice' if whole else 'NOT WHOLE'}")
    return int(not whole)


def timed(what: str, do: Callable[[], Value]) -> Value:
    start = time.monotonic()
    value = do()
    print(f"{what:<22}{time.monotonic() - start:7.1f} s", flush=True)
    return value


def forget_project(work: WorkList, access: Access) -> None:
    server = access.as_coder(CODER)
    found = projects.find(server, work, CODER)
    assert found is not None
    server.delete_project(found[0].id)


def invented(units: int, codebook: Codebook) -> WorkList:
    """Plans of a hoofddoel, a subdoel and afspraken, until there are enough units."""
    rows = [work_unit(number) for number in range(units)]
    plans: dict[str, list[PlanLine]] = {}
    for row in rows:
        line = PlanLine(**{name: getattr(row, name) for name in PlanLine.model_fields})
        plans.setdefault(row.plan, []).append(line)
    return WorkList(
        naam="meting",
        codeboek=codebook.id,
        model="",
        blind=False,
        codeurs=(CODER,),
        plannen={plan: tuple(lines) for plan, lines in plans.items()},
        eenheden=tuple(rows),
    )


def work_unit(number: int) -> WorkUnit:
    plan, place = divmod(number, AFSPRAKEN + 2)
    kind = (Eenheid.HOOFDDOEL, Eenheid.SUBDOEL)[place] if place < 2 else Eenheid.AFSPRAAK
    return WorkUnit(
        bestand=f"plan-{plan}.pdf",
        plan=f"plan-{plan}",
        persoon="",
        datum="2020-01-01",
        eenheid=kind,
        subdoel_nr=1 if place else None,
        afspraak_nr=place - 1 if place > 1 else None,
        wie=Wie.STATUSHOUDER if place > 1 else None,
        tekst=TEXT.format(number),
        pagina=1,
        steekproef="random (meting)",
        inclusiekans=1.0,
        codeurs=(CODER,),
        codes=Codes(
            thema=("taal",),
            eigen_inzet=place > 1,
            instrument="taalles" if place == 1 else None,
            hoofddoel_type=None if place else "onderwijs",
        ),
    )


def coded(work: WorkList) -> list[Annotation]:
    """Everything coded otherwise than the model did."""
    return [
        Annotation(
            **{name: getattr(unit, name) for name in unit.unit.__dataclass_fields__},
            **(unit.codes or Codes()).model_dump() | {"thema": ("werk", "taal")},
            codeur=CODER,
            tijd=datetime(2021, 1, 1, tzinfo=UTC),
            seconden=12.5,
            codeboek=work.codeboek,
            steekproef=unit.steekproef,
            inclusiekans=unit.inclusiekans,
            herkomst="labelstudio",
            opmerking=f"opmerking {unit.id}",
        )
        for unit in work.eenheden
    ]


if __name__ == "__main__":
    raise SystemExit(main())
