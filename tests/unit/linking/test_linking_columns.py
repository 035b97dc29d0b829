from pathlib import Path

import pytest

from pipeline.errors import DiagnosesError
from pipeline.linking.columns import Type, load_columns


def test_the_default_describes_every_column_with_what_it_needs() -> None:
    described = load_columns()
    assert described.bsn == "bsn"
    assert {"geslacht", "leeftijd", "profiel", "primair_doel"} <= set(described.names)
    assert all(column.heading for column in described.columns)
    assert "bsn" not in described.names


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "kolommen.yaml"
    path.write_text(
        """bsn: BSN
kolommen:
  - kolom: Geslacht
    naam: Geslacht
    type: categorie
  - kolom: bsn
    naam: nummer
    type: getallen
  - kolom: doel
    naam: persoon
    type: tekst
    waarden: {a: b}
  - kolom: DOEL
    naam: doel
    typ: tekst
    type: tekst
meer: 1
""",
        encoding="utf-8",
    )
    with pytest.raises(DiagnosesError) as caught:
        load_columns(path)
    assert [fault.partition("] ")[0] + "] " for fault in caught.value.faults] == [
        f"[kolommen.yaml regel {line}] " for line in (3, 4, 6, 8, 10, 12, 13, 15, 17)
    ]
    message = caught.value.message
    for part in (
        "een categorie moet haar 'waarden' noemen",
        "zoals jaren_in_nederland",
        "dit is de kolom met het BSN",
        "'getallen' kan hier niet; kies uit tekst, getal, ja_nee, categorie (bedoelt u 'getal'?)",
        "'persoon' heet een eigen kolom al",
        "hoort alleen bij type categorie",
        "'DOEL' staat al bij een eerdere kolom",
        "onbekende sleutel (bedoelt u 'type'?)",
        "meer: onbekende sleutel",
    ):
        assert part in message


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kolommen.yaml"
    for text in ("", "- a", "bsn: x", "bsn: x\nkolommen: {a: b}", "bsn: x\nkolommen: []", "bsn: [1]"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DiagnosesError):
            load_columns(path)


def test_types_are_those_of_the_description() -> None:
    assert {column.type for column in load_columns().columns} == set(Type)
