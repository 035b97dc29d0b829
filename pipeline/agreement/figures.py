"""All figures of agreement: per variable and code, per kind of unit, per writer, and for the model."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pipeline.agreement.codings import MODEL, CodedByMany, Codings
from pipeline.agreement.estimate import Bootstrap, Estimate
from pipeline.agreement.measures import (
    MISSING,
    Floats,
    Integers,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percentage,
)
from pipeline.agreement.questions import Question, questions
from pipeline.domain import Eenheid

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

PEOPLE, WITH_MODEL = "mensen", "model en mensen"
ALL = "alle"


@dataclass(frozen=True)
class Figure:
    """Agreement on one question over a group of units.

    ``between``: PEOPLE, or WITH_MODEL for the mean over the people of the model's agreement with each.
    ``eenheid`` and ``schrijver``: which units, or ALL. ``positives``: how often each coder gave the code,
    over these units (only for a single code). ``kappa`` is the mean over pairs of coders; None for sets of
    codes, of which only ``alpha`` (with the MASI distance) tells how near they are. ``pairs``: the kappa of
    each pair. ``reason`` says why there is no alpha, if there is none.
    """

    between: str
    variable: str
    code: str
    eenheid: str
    schrijver: str
    units: int
    plans: int
    positives: dict[str, int]
    percentage: Estimate
    kappa: Estimate
    alpha: Estimate
    ac1: Estimate
    pairs: dict[str, float | None] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Agreement:
    """``same_units``: whether people and model are compared on the same units."""

    figures: tuple[Figure, ...]
    codings: Codings
    bootstrap: Bootstrap
    same_units: bool

    def find(
        self, between: str, variable: str, code: str, eenheid: str = ALL, schrijver: str = ALL
    ) -> Figure:
        """One figure; KeyError when there is none."""
        wanted = (between, variable, code, eenheid, schrijver)
        for each in self.figures:
            if (each.between, each.variable, each.code, each.eenheid, each.schrijver) == wanted:
                return each
        raise KeyError(wanted)


def measure(codings: Codings, codebook: "Codebook", bootstrap: Bootstrap | None = None) -> Agreement:
    """All figures. With a model among ``codings``, people are compared on the units that it coded too.

    When no unit that the model coded was coded by two people, the model is compared on all units that one
    person coded.
    """
    bootstrap = bootstrap or Bootstrap()
    doubly = codings.doubly_coded
    shared = [each for each in doubly if MODEL in each.codings]
    found: list[Figure] = []
    people = shared if codings.has_model and shared else doubly
    if people:
        found += _figures(people, _People(codings.coders), codebook, bootstrap)
    if codings.has_model:
        with_model = shared or [each for each in codings.units if MODEL in each.codings]
        found += _figures(with_model, _WithModel(codings.coders), codebook, bootstrap)
    return Agreement(tuple(found), codings, bootstrap, bool(shared))


@dataclass(frozen=True)
class _People:
    """All people in one table; pairs of them for kappa."""

    coders: tuple[str, ...]
    name = PEOPLE

    @property
    def columns(self) -> tuple[str, ...]:
        return self.coders

    def tables(self, codes: Integers) -> list[Integers]:
        return [codes]

    def pairs(self, codes: Integers) -> dict[str, Integers]:
        columns = combinations(range(len(self.coders)), 2)
        return {_pair(self.coders[one], self.coders[other]): codes[:, [one, other]] for one, other in columns}


@dataclass(frozen=True)
class _WithModel:
    """The model (the last column) beside each of the people."""

    coders: tuple[str, ...]
    name = WITH_MODEL

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.coders, MODEL)

    def tables(self, codes: Integers) -> list[Integers]:
        return [codes[:, [at, -1]] for at in range(codes.shape[1] - 1)]

    def pairs(self, codes: Integers) -> dict[str, Integers]:
        names = (_pair(MODEL, coder) for coder in self.coders)
        return dict(zip(names, self.tables(codes), strict=True))


_Between = _People | _WithModel


def _pair(one: str, other: str) -> str:
    return f"{one} – {other}"


def _figures(
    units: Sequence[CodedByMany], between: _Between, codebook: "Codebook", bootstrap: Bootstrap
) -> Iterator[Figure]:
    writers = sorted({each.schrijver for each in units} - {""})
    for question in questions(codebook):
        for eenheid, writer, wanted in _groups(question, writers):
            chosen = [each for each in units if each.unit.eenheid in question.units and wanted(each)]
            if chosen:
                yield _figure(question, (eenheid, writer), chosen, between, bootstrap)


def _groups(
    question: Question, writers: Sequence[str]
) -> Iterator[tuple[str, str, Callable[[CodedByMany], bool]]]:
    """All units; each kind; and each writer, when there are several of them."""
    yield ALL, ALL, lambda _unit: True
    if len(question.units) > 1:
        for kind in Eenheid:
            if kind in question.units:
                yield kind.value, ALL, lambda each, kind=kind: each.unit.eenheid is kind  # type: ignore[misc]
    if len(writers) > 1:
        for writer in writers:
            yield ALL, writer, lambda each, writer=writer: each.schrijver == writer  # type: ignore[misc]


def _figure(
    question: Question,
    group: tuple[str, str],
    units: Sequence[CodedByMany],
    between: _Between,
    bootstrap: Bootstrap,
) -> Figure:
    codes, distances = question.codes(units, between.columns)
    number = {plan: at for at, plan in enumerate(dict.fromkeys(each.unit.plan for each in units))}
    plans = np.array([number[each.unit.plan] for each in units], dtype=np.intp)
    tables, pairs = between.tables(codes), between.pairs(codes)
    sets = not question.options
    counted = np.any([np.sum(table != MISSING, axis=1) > 1 for table in tables], axis=0)
    nothing = Estimate(None)
    alpha = bootstrap.estimate(krippendorff_alpha(distances), tables, plans)
    kappa = cohen_kappa(len(distances))
    return Figure(
        between=between.name,
        variable=question.variable,
        code=question.code,
        eenheid=group[0],
        schrijver=group[1],
        units=int(counted.sum()),
        plans=len(set(plans[counted].tolist())),
        positives=_positives(question, codes[counted], between.columns),
        percentage=bootstrap.estimate(percentage(), tables, plans),
        kappa=nothing if sets else bootstrap.estimate(kappa, list(pairs.values()), plans),
        alpha=alpha,
        ac1=nothing if sets else bootstrap.estimate(gwet_ac1(len(distances)), tables, plans),
        pairs={} if sets else {name: _or_none(kappa.of(table)) for name, table in pairs.items()},
        reason="" if alpha.value is not None else _why(question, tables, distances),
    )


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value


def _positives(question: Question, codes: Integers, columns: Sequence[str]) -> dict[str, int]:
    if not question.binary:
        return {}
    return {coder: int((codes[:, at] == 1).sum()) for at, coder in enumerate(columns)}


def _why(question: Question, tables: Sequence[Integers], distances: Floats) -> str:
    """Why agreement beyond chance cannot be determined."""
    twice = [table[np.sum(table != MISSING, axis=1) > 1] for table in tables]
    given = {int(code) for table in twice for code in table.ravel() if code != MISSING}
    if not given:
        return "geen eenheid is door twee codeurs gecodeerd"
    if question.binary and given == {0}:
        return "niemand gaf deze code"
    if question.binary and given == {1}:
        return "iedereen gaf deze code overal"
    return "alle coderingen zijn gelijk" if len(given) == 1 or len(distances) < 2 else "te weinig variatie"
