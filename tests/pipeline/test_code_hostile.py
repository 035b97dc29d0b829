"""A batch of more than a hundred broken and hostile files, with good plans between: all are accounted for."""

from pathlib import Path

import hostile_factory
import pdf_factory
import pytest
from plancoder_process import intake, plancoder, units

pytestmark = pytest.mark.slow
AT_LEAST = 100
SETTINGS = "seconden_per_bestand: 10\nmegabytes_per_bestand: 1024\nwerkers: 2\n"


def test_every_file_has_a_status_and_good_plans_are_coded(tmp_path: Path) -> None:
    received, output = tmp_path / "ontvangen", tmp_path / "uitvoer"
    received.mkdir()
    made = hostile_factory.make_all(received)
    assert len(made) >= AT_LEAST
    good = [f"goed {number}.pdf" for number in range(3)]
    for number, name in enumerate(good):
        pdf_factory.plan(
            received / name, person=number, name=("Yonas Abay", "Miriam Haile", "Omar Daud")[number]
        )
    settings = tmp_path / "plancoder.yaml"
    settings.write_text(SETTINGS, encoding="utf-8")
    result = plancoder(
        "code", received, "--output", output, "--key", tmp_path / "sleutel", "--settings", settings
    )
    assert result.returncode == 1, result.stderr
    # A name that a spreadsheet would take for a formula is written with a quote before it.
    rows = {name.removeprefix("'"): row for name, row in intake(output).items()}
    assert set(rows) == {*made, *good}
    wrong = {
        name: rows[name]["status"] for name, allowed in made.items() if rows[name]["status"] not in allowed
    }
    assert wrong == {}
    assert all(rows[name]["reden"] for name in made if rows[name]["status"] != "gecodeerd")
    assert [rows[name]["status"] for name in good] == ["gecodeerd"] * 3
    assert {unit["bestand"] for unit in units(output)} >= set(good)
    print(f"{len(rows)} files, {len(made)} of them broken or hostile: all accounted for")
