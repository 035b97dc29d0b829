"""Does anything that the program wrote hold an identifier of the received plans?

The received PDFs are read again, and what identifies people in them is looked for in every file. It is in
memory while that lasts; a report says where something was found, and never what.
"""

import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engine import Limits, run_over
from pipeline.errors import NoPlan, UnreadableFile, UsageError
from pipeline.privacy.traces import Hit, TraceIndex, Traces, all_traces, traces_of
from pipeline.settings import project_root
from pipeline.study.collect import find_files
from pipeline.study.leak_sources import log_folder, pieces_of, written_files
from pipeline.study.store import FILE_NAME, received_paths

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.study.stages import Progress


# What a damaged or protected file gives, whatever it pretends to be.
_UNSEARCHABLE = (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, order=True)
class Place:
    """Where something was found: which file, where in it, what kind of identifier, and how often."""

    file: Path
    where: str
    kind: str
    times: int


@dataclass(frozen=True)
class LeakReport:
    """``unread``: received files that could not be read (again): what is in them was not looked for.

    ``unsearched``: written files that could not be opened.
    """

    places: tuple[Place, ...]
    plans: int
    unread: int
    traces: int
    files: int
    unsearched: tuple[Path, ...]


def check_leaks(
    folder: Path,
    settings: "Settings",
    progress: "Progress",
    *,
    plans: Sequence[str] = (),
    passwords: Sequence[str] = (),
) -> LeakReport:
    """Look in ``folder`` and in what the program keeps elsewhere for identifiers of the received PDFs.

    ``plans`` takes the place of the paths that the folder remembers. Raises UsageError when there is nothing
    to search, or no PDF to read.
    """
    received = _received(folder, plans, settings.sleutel)
    found, unread = _read_again(received, settings, passwords, progress)
    index = TraceIndex(all_traces(found))
    own = {path.resolve() for path in received} | {settings.sleutel.resolve()}
    elsewhere = [project_root() / "annotations", settings.modellen, settings.opmaken]
    written = [path for path in written_files([folder, *elsewhere], log_folder()) if path not in own]
    places: list[Place] = []
    unsearched = []
    for path in progress(written, "Bestanden doorzoeken", len(written)):
        try:
            places += _places_in(path, index)
        except _UNSEARCHABLE:
            unsearched.append(path)
    return LeakReport(tuple(places), len(found), unread, len(index), len(written), tuple(unsearched))


def _received(folder: Path, plans: Sequence[str], key_file: Path) -> list[Path]:
    if not folder.is_dir():
        raise UsageError("Deze map bestaat niet.", waar=str(folder), doe="Controleer het pad.")
    if plans:
        found = find_files(plans)
        paths = [path for path in found if isinstance(path, Path)]
        if len(paths) < len(found):
            raise UsageError(
                "Deze controle leest alleen plannen die op deze computer staan.",
                waar=", ".join(plans),
                doe="Haal de plannen hierheen en noem die map met --plans.",
            )
        return paths
    if not (folder / FILE_NAME).is_file():
        raise UsageError(
            "Deze map is niet door 'plancoder code' gemaakt, dus is niet bekend om welke plannen het gaat.",
            waar=str(folder),
            doe="Noem de ontvangen plannen met --plans.",
        )
    return received_paths(folder, key_file)


def _read_again(
    received: Sequence[Path], settings: "Settings", passwords: Sequence[str], progress: "Progress"
) -> tuple[list[Traces], int]:
    """What identifies people in the files that can be read, and how many cannot."""
    there = [path for path in received if path.is_file()]
    results = run_over(
        read_traces,
        there,
        workers=settings.werkers,
        limits=Limits(settings.seconden_per_bestand, settings.megabytes_per_bestand),
        prepare=prepare,
        arguments=(tuple(passwords),),
    )
    found = [done.value for done in progress(results, "Plannen opnieuw lezen", len(there)) if done.value]
    if not found:
        raise UsageError(
            "Geen van de ontvangen plannen kan (nog) worden gelezen, dus is er niets om naar te zoeken.",
            doe="Zet de plannen terug waar ze stonden, of noem ze met --plans.",
        )
    return found, len(received) - len(found)


_passwords: list[str] = []


def prepare(passwords: Sequence[str]) -> None:
    """Load what ``read_traces`` needs, once in each process."""
    from pipeline.reading.reader import default_model

    default_model()
    _passwords[:] = passwords


def read_traces(path: Path) -> Traces | None:
    """What identifies people in the PDF at ``path``; None when it cannot be read."""
    from pipeline.reading import read_plan

    try:
        return traces_of(read_plan(path, passwords=_passwords))
    except (UnreadableFile, NoPlan):
        return None


def _places_in(path: Path, index: TraceIndex) -> list[Place]:
    """Where traces are in one file, and in its name."""
    seen: set[tuple[str, str]] = set()
    counts: Counter[tuple[str, str]] = Counter(
        ("de naam van het bestand", hit.kind) for hit in _in_name(path, index)
    )
    for piece in pieces_of(path):
        for hit in index.find(piece.text):
            if piece.leftovers and (hit.kind, hit.value) in seen:
                continue
            seen.add((hit.kind, hit.value))
            counts[piece.where(hit.start), hit.kind] += 1
    return [Place(path, where, kind, times) for (where, kind), times in counts.items()]


def _in_name(path: Path, index: TraceIndex) -> list[Hit]:
    return list(index.find(path.stem.replace("_", " ")))
