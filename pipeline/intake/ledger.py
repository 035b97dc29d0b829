"""Deciding the status of every received file.

In this order: the same bytes, no plan or not readable, the same plan in another file, an earlier plan of the
same person, one BSN with two names. What is left is coded. A file is judged once: the first that holds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.domain import Status
from pipeline.intake import reasons
from pipeline.intake.received import (
    EMPTY_SHA256,
    GEEN_PLAN,
    OK,
    Received,
    may_be_same_name,
    may_be_same_person,
)


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
        return self.status is Status.DUBBEL_BSN or self.reden.startswith(reasons.CHECK)


@dataclass(frozen=True, slots=True)
class _Verdict:
    status: Status
    reden: str = ""


class _Judge:
    """The files by their place in the sequence, and the verdicts so far."""

    def __init__(self, received: Sequence[Received]) -> None:
        self.files = received
        self.verdicts: dict[int, _Verdict] = {}

    def left(self) -> list[int]:
        return [i for i in range(len(self.files)) if i not in self.verdicts]

    def groups(self, key: Callable[[Received], str]) -> Iterable[list[int]]:
        """What is left, by ``key``; an empty key belongs to no group. Only groups of more than one."""
        found: dict[str, list[int]] = defaultdict(list)
        for i in self.left():
            if value := key(self.files[i]):
                found[value].append(i)
        return [group for group in found.values() if len(group) > 1]


def decide(received: Sequence[Received]) -> list[LedgerRow]:
    """One row for each received file, in the same order."""
    judge = _Judge(received)
    _same_bytes(judge)
    _unusable(judge)
    _same_content(judge)
    _same_person(judge)
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
        kept, *copies = sorted(group, key=lambda i: _original_first(judge.files[i]))
        for i in copies:
            reden = reasons.same_bytes(judge.files[i], judge.files[kept])
            judge.verdicts[i] = _Verdict(Status.DUBBEL_BESTAND, reden)


def _original_first(file: Received) -> tuple[bool, int, int, str]:
    """Earlier rounds first, then shorter names: 'kopie van plan.pdf' is the copy of 'plan.pdf'."""
    return file.meting is None, file.meting or 0, len(file.bestand), file.bestand


def _unusable(judge: _Judge) -> None:
    for i in judge.left():
        file = judge.files[i]
        if file.uitkomst == GEEN_PLAN:
            judge.verdicts[i] = _Verdict(Status.GEEN_PLAN, file.reden or reasons.NO_PLAN)
        elif file.uitkomst != OK:
            judge.verdicts[i] = _Verdict(Status.ONLEESBAAR, file.reden or reasons.UNREADABLE)


def _same_content(judge: _Judge) -> None:
    """The same plan printed again. Plans of different people are never the same, however alike."""
    for group in judge.groups(lambda file: file.inhoud_sleutel):
        kept: list[int] = []
        for i in sorted(group, key=lambda i: (not judge.files[i].persoon, _original_first(judge.files[i]))):
            file = judge.files[i]
            alike = [k for k in kept if may_be_same_person(judge.files[k], file)]
            if len(alike) == 1:  # with several it cannot be told whose copy it is
                reden = reasons.same_content(file, judge.files[alike[0]])
                judge.verdicts[i] = _Verdict(Status.DUBBEL_BESTAND, reden)
            else:
                kept.append(i)


def _same_person(judge: _Judge) -> None:
    """The latest plan of a person counts; another name with the same BSN is for a person to look at."""
    for group in judge.groups(lambda file: file.persoon):
        dated = all(judge.files[i].datum for i in group)
        latest = max(group, key=lambda i: (*_age(judge.files[i], dated), i))
        kept = judge.files[latest]
        others = [i for i in group if i != latest]
        strangers = [i for i in others if not may_be_same_name(judge.files[i], kept)]
        for i in others:
            file = judge.files[i]
            if i in strangers:
                judge.verdicts[i] = _Verdict(Status.DUBBEL_BSN, reasons.same_bsn(kept))
            else:
                judge.verdicts[i] = _Verdict(Status.VERVANGEN, reasons.replaced(file, kept, by_date=dated))
        if strangers:
            reden = reasons.kept_of_same_bsn([judge.files[i] for i in strangers])
            judge.verdicts[latest] = _Verdict(Status.GECODEERD, reden)
        elif not dated:
            reden = reasons.kept_without_date([judge.files[i] for i in others])
            judge.verdicts[latest] = _Verdict(Status.GECODEERD, reden)


def _age(file: Received, dated: bool) -> tuple[str, int]:
    """By date, then by round; a date counts only when every plan of the group has one."""
    return (file.datum.isoformat() if dated and file.datum else ""), file.meting or 0
