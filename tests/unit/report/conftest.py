"""Coded folders in small, written by the interface: what a test does not say gets an ordinary value."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.codebook import Codebook, load_codebook

COLUMNS = ("bestand", "sha256", "status", "reden", "plan", "persoon", "datum", "meting", "paginas")
Record = dict[str, Any]
WriteFolder = Callable[[list[Record], list[Record]], Path]


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook(Path(__file__).parents[3] / "codebook.yaml")


@pytest.fixture
def write_folder(tmp_path: Path, codebook: Codebook) -> WriteFolder:
    """Writes intake.csv and eenheden.jsonl from records that say only what matters."""

    def write(files: list[Record], units: list[Record]) -> Path:
        with (tmp_path / "intake.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows({"bestand": f"{i}.pdf"} | file for i, file in enumerate(files))
        lines = (json.dumps(unit_record(codebook) | unit, ensure_ascii=False) + "\n" for unit in units)
        (tmp_path / "eenheden.jsonl").write_text("".join(lines), encoding="utf-8")
        return tmp_path

    return write


def unit_record(codebook: Codebook) -> Record:
    return {
        "bestand": "a.pdf",
        "plan": "p1",
        "persoon": "",
        "datum": "2020-03-09",
        "eenheid": "subdoel",
        "subdoel_nr": None,
        "afspraak_nr": None,
        "wie": None,
        "tekst": "Tekst van het plan",
        "pagina": 1,
        "thema": [],
        "eigen_inzet": False,
        "instrument": None,
        "hoofddoel_type": None,
        "scores": {},
        "nakijken": [],
        "model": "model-1",
        "codeboek": codebook.id,
    }


@pytest.fixture
def small_study(write_folder: WriteFolder) -> Path:
    """Four plans of eight files, counted by hand in the tests.

    ===== ============ =========================== =========================== =================
    plan  hoofddoel    subdoel 1                   subdoel 2                   subdoel 3
    ===== ============ =========================== =========================== =================
    p1    werk         taal, voltijdroute          werk, participatiehuis      (overig), geen
    p2    werk + taal  taal.inburgering, taalles   werk, bemiddeling
    p3    taal         gezondheid, eigen_inzet
    p4    (overig)     taal, taalles               werk, eigen_inzet
    ===== ============ =========================== =========================== =================
    """

    def hoofddoel(plan: str, kind: str, *thema: str) -> Record:
        return {"plan": plan, "eenheid": "hoofddoel", "thema": thema, "hoofddoel_type": kind}

    def subdoel(plan: str, nr: int, instrument: str, *thema: str, **more: Any) -> Record:
        own = instrument == "eigen_inzet"
        unit = {"plan": plan, "subdoel_nr": nr, "thema": thema, "instrument": instrument, "eigen_inzet": own}
        return unit | more

    step = {"eenheid": "afspraak", "subdoel_nr": 1, "afspraak_nr": 1, "wie": "statushouder"}
    files = [
        {"status": "gecodeerd", "plan": "p1", "persoon": "x1", "datum": "2020-03-09", "meting": "1"},
        {"status": "gecodeerd", "plan": "p2", "persoon": "x2", "datum": "2019-12-31", "meting": "1"},
        {"status": "gecodeerd", "plan": "p3", "persoon": "x3", "datum": "2020-01-02", "meting": "2"},
        {"status": "gecodeerd", "plan": "p4", "persoon": "", "datum": "", "meting": "2"},
        {"status": "vervangen", "plan": "p0", "persoon": "x1"},
        {"status": "onleesbaar", "reden": "Geen tekst: een scan. Lever een pdf met tekst aan."},
        {"status": "onleesbaar", "reden": "Geen tekst: een scan. Lever een pdf met tekst aan."},
        {"status": "geen_plan", "reden": "Geen hoofddoel en geen subdoelen."},
    ]
    units = [
        hoofddoel("p1", "betaald_werk", "werk"),
        subdoel("p1", 1, "voltijdroute", "taal"),
        {"plan": "p1", **step, "thema": ["taal"], "eigen_inzet": True},
        subdoel("p1", 2, "participatiehuis", "werk"),
        subdoel("p1", 3, "geen", nakijken=["thema onzeker: taal (43%)"]),
        hoofddoel("p2", "betaald_werk", "werk", "taal"),
        subdoel(
            "p2",
            1,
            "taalles",
            "taal.inburgering",
            nakijken=["thema onzeker: werk (48%)", "lezen: onzeker over de opbouw (zekerheid 0,32)"],
        ),
        subdoel("p2", 2, "bemiddeling", "werk"),
        hoofddoel("p3", "anders", "taal"),
        subdoel("p3", 1, "eigen_inzet", "gezondheid"),
        {"plan": "p3", **step, "thema": ["gezondheid"]},
        hoofddoel("p4", "sociale_activering"),
        subdoel("p4", 1, "taalles", "taal"),
        subdoel("p4", 2, "eigen_inzet", "werk"),
    ]
    return write_folder(files, units)
