"""A real Label Studio for these tests: one server for all, on this computer, with data of its own.

Skipped, with the reason, when the server's environment or the SDK is not there;
``scripts/test_labelstudio.py`` makes both and runs these tests.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from coded_lines import SHAPES, unit_line, write_lines
from label_studio_work import CODERS, Work

from pipeline.codebook import Codebook, load_codebook

PROJECT = Path(__file__).parents[2]
HOW = "Draai: python3 scripts/test_labelstudio.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook(PROJECT / "codebook.yaml")


@pytest.fixture(scope="session")
def empty(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The folder of a server that does not run, with an account for each of CODERS; to be copied.

    It takes a minute to make, and is kept for the next time.
    """
    pytest.importorskip("label_studio_sdk", reason=f"De SDK van Label Studio is er niet. {HOW}")
    from pipeline.correction.labelstudio.environment import VENV_VARIABLE, VERSION, find_venv
    from pipeline.correction.labelstudio.serve import default_data, prepare

    venv = find_venv(default_data())
    if venv is None:
        pytest.skip(f"De omgeving van Label Studio (1 GB) is nog niet gemaakt. {HOW}")
    cache = request.config.cache
    assert cache is not None
    folder = cache.mkdir(f"labelstudio-{VERSION}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VENV_VARIABLE, str(venv))
        prepare(folder, CODERS, print)
        yield folder


@pytest.fixture(scope="session")
def data(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a running local server with an account for each of CODERS."""
    from pipeline.correction.labelstudio.serve import prepare
    from pipeline.correction.labelstudio.server import choose_port, running

    folder = shutil.copytree(empty, tmp_path_factory.mktemp("labelstudio"), dirs_exist_ok=True)
    venv, accounts = prepare(folder, CODERS, print)
    with running(venv, folder, choose_port(None), accounts[CODERS[0]]):
        yield folder


@pytest.fixture
def work(
    data: Path, tmp_path: Path, codebook: Codebook, request: pytest.FixtureRequest
) -> Callable[..., Work]:
    """A coded folder of its own for each test, with a sample of all its units."""

    def make(plans: int = 2, double: int = 1) -> Work:
        name = "".join(letter for letter in request.node.name if letter.isalnum())[-24:]
        units = [
            unit_line(codebook, f"{name}-{number}", *shape) for number in range(plans) for shape in SHAPES
        ]
        double_plans = {f"{name}-{number}" for number in range(double)}
        drawn = [
            {key: unit[key] for key in ("plan", "bestand", "eenheid", "subdoel_nr", "afspraak_nr")}
            | {"batch": name, "ontwerp": "random", "seed": 1, "inclusiekans": 0.5, "reden": ""}
            | {"dubbel": unit["plan"] in double_plans}
            for unit in units
        ]
        folder = tmp_path / "uitkomst"
        (folder / "steekproeven").mkdir(parents=True)
        write_lines(folder / "eenheden.jsonl", units)
        write_lines(folder / "steekproeven" / f"{name}.jsonl", drawn)
        return Work(data, folder, name, codebook)

    return make
