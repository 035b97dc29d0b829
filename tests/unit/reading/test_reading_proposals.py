"""Labels nobody foresaw: proposed where something parts them from a text, put back when they are none."""

from pathlib import Path

import numpy as np
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.domain import Wie
from pipeline.reading.affixes import Affixes
from pipeline.reading.document import open_document
from pipeline.reading.enumerators import split_enumerator
from pipeline.reading.labels import propose_label, split_label
from pipeline.reading.pieces import Piece
from pipeline.reading.plan_builder import build_plan
from pipeline.reading.recurring import find_affixes
from pipeline.reading.suffixes import propose_suffix, split_suffix
from pipeline.reading.text_model import BUCKETS, TextModel

NOBODY = TextModel(
    ("klantmanager", "statushouder", "beide", "derde"),
    np.zeros((BUCKETS, 4), np.float32),
    np.zeros(4, np.float32),
)


def draw(path: Path, lines: list[tuple[float, float, str]], frames: list[tuple[float, ...]] = ()) -> Path:  # type: ignore[assignment]
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    for frame in frames:
        canvas.rect(*frame)
    canvas.save()
    return path


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("Spoor II | Werk vinden in de buurt", "Spoor II", "Werk vinden in de buurt"),
        ("Waar u naartoe wilt. Een baan als kok", "Waar u naartoe wilt", "Een baan als kok"),
        ("Het doel van ons samen luidt: Een baan", "Het doel van ons samen luidt", "Een baan"),
        ("T.a.v. II", "", "T.a.v. II"),
        ("Belt (zoals besproken: vandaag) school", "", "Belt (zoals besproken: vandaag) school"),
        ("Taal - op school", "", "Taal - op school"),
    ],
)  # fmt: skip
def test_what_may_be_a_label(text: str, label: str, rest: str) -> None:
    found, _, behind = propose_label(text, Affixes())
    assert (found, behind) == (label, rest)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("[Werkcentrum/werkzoekende] Samen naar de adviseur", "Werkcentrum/werkzoekende"),
        ("(C+D) - Samen naar de adviseur", "C+D"),
        ("/KM/ Samen naar de adviseur", "KM"),
    ],
)
def test_a_label_in_brackets_may_name_two(text: str, label: str) -> None:
    assert split_label(text, Affixes(starts=True), True) == (label, "Samen naar de adviseur")
    assert split_label("(C+D) - Samen", Affixes(), True) == ("C+D", "Samen")


def test_a_dash_parts_labels_where_the_form_keeps_doing_so() -> None:
    texts = ["Regie - belt de school", "Inwoner - gaat naar de les", "Regie - vraagt de vergoeding aan"]
    affixes = find_affixes((text, True, 50.0) for text in texts)
    assert propose_label(texts[1], affixes)[0] == "Inwoner"


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("nr. 3 Rijbewijs halen", 3, "Rijbewijs halen"),
        ("#2 Vrijwilligerswerk", 2, "Vrijwilligerswerk"),
        ("4b Taal leren", 2, "Taal leren"),
        ("~a~ Taal leren", 1, "Taal leren"),
        ("(2) U volgt de cursus", 2, "U volgt de cursus"),
        ("4 ochtenden naar de les", None, "4 ochtenden naar de les"),
    ],
)
def test_numbers_as_few_forms_print_them(text: str, number: int | None, rest: str) -> None:
    found, _, bare = split_enumerator(text)
    assert (found, bare) == (number, rest)


def test_words_that_most_items_end_with_are_a_label() -> None:
    texts = [
        "meldt hem aan bij de school door ons", "gaat elke dag naar de les door u",
        "vraagt de reiskosten aan door ons", "oefent thuis met de app door u",
    ]  # fmt: skip
    affixes = find_affixes((text, True, 50.0) for text in texts)
    assert split_suffix(texts[0], affixes) == ("meldt hem aan bij de school", "door ons")


def plain(text: str, **more: object) -> Piece:
    return Piece(text, 1, None, 50, 10, False, False, None, 0, False, False, **more)  # type: ignore[arg-type]


def test_a_proposal_that_was_part_of_the_text_is_put_back() -> None:
    pieces = [plain("Docent Truus", proposed=True), plain("uitslag naar school", joint=": ")]
    goal = plain("Taal leren")
    (one,) = build_plan([goal, *pieces], ["subdoel", "afspraak", "afspraak+"], NOBODY).subdoelen
    assert one.afspraken[0].tekst == "Docent Truus: uitslag naar school"


def test_a_proposal_that_is_a_label_names_who_acts() -> None:
    pieces = [plain("Taal leren"), plain("Kandidaat", proposed=True), plain("gaat naar de les", joint=" > ")]
    (one,) = build_plan(pieces, ["subdoel", "anders", "afspraak"], NOBODY).subdoelen
    assert (one.afspraken[0].tekst, one.afspraken[0].wie) == ("gaat naar de les", Wie.STATUSHOUDER)


def test_references_of_any_words_lead_back_to_a_goal_listed_before() -> None:
    pieces = [
        plain("Nederlands leren"), plain("Werk vinden"), plain("Nodig voor resultaat II:"), plain("Cv maken"),
        plain("Ten behoeve van het eerste"), plain("Naar de les gaan"),
    ]  # fmt: skip
    roles = ["subdoel", "subdoel", "anders", "afspraak", "anders", "afspraak"]
    goals = build_plan(pieces, roles, NOBODY).subdoelen
    assert [[step.tekst for step in goal.afspraken] for goal in goals] == [["Naar de les gaan"], ["Cv maken"]]


def test_numbers_of_steps_lead_nowhere() -> None:
    label = {"is_label": True, "number": 1}
    first, second, third = (
        Piece("actie", 1, None, 50, 10, False, False, number, 1, label["is_label"], False)  # type: ignore[arg-type]
        for number in (1, 2, 3)
    )
    pieces = [
        plain("Nederlands leren"), plain("Werk vinden"), plain("Bij doel 2"), first, plain("Cv maken"),
        second, plain("Solliciteren"), third, plain("Bellen"),
    ]  # fmt: skip
    roles = ["subdoel", "subdoel", "anders", "anders", "afspraak", "anders", "afspraak", "anders", "afspraak"]
    goals = build_plan(pieces, roles, NOBODY).subdoelen
    assert [len(goal.afspraken) for goal in goals] == [0, 3]


def test_a_table_in_a_frame_has_cells(tmp_path: Path) -> None:
    rows = [
        ("Te doen", "Klaar"),
        ("Naar de les gaan op school", "week 3"),
        ("Thuis oefenen met de app", "week 9"),
    ]
    lines = [
        (x, 700 - 30 * index, text)
        for index, row in enumerate(rows)
        for x, text in zip((60, 300), row, strict=True)
    ]
    path = draw(tmp_path / "kader.pdf", lines, [(50, 600, 400, 120)])
    texts = {piece.text: piece.cell for piece in open_document(path).pieces}
    step, term = texts["Naar de les gaan op school"], texts["week 3"]
    assert step and term and (step.row, step.column) == (term.row, term.column - 1)


def test_a_table_in_a_cell_is_read_where_it_stands(tmp_path: Path) -> None:
    lines = [
        (60, 690, "Eerste doel"), (70, 660, "Les volgen"), (60, 590, "Tweede doel"), (70, 560, "Cv maken"),
    ]  # fmt: skip
    frames = [
        (50, 620, 400, 90), (50, 520, 400, 90), (50, 520, 400, 190), (65, 650, 150, 25), (65, 550, 150, 25),
    ]  # fmt: skip
    path = draw(tmp_path / "genest.pdf", lines, frames)
    assert [piece.text for piece in open_document(path).pieces] == [
        "Eerste doel", "Les volgen", "Tweede doel", "Cv maken",
    ]  # fmt: skip


def pieces_of(path: Path, lines: list[tuple[float, float, str, str]]) -> list[Piece]:
    """The pieces of a page with lines of (x, y, font, text), texts of other fonts behind a bar."""
    canvas = Canvas(str(path), pagesize=A4)
    for x, y, font, text in lines:
        for part, name in zip(text.split("|"), (font, "Helvetica", font), strict=False):
            canvas.setFont(name, 10)
            canvas.drawString(x, y, part)
            x += canvas.stringWidth(part + " ", name, 10)
    canvas.save()
    return list(open_document(path).pieces)


def test_other_type_sets_a_label_apart(tmp_path: Path) -> None:
    lines = [
        (50.0, 700.0, "Helvetica-Oblique", "Vakje A|leert de taal op school en thuis"),
        (50.0, 660.0, "Helvetica-Oblique", "Vakje B|vindt werk in de buurt van huis|zo snel als kan"),
    ]  # fmt: skip
    found = [(piece.text, piece.proposed, piece.joint) for piece in pieces_of(tmp_path / "a.pdf", lines)]
    assert found == [
        ("Vakje A", True, ""), ("leert de taal op school en thuis", False, " "),
        ("Vakje B", True, ""), ("vindt werk in de buurt van huis", False, " "),
        ("zo snel als kan", False, " "),
    ]  # fmt: skip


def test_a_heading_in_other_type_is_no_start_of_the_text_below(tmp_path: Path) -> None:
    lines = [
        (50.0, 700.0, "Helvetica-Oblique", "zo staat het ervoor"),
        (50.0, 687.0, "Helvetica", "mevrouw woont hier sinds een jaar"),
    ]
    texts = [piece.text for piece in pieces_of(tmp_path / "a.pdf", lines)]
    assert texts == ["zo staat het ervoor", "mevrouw woont hier sinds een jaar"]


def test_a_line_that_may_start_a_text_is_a_piece_of_its_own(tmp_path: Path) -> None:
    long = "Inschrijven voor de avondcursus op het taalhuis voor half juli"
    lines = [
        (50.0, 700.0, "Helvetica", long), (50.0, 687.0, "Helvetica", "Kijken naar het nieuws"),
        (50.0, 640.0, "Helvetica", f"{long} en in"),
        (50.0, 627.0, "Helvetica", "augustus naar de taalles gaan"),
    ]  # fmt: skip
    found = [(piece.text, piece.joint) for piece in pieces_of(tmp_path / "a.pdf", lines)]
    assert found == [
        (long, ""), ("Kijken naar het nieuws", " "),
        (f"{long} en in augustus naar de taalles gaan", ""),
    ]  # fmt: skip


def test_lines_that_count_on_start_a_text(tmp_path: Path) -> None:
    texts = ["[nr. 1] Wij belt de school op voor een plek in", "[nr. 2] U gaat elke dag naar de les toe"]
    lines = [(50.0, 700.0 - 13 * row, "Helvetica", text) for row, text in enumerate(texts)]
    found = [(piece.text, piece.number) for piece in pieces_of(tmp_path / "a.pdf", lines)]
    assert found == [
        ("nr. 1", 1), ("Wij belt de school op voor een plek in", None),
        ("nr. 2", 2), ("U gaat elke dag naar de les toe", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        (["{de stad} Belt de school", "{de stad} Gaat mee"], "de stad"),
        (["/actie elders/ Belt de school", "/actie elders/ Gaat mee"], "actie elders"),
        (["Hoe? belt de school", "Hoe? gaat mee", "Wat? leert de taal"], "Hoe"),
        (["KM & STH » Belt de school", "KM » Gaat mee", "STH » Belt"], "KM & STH"),
        (["A+B) Belt de school", "A) Gaat mee"], "A+B"),
        (["Eerste voornemen – Werk vinden in de buurt"], "Eerste voornemen"),
    ],
)
def test_labels_before_a_text(texts: list[str], label: str) -> None:
    affixes = find_affixes((text, False, 50.0) for text in texts)
    found = split_label(texts[0], affixes, item=False)[0] or propose_label(texts[0], affixes)[0]
    assert found == label


def test_a_sign_parts_what_may_be_a_label_behind_texts_where_the_form_keeps_doing_so() -> None:
    texts = ["Belt de school voor hem / regie", "Gaat elke dag naar de les / regie en netwerk"]
    affixes = find_affixes((text, False, 50.0) for text in texts)
    assert propose_suffix(texts[1], affixes) == ("Gaat elke dag naar de les", " / ", "regie en netwerk")
    assert propose_suffix(texts[1], Affixes()) == (texts[1], "", "")


def test_what_stands_behind_an_afspraak_and_is_no_part_of_it_names_who_acts() -> None:
    pieces = [plain("Taal leren"), plain("Gaat naar de les"), plain("kandidaat", joint=" / ")]
    (one,) = build_plan(pieces, ["subdoel", "afspraak", "anders"], NOBODY).subdoelen
    assert (one.afspraken[0].tekst, one.afspraken[0].wie) == ("Gaat naar de les", Wie.STATUSHOUDER)


def test_who_acts_in_brackets_behind_a_number_is_a_label(tmp_path: Path) -> None:
    lines = [
        (50.0, 700.0 - 30 * number, "Helvetica", f"A{number} [{who}] {text}")
        for number, (who, text) in enumerate((("gemeente", "Zij belt."), ("inwoner", "Hij leert.")), start=1)
    ]
    texts = [piece.text for piece in pieces_of(tmp_path / "a.pdf", lines)]
    assert texts == ["A1", "gemeente", "Zij belt.", "A2", "inwoner", "Hij leert."]


def test_fields_beside_each_other_in_a_frame_are_cells(tmp_path: Path) -> None:
    lines = [
        (x, 700.0 - 60 * number - down, text)
        for number, step in enumerate(("meldt hem aan bij de", "gaat elke dag naar de"))
        for x, down, text in (
            (60.0, 0, "Actie"), (60.0, 12, f"De begeleider {step}"), (60.0, 24, "taalschool in de wijk."),
            (400.0, 0, "Wanneer"), (400.0, 12, "6 mnd"), (60.0, 42, "Uitvoering"), (400.0, 42, "Gemeente"),
        )
    ]  # fmt: skip
    path = draw(tmp_path / "a.pdf", lines, [(50.0, 560.0, 450.0, 160.0)])
    texts = [piece.text for piece in open_document(path).pieces]
    assert "De begeleider meldt hem aan bij de taalschool in de wijk." in texts
    assert "De begeleider gaat elke dag naar de taalschool in de wijk." in texts
