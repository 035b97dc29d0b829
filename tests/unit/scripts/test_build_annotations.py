"""From a plan with placeholders to annotation lines."""

import json
import subprocess
import sys
from pathlib import Path

from pipeline.annotations import read_annotations

ROOT = Path(__file__).resolve().parents[3]
PLAN = {
    "plan_id": "Q01-001",
    "stijl": "Q01",
    "meting": 1,
    "datum": "2020-01-02",
    "situatie": ["{partner} en {voornaam} {achternaam} wonen in {adres}."],
    "hoofddoel": {"tekst": "{voornaam} werkt.", "type": "betaald_werk", "thema": ["werk"]},
    "subdoelen": [
        {
            "tekst": "Taal, samen met {partner} en {derde}.",
            "thema": ["taal.taal", "taal.inburgering"],
            "eigen_inzet": False,
            "instrument": "taalles",
            "afspraken": [
                {
                    "wie": "klantmanager",
                    "tekst": "{km} belt mevrouw {achternaam} op {telefoon}.",
                    "thema": ["taal"],
                    "eigen_inzet": False,
                    "kop": "statushouder",
                }
            ],
        }
    ],
}


def test_placeholders_become_tags_and_codes_are_kept(tmp_path: Path) -> None:
    (tmp_path / "bron").mkdir()
    (tmp_path / "bron" / "Q01.jsonl").write_text(json.dumps(PLAN) + "\n", encoding="utf-8")
    script = ROOT / "scripts" / "build_annotations.py"
    command = [sys.executable, str(script), str(tmp_path), "--output", str(tmp_path / "uit")]
    subprocess.run(command, check=True, cwd=ROOT, env=_environment())
    hoofddoel, subdoel, afspraak = read_annotations(tmp_path / "uit")
    assert hoofddoel.tekst == "[NAAM-2] werkt."  # the partner was met first
    assert subdoel.tekst == "Taal, samen met [NAAM-1] en [NAAM-3]."
    assert afspraak.tekst == "[KLANTMANAGER] belt mevrouw [NAAM-2] op [TELEFOON]."
    assert (subdoel.thema, subdoel.subcodes) == (("taal",), ("taal.taal", "taal.inburgering"))
    assert (hoofddoel.hoofddoel_type, subdoel.instrument, afspraak.wie) == (
        "betaald_werk",
        "taalles",
        "klantmanager",
    )


def _environment() -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": str(ROOT)}
