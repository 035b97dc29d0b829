"""Plans for measuring at size: all different, and the same again."""

import json
from pathlib import Path
from typing import Any

import pytest
from layouts import factory
from many_plans import make_plans


def plan(number: int) -> dict[str, Any]:
    subdoelen = [
        {"tekst": f"Subdoel {name} van {number}.", "afspraken": [], "thema": ["taal"]} for name in "ABC"
    ]
    return {
        "plan_id": f"P01-{number:03d}",
        "stijl": "P01",
        "datum": "2019-09-17",
        "geslacht": "v",
        "leeftijd": 34,
        "situatie": ["{voornaam} {achternaam} zoekt werk."],
        "hoofddoel": {"tekst": f"Hoofddoel {number}.", "type": "betaald_werk"},
        "subdoelen": subdoelen[: 1 + number],
    }


def truths(folder: Path) -> dict[str, dict[str, Any]]:
    lines = [line for path in folder.rglob("waarheid.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {each["plan_id"]: each for each in map(json.loads, lines)}


def test_plans_are_mixed_of_one_writers_texts_all_different_and_the_same_again(tmp_path: Path) -> None:
    if reason := factory.program("reportlab").missing():
        pytest.skip(reason)
    source = tmp_path / "bron"
    source.mkdir()
    (source / "P01.jsonl").write_text("\n".join(json.dumps(plan(n)) for n in (1, 2)), encoding="utf-8")
    assert make_plans(source, tmp_path / "one", 5, seed=3) == 5
    assert len(list((tmp_path / "one").rglob("*.pdf"))) == 5
    found = truths(tmp_path / "one")
    assert len(found) == 5
    assert len({each["identificatie"]["bsn"] for each in found.values()}) == 5
    for each in found.values():
        size = 2 if each["hoofddoel"]["tekst"] == "Hoofddoel 1." else 3
        assert len({subdoel["tekst"] for subdoel in each["subdoelen"]}) == size
    make_plans(source, tmp_path / "two", 5, seed=3)
    assert truths(tmp_path / "two") == found


def test_without_texts_nothing_is_drawn(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="No P01"):
        make_plans(tmp_path, tmp_path / "one", 5)
