"""Small coded folders with a sample."""

from pathlib import Path

import pytest
from small_folders import MakeFolder, unit_line, write_lines

from pipeline.codebook import Codebook, load_codebook

PROJECT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook(PROJECT / "codebook.yaml")


@pytest.fixture
def make_folder(tmp_path: Path, codebook: Codebook) -> MakeFolder:
    """A folder of ``plans`` with four units each, all drawn; the first ``double`` plans for two coders."""

    def make(plans: int = 4, double: int = 2) -> Path:
        shapes = (("hoofddoel", None, None), ("subdoel", 1, None), ("afspraak", 1, 1), ("afspraak", 1, 2))
        units = [unit_line(codebook, f"plan-{number}", *shape) for number in range(plans) for shape in shapes]
        drawn = [
            {key: unit[key] for key in ("plan", "bestand", "eenheid", "subdoel_nr", "afspraak_nr")}
            | {"batch": "ronde1", "ontwerp": "random", "seed": 1, "inclusiekans": 0.5, "reden": ""}
            | {"dubbel": int(unit["plan"].removeprefix("plan-")) < double}
            for unit in units
        ]
        (tmp_path / "steekproeven").mkdir(exist_ok=True)
        write_lines(tmp_path / "eenheden.jsonl", units)
        write_lines(tmp_path / "steekproeven" / "ronde1.jsonl", drawn)
        return tmp_path

    return make
