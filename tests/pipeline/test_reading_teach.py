"""A form that nobody could read: taught once, its other plans are read right, also by the main job."""

import json
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from plancoder_process import plancoder, units
from reportlab.pdfgen import canvas

from pipeline.errors import LayoutError
from pipeline.reading import read_plan
from pipeline.reading.document import open_document
from pipeline.reading.evaluation import score
from pipeline.reading.layouts.layout import load_layouts, recognise
from pipeline.reading.layouts.sheet import read_sheet
from pipeline.reading.layouts.teach import teach
from pipeline.reading.picture import COLOURS
from pipeline.reading.reader import default_model
from pipeline.reading.shown import look_at

DEMO = Path(__file__).parents[2] / "demo"
TRUTHS = [json.loads(line) for line in (DEMO / "waarheid.jsonl").read_text(encoding="utf-8").splitlines()]
PERSON = ("naam", "achternaam", "voornaam", "bsn", "adres", "km", "telefoon", "geboortedatum", "kind1")


def odd_form(path: Path, truth: dict) -> Path:
    """A form with headings that say nothing, and with texts that sound like afspraken and are none."""
    page = canvas.Canvas(str(path), invariant=True)
    height = 800
    person = truth["identificatie"]
    lines = [
        ("Formulier 12-B", True),
        ("Dossier", True),
        (f"{person['voornaam']} {person['achternaam']}", False),
    ]
    lines += [("Rubriek K", True), ("De klant levert elke maand een inkomstenformulier in.", False)]
    lines += [("Rubriek L", True), *((text, False) for text in truth["situatie"])]
    lines += [("Rubriek M", True), (truth["hoofddoel"]["tekst"], False)]
    for goal in truth["subdoelen"]:
        lines += [("Rubriek N", True), (goal["tekst"], False)]
        for head, wie in (("Vak P", "klantmanager"), ("Vak Q", "statushouder")):
            steps = [step["tekst"] for step in goal["afspraken"] if step["wie"] == wie]
            lines += [(head, True), *((f"- {text}", False) for text in steps or ["n.v.t."])]
    lines += [
        ("Rubriek Z", True),
        ("De klantmanager bespreekt dit formulier elk kwartaal met het team.", False),
    ]
    for text, bold in lines:
        page.setFont("Helvetica-Bold" if bold else "Helvetica", 9)
        words, line = text.split(), ""
        for word in [*words, ""]:
            if len(line) + len(word) > 95 or not word:
                page.drawString(60, height, line.strip())
                height -= 11.5
                line = ""
            line += f"{word} "
        height -= 4 if bold else 6
        if height < 70:
            page.showPage()
            height = 800
    page.save()
    return path


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, dict]]:
    """Five plans on the odd form, of writers who name two actors only."""
    folder = tmp_path_factory.mktemp("formulier")
    chosen = [
        truth
        for truth in TRUTHS
        if all(
            step["wie"] in {"klantmanager", "statushouder"}
            for goal in truth["subdoelen"]
            for step in goal["afspraken"]
        )
    ][:5]
    return [(odd_form(folder / f"formulier {n}.pdf", truth), truth) for n, truth in enumerate(chosen)]


def test_one_taught_plan_makes_the_others_right_and_sure(
    forms: list[tuple[Path, dict]], tmp_path: Path
) -> None:
    (first, truth), *others = forms
    before = [score(read_plan(path), expected) for path, expected in others]
    assert not all(one.perfect and not one.right_marked for one in before)  # wrong, or right but in doubt
    taught = teach(open_document(first), truth, default_model(), tmp_path)
    assert not taught.known
    layouts = load_layouts(tmp_path)
    assert layouts[0].cutting == taught.layout.cutting
    after = [score(read_plan(path, layouts=layouts), expected) for path, expected in others]
    assert [one.perfect for one in after] == [True] * len(others)
    assert sum(one.right_marked for one in after) < sum(one.right_marked or not one.perfect for one in before)
    assert sum(one.actors_right for one in after) == sum(one.actors for one in after)
    again = teach(open_document(others[0][0]), others[0][1], default_model(), tmp_path)
    assert again.known
    assert again.layout.plans == 2
    assert len(list(tmp_path.iterdir())) == 1


def test_a_taught_layout_is_not_seen_in_plans_of_another_and_leaves_them_as_they_were(
    forms: list[tuple[Path, dict]], tmp_path: Path
) -> None:
    teach(open_document(forms[0][0]), forms[0][1], default_model(), tmp_path)
    layouts = load_layouts(tmp_path)
    for truth in TRUTHS[::8]:
        path = DEMO / "plannen" / truth["bestand"]
        assert recognise(open_document(path).pieces, layouts) is None
        assert read_plan(path, layouts=layouts) == read_plan(path)


def test_a_layout_file_holds_no_text_of_a_plan(tmp_path: Path) -> None:
    writers = {truth["stijl"]: truth for truth in TRUTHS}
    for writer, truth in writers.items():
        folder = tmp_path / writer
        teach(open_document(DEMO / "plannen" / truth["bestand"]), truth, default_model(), folder)
        (file,) = folder.iterdir()
        text = file.read_text(encoding="utf-8").lower()
        person = truth["identificatie"]
        for kind in PERSON:
            for word in str(person.get(kind, "")).lower().split():
                assert len(word) < 4 or word not in text, kind
        for goal in truth["subdoelen"]:
            assert all(word.lower() not in text for word in goal["tekst"].split() if len(word) > 8)
    assert len(writers) == 8


def test_texts_that_are_not_in_the_page_are_listed(forms: list[tuple[Path, dict]], tmp_path: Path) -> None:
    path, truth = forms[0]
    wrong = truth | {"hoofddoel": {"tekst": "Dit staat er niet."}, "situatie": ["En dit ook niet."]}
    with pytest.raises(LayoutError) as caught:
        teach(open_document(path), wrong, default_model(), tmp_path)
    assert caught.value.faults == ("- de situatie", "- het hoofddoel")
    assert "dit ook niet" not in caught.value.message
    assert not list(tmp_path.iterdir())


def test_a_text_written_a_little_otherwise_counts_for_its_piece(
    forms: list[tuple[Path, dict]], tmp_path: Path
) -> None:
    path, truth = forms[0]
    text = truth["hoofddoel"]["tekst"]
    other = truth | {"hoofddoel": {"tekst": text + " en meer"}}
    taught = teach(open_document(path), other, default_model(), tmp_path)
    assert taught.lost == ("het hoofddoel",)
    assert taught.path.is_file()


def test_the_sheet_of_a_right_reading_says_what_the_plan_says(tmp_path: Path) -> None:
    """And a role that a person changes in it comes back."""
    for truth in (TRUTHS[0], TRUTHS[12], TRUTHS[-1]):
        shown = look_at(DEMO / "plannen" / truth["bestand"])
        path = tmp_path / "regels.xlsx"
        path.write_bytes(shown.sheet())
        found = read_sheet(path)
        assert found["hoofddoel"]["tekst"] == truth["hoofddoel"]["tekst"]
        assert [goal["tekst"] for goal in found["subdoelen"]] == [g["tekst"] for g in truth["subdoelen"]]
        assert sorted(a["tekst"] for g in found["subdoelen"] for a in g["afspraken"]) == sorted(
            a["tekst"] for g in truth["subdoelen"] for a in g["afspraken"]
        )
    book = openpyxl.load_workbook(path)
    row = next(row for row in book["Regels"].iter_rows(min_row=2) if row[3].value == "hoofddoel")
    row[3].value = "afspraak"
    book.save(path)
    with pytest.raises(LayoutError, match=f"rij {row[3].row}: zet het nummer van het subdoel"):
        read_sheet(path)
    row[4].value, row[5].value = 1, "derde"
    book.save(path)
    assert {"tekst": row[2].value, "wie": "derde"} in read_sheet(path)["subdoelen"][0]["afspraken"]


def test_the_picture_colours_every_part(tmp_path: Path) -> None:
    path = tmp_path / "plan.png"
    path.write_bytes(look_at(DEMO / "plannen" / TRUTHS[0]["bestand"]).picture())
    with Image.open(path) as image:
        below = image.convert("RGB").crop((0, 44, image.width, image.height))  # without the legend
        colours = {colour for _, colour in below.getcolors(maxcolors=1 << 24) or []}
    assert set(COLOURS.values()) <= colours


@pytest.mark.slow
def test_the_main_job_says_what_to_teach_and_reads_again_once_it_is_taught(
    forms: list[tuple[Path, dict]], tmp_path: Path
) -> None:
    folder, layouts, output = forms[0][0].parent, tmp_path / "opmaken", tmp_path / "uitvoer"
    common = ("--output", output, "--layouts", layouts, "--key", tmp_path / "sleutel", "--workers", "1")
    first = plancoder("code", folder, *common)
    assert first.returncode in (0, 1), first.stderr
    correct = tmp_path / "plan.json"
    correct.write_text(json.dumps(forms[0][1]), encoding="utf-8")
    taught = plancoder("reading", "teach", forms[0][0], "--plan", correct, "--layouts", layouts)
    assert taught.returncode == 0, taught.stderr
    again = plancoder("code", folder, *common)
    assert again.returncode == 0, again.stderr
    assert f"gelezen: {len(forms)}" in again.stdout
    truth = forms[1][1]
    mine = [unit for unit in units(output) if unit["bestand"] == forms[1][0].name]
    assert sum(unit["eenheid"] == "subdoel" for unit in mine) == len(truth["subdoelen"])
    assert [unit["wie"] for unit in mine if unit["eenheid"] == "afspraak"].count("klantmanager") == sum(
        step["wie"] == "klantmanager" for goal in truth["subdoelen"] for step in goal["afspraken"]
    )
    third = plancoder("code", folder, *common)
    assert "Niets nieuws" in third.stdout


def test_the_general_model_is_believed_only_where_it_read_right_what_was_taught(tmp_path: Path) -> None:
    truth = TRUTHS[0]
    path = DEMO / "plannen" / truth["bestand"]
    document, model = open_document(path), default_model()
    right = teach(document, truth, model, tmp_path / "zo").layout
    assert right.general
    assert load_layouts(tmp_path / "zo")[0].general
    otherwise = json.loads(json.dumps(truth))
    otherwise["subdoelen"] = otherwise["subdoelen"][:-1]  # the last one is no part of the plan, says a person
    told = teach(document, otherwise, model, tmp_path / "anders").layout
    assert not told.general
    as_told = read_plan(path, layouts=[told]).plan
    as_read = read_plan(path, layouts=[right]).plan
    assert as_told and as_read
    assert [goal.tekst for goal in as_read.subdoelen] == [goal["tekst"] for goal in truth["subdoelen"]]
    assert len(as_told.subdoelen) == len(as_read.subdoelen) - 1
