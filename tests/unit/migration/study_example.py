"""A small study whose codebook changes: a codebook, codings of two people, a coded folder and a migration."""

import csv
import json
from pathlib import Path
from typing import Any

from pipeline.codebook import load_codebook
from pipeline.domain import Coding, Eenheid, Unit
from pipeline.export import unit_row
from pipeline.export.rows import INTAKE_COLUMNS, to_jsonl

CODEBOOK = """\
# Dit commentaar blijft staan.
naam: proef
versie: "1.0.0"  # verhogen bij elke wijziging
taal: nl
omschrijving: >-
  Een klein
  codeboek.

variabelen:

  thema:
    naam: Thema
    omschrijving: Waar het over gaat.
    eenheden: [hoofddoel, subdoel, afspraak]
    meervoudig: true
    codes:

      # Over taal.
      - id: taal
        naam: Taal
        definitie: Nederlands leren.
        gebruik_wanneer: [Het gaat over de taal.]
        voorbeelden: [Oefenen met lezen.]
        termen: [taalles, NT2]
        subcodes:
          - {id: taal.examen, naam: Examen, definitie: Het examen halen.}

      - id: werk
        naam: Werk
        definitie: Een baan.
        gebruik_wanneer: [Het gaat over werk.]
        voorbeelden:
          - Een cv maken.
        termen: [baan]

      - id: eigen_inzet
        naam: Eigen inzet
        definitie: Zelf doen.
        gebruik_wanneer: [Hij doet het zelf.]
        voorbeelden: [Zelf bellen.]
        eenheden: [subdoel, afspraak]

  # Wat er wordt ingezet.
  instrument:
    naam: Instrument
    omschrijving: Het traject.
    eenheden: [subdoel]
    meervoudig: false
    codes:
      - id: zorg
        naam: Zorg
        definitie: Zorg en gezin.
        gebruik_wanneer: [Een arts.]
        voorbeelden: [Naar de huisarts.]
        termen: [huisarts]
      - id: overig
        naam: Overig
        definitie: Iets anders.
        gebruik_wanneer: [Anders.]
        voorbeelden: [Budgetbeheer.]
      - id: geen
        naam: Geen
        definitie: Niets.
        gebruik_wanneer: [Er staat niets.]
        voorbeelden: [Later bezien.]
"""

MIGRATION = """\
van: 1.0.0
naar: 1.1.0
reden: Overleg van de codeurs.
door: M. de Boer
stappen:
  - {soort: hernoemen, variabele: thema, code: taal, wordt: leren}
  - soort: splitsen
    variabele: instrument
    code: zorg
    voorlopig: arts
    nieuwe_codes:
      - {id: arts, naam: Arts, definitie: Een arts., gebruik_wanneer: [Arts.], voorbeelden: [Arts.]}
      - {id: gezin, naam: Gezin, definitie: Opvang., gebruik_wanneer: [Opvang.], voorbeelden: [Opvang.]}
  - soort: nieuw
    variabele: thema
    na: werk
    kijk_bij: [overig]
    nieuwe_codes:
      - id: vervoer
        naam: Vervoer
        definitie: Ergens komen.
        gebruik_wanneer: [Fiets.]
        voorbeelden: [Leren fietsen.]
        termen: [rijbewijs]
"""

UNITS: tuple[tuple[Eenheid, int | None, int | None, str], ...] = (
    (Eenheid.HOOFDDOEL, None, None, "Een baan vinden."),
    (Eenheid.SUBDOEL, 1, None, "Naar taalles en daarna het rijbewijs."),
    (Eenheid.AFSPRAAK, 1, 1, "Zij belt zelf de gemeente."),
)
CODES: tuple[dict[str, Any], ...] = (
    {"thema": ["werk"]},
    {"thema": ["taal", "werk"], "subcodes": ["taal.examen"], "instrument": "zorg"},
    {"thema": [], "eigen_inzet": True},
)


def make_study(folder: Path, plans: int = 2) -> Path:
    """``codebook.yaml``, ``annotations/``, ``uitvoer/`` and ``migraties/1.1.0.yaml`` in ``folder``."""
    (folder / "migraties").mkdir(parents=True)
    (folder / "annotations").mkdir()
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "migraties" / "1.1.0.yaml").write_text(MIGRATION, encoding="utf-8")
    for coder in ("anna", "bart"):
        write_codings(folder / "annotations" / f"{coder}.jsonl", coder, "proef@1", plans)
    _coded_folder(folder / "uitvoer", load_codebook(folder / "codebook.yaml").id, plans)
    return folder


def write_codings(path: Path, coder: str, codebook: str, plans: int = 2) -> None:
    """Every unit of ``plans`` plans as ``coder`` coded it, one coder with spaces in the JSON, one without."""
    separators = (",", ":") if coder == "bart" else None
    lines = [
        json.dumps(
            {
                "bestand": f"plan {plan}.pdf",
                "plan": f"plan-{plan}",
                "eenheid": kind.value,
                "subdoel_nr": subdoel,
                "afspraak_nr": afspraak,
                "tekst": text,
                **codes,
                "codeur": coder,
                "codeboek": codebook,
                "inclusiekans": 0.5,
                "herkomst": "import",
            },
            ensure_ascii=False,
            separators=separators,
        )
        for plan in range(plans)
        for (kind, subdoel, afspraak, text), codes in zip(UNITS, CODES, strict=True)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but those that tell of migrations."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (".slot", ".slot-journal", "geschiedenis.jsonl")
    }


def _coded_folder(folder: Path, codebook: str, plans: int) -> None:
    folder.mkdir()
    rows = [
        unit_row(
            Unit(
                f"plan {plan}.pdf", f"plan-{plan}", "", "2020-01-02", kind, subdoel, afspraak, None, text, 1
            ),
            Coding(("werk",), instrument="zorg" if kind is Eenheid.SUBDOEL else None),
            (),
            model="m@1",
            codeboek=codebook,
        )
        for plan in range(plans)
        for kind, subdoel, afspraak, text in UNITS
    ]
    (folder / "eenheden.jsonl").write_text(to_jsonl(rows), encoding="utf-8")
    with (folder / "intake.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, INTAKE_COLUMNS)
        writer.writeheader()
        for plan in range(plans):
            known = {"bestand": f"plan {plan}.pdf", "plan": f"plan-{plan}", "status": "gecodeerd"}
            writer.writerow(dict.fromkeys(INTAKE_COLUMNS, "") | known)
