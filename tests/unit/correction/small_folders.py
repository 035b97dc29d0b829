"""Lines of small coded folders and samples, by the interface."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.codebook import Codebook

MakeFolder = Callable[..., Path]


def unit_line(codebook: Codebook, plan: str, kind: str, subdoel: int | None, afspraak: int | None) -> Any:
    return {
        "bestand": f"{plan}.pdf",
        "plan": plan,
        "persoon": f"persoon-{plan}",
        "datum": "2020-01-01",
        "eenheid": kind,
        "subdoel_nr": subdoel,
        "afspraak_nr": afspraak,
        "wie": "statushouder" if kind == "afspraak" else None,
        "tekst": f"Tekst van {plan} <{kind}> & meer",
        "pagina": 1,
        "thema": ["taal", "werk"],
        "eigen_inzet": kind == "afspraak",
        "instrument": "taalles" if kind == "subdoel" else None,
        "hoofddoel_type": "onderwijs" if kind == "hoofddoel" else None,
        "scores": {},
        "nakijken": [],
        "model": "m1",
        "codeboek": codebook.id,
    }


def write_lines(path: Path, rows: list[Any]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def sample_of(folder: Path) -> Path:
    return folder / "steekproeven" / "ronde1.jsonl"
