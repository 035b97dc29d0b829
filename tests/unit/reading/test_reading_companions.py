"""What plans on one form tell about each other, and which plans are on one form."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.reading.alike import WAYS
from pipeline.reading.companions import Imprint, at_odds, imprint_from, imprint_of, together, told_by
from pipeline.reading.features import Features
from pipeline.reading.layouts.forms import by_form
from pipeline.reading.looks import numbers_beside
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import ROLES
from pipeline.reading.text_model import BUCKETS, TextModel

KINDS = TextModel(
    ("anders", "situatie", "hoofddoel", "subdoel", "afspraak"),
    np.zeros((BUCKETS, 5), np.float32),
    np.zeros(5, np.float32),
)
KEY = b"a key"
TEXT = len(WAYS)  # the way 'tekst' comes first of those across documents


def filled_in(*texts: str) -> Features:
    """A form with a heading that nobody knows above each text."""
    plain = Piece("", 1, None, 50.0, 10.0, False, False, None, 0, False, False)
    pieces = [
        replace(plain, text=text, bold=bold)
        for each in texts
        for text, bold in (("Wimwam", True), (each, False))
    ]
    return Features.of(pieces, KINDS)


def made_of(features: Features, *roles: str) -> Imprint:
    chances = np.zeros((len(features.names), len(ROLES)))
    for row, role in enumerate(roles):
        chances[row, ROLES.index(role)] = 1.0
    return imprint_of(features, chances, KEY)


def told(others: Imprint, features: Features, key: bytes = KEY) -> np.ndarray:
    return told_by(others, features, key)


def test_a_piece_knows_what_became_of_the_same_words_in_other_plans() -> None:
    one, two = filled_in("Nederlands leren in de wijk"), filled_in("Een baan vinden bij een bakker")
    others = together([made_of(one, "anders", "subdoel"), made_of(two, "anders", "subdoel")])
    heading, text = told(others, filled_in("Elke dag een half uur wandelen"))[:, TEXT]
    assert heading[ROLES.index("anders")] == 1
    assert heading[-1] == 1  # 'Wimwam' stands in both
    assert text.tolist() == [-1.0] * (len(text) - 1) + [0.0]  # what is filled in, in none


def test_a_piece_knows_what_follows_the_same_words_in_other_plans() -> None:
    one, two = filled_in("Nederlands leren in de wijk"), filled_in("Een baan vinden bij een bakker")
    others = together([made_of(one, "anders", "subdoel"), made_of(two, "anders", "afspraak")])
    after = told(others, filled_in("Elke dag een half uur wandelen"))[1, TEXT + 1]
    assert after[ROLES.index("subdoel")] == after[ROLES.index("afspraak")] == 0.5
    assert after[-1] == 1


def test_a_look_knows_how_many_plans_stand_beside_up_to_as_many_as_count() -> None:
    features = filled_in("Nederlands leren in de wijk")
    one = made_of(features, "anders", "subdoel")
    before = np.zeros((2, len(ROLES)))
    for plans, known in ((5, 5), (50, 24)):
        told = told_by(together([one] * plans), features, KEY)
        assert numbers_beside(features, before, told, plans)[:, -1].tolist() == [known, known]


def test_a_part_that_other_plans_hold_as_another_is_at_odds_with_them() -> None:
    features = filled_in("Nederlands leren in de wijk")
    others = together([made_of(filled_in(text), "anders", "subdoel") for text in ("Een baan", "Een fiets")])
    told = told_by(others, features, KEY)
    assert at_odds(told, ["anders", "subdoel"]).tolist() == [0, 0]
    assert at_odds(told, ["anders", "subdoel+"]).tolist() == [0, 0]  # the same part
    assert at_odds(told, ["subdoel", "anders"])[0] == 1
    assert at_odds(told_by(together([]), features, KEY), ["anders", "subdoel"]).tolist() == [0, 0]


def test_an_imprint_is_kept_and_given_back() -> None:
    features = filled_in("Nederlands leren in de wijk", "Een baan vinden")
    own = made_of(features, "anders", "subdoel", "anders", "afspraak")
    back = imprint_from(own.to_bytes())
    for name in ("plans", "keys", "pieces", "documents", "sums"):
        assert np.array_equal(getattr(back, name), getattr(own, name))
    for damaged in (b"", b"nothing", own.to_bytes()[:-4]):
        with pytest.raises(ValueError, match="damaged"):
            imprint_from(damaged)


def test_an_imprint_says_nothing_without_its_key() -> None:
    features = filled_in("Maryam Hosseini")
    own = made_of(features, "anders", "subdoel")
    assert b"Maryam" not in own.to_bytes()
    assert (told(own, features, b"another key")[:, :, -1] == 0).all()


def test_a_document_without_pieces_and_one_without_company() -> None:
    nothing, features = Features.of([], KINDS), filled_in("Nederlands leren in de wijk")
    empty = imprint_of(nothing, np.zeros((0, len(ROLES))), KEY)
    assert (told(together([empty]), features)[:, :, -1] == 0).all()
    assert (told(together([]), features)[:, :, -1] == 0).all()
    assert told_by(made_of(features, "anders", "subdoel"), nothing, KEY).shape[0] == 0


def test_plans_are_on_one_form_when_they_share_its_words() -> None:
    looks = {"a": "1 2 3 4", "b": "7 8 9", "c": "1 2 3 5 6", "d": "1 9", "e": "7 8 9 2"}
    found = list(by_form((name, frozenset(look.split())) for name, look in looks.items()))
    assert found == [["a", "c"], ["b", "e"], ["d"]]
