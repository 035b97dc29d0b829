"""What each step does to the codebook and to codings, and every way in which it may not fit."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from study_example import CODEBOOK, MIGRATION

from pipeline.codebook import changes_between, load_codebook
from pipeline.codebook.crosswalks import Crosswalk, crosswalk_from
from pipeline.codebook.differences import Kind
from pipeline.correction.worklist import Codes, brought
from pipeline.domain import Eenheid, Unit
from pipeline.errors import CodebookError
from pipeline.migration import prepare
from pipeline.migration.codebook_text import rewritten
from pipeline.migration.codes import migrated
from pipeline.migration.crosswalk import crosswalk
from pipeline.migration.passage import Link, Passage
from pipeline.migration.recode import Recoder
from pipeline.migration.schema import Migration, load_migration

HEAD = "van: 1.0.0\nnaar: 1.1.0\nreden: Overleg.\ndoor: M. de Boer\nstappen:\n"
ROW = {
    "eenheid": "subdoel",
    "tekst": "Naar taalles en daarna het rijbewijs.",
    "thema": ["taal", "werk"],
    "subcodes": ["taal.examen"],
    "eigen_inzet": False,
    "instrument": "zorg",
    "codeboek": "proef@1",
}
NEW_CODE = (
    "{id: vervoer, naam: V, definitie: V., gebruik_wanneer: [V.], voorbeelden: [V.], termen: [rijbewijs]}"
)


def books(folder: Path, steps: str, book: str = CODEBOOK):
    """The migration with its codebooks, and the text of the new one."""
    raw = yaml.safe_load(HEAD + steps)
    migration = Migration.model_validate(raw)
    data = yaml.safe_load(book)
    new, faults = migrated(data, migration, raw)
    assert faults == []
    text, kept = rewritten(book, data, new)
    assert kept
    (folder / "oud.yaml").write_text(book, encoding="utf-8")
    (folder / "nieuw.yaml").write_text(text, encoding="utf-8")
    return migration, load_codebook(folder / "oud.yaml"), load_codebook(folder / "nieuw.yaml"), text


def recode(folder: Path, steps: str, **row: Any):
    migration, old, new, _ = books(folder, steps)
    found = Recoder(migration, old, new).recode(ROW | row)
    return found.row, [reason for _, reason in found.reasons]


def test_rename_takes_subcodes_along(tmp_path: Path) -> None:
    row, reasons = recode(tmp_path, "  - {soort: hernoemen, variabele: thema, code: taal, wordt: leren}\n")
    assert (row["thema"], row["subcodes"], reasons) == (["leren", "werk"], ["leren.examen"], [])
    assert row["codeboek"].startswith("proef@1.1.0+")


def test_merge_keeps_the_order_and_no_doubles(tmp_path: Path) -> None:
    steps = "  - {soort: samenvoegen, variabele: thema, codes: [taal], wordt: werk}\n"
    row, reasons = recode(tmp_path, steps)
    assert (row["thema"], row["subcodes"], reasons) == (["werk"], ["werk.examen"], [])
    _, _, new, _ = books(tmp_path, steps)
    assert new.variables["thema"].code("werk").terms == ("baan", "taalles", "NT2")


def test_subcodes_merge_and_are_renamed(tmp_path: Path) -> None:
    more = "taal.examen, naam: Examen, definitie: Het examen halen."
    book = CODEBOOK.replace(
        f"          - {{id: {more}}}\n",
        f"          - {{id: {more}, termen: [toets]}}\n"
        "          - {id: taal.cursus, naam: Cursus, definitie: Les., termen: [les]}\n",
    )
    steps = (
        "  - {soort: samenvoegen, variabele: thema, codes: [taal.examen], wordt: taal.cursus}\n"
        "  - {soort: hernoemen, variabele: thema, code: taal.cursus, wordt: taal.leren, naam: Leren}\n"
    )
    migration, old, new, _ = books(tmp_path, steps, book)
    (subcode,) = new.variables["thema"].code("taal").subcodes
    assert (subcode.id, subcode.name, subcode.terms) == ("taal.leren", "Leren", ("les", "toets"))
    found = Recoder(migration, old, new).recode(ROW | {"subcodes": ["taal.examen", "taal.cursus"]})
    assert (found.row["thema"], found.row["subcodes"]) == (["taal", "werk"], ["taal.leren"])
    assert (found.lost, found.reasons, found.steps) == (False, (), (0, 1))
    rows = list(csv.DictReader(crosswalk(migration, old, new).splitlines()))
    led = {row["oude_code"]: (row["nieuwe_code"], row["zeker"], row["toelichting"]) for row in rows}
    assert led["taal.examen"] == ("taal.leren", "ja", "samengevoegd")


SPLIT = (
    "  - soort: splitsen\n    variabele: thema\n    code: taal\n    voorlopig: taal\n"
    "    uit_subcodes: {{{0}}}\n    nieuwe_codes:\n"
    "      - {{id: taal, naam: T, definitie: T., gebruik_wanneer: [T.], voorbeelden: [T.]}}\n"
    "      - id: examens\n        naam: E\n        definitie: E.\n        gebruik_wanneer: [E.]\n"
    "        voorbeelden: [E.]\n        subcodes: [{{id: examens.examen, naam: E, definitie: E.}}]\n"
)


def test_a_split_along_subcodes_needs_nobody_to_choose(tmp_path: Path) -> None:
    along = SPLIT.format("examens: [taal.examen]")
    row, reasons = recode(tmp_path, along)
    assert (row["thema"], row["subcodes"], reasons) == (["examens", "werk"], ["examens.examen"], [])
    row, reasons = recode(tmp_path, along, subcodes=[])
    assert row["thema"] == ["taal", "werk"]
    assert reasons == ["code 'taal' is gesplitst in 'taal', 'examens'; voorlopig 'taal'"]
    row, reasons = recode(tmp_path, SPLIT.format(""))
    assert (row["thema"], row["subcodes"], len(reasons)) == (["taal", "werk"], [], 1)


def test_narrower_asks_units_with_the_code(tmp_path: Path) -> None:
    steps = "  - {soort: definitie, variabele: thema, code: taal, richting: nauwer, definitie: Alleen NT2.}\n"
    assert recode(tmp_path, steps)[1] == ["code 'taal' is nauwer geworden; past die nog?"]
    assert recode(tmp_path, steps, thema=["werk"])[1] == []


def test_wider_asks_units_without_it_that_name_a_new_term_or_have_a_near_code(tmp_path: Path) -> None:
    steps = (
        "  - {soort: definitie, variabele: thema, code: werk, richting: ruimer, termen: [baan, rijbewijs]}\n"
    )
    assert recode(tmp_path, steps)[1] == []
    expected = ["code 'werk' is ruimer geworden; past die hier? De tekst noemt 'rijbewijs'"]
    assert recode(tmp_path, steps, thema=["taal"])[1] == expected
    near = "  - {soort: definitie, variabele: thema, code: werk, richting: ruimer, kijk_bij: [taal]}\n"
    assert recode(tmp_path, near, thema=["taal"])[1] == [
        "code 'werk' is ruimer geworden; past die hier, waar nu 'taal' staat?"
    ]


def test_same_meaning_asks_nothing(tmp_path: Path) -> None:
    steps = (
        "  - {soort: definitie, variabele: thema, code: taal, richting: gelijk, termen: [NT2, rijbewijs]}\n"
    )
    row, reasons = recode(tmp_path, steps)
    assert (row["thema"], reasons) == (["taal", "werk"], [])


def test_a_new_code_asks_where_it_may_fit(tmp_path: Path) -> None:
    steps = f"  - {{soort: nieuw, variabele: thema, nieuwe_codes: [{NEW_CODE}], kijk_bij: [overig]}}\n"
    assert recode(tmp_path, steps)[1] == ["nieuwe code 'vervoer'; past die hier? De tekst noemt 'rijbewijs'"]
    assert recode(tmp_path, steps, tekst="Niets.")[1] == []
    assert recode(tmp_path, steps, tekst="Niets.", thema=[])[1] == [
        "nieuwe code 'vervoer'; past die hier, waar nu 'overig' staat?"
    ]


def test_a_retired_code_is_replaced_or_asked_about(tmp_path: Path) -> None:
    row, reasons = recode(
        tmp_path, "  - {soort: vervallen, variabele: instrument, code: zorg, wordt: overig}\n"
    )
    assert (row["instrument"], reasons) == ("overig", [])
    row, reasons = recode(tmp_path, "  - {soort: vervallen, variabele: thema, code: taal}\n")
    assert (row["thema"], row["subcodes"]) == (["werk"], [])
    assert reasons == ["code 'taal' is vervallen; kies een andere code als die past"]


def test_steps_build_on_each_other(tmp_path: Path) -> None:
    steps = (
        "  - {soort: hernoemen, variabele: thema, code: taal, wordt: leren}\n"
        "  - {soort: samenvoegen, variabele: thema, codes: [leren], wordt: werk, naam: Leren en werken}\n"
    )
    row, _ = recode(tmp_path, steps)
    assert (row["thema"], row["subcodes"]) == (["werk"], ["werk.examen"])


def test_comments_and_layout_of_the_rest_stay(tmp_path: Path) -> None:
    *_, text = books(
        tmp_path,
        "  - {soort: vervallen, variabele: thema, code: werk}\n"
        + f"  - {{soort: nieuw, variabele: instrument, nieuwe_codes: [{NEW_CODE}]}}\n",
    )
    gone = CODEBOOK[CODEBOOK.index("      - id: werk") : CODEBOOK.index("      - id: eigen_inzet")]
    before = CODEBOOK.replace(gone, "").replace(
        'versie: "1.0.0"  # verhogen bij elke wijziging', "versie: 1.1.0"
    )
    assert text.startswith(before.rstrip("\n"))


def test_a_codebook_in_another_form_is_written_anew() -> None:
    """Json is yaml too, but has no lines to replace."""
    data = yaml.safe_load(CODEBOOK)
    raw = yaml.safe_load(HEAD + "  - {soort: hernoemen, variabele: thema, code: taal, wordt: leren}\n")
    new, _ = migrated(data, Migration.model_validate(raw), raw)
    text, kept = rewritten(json.dumps(data), data, new)
    assert not kept
    assert yaml.safe_load(text)["variabelen"]["thema"]["codes"][0]["id"] == "leren"


def test_crosswalk_says_what_is_sure(tmp_path: Path) -> None:
    raw = tmp_path / "m.yaml"
    raw.write_text(MIGRATION, encoding="utf-8")
    _, old, new, _ = books(tmp_path, MIGRATION.partition("stappen:\n")[2])
    rows = crosswalk(load_migration(raw).migration, old, new).splitlines()
    assert rows[1:5] == [
        "thema,taal,leren,ja,hernoemd,thema",
        "thema,taal.examen,leren.examen,ja,hernoemd,thema",
        "thema,werk,werk,ja,,thema",
        "thema,eigen_inzet,eigen_inzet,ja,,thema",
    ]
    assert "instrument,zorg,arts,nee,gesplitst,instrument" in rows
    assert "thema,,vervoer,nee,bestond niet; per eenheid te kiezen,thema" in rows


def test_every_fault_of_form_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "fout.yaml"
    path.write_text(
        "van: 1.1.0\nnaar: 1.0.0\nreden: x\ndoor: x\nstappen:\n"
        "  - {soort: hernoemen, variabele: thema, code: taal}\n"
        "  - {soort: hernoem, variabele: thema}\n"
        "  - {soort: vervallen, variabele: thema, code: taal, na: werk}\n"
        "  - {soort: definitie, variabele: thema, code: taal, richting: ruimer}\n",
        encoding="utf-8",
    )
    with pytest.raises(CodebookError) as caught:
        load_migration(path)
    found = "\n".join(caught.value.faults)
    for line, what in (
        (2, "moet hoger zijn dan 'van' (1.1.0)"),
        (6, "bij 'hernoemen' hoort 'wordt'"),
        (7, "'hernoem' kan hier niet"),
        (8, "hoort niet bij 'vervallen'"),
        (9, "een ruimere definitie vraagt om 'kijk_bij'"),
    ):
        assert any(f"[fout.yaml regel {line}]" in fault and what in fault for fault in caught.value.faults), (
            found
        )


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (
            "{soort: hernoemen, variabele: thema, code: taak, wordt: x}",
            "de code 'taak' bestaat niet (bedoelt u 'taal'?)",
        ),
        (
            "{soort: hernoemen, variabele: thema, code: taal, wordt: werk}",
            "bestaat al; gebruik 'samenvoegen'",
        ),
        (
            "{soort: hernoemen, variabele: thema, code: taal.toets, wordt: taal.x}",
            "de subcode 'taal.toets' bestaat niet",
        ),
        (
            "{soort: samenvoegen, variabele: thema, codes: [werk], wordt: taal.examen}",
            "horen niet bij hetzelfde thema",
        ),
        (
            "{soort: hernoemen, variabele: tema, code: taal, wordt: x}",
            "'tema' bestaat niet (bedoelt u 'thema'?)",
        ),
        ("{soort: vervallen, variabele: thema, code: eigen_inzet}", "eigen_inzet is een eigen kolom"),
        (
            "{soort: samenvoegen, variabele: instrument, codes: [zorg, geen], wordt: overig}",
            "ten minste twee",
        ),
        (
            f"{{soort: nieuw, variabele: thema, nieuwe_codes: [{NEW_CODE.replace('rijbewijs', 'baan')}]}}",
            "staat al bij",
        ),
        (
            f"{{soort: splitsen, variabele: thema, code: taal, voorlopig: x, nieuwe_codes: [{NEW_CODE}]}}",
            "ten minste twee codes",
        ),
        ("{soort: variabele_vervallen, variabele: thema}", "thema kan niet vervallen"),
        ("{soort: variabele_vervallen, variabele: tema}", "bedoelt u 'thema'?"),
        ("{soort: variabele_hernoemen, variabele: instrument, wordt: middel}", "een kolom die zo heet"),
        (
            "{soort: variabele_vervallen, variabele: thema, code: taal}",
            "hoort niet bij 'variabele_vervallen'",
        ),
        (
            "{soort: variabele_vervallen, variabele: instrument}\n"
            "  - {soort: vervallen, variabele: instrument, code: zorg}",
            "zet die in een eigen migratie",
        ),
    ],
)
def test_a_step_that_does_not_fit_is_told(tmp_path: Path, step: str, message: str) -> None:
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    path = tmp_path / "stap.yaml"
    path.write_text(f"{HEAD}  - {step}\n", encoding="utf-8")
    with pytest.raises(CodebookError) as caught:
        prepare(path, tmp_path / "codebook.yaml", [])
    assert message in str(caught.value)
    assert "[stap.yaml regel " in str(caught.value)


ADDED = """\

  # Hoe snel het moet.
  urgentie:
    naam: Urgentie
    omschrijving: Hoe snel.
    eenheden: [subdoel]
    meervoudig: false
    codes:
      - {id: hoog, naam: Hoog, definitie: Nu., gebruik_wanneer: [Nu.], voorbeelden: [Nu.]}
      - {id: laag, naam: Laag, definitie: Later., gebruik_wanneer: [Later.], voorbeelden: [Later.]}

  # Dit blijft.
  hinder:
    naam: Hinder
    omschrijving: Wat er in de weg staat.
    eenheden: [subdoel]
    meervoudig: true
    codes:
      - {id: kind, naam: Kind, definitie: Opvang., gebruik_wanneer: [Opvang.], voorbeelden: [Opvang.]}
"""


def later(text: str) -> str:
    return text.replace('"1.0.0"  # verhogen bij elke wijziging', "1.1.0")


BOTH = {"urgentie": ["hoog"], "hinder": ["kind"]}


def test_a_variable_that_is_retired_goes_with_its_codes(tmp_path: Path) -> None:
    steps = "  - {soort: variabele_vervallen, variabele: urgentie}\n"
    migration, old, new, text = books(tmp_path, steps, CODEBOOK + ADDED)
    at, end = ADDED.index("\n  # Hoe snel"), ADDED.index("\n  # Dit blijft")
    assert text == later(CODEBOOK + ADDED[:at] + ADDED[end:])
    found = Recoder(migration, old, new).recode(ROW | {"andere": BOTH})
    assert (found.row["andere"], found.reasons) == ({"hinder": ["kind"]}, ())
    assert (found.retired, found.steps) == ({"urgentie": ("hoog",)}, (0,))
    alone = Recoder(migration, old, new).recode(ROW | {"andere": {"urgentie": ["hoog"]}})
    assert "andere" not in alone.row
    passage = Passage(new, (Link(old, Recoder(migration, old, new)),))
    unit = Unit("a.pdf", "a", "", "", Eenheid.SUBDOEL, 1, None, None, "Tekst.", 1)
    sent = Codes(thema=("taal",), andere={"urgentie": ("hoog",)})
    assert brought(sent, unit, old.id, passage) == (Codes(thema=("taal",)), [])
    rows = list(csv.DictReader(crosswalk(migration, old, new).splitlines()))
    led = [(row["oude_code"], row["nieuwe_code"], row["nieuwe_variabele"]) for row in rows[-3:]]
    assert led == [("hoog", "", ""), ("laag", "", ""), ("kind", "kind", "hinder")]
    road = crosswalk_from(crosswalk(migration, old, new))
    assert (road.variable("urgentie"), road.new("urgentie", "hoog")) == ("", "")


def test_the_last_variable_and_one_with_a_column_of_its_own_can_be_retired(tmp_path: Path) -> None:
    steps = "  - {{soort: variabele_vervallen, variabele: {0}}}\n"
    *_, text = books(tmp_path, steps.format("hinder"), CODEBOOK + ADDED)
    assert text.rstrip() == later(CODEBOOK + ADDED.partition("\n  # Dit")[0]).rstrip()
    row, reasons = recode(tmp_path, steps.format("instrument"))
    assert (row["instrument"], row["thema"], reasons) == (None, ["taal", "werk"], [])


def test_a_variable_with_another_name_keeps_its_codings(tmp_path: Path) -> None:
    steps = "  - {soort: variabele_hernoemen, variabele: urgentie, wordt: spoed, naam: Spoed}\n"
    migration, old, new, text = books(tmp_path, steps, CODEBOOK + ADDED)
    assert "  # Hoe snel het moet.\n  spoed:\n    naam: Spoed\n" in text
    found = Recoder(migration, old, new).recode(ROW | {"andere": BOTH})
    assert found.row["andere"] == {"spoed": ["hoog"], "hinder": ["kind"]}
    assert [*found.row["andere"]] == ["spoed", "hinder"]
    road = crosswalk_from(crosswalk(migration, old, new))
    assert (road.variable("urgentie"), road.new("urgentie", "hoog")) == ("spoed", "hoog")
    assert road.unsure == frozenset()
    gone = road.then(Crosswalk(variables={"spoed": ""}))
    assert (gone.variable("urgentie"), gone.new("urgentie", "hoog")) == ("", "")
    (told, words) = changes_between(old, new)
    assert (told.kind, told.what) == (Kind.RENAMED, "de hele variabele heet nu 'spoed'")
    assert words.what == "naam veranderd"
