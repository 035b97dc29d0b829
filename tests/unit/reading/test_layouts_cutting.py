"""Where texts end on one form, as a taught plan shows it, and what is hardly to be learnt from one plan."""

from dataclasses import replace

from pipeline.reading.layouts.cutting import Cutting, Sentences, learn_cutting
from pipeline.reading.layouts.sense import sense
from pipeline.reading.lines import Cell
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import ROLES
from pipeline.reading.sentences import split_sentences


def piece(text: str, *, label: bool = False, sentence: int = 0, bullet: bool = False) -> Piece:
    return Piece(text, 1, None, 50, 10, False, bullet, None, 0, label, False, sentence=sentence)


def truth(main: str, goal: str, *steps: str) -> dict:
    afspraken = [{"tekst": step, "wie": None} for step in steps]
    return {
        "situatie": [],
        "hoofddoel": {"tekst": main},
        "subdoelen": [{"tekst": goal, "afspraken": afspraken}],
    }


def test_sentences_of_a_paragraph_are_cut_where_a_taught_afspraak_ends_within_one() -> None:
    pieces = [piece("Werk."), piece("Taal leren."), piece("Zij gaat naar les. Wij betalen dat.")]
    cutting = learn_cutting(pieces, truth("Werk.", "Taal leren.", "Zij gaat naar les.", "Wij betalen dat."))
    assert cutting.sentences is Sentences.PARAGRAPHS
    other = cutting.cut([piece("Hij belt op. Zij ook."), piece("Een. Twee. Drie.", bullet=True)])
    assert [part.text for part in other] == ["Hij belt op.", "Zij ook.", "Een. Twee. Drie."]


def test_sentences_stay_together_where_a_taught_afspraak_has_two() -> None:
    pieces = [
        piece("Werk."),
        piece("Taal leren."),
        piece("Zij gaat naar les."),
        piece("Elke dag.", sentence=1),
    ]
    taught = truth("Werk.", "Taal leren.", "Zij gaat naar les. Elke dag.")
    assert learn_cutting(pieces, taught).sentences is Sentences.WHOLE
    one = truth("Werk.", "Taal leren.", "Zij gaat naar les.")
    assert learn_cutting(pieces[:3], one).sentences is Sentences.AS_CUT


def test_sentences_stay_together_where_several_afspraken_stand_apart() -> None:
    steps = ["Zij gaat naar les.", "Wij bellen.", "Zij leest thuis.", "De school helpt."]
    taught = truth("Werk.", "Taal leren.", *steps)
    pieces = [piece(text) for text in ("Werk.", "Taal leren.", *steps)]
    assert learn_cutting(pieces, taught).sentences is Sentences.WHOLE


def test_words_that_no_sign_parts_from_their_texts_are_cut_off_where_they_recur() -> None:
    pieces = [
        piece("Werk."),
        piece("Taal leren."),
        piece("Doet Wat Zij leest."),
        piece("Doet Wat Wij bellen."),
    ]
    cutting = learn_cutting(pieces, truth("Werk.", "Taal leren.", "Zij leest.", "Wij bellen."))
    found = cutting.cut([piece("Doet Wat de school helpt"), piece("Doet zij mee?")])
    assert [(part.text, part.is_label) for part in found] == [
        ("Doet Wat", True),
        ("de school helpt", False),
        ("Doet zij mee?", False),
    ]


def test_a_row_is_no_head_of_columns_on_a_form_without_such_heads() -> None:
    def cell(text: str, row: int, head: str) -> Piece:
        place = Cell(1, row, 0, 2, True, 50, 200)
        return replace(piece(text), cell=place, column_head=head, in_head_row=row == 0)

    cutting = learn_cutting([cell("Werk.", 0, ""), cell("Taal.", 1, "")], truth("Werk.", "Taal."))
    found = cutting.cut([cell("Actie", 0, ""), cell("Zij leest.", 1, "Actie")])
    assert [(part.column_head, part.in_head_row) for part in found] == [("", False), ("", False)]
    headed = learn_cutting([cell("Doel", 0, ""), cell("Werk.", 1, "Doel")], truth("Werk.", "Taal."))
    kept = [cell("Doel", 0, ""), cell("Zij leest.", 1, "Doel")]
    assert headed.cut(kept) == kept


def test_a_label_of_the_form_is_cut_off_wherever_it_stands() -> None:
    pieces = [piece("Werk."), piece("Taal leren."), piece("Instelling: De school belt op.")]
    cutting = learn_cutting(pieces, truth("Werk.", "Taal leren.", "De school belt op."))
    found = cutting.cut([piece("Zij komt langs. Instelling: De bieb helpt."), piece("Let op: niet te laat.")])
    assert [(part.text, part.is_label, part.labelled) for part in found] == [
        ("Zij komt langs.", False, False),
        ("Instelling", True, False),
        ("De bieb helpt.", False, True),
        ("Let op: niet te laat.", False, False),
    ]
    assert Cutting().cut(pieces) == pieces


def test_a_number_without_a_dot_numbers_where_subdoelen_have_numbers() -> None:
    pieces = [piece("Werk."), replace(piece("Taal leren."), number=1), piece("De school belt op.")]
    cutting = learn_cutting(pieces, truth("Werk.", "Taal leren.", "De school belt op."))
    (found,) = cutting.cut([piece("1 U leert rekenen.")])
    assert (found.text, found.number) == ("U leert rekenen.", 1)


def test_an_open_quote_and_an_initial_end_no_sentence() -> None:
    assert len(split_sentences("Zij gaat naar 'Ga! Op weg' van Toptaal.")) == 1
    assert len(split_sentences("Zij komt 's ochtends langs. Wij ook.")) == 2
    assert len(split_sentences("Wij bespreken dit met u. Tot die tijd belt hij.")) == 2
    assert len(split_sentences("Mevrouw A. Bakker belt.")) == 1


def test_nothing_filled_in_is_no_part_and_a_new_sentence_does_not_go_on() -> None:
    texts = ("Zij belt.", "n.v.t.", "Hij belt.", "Hij belt elke week met de leraar van", "school")
    scores = sense([piece(text) for text in texts], frozenset())
    start, rest = ROLES.index("afspraak"), ROLES.index("afspraak+")
    assert scores[1, start] < 0 > scores[1, rest]
    assert scores[4, start] < 0 == scores[4, rest]
    assert (scores[:, 0] == 0).all()
