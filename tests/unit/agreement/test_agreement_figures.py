"""Which figures there are, of which units, and how they are read."""

from pathlib import Path

import numpy as np
import pytest
from agreement_examples import annotation
from sklearn.metrics import cohen_kappa_score

from pipeline.agreement.codings import MODEL, Codings, gather
from pipeline.agreement.differences import differences, differences_in
from pipeline.agreement.estimate import Bootstrap, Estimate
from pipeline.agreement.figures import PEOPLE, WITH_MODEL, Figure, measure
from pipeline.agreement.reading import most_with_difference, reading
from pipeline.agreement.screen import decimal, describe, percent
from pipeline.annotations import Annotation
from pipeline.codebook import Codebook, load_codebook
from pipeline.coded_units import CodedUnit
from pipeline.domain import Coding

DRAWS = Bootstrap(draws=100)
FIRST = ["taal", "taal", "werk", "werk", "", "taal", "werk", "taal", "", "taal"] * 3
SECOND = ["taal", "werk", "werk", "werk", "", "taal", "werk", "", "", "taal"] * 3


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook(Path(__file__).resolve().parents[3] / "codebook.yaml")


def coded_by(codeur: str, codes: list[str], **more: object) -> list[Annotation]:
    return [
        annotation(f"p{at}", codeur, *filter(None, [code]), schrijver=f"s{at % 2}", **more)
        for at, code in enumerate(codes)
    ]


def model_codes(codes: list[str]) -> list[CodedUnit]:
    units = [each.unit for each in coded_by("x", codes)]
    codings = [Coding((f"{code}.onderdeel",) if code else ()) for code in codes]
    return [CodedUnit(unit, coding, "m@1", "c@1") for unit, coding in zip(units, codings, strict=True)]


@pytest.fixture(scope="module")
def two() -> Codings:
    return gather([*coded_by("anna", FIRST), *coded_by("bart", SECOND)])


def test_figures_are_those_of_the_codes(two: Codings, codebook: Codebook) -> None:
    found = measure(two, codebook, DRAWS)
    main = found.find(PEOPLE, "thema", "hoofdcode")
    assert main.percentage.value == pytest.approx(24 / 30)
    assert main.kappa.value == pytest.approx(cohen_kappa_score(FIRST, SECOND))
    taal = found.find(PEOPLE, "thema", "taal")
    assert taal.positives == {"anna": 15, "bart": 9}
    assert taal.kappa.value == pytest.approx(
        cohen_kappa_score([code == "taal" for code in FIRST], [code == "taal" for code in SECOND])
    )
    assert (main.units, main.plans) == (30, 30)


def test_kinds_and_writers_are_told_apart(two: Codings, codebook: Codebook) -> None:
    found = measure(two, codebook, DRAWS)
    assert found.find(PEOPLE, "thema", "taal", eenheid="afspraak").units == 30
    assert [found.find(PEOPLE, "thema", "hoofdcode", schrijver=name).units for name in ("s0", "s1")] == [
        15,
        15,
    ]
    with pytest.raises(KeyError):  # no hoofddoel was coded
        found.find(PEOPLE, "thema", "taal", eenheid="hoofddoel")
    with pytest.raises(KeyError):  # and no subdoel
        found.find(PEOPLE, "instrument", "alle codes")


def test_what_cannot_be_determined_says_why(two: Codings, codebook: Codebook) -> None:
    found = measure(two, codebook, DRAWS)
    nobody = found.find(PEOPLE, "thema", "participatie")
    assert nobody.alpha == nobody.kappa == nobody.ac1 == Estimate(None)
    assert nobody.percentage.value == 1
    assert reading(nobody) == "niet te bepalen: niemand gaf deze code"
    same = gather([annotation("p1", name, "taal") for name in ("anna", "bart")])
    assert reading(measure(same, codebook, DRAWS).find(PEOPLE, "thema", "taal")) == (
        "niet te bepalen: iedereen gaf deze code overal"
    )
    whole = measure(same, codebook, DRAWS).find(PEOPLE, "thema", "alle codes")
    assert reading(whole) == "niet te bepalen: alle coderingen zijn gelijk"


def test_a_single_choice_that_was_not_made_is_missing(codebook: Codebook) -> None:
    codings = [annotation(f"p{at}", name, eenheid="subdoel") for at in range(4) for name in ("anna", "bart")]
    codings.append(annotation("p9", "anna", eenheid="subdoel"))
    codings.append(annotation("p9", "bart", eenheid="subdoel", instrument=None))
    found = measure(gather(codings), codebook, DRAWS)
    assert found.find(PEOPLE, "instrument", "alle codes").units == 4
    assert found.find(PEOPLE, "thema", "alle codes").units == 5


def test_three_coders_who_did_not_code_everything(codebook: Codebook) -> None:
    third = coded_by("carla", FIRST[:10])
    found = measure(
        gather([*coded_by("anna", FIRST), *coded_by("bart", SECOND[:20]), *third]), codebook, DRAWS
    )
    main = found.find(PEOPLE, "thema", "hoofdcode")
    assert main.units == 20
    pairs = [(FIRST[:20], SECOND[:20]), (FIRST[:10], FIRST[:10]), (FIRST[:10], SECOND[:10])]
    kappas = [cohen_kappa_score(*pair) for pair in pairs]
    assert main.kappa.value == pytest.approx(np.mean(kappas))
    assert main.pairs == pytest.approx(
        dict(zip(["anna – bart", "anna – carla", "bart – carla"], kappas, strict=True))
    )
    assert "Kappa per paar:" in describe(found)


def test_the_model_is_compared_on_the_units_that_people_are_compared_on(codebook: Codebook) -> None:
    people = [*coded_by("anna", FIRST), *coded_by("bart", SECOND)]
    found = measure(gather(people, model_codes(FIRST[:20])), codebook, DRAWS)
    assert found.same_units
    assert found.find(PEOPLE, "thema", "hoofdcode").units == 20
    model = found.find(WITH_MODEL, "thema", "hoofdcode")
    assert model.units == 20
    assert model.percentage.value == pytest.approx((1 + 16 / 20) / 2)
    assert found.find(WITH_MODEL, "thema", "taal").positives == {"anna": 10, "bart": 6, MODEL: 10}


def test_the_model_beside_one_person(codebook: Codebook) -> None:
    found = measure(gather(coded_by("anna", FIRST), model_codes(SECOND)), codebook, DRAWS)
    assert not found.same_units
    assert {each.between for each in found.figures} == {WITH_MODEL}
    assert found.find(WITH_MODEL, "thema", "hoofdcode").kappa.value == pytest.approx(
        cohen_kappa_score(FIRST, SECOND)
    )
    assert "door twee mensen" in describe(found)


def test_the_latest_coding_counts_and_decisions_do_not() -> None:
    codings = gather(
        [
            annotation("p1", "anna", "werk", minute=5),
            annotation("p1", "anna", "taal", minute=1),
            annotation("p1", "carla", "taal", herkomst="arbitrage"),
        ]
    )
    assert codings.units[0].codings == {"anna": Coding(("werk",))}
    assert (codings.coders, codings.repeated, codings.settled) == (("anna",), 1, 1)


def figure(alpha: float | None, low: float | None = None, **more: object) -> Figure:
    values = {"percentage": Estimate(0.95), "ac1": Estimate(0.9), "units": 50, "plans": 20, "positives": {}}
    return Figure(
        *(PEOPLE, "thema", "taal", "alle", "alle"),
        kappa=Estimate(None),
        alpha=Estimate(alpha, low, None if low is None else 1.0),
        **(values | more),
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (figure(0.85, 0.7), "betrouwbaar"),
        (figure(0.85, 0.6), "betrouwbaar, maar met zo weinig plannen kan het ook lager zijn"),
        (figure(0.7, 0.6, ac1=Estimate(0.7)), "alleen voor voorlopige conclusies"),
        (figure(0.4, 0.3, percentage=Estimate(0.8)), "te laag om conclusies op te bouwen"),
        (
            figure(0.4, 0.3),
            "te laag om conclusies op te bouwen; de code is zeldzaam of juist heel gewoon, kijk ook naar AC1",
        ),
        (figure(0.9, 0.8, positives={"a": 2, "b": 9}), "te weinig voorbeelden om over te oordelen"),
        (
            figure(0.1, 0.0, positives={"a": 0, "b": 10}, ac1=Estimate(0.7)),
            "te laag om conclusies op te bouwen",
        ),
        (figure(0.9, 0.8, units=19), "te weinig voorbeelden om over te oordelen"),
        (figure(1.0, percentage=Estimate(1.0)), "geen verschil; hoogstens in 14% van de plannen"),
    ],
)
def test_readings(given: Figure, sentence: str) -> None:
    assert reading(given) == sentence


def test_no_difference_in_59_plans_means_less_than_5_percent() -> None:
    assert most_with_difference(59) < 0.05 < most_with_difference(58)  # the known sample size for 95/95


def test_numbers_never_round_to_full_agreement() -> None:
    assert [decimal(value) for value in (0.5, 0.999, 1.0, None)] == ["0,50", ">0,99", "1,00", "–"]
    assert [percent(value) for value in (0.5, 0.999, 1.0)] == ["50%", ">99%", "100%"]


def test_differences_say_what_they_are_about() -> None:
    pairs = {
        "p1": (("taal",), ("werk",), "taal ↔ werk"),
        "p2": (("werk", "taal"), ("werk",), "taal ↔ geen"),
        "p3": ((), ("werk",), "werk ↔ overig"),
        "p4": (("taal", "werk"), ("werk", "taal"), "volgorde: taal, werk"),
        "p5": (("werk",), ("taal",), "taal ↔ werk"),
    }
    made = [
        annotation(plan, name, *codes)
        for plan, (first, second, _) in pairs.items()
        for name, codes in (("anna", first), ("bart", second))
    ]
    made += [annotation("p6", "anna", "taal"), annotation("p6", "bart", "taal", eigen_inzet=True)]
    made += [annotation("p7", "anna", "taal"), annotation("p7", "bart", "taal"), annotation("p8", "anna")]
    found = differences(made)
    about = {each.unit.plan: (each.variable, each.about) for each in found}
    assert about == {
        **{plan: ("thema", subject) for plan, (_, _, subject) in pairs.items()},
        "p6": ("eigen_inzet", "ja ↔ nee"),
    }
    assert found[2].codings == {"anna": "overig", "bart": "werk"}
    assert found[2].key == made[4].key


def test_differences_with_the_model_are_not_those_between_people() -> None:
    people = [
        annotation("p0", "anna", "taal"),
        annotation("p0", "bart", "werk"),
        annotation("p1", "anna", "taal"),
    ]
    codings = gather(people, model_codes(["taal", "taal"]))
    (only,) = differences_in(codings, with_model=True)
    assert (only.unit.plan, only.about) == ("p0", "taal ↔ werk")
    assert only.codings == {"anna": "taal", "bart": "werk", "model": "taal"}
