"""Which diagnosis belongs to which plan, and why a plan has none. Nothing is guessed: people decide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.intake.decisions import Decision
from pipeline.linking.diagnoses import Diagnosis
from pipeline.linking.slips import Slip, find_slips
from pipeline.privacy.keys import is_wrong_number, person_id


class Reden(StrEnum):
    """Why a plan has no diagnosis, as it stands in ``niet_gekoppeld.csv``."""

    GEEN_BSN = "geen BSN in het plan gevonden"
    BIJNA = "het BSN lijkt een verschrijving van een BSN in de export"
    BEIDE_ONJUIST = "hetzelfde nummer staat in de export, maar voldoet niet aan de elfproef"
    ONJUIST = "het BSN in het plan voldoet niet aan de elfproef en lijkt op geen BSN in de export"
    DUBBEL = "het BSN staat meer dan eens in de export, met verschillende gegevens"
    NIET_IN_EXPORT = "het BSN staat niet in de export"
    BESLUIT = "het besluit wijst niet één persoon in de export aan"


@dataclass(frozen=True, slots=True)
class CodedPlan:
    """A coded plan, to be linked."""

    bestand: str
    plan: str
    persoon: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who is meant by one BSN in the export: more rows than one only when they differ."""

    persoon: str
    rows: tuple[Diagnosis, ...]

    @property
    def is_wrong(self) -> bool:
        """Whether the BSN in the export fails the 11-test."""
        return is_wrong_number(self.persoon)

    @property
    def is_ambiguous(self) -> bool:
        """Whether the export says different things of this BSN."""
        return len(self.rows) > 1

    @property
    def row_numbers(self) -> tuple[int, ...]:
        return tuple(row.row for row in self.rows)


@dataclass(frozen=True, slots=True)
class Linked:
    """A plan and its diagnosis; ``decision`` when a person said so, None when the BSN did."""

    plan: CodedPlan
    person: Person
    decision: Decision | None = None

    @property
    def diagnosis(self) -> Diagnosis:
        return self.person.rows[0]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Someone in the export to whom a plan may belong; ``slip``: how the numbers differ, if they do."""

    person: Person
    slip: Slip | None


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A plan without a diagnosis. ``same``: the rows of the export that stand in each other's way."""

    plan: CodedPlan
    reden: Reden
    proposals: tuple[Proposal, ...] = ()
    same: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every plan, linked or not, in the order given; ``people`` of the export by pseudonym."""

    linked: tuple[Linked, ...]
    unlinked: tuple[Unlinked, ...]
    people: Mapping[str, Person]


def people_of(rows: Iterable[Diagnosis], key: bytes) -> dict[str, Person]:
    """Who is in the export, by pseudonym. Rows that are equal in everything count once."""
    groups: dict[str, list[Diagnosis]] = defaultdict(list)
    for row in rows:
        if persoon := person_id(key, row.bsn):
            same = groups[persoon]
            if all(row.values != other.values for other in same):
                same.append(row)
    return {persoon: Person(persoon, tuple(same)) for persoon, same in groups.items()}


def match(
    plans: Sequence[CodedPlan], people: Mapping[str, Person], decisions: Sequence[Decision], key: bytes
) -> Outcome:
    """Link by decision, else by BSN; for what is left, find the numbers in the export that it may be."""
    decided = {each.bestand: each for each in decisions if each.koppeling}
    results = [_settle(plan, people, decided.get(plan.bestand)) for plan in plans]
    searching = [each.plan.persoon for each in results if _is_unknown(each)]
    proposals = _proposals(frozenset(searching), people, key)
    unlinked = [_with_proposals(each, proposals) for each in results if isinstance(each, Unlinked)]
    return Outcome(tuple(each for each in results if isinstance(each, Linked)), tuple(unlinked), people)


def _settle(plan: CodedPlan, people: Mapping[str, Person], decision: Decision | None) -> Linked | Unlinked:
    person = people.get(decision.koppeling if decision else plan.persoon)
    if decision:
        if person and not person.is_ambiguous:
            return Linked(plan, person, decision)
        return Unlinked(plan, Reden.BESLUIT, same=person.row_numbers if person else ())
    if not plan.persoon:
        return Unlinked(plan, Reden.GEEN_BSN)
    if person is None:
        return Unlinked(plan, Reden.ONJUIST if is_wrong_number(plan.persoon) else Reden.NIET_IN_EXPORT)
    if person.is_ambiguous:
        return Unlinked(plan, Reden.DUBBEL, same=person.row_numbers)
    if person.is_wrong:  # often a number that was filled in for want of one
        return Unlinked(plan, Reden.BEIDE_ONJUIST, (Proposal(person, None),))
    return Linked(plan, person)


def _is_unknown(result: Linked | Unlinked) -> bool:
    return isinstance(result, Unlinked) and result.reden in (Reden.ONJUIST, Reden.NIET_IN_EXPORT)


def _proposals(
    searching: frozenset[str], people: Mapping[str, Person], key: bytes
) -> dict[str, tuple[Proposal, ...]]:
    found: dict[str, tuple[Proposal, ...]] = defaultdict(tuple)
    by_number = {person.rows[0].bsn: person for person in people.values()}
    for persoon, bsn, slip in find_slips(by_number, searching, key):
        found[persoon] += (Proposal(by_number[bsn], slip),)
    return found


def _with_proposals(each: Unlinked, proposals: Mapping[str, tuple[Proposal, ...]]) -> Unlinked:
    found = proposals.get(each.plan.persoon, ()) if _is_unknown(each) else ()
    return Unlinked(each.plan, Reden.BIJNA, found) if found else each
