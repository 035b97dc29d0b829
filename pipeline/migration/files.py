"""Annotation files in the new version of the codebook, line by line."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from pipeline.annotations import Annotation, read_annotations, unknown_codes
from pipeline.codebook import Codebook
from pipeline.codebook.versions import made_with, same_version
from pipeline.domain import UnitKey
from pipeline.errors import AnnotationError
from pipeline.export.rows import Row
from pipeline.migration.recode import Recoded, Recoder
from pipeline.validation import first_faults

RETIRED_COLUMNS = (
    *("bestand", "plan", "eenheid", "subdoel_nr", "afspraak_nr", "codeur", "tijd", "variabele", "codes"),
)
"""Of a coding of a variable that is no more; nothing of its text."""


@dataclass
class Rewritten:
    """The files that change, with their new bytes; and what happened in them.

    ``lines``: codings taken to the new version; ``already``: those that were of it before; ``steps``: how
    many each step changed, ``asked`` how many it wants to be looked at again; ``without_subcode``: how many
    lost a subcode that is no more; ``again``: units to look at again, with why; ``retired``: a row of
    ``RETIRED_COLUMNS`` for what was coded of variables that are no more.
    """

    files: dict[Path, bytes] = field(default_factory=dict)
    lines: int = 0
    already: int = 0
    without_subcode: int = 0
    steps: Counter[int] = field(default_factory=Counter)
    asked: Counter[int] = field(default_factory=Counter)
    again: dict[UnitKey, tuple[Annotation, list[str]]] = field(default_factory=dict)
    retired: list[Row] = field(default_factory=list)


def rewrite(folders: Sequence[Path], recoder: Recoder, old: Codebook, new: Codebook) -> Rewritten:
    """All ``*.jsonl`` in ``folders``, taken from ``old`` to ``new``.

    Raises AnnotationError with every fault of every line.
    """
    result, faults = Rewritten(), list[str]()
    for path in (path for folder in folders for path in sorted(folder.glob("*.jsonl"))):
        text = path.read_bytes().decode("utf-8")
        if text.strip():
            read_annotations(path)  # tells what does not hold in it, before anything else
            lines = [
                _line(line, f"{path.name}:{at}", recoder, (old, new), result, faults)
                for at, line in enumerate(text.split("\n"), 1)
            ]
            if (content := "\n".join(lines).encode()) != text.encode():
                result.files[path] = content
    if faults:
        raise AnnotationError(
            f"{len(faults)} regel(s) kunnen niet worden omgezet; er is niets veranderd:",
            waar=", ".join(str(folder) for folder in folders),
            doe=f"Deze migratie gaat van {old.id}. Pas eerst eerdere migraties toe, of verbeter deze regels.",
            faults=first_faults(faults),
        )
    return result


def _line(
    line: str,
    place: str,
    recoder: Recoder,
    books: tuple[Codebook, Codebook],
    result: Rewritten,
    faults: list[str],
) -> str:
    if not line.strip():
        return line
    row = json.loads(line)
    if made_with(row["codeboek"], books[1]):
        result.already += 1
        return line
    found = recoder.recode(row)
    faults += [f"{place} {fault}" for fault in _faults(row, found.row, books)]
    result.lines += 1
    result.steps.update(found.steps)
    result.without_subcode += found.lost
    annotation = Annotation.model_validate(row)
    result.retired += _retired(annotation, found)
    if found.reasons:
        reasons = result.again.setdefault(annotation.key, (annotation, []))[1]
        reasons += [reason for _, reason in found.reasons if reason not in reasons]
        result.asked.update({at for at, _ in found.reasons})
    return _dump(found.row, like=line)


def _retired(annotation: Annotation, found: Recoded) -> Iterator[Row]:
    for variable, codes in found.retired.items():
        row = annotation.model_dump(mode="json") | {"variabele": variable, "codes": list(codes)}
        yield {name: row[name] for name in RETIRED_COLUMNS}


def _faults(
    before: dict[str, object], after: dict[str, object], books: tuple[Codebook, Codebook]
) -> Iterator[str]:
    old, new = books
    if not same_version(str(before["codeboek"]), old):
        yield f"codeboek: hoort bij {before['codeboek']}"
        return
    yield from unknown_codes(Annotation.model_validate(before), old)
    try:
        yield from (f"na omzetten: {each}" for each in unknown_codes(Annotation.model_validate(after), new))
    except ValidationError:
        yield "na omzetten klopt deze regel niet meer"


def _dump(row: dict[str, object], like: str) -> str:
    """``row`` as JSON, with spaces where ``like`` has them, so that only what changed differs."""
    spaced = json.dumps(json.loads(like), ensure_ascii=False) == like.rstrip("\r")
    text = json.dumps(row, ensure_ascii=False, separators=None if spaced else (",", ":"))
    return text + ("\r" if like.endswith("\r") else "")
