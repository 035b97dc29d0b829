"""Reading annotations: everything that is wrong is told at once, with file and line."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.annotations import Annotation, by_plan, read_annotations, reference_codings
from pipeline.codebook import load_codebook
from pipeline.domain import Eenheid
from pipeline.errors import AnnotationError

ROOT = Path(__file__).resolve().parents[3]


def line(**changes: Any) -> dict[str, Any]:
    return {
        "bestand": "a.pdf",
        "plan": "a",
        "eenheid": "subdoel",
        "subdoel_nr": 1,
        "tekst": "Nederlands leren",
        "thema": ["taal"],
        "instrument": "taalles",
        "codeur": "anna",
        "codeboek": "ondersteuningsplannen@1.0.0",
        "herkomst": "import",
        **changes,
    }


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    rows = [row if isinstance(row, str) else json.dumps(row) for row in lines]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_line_becomes_a_unit_and_its_coding(tmp_path: Path) -> None:
    (read,) = read_annotations(write(tmp_path / "a.jsonl", line()))
    assert (read.unit.eenheid, read.unit.subdoel_nr, read.unit.tekst) == (
        Eenheid.SUBDOEL,
        1,
        "Nederlands leren",
    )
    assert (read.coding.thema, read.coding.instrument) == (("taal",), "taalles")


def test_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", line(), "geen json", line(codeurr="anna"))
    write(tmp_path / "b.jsonl", line(eenheid="doel"), line(subdoel_nr=None), line(thema=["bestaat_niet"]))
    with pytest.raises(AnnotationError) as caught:
        read_annotations(tmp_path, load_codebook(ROOT / "codebook.yaml"))
    faults = "\n".join(caught.value.faults)
    assert "a.jsonl:2 geen geldige JSON" in faults
    assert "a.jsonl:3 codeurr: onbekend veld" in faults
    assert "b.jsonl:1 eenheid: onbekende waarde" in faults
    assert "b.jsonl:2 subdoel_nr en afspraak_nr passen niet bij een subdoel" in faults
    assert "b.jsonl:3 thema: code 'bestaat_niet' staat niet in het codeboek" in faults


def test_faults_hold_no_text_of_a_plan(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", line(tekst="Mevrouw Jansen", wie="mevrouw Jansen", seconden="lang"))
    with pytest.raises(AnnotationError) as caught:
        read_annotations(tmp_path)
    assert "Jansen" not in caught.value.message


def test_a_code_on_a_unit_that_cannot_have_it(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", line(hoofddoel_type="betaald_werk"))
    with pytest.raises(AnnotationError) as caught:
        read_annotations(tmp_path, load_codebook(ROOT / "codebook.yaml"))
    assert "hoofddoel_type: wordt niet gecodeerd bij een subdoel" in caught.value.faults[0]


def test_eigen_inzet_on_a_hoofddoel_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", line(eenheid="hoofddoel", subdoel_nr=None, instrument=None, eigen_inzet=True))
    with pytest.raises(AnnotationError) as caught:
        read_annotations(tmp_path, load_codebook(ROOT / "codebook.yaml"))
    assert "eigen_inzet" in caught.value.faults[0]


@pytest.mark.parametrize("name", ["leeg", "er-is-niets.jsonl"])
def test_nothing_to_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(AnnotationError):
        read_annotations(tmp_path / name)


def test_a_settled_coding_wins_and_else_the_latest() -> None:
    def coded(codeur: str, day: int, herkomst: str = "import") -> Annotation:
        return Annotation.model_validate(
            line(codeur=codeur, tijd=datetime(2024, 1, day), herkomst=herkomst, thema=[codeur])
        )

    early, late, settled = coded("a", 1), coded("b", 3), coded("c", 2, "arbitrage")
    assert reference_codings([late, early]) == [late]
    assert reference_codings([late, settled, early]) == [settled]


def test_units_of_a_plan_stand_in_document_order() -> None:
    def at(eenheid: str, subdoel_nr: int | None, afspraak_nr: int | None = None) -> Annotation:
        return Annotation.model_validate(
            line(eenheid=eenheid, subdoel_nr=subdoel_nr, afspraak_nr=afspraak_nr, instrument=None)
        )

    mixed = [
        at("subdoel", 2),
        at("afspraak", 1, 2),
        at("hoofddoel", None),
        at("afspraak", 1, 1),
        at("subdoel", 1),
    ]
    (plan,) = by_plan(mixed)
    assert [(item.subdoel_nr, item.afspraak_nr) for item in plan] == [
        (None, None),
        (1, None),
        (1, 1),
        (1, 2),
        (2, None),
    ]


def test_the_annotations_of_the_repository_hold() -> None:
    read = read_annotations(ROOT / "annotations", load_codebook(ROOT / "codebook.yaml"))
    assert len({item.schrijver for item in read}) == 16
    assert len({item.plan for item in read}) == 360
    assert not any("{" in item.tekst for item in read)


def test_who_codes_part_of_a_plan_again_need_not_tell_its_writer(tmp_path: Path) -> None:
    first = [line(schrijver="s1", opmaak="brief"), line(schrijver="s1", subdoel_nr=2)]
    again = line(thema=["werk"], tijd="2021-01-02T00:00:00Z")
    read = read_annotations(write(tmp_path / "a.jsonl", *first, again, line(plan="b")))
    chosen = reference_codings(read)
    assert [(each.plan, each.thema[0], each.schrijver, each.opmaak) for each in chosen] == [
        ("a", "werk", "s1", "brief"),
        ("a", "taal", "s1", "brief"),
        ("b", "taal", "", ""),
    ]
