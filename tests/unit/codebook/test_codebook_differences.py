"""Two codebooks side by side: every change is told once, with what follows from it."""

from pathlib import Path

import pytest
from test_codebook_load import GOOD, load

from pipeline.cli.main import run
from pipeline.codebook import changes_between, tell_differences


def told(folder: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    text = GOOD
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    old, new = load(folder, GOOD), load(folder, text)
    return [(change.kind.value, change.place, change.what) for change in changes_between(old, new)]


def test_the_same_codebook_has_no_changes(tmp_path: Path) -> None:
    assert (
        told(tmp_path, ('versie: "1.0.0"', 'versie: "1.1.0"'), ("naam: proef", "# hier\nnaam: proef")) == []
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Nederlands leren.", "Taal leren.", ("betekenis", "thema.taal", "definitie veranderd")),
        ("[taalles, NT2]", "[taalles, les]", ("woorden", "thema.taal", "termen: 1 erbij, 1 eraf")),
        ("naam: Werk", "naam: Baan", ("woorden", "thema.werk", "naam veranderd")),
        ("        eenheden: [subdoel]\n", "", ("eenheden", "thema.werk", "geldt nu bij alle (was subdoel)")),
        ("meervoudig: true", "meervoudig: false", ("keuze", "thema", "is nu: precies een code")),
        ("naam: Examen", "naam: Toets", ("woorden", "thema.taal.examen", "naam veranderd")),
        (
            "id: taal.examen",
            "id: taal.toets",
            ("vervallen", "thema.taal.examen", "de subcode 'Examen' is vervallen"),
        ),
        ("leren: Leren", "leren: Studie", ("woorden", "thema", "de groepen van het rapport zijn veranderd")),
    ],
)
def test_each_change_is_told(tmp_path: Path, before: str, after: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(tmp_path, (before, after))


def test_a_code_with_another_id_is_not_gone(tmp_path: Path) -> None:
    """Its subcodes get the new id in front, and that is no change of its own."""
    changes = told(tmp_path, ("id: taal\n", "id: leren\n"), ("id: taal.examen", "id: leren.examen"))
    assert changes == [("andere id", "thema.taal", "heet nu 'leren'")]


def test_an_altogether_other_code_is_gone_and_new(tmp_path: Path) -> None:
    changes = told(
        tmp_path,
        ("id: werk", "id: wonen"),
        ("naam: Werk", "naam: Wonen"),
        ("Een baan.", "Een huis."),
        ("termen: [baan]", "termen: [huis]"),
    )
    assert [change[:2] for change in changes] == [("vervallen", "thema.werk"), ("nieuw", "thema.wonen")]


def test_another_order_is_told(tmp_path: Path) -> None:
    head, _, codes = GOOD.partition("      - id: taal\n")
    first, _, second = codes.partition("      - id: werk\n")
    swapped = f"{head}      - id: werk\n{second}      - id: taal\n{first}"
    old, new = load(tmp_path, GOOD), load(tmp_path, swapped)
    assert [change.kind.value for change in changes_between(old, new)] == ["volgorde"]


def test_consequences_are_told(tmp_path: Path) -> None:
    old = load(tmp_path, GOOD)
    gone = load(tmp_path, GOOD.replace("id: werk", "id: baan").replace('"1.0.0"', '"2.0.0"'))
    text = tell_differences(old, gone)
    assert "Coderingen omzetten, want de code of haar plaats is veranderd: thema.werk." in text
    assert "wordt met dit codeboek geweigerd" in text
    words = tell_differences(old, load(tmp_path, GOOD.replace("[baan]", "[baan, werk]")))
    assert "hun betekenis blijft gelijk" in words
    assert "Versie: die is niet verhoogd" in words


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "oud.yaml", tmp_path / "nieuw.yaml"
    old.write_text(GOOD, encoding="utf-8")
    new.write_text(GOOD.replace("Een baan.", "Betaald werk."), encoding="utf-8")
    assert run(["codebook", "diff", str(old), str(new)]) == 0
    out = capsys.readouterr().out
    assert "[betekenis] definitie veranderd\n      - Een baan.\n      + Betaald werk." in out
    assert run(["codebook", "diff", str(old), str(tmp_path / "weg.yaml")]) == 2
