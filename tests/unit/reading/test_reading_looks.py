"""What another look knows, the examples drawn otherwise, and how sure a reading is."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from pipeline.domain import Plan
from pipeline.reading.alike import WAYS, alike
from pipeline.reading.certainty import Certainty
from pipeline.reading.evidence import EVIDENCE, Looks, evidence_of
from pipeline.reading.features import Features
from pipeline.reading.growing import SETTINGS, grow_role_trees, grow_trees
from pipeline.reading.looks import decided, judged
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import ROLES
from pipeline.reading.surroundings import _between, _counts, sounds_of
from pipeline.reading.text_model import BUCKETS, TextModel
from pipeline.reading.trees import Trees
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


def test_a_piece_knows_what_became_of_pieces_alike() -> None:
    pieces, roles = form()
    seen = list(roles)
    seen[-1] = "anders"  # the first look missed the last afspraak
    found = alike(Features.of(pieces, KINDS).signatures, marginals(seen)).reshape(len(pieces), len(WAYS), -1)
    by_way = dict(zip(WAYS, found[-1], strict=True))
    assert by_way["druk"][ROLES.index("afspraak")] == pytest.approx(0.93)
    assert by_way["druk"][-1] == 5  # the afspraken under three headings, itself not counted
    assert by_way["onder"][ROLES.index("afspraak")] == pytest.approx(0.93)
    heading = dict(zip(WAYS, found[2], strict=True))
    assert heading["zelf"][-1] == 2  # 'Wimwam' was a heading elsewhere too
    below = dict(zip(WAYS, found[3], strict=True))
    assert below["na"][ROLES.index("subdoel")] == pytest.approx(0.93)  # what comes after 'Wimwam'
    alone = dict(zip(WAYS, found[0], strict=True))
    assert alone["zelf"].tolist() == [-1.0] * len(ROLES) + [0.0]


def test_counts_before_and_after_are_expected_numbers() -> None:
    _, roles = form()
    sure = np.array([[float(role == given) for role in ROLES] for given in roles])
    before_and_after = _counts(sure)[3, :6]
    assert before_and_after.tolist() == [0, 0, 0, 0, 2, 6]  # hoofddoel, subdoel, afspraak


def test_the_nearest_parts_and_how_far_they_are() -> None:
    _, roles = form()
    sure = np.array([[float(role == given) for role in ROLES] for given in roles])
    inside, _, _, before, since, after, until = _between(sure)[2]
    assert inside == 0  # the first heading stands before the first subdoel
    assert (before, since) == (ROLES.index("situatie"), 1)
    assert (after, until) == (ROLES.index("subdoel"), 1)


@pytest.fixture
def lightgbm() -> Any:
    """The library that grows trees; on Linux it needs the libgomp of the system, which may be missing."""
    try:
        import lightgbm
    except OSError as error:
        pytest.skip(f"LightGBM does not load here: {error}")
    return lightgbm


def test_trees_add_up_the_leaves_that_numbers_lead_to() -> None:
    # class 0: is number 1 at most 2.5? then 1.0 else -1.0; class 1: always 0.5
    trees = Trees(
        column=np.array([1, 0, 0, 0], dtype=np.int32),
        limit=np.array([2.5, 0.0, 0.0, 0.0]),
        below=np.array([1, 1, 2, 3], dtype=np.int32),
        above=np.array([2, 1, 2, 3], dtype=np.int32),
        value=np.array([0.0, 1.0, -1.0, 0.5]),
        roots=np.array([0, 3], dtype=np.int32),
        classes=2,
        depth=1,
    )
    found = trees.chances(np.array([[9.0, 2.5], [0.0, 2.6]], dtype=np.float32))
    low, high = 1 / (1 + np.exp(0.5 - 1.0)), 1 / (1 + np.exp(0.5 + 1.0))
    assert found == pytest.approx(np.array([[low, 1 - low], [high, 1 - high]]))


def test_trees_give_the_chances_of_the_library_that_grew_them(lightgbm: Any) -> None:
    generator = np.random.default_rng(4)
    numbers = generator.normal(size=(900, 7)).astype(np.float32)
    roles = [ROLES[int(abs(3 * row[0]) + (row[1] > 0)) % len(ROLES)] for row in numbers]
    trees = grow_role_trees(numbers, roles, rounds=60)
    booster = lightgbm.train(
        {**SETTINGS, "num_class": len(ROLES)},
        lightgbm.Dataset(numbers, [ROLES.index(role) for role in roles]),
        num_boost_round=60,
    )
    fresh = generator.normal(size=(200, 7)).astype(np.float32)
    assert trees.chances(fresh) == pytest.approx(booster.predict(fresh), abs=1e-9)
    assert (trees.chances(numbers).argmax(axis=1) == [ROLES.index(role) for role in roles]).mean() > 0.7


def test_a_number_falls_on_the_right_side_of_a_limit_between_two_single_numbers() -> None:
    single = np.float32(0.1)  # a little more than 0.1 in double precision
    for limit, is_lower in ((0.1, False), (float(single), True), (np.nextafter(float(single), 1.0), True)):
        trees = Trees(
            column=np.zeros(3, dtype=np.int32),
            limit=np.array([limit, 0.0, 0.0]),
            below=np.array([1, 1, 2], dtype=np.int32),
            above=np.array([2, 1, 2], dtype=np.int32),
            value=np.array([0.0, 5.0, -5.0]),
            roots=np.array([0], dtype=np.int32),
            classes=1,
            depth=1,
        )
        assert trees._way_down.values(np.array([[single]]))[0, 0] == (5.0 if is_lower else -5.0)


def test_a_tree_may_be_a_leaf() -> None:
    leaf = np.zeros(2, dtype=np.int32)
    numbers = np.arange(2, dtype=np.int32)
    trees = Trees(leaf, np.zeros(2), numbers, numbers, np.array([1.0, 3.0]), numbers, classes=2, depth=0)
    assert trees.chances(np.zeros((70, 1), np.float32)) == pytest.approx(
        np.full((70, 2), [0.1192, 0.8808]), abs=1e-4
    )


@pytest.mark.usefixtures("lightgbm")
def test_many_rows_get_what_each_would_get_alone() -> None:
    generator = np.random.default_rng(5)
    numbers = generator.normal(size=(150, 4)).astype(np.float32)
    trees = grow_role_trees(numbers, [ROLES[int(row[0] > 0)] for row in numbers], rounds=3)
    assert (trees.chances(numbers) == np.vstack([trees.chances(row[None]) for row in numbers])).all()
    assert trees.chances(numbers[:0]).shape == (0, len(ROLES))


def test_a_line_to_fill_in_is_no_part_whatever_it_looks_like() -> None:
    pieces = [piece("Doel ........................"), piece("Een tekst over het doel van dit plan.")]
    chances = np.full((2, len(ROLES)), 0.01)
    chances[:, ROLES.index("subdoel")] = 0.93
    found = judged(Features.of(pieces, KINDS), chances, chances, chances)
    assert decided(found).roles == ["anders", "subdoel"]


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
    heading = tuple(role == "anders" for role in roles)
    sounds = np.full((len(roles), len(KINDS.classes)), 0.5)
    return Looks(roles, wide, wide, wide, len(roles) * float(np.log(chance)), heading, sounds)


def test_evidence_names_what_it_holds() -> None:
    pieces, roles = form()
    plan = Plan(None, (), None, (), ())
    seen = replace(looks(roles, 0.8), sounds=sounds_of(Features.of(pieces, KINDS).view))
    values = dict(zip(EVIDENCE, evidence_of(pieces, seen, plan), strict=True))
    assert values["least certain"] == pytest.approx(np.log(0.2))
    assert values["below .9"] == pytest.approx(np.log1p(len(pieces)))
    assert values["overruled at first"] == 0
    assert values["hoofddoel"] == 0
    assert values["pieces"] == len(pieces)
    assert values["strangest text"] == pytest.approx(0.2)


def test_a_text_left_over_amid_the_plan_counts() -> None:
    pieces, roles = form()
    roles[5] = "anders"
    seen = looks(roles, 0.9)
    heading = tuple(role == "anders" and index != 5 for index, role in enumerate(roles))
    values = evidence_of(pieces, replace(seen, heading=heading), Plan(None, (), None, (), ()))
    assert values[EVIDENCE.index("left over")] == 1


def test_an_exception_among_pieces_printed_alike_counts() -> None:
    pieces, roles = form()
    plan = Plan(None, (), None, (), ())
    at = EVIDENCE.index("exceptions")
    assert evidence_of(pieces, looks(roles, 0.9), plan)[at] == 0
    roles[-1] = "anders"
    assert evidence_of(pieces, looks(roles, 0.9), plan)[at] == 2


@pytest.mark.usefixtures("lightgbm")
def test_the_chance_follows_the_evidence() -> None:
    generator = np.random.default_rng(5)
    evidence = generator.normal(size=(400, len(EVIDENCE))).astype(np.float32)
    right = (evidence[:, 0] > 0).astype(int).tolist()
    certainty = Certainty(grow_trees(evidence, right, 2, 40, {}), sure=0.9, very_sure=0.95)
    sure, unsure = np.zeros(len(EVIDENCE)), np.zeros(len(EVIDENCE))
    sure[0], unsure[0] = 2.0, -2.0
    assert certainty.chance(sure) > 0.7 > 0.3 > certainty.chance(unsure)


def test_a_document_without_pieces_has_no_evidence() -> None:
    nothing = Looks([], *[np.zeros((0, len(ROLES)))] * 3, 0.0, (), np.zeros((0, 5)))
    assert not evidence_of([], nothing, Plan(None, (), None, (), ())).any()
