"""Deciding the status of every received file.

In this order: the same bytes, no plan or not readable, the same plan in another file, an earlier plan of the
same person, one BSN with two names. What is left is coded. A file is judged once: the first that holds.

What a person decided about a file goes before all of this, and the other files are judged with that in mind:
the plan that was decided to count takes the place of the one that counted, and a file that was decided to be
no plan makes room for an earlier one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.domain import BESLUIT, Status
from pipeline.intake import reasons
from pipeline.intake.decisions import Decision
from pipeline.intake.received import (
    EMPTY_SHA256,
    GEEN_PLAN,
    OK,
    Received,
    may_be_same_name,
    may_be_same_person,
)

_PARTS_OF_A_FULL_NAME = 2


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of ``intake.csv``: the columns in their order. ``datum`` is ISO 8601, "" when not known."""

    bestand: str
    sha256: str
    status: Status
    reden: str
    plan: str
    persoon: str
    datum: str
    meting: int | None
    paginas: int

    @property
    def nakijken(self) -> bool:
        """Whether a person should look at it before the figures are used."""
        if self.reden.startswith(BESLUIT):
            return False
        return self.status is Status.DUBBEL_BSN or self.reden.startswith(reasons.CHECK)


@dataclass(frozen=True, slots=True)
class _Verdict:
    status: Status
    reden: str = ""


class _Judge:
    """The files by their place in the sequence, what was decided about them, and the verdicts so far."""

    def __init__(self, received: Sequence[Received], decisions: Mapping[int, Decision]) -> None:
        self.files = received
        self.decisions = decisions
        self.verdicts: dict[int, _Verdict] = {}

    def left(self) -> list[int]:
        return [i for i in range(len(self.files)) if i not in self.verdicts]

    def decided(self, i: int) -> Status | None:
        return self.decisions[i].status if i in self.decisions else None

    def may_be_copy(self, i: int) -> bool:
        return self.decided(i) in (None, Status.DUBBEL_BESTAND)

    def must_count(self, i: int) -> bool:
        return self.decided(i) is Status.GECODEERD

    def groups(self, key: Callable[[Received], str]) -> Iterable[list[int]]:
        """What is left, by ``key``; an empty key belongs to no group. Only groups of more than one."""
        found: dict[str, list[int]] = defaultdict(list)
        for i in self.left():
            if value := key(self.files[i]):
                found[value].append(i)
        return [group for group in found.values() if len(group) > 1]


def decide(
    received: Sequence[Received], decisions: Mapping[int, Decision] = MappingProxyType({})
) -> list[LedgerRow]:
    """One row for each received file, in the same order; ``decisions`` by the place in that order."""
    judge = _Judge(received, decisions)
    _same_bytes(judge)
    _unusable(judge)
    _same_content(judge)
    _by_decision(judge)
    _same_person(judge)
    _same_name(judge)
    return [
        _row(file, judge.verdicts.get(i, _Verdict(Status.GECODEERD, file.reden)))
        for i, file in enumerate(received)
    ]


def _row(file: Received, verdict: _Verdict) -> LedgerRow:
    return LedgerRow(
        bestand=file.bestand,
        sha256=file.sha256,
        status=verdict.status,
        reden=verdict.reden,
        plan=file.plan,
        persoon=file.persoon,
        datum=file.datum.isoformat() if file.datum else "",
        meting=file.meting,
        paginas=file.paginas,
    )


def _same_bytes(judge: _Judge) -> None:
    """Copies of one file. Empty files are no copies: each may stand for another plan to ask for again."""
    for group in judge.groups(lambda file: "" if file.sha256 == EMPTY_SHA256 else file.sha256):
        kept, *copies = sorted(group, key=lambda i: (_weight(judge, i), *_original_first(judge.files[i])))
        for i in copies:
            if judge.may_be_copy(i):
                reden = reasons.same_bytes(judge.files[i], judge.files[kept])
                judge.verdicts[i] = _Verdict(Status.DUBBEL_BESTAND, reden)


def _weight(judge: _Judge, i: int) -> int:
    """Which of equal files stands for all: one that was decided about, unless it was decided to be a copy."""
    status = judge.decided(i)
    order = (Status.GECODEERD, Status.VERVANGEN, Status.DUBBEL_BSN, Status.GEEN_PLAN, Status.ONLEESBAAR, None)
    return order.index(status) if status in order else len(order)


def _original_first(file: Received) -> tuple[bool, int, int, str]:
    """Earlier rounds first, then shorter names: 'kopie van plan.pdf' is the copy of 'plan.pdf'."""
    return file.meting is None, file.meting or 0, len(file.bestand), file.bestand


def _unusable(judge: _Judge) -> None:
    for i in judge.left():
        file = judge.files[i]
        if judge.decided(i):
            continue
        if file.uitkomst == GEEN_PLAN:
            judge.verdicts[i] = _Verdict(Status.GEEN_PLAN, file.reden or reasons.NO_PLAN)
        elif file.uitkomst != OK:
            judge.verdicts[i] = _Verdict(Status.ONLEESBAAR, file.reden or reasons.UNREADABLE)


def _same_content(judge: _Judge) -> None:
    """The same plan printed again. Plans of different people are never the same, however alike."""

    def first(i: int) -> tuple[object, ...]:
        file = judge.files[i]
        return _weight(judge, i), not file.persoon, *_original_first(file)

    for group in judge.groups(lambda file: file.inhoud_sleutel):
        kept: list[int] = []
        for i in sorted(group, key=first):
            file = judge.files[i]
            alike = [k for k in kept if may_be_same_person(judge.files[k], file)]
            if len(alike) == 1 and judge.may_be_copy(i):  # of several it cannot be told whose copy it is
                reden = reasons.same_content(file, judge.files[alike[0]])
                judge.verdicts[i] = _Verdict(Status.DUBBEL_BESTAND, reden)
            else:
                kept.append(i)


def _by_decision(judge: _Judge) -> None:
    """What was decided not to count takes no part in the rest."""
    for i in judge.left():
        status = judge.decided(i)
        if status not in (None, Status.GECODEERD):
            judge.verdicts[i] = _Verdict(status)


def _same_person(judge: _Judge) -> None:
    """The latest plan of a person counts, or the one that was decided to count."""
    for group in judge.groups(lambda file: file.persoon):
        chosen = [i for i in group if judge.must_count(i)]
        dated = all(judge.files[i].datum for i in group)
        latest = max(chosen or group, key=lambda i: (*_age(judge.files[i], dated), i))
        others = [i for i in group if i != latest and i not in chosen]
        if chosen:
            _replace_by_decision(judge, latest, others)
        else:
            _replace_by_age(judge, latest, others, dated=dated)


def _replace_by_age(judge: _Judge, latest: int, others: Sequence[int], *, dated: bool) -> None:
    """Another name with the same BSN is for a person to look at, and so is what nothing tells apart."""
    kept = judge.files[latest]
    strangers = [i for i in others if not may_be_same_name(judge.files[i], kept)]
    for i in others:
        file = judge.files[i]
        if i in strangers:
            judge.verdicts[i] = _Verdict(Status.DUBBEL_BSN, reasons.same_bsn(kept))
        else:
            judge.verdicts[i] = _Verdict(Status.VERVANGEN, reasons.replaced(file, kept, by_date=dated))
    equal = [i for i in others if _age(judge.files[i], dated) == _age(kept, dated)]
    for doubt, found in (
        (reasons.kept_of_same_bsn, strangers),
        (reasons.kept_without_date, [] if dated else others),
        (reasons.kept_of_equal_age, equal),
    ):
        if found:
            judge.verdicts[latest] = _Verdict(Status.GECODEERD, doubt([judge.files[i] for i in found]))
            return


def _replace_by_decision(judge: _Judge, latest: int, others: Sequence[int]) -> None:
    kept = judge.files[latest]
    reden = reasons.replaced_by_decision(kept, judge.decisions[latest])
    for i in others:
        same = may_be_same_name(judge.files[i], kept)
        judge.verdicts[i] = _Verdict(Status.VERVANGEN if same else Status.DUBBEL_BSN, reden)


def _age(file: Received, dated: bool) -> tuple[str, int]:
    """By date, then by round; a date counts only when every plan of the group has one."""
    return (file.datum.isoformat() if dated and file.datum else ""), file.meting or 0


def _same_name(judge: _Judge) -> None:
    """Plans without a BSN and with one full name may be one person's: too little to leave one out."""
    for group in judge.groups(lambda file: "" if file.persoon else file.naam_sleutel):
        if len(judge.files[group[0]].naam_sleutel.split()) < _PARTS_OF_A_FULL_NAME:
            continue
        for i in group:
            others = [judge.files[k] for k in group if k != i]
            judge.verdicts[i] = _Verdict(Status.GECODEERD, reasons.same_name_without_bsn(others))
