"""The second look, the examples drawn otherwise, and how sure a reading is."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.domain import Plan
from pipeline.reading.certainty import EVIDENCE, Certainty, Looks, evidence_of
from pipeline.reading.features import Features
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import ROLES
from pipeline.reading.second_look import second_features
from pipeline.reading.text_model import BUCKETS, TextModel
from pipeline.reading.variation import restyled, side_matter, with_side_matter

KINDS = TextModel(
    ("anders", "situatie", "hoofddoel", "subdoel", "afspraak"),
    np.zeros((BUCKETS, 5), np.float32),
    np.zeros(5, np.float32),
)
ROLE_OF = {"kop": "anders", "doel": "subdoel", "stap": "afspraak"}


def piece(text: str, **known: object) -> Piece:
    plain = Piece(text, 1, None, 50.0, 10.0, False, False, None, 0, False, False)
    return replace(plain, **known)  # type: ignore[arg-type]


def form() -> tuple[list[Piece], list[str]]:
    """Three times a heading nobody knows, a subdoel and two afspraken."""
    pieces, roles = (
        [piece("Blorp", bold=True, size=14.0), piece("Een mens met een verhaal dat hier staat.")],
        [],
    )
    roles += ["anders", "situatie"]
    for number in range(3):
        pieces.append(piece("Wimwam", bold=True, size=12.0))
        pieces.append(piece(f"Doel {number} dat bereikt moet worden in het jaar", x0=60.0))
        pieces += [
            piece(f"Stap {number} {step} wordt gezet door iemand", bullet=True, x0=70.0) for step in "ab"
        ]
        roles += ["anders", "subdoel", "afspraak", "afspraak"]
    return pieces, roles


def marginals(roles: list[str]) -> np.ndarray:
    return np.array([[0.93 if role == given else 0.01 for role in ROLES] for given in roles])


def test_a_piece_knows_what_became_of_pieces_printed_alike() -> None:
    pieces, roles = form()
    seen = list(roles)
    seen[-1] = "anders"  # the first look missed the last afspraak
    found = second_features(pieces, Features.of(pieces, KINDS), marginals(seen))
    assert "druk=afspraak" in found[-1]
    assert "eerst=anders" in found[-1]
    assert "onder=afspraak" in found[-1]
    assert "zelf=anders" in found[2]  # 'Wimwam' was a heading elsewhere too
    assert "druk:alleen" in found[0]


def test_counts_before_and_after_are_expected_numbers() -> None:
    pieces, roles = form()
    found = second_features(pieces, Features.of(pieces, KINDS), marginals(roles))
    assert "subdoel_voor=0|subdoel" in found[3]
    assert "subdoel_na=2|subdoel" in found[3]
    assert "tussen=rand|subdoel" in found[0] or "tussen=rand|situatie" in found[0]


def test_restyled_keeps_the_texts() -> None:
    pieces, _ = form()
    bare = restyled(pieces, np.random.default_rng(1), chance=1.0)
    assert [one.text for one in bare] == [one.text for one in pieces]
    assert not any(one.bold or one.bullet for one in bare)
    assert restyled(pieces, np.random.default_rng(1), chance=0.0) == tuple(pieces)


def test_side_matter_comes_between_parts_and_is_no_part() -> None:
    pieces, roles = form()
    for seed in range(20):
        more, more_roles = with_side_matter(pieces, roles, np.random.default_rng(seed))
        assert len(more) == len(more_roles) > len(pieces)
        kept = [(one, role) for one, role in zip(more, more_roles, strict=True) if one in pieces]
        assert [role for one, role in kept if role != "anders"] == [
            role for role in roles if role != "anders"
        ]
        texts = {text for headings, texts in side_matter() for text in (*headings, *texts)}
        added = [role for one, role in zip(more, more_roles, strict=True) if one.text in texts]
        assert set(added) == {"anders"}


def looks(roles: list[str], chance: float) -> Looks:
    wide = np.full((len(roles), len(ROLES)), (1 - chance) / (len(ROLES) - 1))
    wide[np.arange(len(roles)), [ROLES.index(role) for role in roles]] = chance
    return Looks(
        roles, wide, wide, len(roles) * float(np.log(chance)), tuple(role == "anders" for role in roles)
    )


def test_evidence_names_what_it_holds() -> None:
    pieces, roles = form()
    plan = Plan(None, (), None, (), ())
    values = dict(zip(EVIDENCE, evidence_of(pieces, looks(roles, 0.8), plan, KINDS), strict=True))
    assert values["least certain"] == pytest.approx(np.log(0.2))
    assert values["below .9"] == pytest.approx(np.log1p(len(pieces)))
    assert values["overruled"] == 0
    assert values["hoofddoel"] == 0
    assert values["pieces"] == len(pieces)
    assert values["strangest text"] == pytest.approx(0.2)


def test_a_text_left_over_amid_the_plan_counts() -> None:
    pieces, roles = form()
    roles[5] = "anders"
    seen = looks(roles, 0.9)
    heading = tuple(role == "anders" and index != 5 for index, role in enumerate(roles))
    values = evidence_of(pieces, replace(seen, heading=heading), Plan(None, (), None, (), ()), KINDS)
    assert values[EVIDENCE.index("left over")] == 1


def test_chance_is_the_logistic_of_the_weighted_evidence() -> None:
    ones = np.ones(len(EVIDENCE))
    certainty = Certainty(ones, 2 * ones, ones, bias=0.5, sure=0.9)
    expected = 1 / (1 + np.exp(-(len(EVIDENCE) * 0.5 + 0.5)))
    assert certainty.chance(2 * ones) == pytest.approx(expected)


def test_a_document_without_pieces_has_no_evidence() -> None:
    nothing = Looks([], np.zeros((0, len(ROLES))), np.zeros((0, len(ROLES))), 0.0, ())
    assert not evidence_of([], nothing, Plan(None, (), None, (), ()), KINDS).any()
