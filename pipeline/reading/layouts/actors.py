"""Who acts, by what the form prints beside an afspraak: its label, its column, its row, the heading above it.

Which of these tells is learnt from a taught plan: the kind of cue that best foretells the actor of an
afspraak from the other afspraken. Words count by their number (``fingerprint``), so that no name is kept.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.domain import Afspraak, Plan, Wie
from pipeline.reading.layouts.fingerprint import word_number
from pipeline.reading.learning import Truth, plain
from pipeline.reading.pieces import Piece

Cues = dict[str, dict[str, dict[str, int]]]  # kind of cue -> number -> wie -> how often
_ENOUGH = 0.7  # of the afspraken foretold right by the others: a cue that tells who acts
_CLEAR = 0.75  # of the times that a cue meant one actor


def cues_of(pieces: Sequence[Piece], roles: Sequence[str], truth: Truth) -> Cues:
    """What stands beside each afspraak of a taught plan, with who truly acts."""
    steps = [(plain(a["tekst"]), a.get("wie")) for goal in truth["subdoelen"] for a in goal["afspraken"]]
    beside = _beside(pieces, roles)
    found: Cues = {}
    for i, cues in beside.items():
        start = plain(pieces[i].text)
        step = next((step for step in steps if step[0].startswith(start)), None)
        if step is None:
            continue
        steps.remove(step)
        for kind, number in cues.items():
            if step[1]:
                counts = found.setdefault(kind, {}).setdefault(number, {})
                counts[step[1]] = counts.get(step[1], 0) + 1
    return found


def merged(one: Cues, other: Cues) -> Cues:
    """The counts of both."""
    total: Cues = {}
    for cues in (one, other):
        for kind, numbers in cues.items():
            for number, counts in numbers.items():
                here = total.setdefault(kind, {}).setdefault(number, {})
                for wie, count in counts.items():
                    here[wie] = here.get(wie, 0) + count
    return total


def name_actors(plan: Plan, pieces: Sequence[Piece], roles: Sequence[str], cues: Cues) -> Plan:
    """The plan with the actors that the form's best kind of cue tells; the others stay as they were."""
    kind = max(sorted(cues), key=lambda name: _foretold(cues[name]), default="")
    if not kind or _foretold(cues[kind]) < _ENOUGH:
        return plan
    starts: list[tuple[str, Wie | None]] = [
        (plain(pieces[i].text), _clear(cues[kind].get(beside.get(kind, ""), {})))
        for i, beside in _beside(pieces, roles).items()
    ]
    goals = tuple(
        replace(goal, afspraken=tuple(_named(step, starts) for step in goal.afspraken))
        for goal in plan.subdoelen
    )
    return replace(plan, subdoelen=goals)


def _named(step: Afspraak, starts: list[tuple[str, Wie | None]]) -> Afspraak:
    text = plain(step.tekst)
    found = next((start for start in starts if text.startswith(start[0])), None)
    if found is None:
        return step
    starts.remove(found)
    return replace(step, wie=found[1] or step.wie)


def _foretold(numbers: Mapping[str, Mapping[str, int]]) -> float:
    """The share of the afspraken whose actor the others with the same cue foretell."""
    total = right = 0
    for counts in numbers.values():
        for wie, count in counts.items():
            total += count
            others = [n for name, n in counts.items() if name != wie]
            right += count if count - 1 > max(others, default=0) else 0
    return right / total if total else 0.0


def _clear(counts: Mapping[str, int]) -> Wie | None:
    best = max(sorted(counts), key=lambda wie: counts[wie], default="")
    return Wie(best) if best and counts[best] >= _CLEAR * sum(counts.values()) else None


def _beside(pieces: Sequence[Piece], roles: Sequence[str]) -> dict[int, dict[str, str]]:
    """Per afspraak, by the place of its first piece, the numbers of the words beside it by kind of cue."""
    rows: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for piece in pieces:
        if piece.cell:
            rows[piece.cell.table, piece.cell.row].setdefault(piece.cell.column, word_number(piece.text))
    found: dict[int, dict[str, str]] = {}
    head = ""
    for i, (piece, role) in enumerate(zip(pieces, roles, strict=True)):
        if role == "afspraak":
            found[i] = {name: number for name, number in _cues(i, pieces, rows, head).items() if number}
        elif role == "anders" and not piece.bullet and not piece.column_head and word_number(piece.text):
            head = word_number(piece.text)
    return found


def _cues(
    i: int, pieces: Sequence[Piece], rows: Mapping[tuple[int, int], Mapping[int, str]], head: str
) -> dict[str, str]:
    piece = pieces[i]
    cues = {"kolom": word_number(piece.column_head), "rij": word_number(piece.row_head), "onder": head}
    if piece.labelled and i:
        cues["achter"] = word_number(pieces[i - 1].text)
    if i + 1 < len(pieces) and pieces[i + 1].is_label and pieces[i + 1].labelled:
        cues["ervoor"] = word_number(pieces[i + 1].text)
    if cell := piece.cell:
        others = rows[cell.table, cell.row]
        cues |= {f"cel{column}": number for column, number in others.items() if column != cell.column}
    return cues
