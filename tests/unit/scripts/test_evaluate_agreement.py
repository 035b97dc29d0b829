"""Second codings become annotations of the units they are of."""

import json
from pathlib import Path

import pytest
from evaluate_agreement import second_codings

from pipeline.annotations import Annotation

PLAN = {
    "plan_id": "Q01-001",
    "codeur": "codeurA",
    "hoofddoel": {"thema": ["taal.opleiding", "taal.taal", "werk"], "type": "onderwijs"},
    "subdoelen": [
        {
            "nr": 1,
            "thema": [],
            "eigen_inzet": True,
            "instrument": "eigen_inzet",
            "afspraken": [{"nr": 1, "thema": ["taal"], "eigen_inzet": True}],
        }
    ],
}
KINDS = [("hoofddoel", None, None), ("subdoel", 1, None), ("afspraak", 1, 1)]


def units() -> list[Annotation]:
    shared = {"bestand": "a.pdf", "plan": "Q01-001", "codeur": "x", "codeboek": "c@1", "herkomst": "import"}
    names = ("eenheid", "subdoel_nr", "afspraak_nr")
    return [Annotation(**shared, tekst=kind[0], **dict(zip(names, kind, strict=True))) for kind in KINDS]


def test_every_unit_gets_the_codes_of_its_place(tmp_path: Path) -> None:
    (tmp_path / "codeurA.jsonl").write_text(json.dumps(PLAN) + "\n", encoding="utf-8")
    known = {each.key: each for each in units()}
    hoofddoel, subdoel, afspraak = second_codings(tmp_path / "codeurA.jsonl", known)
    assert (hoofddoel.thema, hoofddoel.hoofddoel_type) == (("taal", "werk"), "onderwijs")
    assert (subdoel.thema, subdoel.instrument, subdoel.eigen_inzet) == ((), "eigen_inzet", True)
    assert (afspraak.tekst, afspraak.thema, afspraak.codeur) == ("afspraak", ("taal",), "codeurA")


def test_a_plan_that_is_not_known_is_no_plan_to_compare(tmp_path: Path) -> None:
    (tmp_path / "codeurA.jsonl").write_text(json.dumps(PLAN | {"plan_id": "Q02"}) + "\n", encoding="utf-8")
    with pytest.raises(KeyError):
        list(second_codings(tmp_path / "codeurA.jsonl", {each.key: each for each in units()}))
