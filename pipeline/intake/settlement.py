"""The ledger with what people decided about the files, and what became of each decision.

A decision holds for one file. Others follow where they must: of one person one plan counts, so when an older
plan was decided to count, the later one is replaced by it, and when the later one was decided not to count,
the older one does.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.domain import Status
from pipeline.errors import UsageError
from pipeline.intake import reasons
from pipeline.intake.decisions import FILE_NAME, Decision
from pipeline.intake.ledger import LedgerRow, decide
from pipeline.intake.received import EMPTY_SHA256, OK, Received, may_be_same_name

APPLIED = "toegepast"
CONFIRMED = "bevestigd"
ONLY_LINK = "alleen koppeling"
NOT_THERE = "niet toegepast: dit bestand is er niet"
SEVERAL = "niet toegepast: er zijn er meer die zo heten; schrijf de naam zoals in intake.csv"


@dataclass(frozen=True, slots=True)
class Settled:
    """A row of ``besluiten_verwerkt.csv``: what the program had (``programma``), what was decided, and
    whether that holds now (``gevolg``)."""

    bestand: str
    programma: str
    besluit: str
    reden: str
    door: str
    koppeling: str
    gevolg: str

    @property
    def found(self) -> bool:
        return self.gevolg not in (NOT_THERE, SEVERAL)


def settle(
    received: Sequence[Received], decisions: Sequence[Decision]
) -> tuple[list[LedgerRow], list[Settled]]:
    """The ledger with ``decisions``, and what became of each of them.

    Raises UsageError, with every fault, for decisions that cannot be.
    """
    own = decide(received)
    if not decisions:
        return own, []
    places = places_of(decisions, [file.bestand for file in received])
    found = {where[0]: decision for decision, where in places if len(where) == 1}
    ruling = {i: decision for i, decision in found.items() if decision.status}
    if faults := [*_twice(places), *_impossible(received, own, ruling)]:
        raise UsageError(
            "Deze besluiten kunnen niet.",
            waar=FILE_NAME,
            faults=tuple(faults),
            doe="Verbeter het bestand en geef dezelfde opdracht nog eens; wat gelezen is, is bewaard.",
        )
    rows = _explained(received, own, decide(received, ruling), ruling)
    return rows, [_settled(decision, where, own) for decision, where in places]


def places_of(decisions: Sequence[Decision], names: Sequence[str]) -> list[tuple[Decision, tuple[int, ...]]]:
    """Which of the files with these names each decision is about: one if all is well.

    The name is that of the ledger. A name gets longer when a second file of that name is received, so the
    end of a path is enough as long as one file has it; and csv puts an apostrophe before ``=`` and the like.
    """
    exact = {name: i for i, name in enumerate(names)}
    ends: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        parts = name.split("/")
        for start in range(1, len(parts)):
            ends["/".join(parts[start:])].append(i)
    places = []
    for decision in decisions:
        name = decision.bestand if decision.bestand in exact else decision.bestand.removeprefix("'")
        places.append((decision, (exact[name],) if name in exact else tuple(ends[name])))
    return places


def _twice(places: Sequence[tuple[Decision, tuple[int, ...]]]) -> Iterator[str]:
    first: dict[int, Decision] = {}
    for decision, where in places:
        if len(where) == 1 and (other := first.setdefault(where[0], decision)) is not decision:
            yield f"regel {decision.regel}: over dit bestand staat al een besluit op regel {other.regel}"


def _impossible(
    received: Sequence[Received], own: Sequence[LedgerRow], ruling: Mapping[int, Decision]
) -> Iterator[str]:
    """Decisions that a file counts, where it cannot."""
    counting = [i for i, decision in ruling.items() if decision.status is Status.GECODEERD]
    for number, i in enumerate(counting):
        file = received[i]
        start = f"regel {ruling[i].regel}: {file.bestand} kan niet gecodeerd worden"
        if file.uitkomst != OK:
            yield f"{start}: er is geen plan uit gelezen. {file.reden or own[i].reden}".rstrip()
        for k in counting[:number]:
            other = received[k]
            if file.sha256 == other.sha256 != EMPTY_SHA256:
                yield f"{start} naast {other.bestand}: het is hetzelfde bestand"
            elif file.persoon and file.persoon == other.persoon and may_be_same_name(file, other):
                yield f"{start} naast {other.bestand}: van een persoon telt één plan"


def _explained(
    received: Sequence[Received],
    own: Sequence[LedgerRow],
    rows: Sequence[LedgerRow],
    ruling: Mapping[int, Decision],
) -> list[LedgerRow]:
    """The rows with the reason of each decision, and of what counts now because of one."""
    near = _Neighbours(received, ruling)
    explained = []
    for i, (before, row) in enumerate(zip(own, rows, strict=True)):
        if i in ruling:
            row = replace(row, reden=reasons.decided(ruling[i], before.status, before.reden))
        elif row.status is Status.GECODEERD is not before.status:
            row = replace(row, reden=reasons.follows(near.of(i), before.status))
        explained.append(row)
    return explained


class _Neighbours:
    """Which decisions are about files of the same person, or with the same bytes or content, as a file."""

    def __init__(self, received: Sequence[Received], ruling: Mapping[int, Decision]) -> None:
        self._received = received
        self._near: dict[str, list[tuple[str, Decision]]] = defaultdict(list)
        for i, decision in ruling.items():
            for key in self._keys(received[i]):
                self._near[key].append((received[i].bestand, decision))

    def of(self, i: int) -> list[tuple[str, Decision]]:
        found = [near for key in self._keys(self._received[i]) for near in self._near.get(key, ())]
        return list(dict.fromkeys(found))

    @staticmethod
    def _keys(file: Received) -> list[str]:
        return [key for key in (file.persoon, file.sha256, file.inhoud_sleutel) if key]


def _settled(decision: Decision, where: Sequence[int], own: Sequence[LedgerRow]) -> Settled:
    row = own[where[0]] if len(where) == 1 else None
    return Settled(
        bestand=row.bestand if row else decision.bestand,
        programma=row.status if row else "",
        besluit=decision.status or "",
        reden=decision.reden,
        door=decision.door,
        koppeling=decision.koppeling,
        gevolg=_effect(decision, where, row),
    )


def _effect(decision: Decision, where: Sequence[int], row: LedgerRow | None) -> str:
    if row is None:
        return SEVERAL if where else NOT_THERE
    if decision.status is None:
        return ONLY_LINK
    return CONFIRMED if decision.status is row.status else APPLIED
