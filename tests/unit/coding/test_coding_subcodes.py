"""The finer level of subdoelen: learnt from words, one per thema, and without any effect on other codes."""

import numpy as np
import scipy.sparse as sp

from pipeline.coding.structure import Structure, structure_of
from pipeline.coding.subcodes import MIN_EXAMPLES, Subcodes, fit_subcodes
from pipeline.domain import Eenheid, Unit

WORDS = ("examen", "spreken", "stage")
SUBCODES = ("taal.inburgering", "taal.taal", "werk.stage")


def unit(eenheid: Eenheid, subdoel_nr: int | None = None, afspraak_nr: int | None = None) -> Unit:
    return Unit("p.pdf", "p", "", "", eenheid, subdoel_nr, afspraak_nr, None, "tekst", 1)


PLAN = [unit(Eenheid.HOOFDDOEL), unit(Eenheid.SUBDOEL, 1), unit(Eenheid.AFSPRAAK, 1, 1)]


def plans(number: int) -> tuple[sp.csr_matrix, Structure, list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Plans of which only the afspraak has the word that tells the subcode of the subdoel."""
    words = np.zeros((3 * number, len(WORDS)))
    words[np.arange(number) * 3 + 2, np.arange(number) % len(WORDS)] = 1
    coded: list[tuple[str, ...]] = []
    for at in range(number):
        coded += [(), (SUBCODES[at % len(WORDS)],), ()]
    themas = [tuple(each.partition(".")[0] for each in row) for row in coded]
    return sp.csr_matrix(words, dtype=np.float32), structure_of([PLAN] * number), coded, themas


def learnt(number: int = 60) -> Subcodes:
    words, structure, coded, themas = plans(number)
    return fit_subcodes(words, structure, coded, themas, np.arange(3 * number) // 30)


def test_the_subcode_is_told_by_the_afspraken() -> None:
    subcodes = learnt()
    assert subcodes.names == SUBCODES
    assert subcodes.accuracy == 1.0
    words, structure, coded, themas = plans(3)
    assert subcodes.choose(words, structure, themas) == coded


def test_only_of_the_themas_that_were_given() -> None:
    words, structure, *_ = plans(1)  # its afspraak speaks of an exam
    given = [("taal",), ("werk", "gezondheid", "taal"), ("taal",)]
    assert learnt().choose(words, structure, given) == [(), ("werk.stage", "taal.inburgering"), ()]


def test_too_few_examples_teach_nothing() -> None:
    few = learnt(3 * (MIN_EXAMPLES - 1))
    assert few.names == ()
    assert np.isnan(few.accuracy)
    words, structure, _, themas = plans(2)
    assert few.choose(words, structure, themas) == [()] * 6
    assert few.choose(words[:0], structure_of([]), []) == []
