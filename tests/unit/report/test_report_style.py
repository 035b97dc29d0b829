"""How plans are written: kept apart from what they are about when writers are compared."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.codebook import Codebook
from pipeline.report import Wishes, write_report
from pipeline.report.coded_folder import read_coded_folder
from pipeline.report.material import Material
from pipeline.report.style import Trajectories, style_outcomes

WriteFolder = Callable[[list[dict[str, Any]], list[dict[str, Any]]], Path]

TEXTS = {
    "p1": ["Taalles bij Capabel", "Participatiehuis, 20 uur", "Rust in huis"],
    "p2": ["Zij leert zo veel Nederlands dat zij de juf verstaat", "Stapt graag op de fiets"],
    "p3": ["PH", "Alphabet", "Hij wil phone leren", "Werk", "Rust", "Rust thuis"],
}


def a_study(write_folder: WriteFolder) -> Path:
    files = [{"status": "gecodeerd", "plan": plan} for plan in TEXTS]
    units = [
        {"plan": plan, "subdoel_nr": nr, "tekst": tekst, "instrument": "taalles", "thema": ["taal"]}
        for plan, texts in TEXTS.items()
        for nr, tekst in enumerate(texts, start=1)
    ]
    return write_folder(files, units)


def test_subdoelen_that_name_a_trajectory(write_folder: WriteFolder, codebook: Codebook) -> None:
    """Long terms also as the beginning of a word, short ones (PH) only as a word of their own."""
    folder = a_study(write_folder)
    trajectories = Trajectories(codebook)
    coded = read_coded_folder(folder, notice=trajectories.notice)
    found = trajectories.found
    assert sorted(str(key[0]) + str(key[2]) for key in found) == ["p11", "p12", "p31"]
    outcomes = style_outcomes(Material(coded, codebook, trajectories=found))
    assert [outcome.of_plan for outcome in outcomes] == [
        {"p1": "3", "p2": "2", "p3": "5 of meer"},
        {"p1": "ja", "p2": "nee", "p3": "nee"},
    ]
    assert outcomes[0].values == ("2", "3", "5 of meer")


def test_writers_are_compared_on_it(write_folder: WriteFolder, codebook: Codebook) -> None:
    folder = a_study(write_folder)
    groups = folder / "schrijvers.csv"
    groups.write_text("bestand,groep\n0.pdf,anna\n1.pdf,bart\n2.pdf,bart\n", encoding="utf-8")
    page = write_report(folder, codebook, wishes=Wishes(groups=groups)).read_text(encoding="utf-8")
    assert "zeggen hoe iemand schrijft" in page
    with (folder / "tabellen" / "groepen.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {(row["onderdeel van"], row["Groep"]): row for row in csv.DictReader(stream)}
    assert rows["Trajecten als doel geschreven", "ja"]["anna: aantal"] == "1"
    assert rows["Trajecten als doel geschreven", "ja"]["bart: aantal"] == "0"
    assert rows["Aantal subdoelen", "5 of meer"]["bart: van"] == "2"


def test_plans_without_subdoelen_have_no_style(write_folder: WriteFolder, codebook: Codebook) -> None:
    folder = write_folder([{"status": "gecodeerd", "plan": "p1"}], [])
    assert style_outcomes(Material(read_coded_folder(folder), codebook)) == []
