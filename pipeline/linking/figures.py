"""The figures of a linking, kept beside its tables in ``koppeling.json``: also what they were made from."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.coded_units import UNITS_FILE
from pipeline.files import write_atomic
from pipeline.linking.match import Outcome, Reden
from pipeline.report.coded_folder import INTAKE_FILE

FILE_NAME = "koppeling.json"
TABLE = "koppeling.csv"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one linking. ``niet_gekoppeld`` by reason; ``gemaakt_van``: hashes of the coded tables."""

    plannen: int
    gekoppeld: int
    door_besluit: int
    bijna_gekoppeld: int
    niet_gekoppeld: dict[str, int]
    diagnoses: int
    diagnoses_met_plan: int
    diagnoses_zonder_plan: int
    gemaakt_van: dict[str, str]


def figures_of(outcome: Outcome, diagnoses: Sequence[object], folder: Path) -> Figures:
    """The figures of ``outcome`` for this coded folder; ``diagnoses`` are the rows of ``diagnoses.csv``."""
    reasons = Counter(each.reden for each in outcome.unlinked)
    with_plan = len({each.person.persoon for each in outcome.linked})
    return Figures(
        plannen=len(outcome.linked) + len(outcome.unlinked),
        gekoppeld=len(outcome.linked),
        door_besluit=sum(1 for each in outcome.linked if each.decision),
        bijna_gekoppeld=reasons[Reden.BIJNA],
        niet_gekoppeld={reden.value: reasons[reden] for reden in Reden if reasons[reden]},
        diagnoses=len(diagnoses),
        diagnoses_met_plan=with_plan,
        diagnoses_zonder_plan=len(diagnoses) - with_plan,
        gemaakt_van=_sources(folder),
    )


def write_figures(folder: Path, figures: Figures) -> Path:
    """Write them, as the last of the tables: without this file those are not whole."""
    path = folder / FILE_NAME
    write_atomic(path, json.dumps(asdict(figures), ensure_ascii=False, indent=1) + "\n")
    return path


def is_outdated(folder: Path) -> bool:
    """Whether the folder holds a linking of other coded units than it has now, or half of one."""
    if not (folder / TABLE).exists():
        return False
    try:
        kept = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        return bool(kept["gemaakt_van"] != _sources(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return True


def _sources(folder: Path) -> dict[str, str]:
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (UNITS_FILE, INTAKE_FILE)
    }
