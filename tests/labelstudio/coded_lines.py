"""Lines of a coded folder in small."""

import json
from pathlib import Path
from typing import Any

from pipeline.codebook import Codebook

SHAPES = (("hoofddoel", None, None), ("subdoel", 1, None), ("afspraak", 1, 1), ("afspraak", 1, 2))


def unit_line(
    codebook: Codebook, plan: str, kind: str, subdoel: int | None, afspraak: int | None
) -> dict[str, Any]:
    return {
        "bestand": f"{plan}.pdf",
        "plan": plan,
        "persoon": f"persoon-{plan}",
        "datum": "2020-01-01",
        "eenheid": kind,
        "subdoel_nr": subdoel,
        "afspraak_nr": afspraak,
        "wie": "statushouder" if kind == "afspraak" else None,
        "tekst": f"Tekst <{kind}> & meer {afspraak or ''}",
        "pagina": 1,
        "thema": ["taal"],
        "eigen_inzet": False,
        "instrument": "taalles" if kind == "subdoel" else None,
        "hoofddoel_type": "onderwijs" if kind == "hoofddoel" else None,
        "scores": {},
        "nakijken": [],
        "model": "m1",
        "codeboek": codebook.id,
    }


def write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
